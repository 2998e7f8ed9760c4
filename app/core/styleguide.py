"""The page that shows every component in every state. It exists in demo mode and in tests only."""

from types import SimpleNamespace

from flask import Flask
from flask.typing import ResponseReturnValue
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    FileField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
)
from wtforms.validators import InputRequired, Optional

from app.core.access import public
from app.core.errors import DomainError, Forbidden, NotFound, TooMany, Unavailable
from app.core.forms import Form, LocalDateTimeField, LongTextField, MoneyField, PhoneField, TextField, choices, required_message
from app.core.i18n import _, _l
from app.core.navigation import Link
from app.core.paging import Page
from app.core.web import FeatureBlueprint, page

bp = FeatureBlueprint("styleguide", __name__, url_prefix="/styleguide")
_required = [InputRequired(required_message)]


class SampleForm(Form):
    """One field of each kind."""

    unit = TextField(_l("Name of the unit"), _required)
    tax_code = TextField(_l("Tax code"), _required)
    phone = PhoneField(_l("Phone, Zalo"))
    mail = EmailField(_l("E-mail"))
    secret = PasswordField(_l("Password"))
    fee = MoneyField(_l("Rent of the booth"))
    power = TextField(_l("Extra power"))
    opens_on = DateField(_l("Opening day"), [Optional()])
    starts_at = LocalDateTimeField(_l("Opening ceremony"), [Optional()])
    kind = SelectField(
        _l("Kind of event"), choices=choices([("fair", _l("Trade fair and exhibition")), ("conference", _l("Conference"))])
    )
    way = RadioField(
        _l("Way of taking part"), _required, choices=choices([("own", _l("Own booth")), ("shared", _l("Provincial pavilion"))])
    )
    goods = SelectMultipleField(_l("Groups of goods"), choices=choices([("food", _l("Food")), ("craft", _l("Handicraft"))]))
    about = LongTextField(_l("What you will show"))
    photo = FileField(_l("Photo of the product"))
    consent = BooleanField(_l("The unit agrees that its name is published in the list of exhibitors."))


class Gone(DomainError):
    status = 409
    code = "sample_conflict"


@bp.route("", methods=["GET", "POST"])
@public
def index() -> ResponseReturnValue:
    form = SampleForm(data={"unit": "Hợp tác xã Chè Shan Tả Lèng Xanh", "tax_code": "6299900013", "kind": "fair"})
    if form.submitted_and_valid():
        form.refuse("tax_code", _("The last digit of this tax code does not fit. Please check it."))
    shown = Page(rows=[1], number=2, has_next=True)
    return page("styleguide/index.html", fragment="styleguide/_form.html", status=form.status, form=form, shown=shown)


@bp.get("/manage")
@public
def manage() -> ResponseReturnValue:
    labels = [
        (_("Overview"), 0),
        (_("Floor plan"), 0),
        (_("Applications"), 7),
        (_("Delegates, visitors"), 0),
        (_("Money"), 2),
    ]
    links = [Link(label, "/styleguide/manage", count, number == 0) for number, (label, count) in enumerate(labels)]
    return page("styleguide/manage.html", links=links)


@bp.get("/scanner")
@public
def scanner() -> ResponseReturnValue:
    return page("styleguide/scanner.html")


@bp.get("/print")
@public
def printed() -> ResponseReturnValue:
    return page("styleguide/print.html", unit=SimpleNamespace(name="Sở Công Thương tỉnh Quảng Ninh"))


@bp.get("/errors/<int:status>")
@public
def error(status: int) -> ResponseReturnValue:
    refusals: dict[int, DomainError] = {
        403: Forbidden(),
        409: Gone(_("Booth A12 was taken two minutes ago. A14 and A15 beside it are still free.")),
        429: TooMany(_("There were too many wrong passwords for this address.")),
        503: Unavailable(None),
    }
    raise refusals.get(status, NotFound())


def init_app(app: Flask) -> None:
    """Register the page where it may be seen."""
    if app.config["FAIR_ENV"] in ("demo", "testing"):
        app.register_blueprint(bp)
