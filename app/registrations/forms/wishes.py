"""Step 3 of an application: contact, booth, goods, power, trade, support (R-52)."""

from typing import Any

from wtforms import BooleanField, DecimalField, FieldList, FormField, IntegerField, RadioField, SelectField, ValidationError
from wtforms.validators import InputRequired, NumberRange, Optional

from app.accounts.fields import EmailField
from app.booths.models import BoothKind
from app.core.forms import Form, LongTextField, PhoneField, TextField, choices, choices_of, required_message
from app.core.i18n import _, _l
from app.registrations.models import Application
from app.registrations.services import Wishes
from app.registrations.terms import SupportScheme

required = InputRequired(message=required_message)
# characters a fascia board of three metres carries; a longer text is a warning, not an error.
FASCIA_LIMIT = 30
MOST_PRODUCTS = 10
# Answers that are kept in `Application.details` as they are.
_TEXTS = ("equipment", "vehicle", "b2b_sell", "b2b_buy", "b2b_markets")


class ProductForm(Form):
    """One row of goods; not a form of its own, so it carries no token."""

    class Meta(Form.Meta):
        csrf = False

    name_vi = TextField(_l("Product"), max_length=120)
    name_en = TextField(_l("In English"), max_length=120)
    stars = SelectField(
        _l("OCOP stars"),
        choices=choices([("0", _l("none")), *((str(number), "★" * number) for number in range(1, 6))]),
        default="0",
    )


class WishesForm(Form):
    contact_name = TextField(_l("Full name"), [required], max_length=120, render_kw={"autocomplete": "name"})
    contact_position = TextField(_l("Job title"), max_length=120, render_kw={"autocomplete": "organization-title"})
    contact_phone = PhoneField(_l("Phone, Zalo"), [required], max_length=40)
    contact_email = EmailField(_l("E-mail address"), [Optional()])
    booth_kind = RadioField(
        _l("Kind of booth"),
        choices=choices([(BoothKind.STANDARD.value, _l("standard booth, 9 m²")), (BoothKind.RAW.value, _l("raw space"))]),
        default=BoothKind.STANDARD.value,
    )
    booth_count = IntegerField(
        _l("Number of booths"),
        [InputRequired(message=required_message), NumberRange(1, 50, _l("Please enter a number from 1 to 50."))],
        default=1,
    )
    wants_corner = BooleanField(_l("We wish a corner booth (surcharge)"))
    fascia_vi = TextField(_l("Text on the fascia board"), max_length=60)
    fascia_en = TextField(_l("Second line in English"), max_length=60)
    products = FieldList(FormField(ProductForm), min_entries=3, max_entries=MOST_PRODUCTS)
    staff = LongTextField(_l("Booth staff, one name a line"), max_length=2000)
    extra_staff = IntegerField(
        _l("Further staff passes"), [Optional(), NumberRange(0, 10, _l("Please enter a number from 0 to 10."))], default=0
    )
    power_kw = DecimalField(
        _l("Power needed"), [Optional(), NumberRange(0, 500, _l("Please enter a number from 0 to 500."))], places=None
    )
    phases = RadioField(_l("Connection"), choices=choices([("1", _l("single-phase")), ("3", _l("three-phase"))]), default="1")
    equipment = TextField(_l("Large machines, equipment"), max_length=300)
    vehicle = TextField(_l("Vehicle for delivery: number plate, size"), max_length=120)
    prize = BooleanField(_l("Register our products for the prize of the fair"))
    b2b_sell = TextField(_l("We want to sell"), max_length=300)
    b2b_buy = TextField(_l("We want to buy"), max_length=300)
    b2b_markets = TextField(_l("Markets, partners"), max_length=300)
    support_scheme = RadioField(
        _l("Support from the state"),
        choices=lambda: choices_of(SupportScheme),
        default=SupportScheme.NONE.value,
    )
    no_double_funding = BooleanField(_l("We declare that no other state money pays for the same costs"))

    def validate_no_double_funding(self, field: Any) -> None:
        if self.support_scheme.data not in (None, SupportScheme.NONE.value) and not field.data:
            raise ValidationError(_("Support needs this declaration."))

    def validate_staff(self, field: Any) -> None:
        if any(len(name) > 120 for name in self.staff_names()):
            raise ValidationError(_("Please write one name a line."))

    def staff_names(self) -> list[str]:
        """Return the names in the order written, each once."""
        return list(dict.fromkeys(name for name in (self.staff.data or "").splitlines() if name))

    def wishes(self) -> Wishes:
        """Return the valid answers."""
        goods = [row.form for row in self.products if row.form.name_vi.data]
        details: dict[str, Any] = {name: self[name].data or "" for name in _TEXTS}
        details |= {
            "products": [
                {"name_vi": row.name_vi.data, "name_en": row.name_en.data or "", "stars": int(row.stars.data)} for row in goods
            ],
            "staff": self.staff_names(),
            "extra_staff": self.extra_staff.data or 0,
            "power_kw": str(self.power_kw.data) if self.power_kw.data is not None else "",
            "phases": int(self.phases.data or 1),
            "prize": self.prize.data,
            "support_scheme": self.support_scheme.data or SupportScheme.NONE.value,
            "no_double_funding": self.no_double_funding.data,
        }
        return Wishes(
            contact_name=self.contact_name.data,
            contact_position=self.contact_position.data or "",
            contact_phone=self.contact_phone.data,
            contact_email=self.contact_email.data or "",
            booth_kind=self.booth_kind.data or BoothKind.STANDARD.value,
            booth_count=self.booth_count.data,
            wants_corner=self.wants_corner.data,
            # Printed exactly as kept: capital letters with their marks.
            fascia_vi=(self.fascia_vi.data or "").upper(),
            fascia_en=(self.fascia_en.data or "").upper(),
            details=details,
        )


def wishes_values(application: Application) -> dict[str, Any]:
    """Return what the form shows of an application."""
    details = dict(application.details or {})
    staff = details.pop("staff", [])
    power = details.pop("power_kw", "")
    products = [{**row, "stars": str(row.get("stars", 0))} for row in details.pop("products", [])]
    names: tuple[str, ...] = ("contact_name", "contact_position", "contact_phone", "contact_email", "booth_kind")
    names += ("booth_count", "wants_corner", "fascia_vi", "fascia_en")
    values: dict[str, Any] = {name: getattr(application, name) for name in names}
    values |= details | {"staff": "\n".join(staff), "power_kw": float(power) if power else None, "products": products}
    return values | {"phases": str(details.get("phases", 1))}


def fascia_warnings(application: Application) -> list[str]:
    """Return fascia texts that are too long for the board (A-08)."""
    limit = FASCIA_LIMIT * max(application.booth_count, 1)
    return [text for text in (application.fascia_vi, application.fascia_en) if len(text) > limit]
