"""Forms of planners and organisers. HTTP text in, typed values out."""

import re
from typing import Any

from flask import request
from wtforms import BooleanField, DateField, DecimalField, HiddenField, IntegerField, RadioField, SelectField
from wtforms.validators import Email, InputRequired, Length, NumberRange, Optional, Regexp, ValidationError

from app.accounts.fields import EmailField
from app.core.forms import Form, LocalDateTimeField, LongTextField, PhoneField, TextField, required_message
from app.core.i18n import _, _l
from app.events.models import EventKind, EventState, HostRole, OverlapAnswer, Visibility
from app.events.terms import GRANTABLE

REQUIRED = InputRequired(required_message)
_CODE = re.compile(r"[A-Z][A-Z0-9]{2,11}")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def _options(items: Any) -> list[tuple[str, str]]:
    return [(item.value, item.label) for item in items]


class NewEventForm(Form):
    """The five answers with which an event enters the calendar; `owner` only when somebody plans for several units."""

    kind = RadioField(
        _l("What is it?"), choices=lambda: _options(EventKind), default=EventKind.FAIR.value, validators=[REQUIRED]
    )
    name = TextField(_l("Name"), [REQUIRED, Length(min=4)], max_length=200)
    place = TextField(_l("Place"), [REQUIRED], max_length=200)
    starts_at = LocalDateTimeField(_l("Begins"), [REQUIRED])
    ends_at = LocalDateTimeField(_l("Ends"), [REQUIRED])
    owner = HiddenField()


class FactsForm(Form):
    name = TextField(_l("Name"), [REQUIRED, Length(min=4)], max_length=200)
    kind = SelectField(_l("Kind"), [REQUIRED], choices=lambda: _options(EventKind))
    code = TextField(_l("Code"), [REQUIRED], max_length=12)
    slug = TextField(_l("Address of the page"), [REQUIRED], max_length=80)
    theme = TextField(_l("Theme"), max_length=120)
    visibility = RadioField(_l("Who finds it"), [REQUIRED], choices=lambda: _options(Visibility))
    series_name = TextField(_l("Series"), max_length=200)
    edition = TextField(_l("Edition"), max_length=20)
    contact_name = TextField(_l("Whom to ask"), max_length=120)
    contact_phone = PhoneField(_l("Phone"), [Optional()], max_length=40)
    contact_email = EmailField(_l("E-mail address"), [Optional()])
    duty_exempt = BooleanField(_l("Exempt from registration with the authority"))
    duty_decision = TextField(_l("Number of the confirmation or of the decision that exempts"), max_length=200)

    def validate_code(self, field: Any) -> None:
        field.data = field.data.upper()
        if not _CODE.fullmatch(field.data):
            raise ValidationError(_("Please use 3 to 12 letters A–Z and digits, a letter first."))

    def validate_slug(self, field: Any) -> None:
        if not _SLUG.fullmatch(field.data):
            raise ValidationError(_("Please use small letters a–z, digits and hyphens."))


class TextsForm(Form):
    name = TextField(_l("Name in Vietnamese"), [REQUIRED, Length(min=4)], max_length=200)
    description = LongTextField(_l("Description in Vietnamese"), max_length=10000)
    name_en = TextField(_l("Name in English"), max_length=200)
    description_en = LongTextField(_l("Description in English"), max_length=10000)
    name_de = TextField(_l("Name in German"), max_length=200)
    description_de = LongTextField(_l("Description in German"), max_length=10000)

    def texts(self) -> dict[str, dict[str, str]]:
        """Return the texts by language and field."""
        return {
            "vi": {"name": self.name.data, "description": self.description.data or ""},
            "en": {"name": self.name_en.data or "", "description": self.description_en.data or ""},
            "de": {"name": self.name_de.data or "", "description": self.description_de.data or ""},
        }


class TellingForm(Form):
    """A change that all who have registered may be told by mail: only when the organiser says so, not for each correction."""

    tell = BooleanField(_l("Tell all who have registered by mail"))
    why = TextField(_l("Reason, told in the mail"), max_length=500)


class DatesForm(TellingForm):
    starts_at = LocalDateTimeField(_l("Begins"), [REQUIRED])
    ends_at = LocalDateTimeField(_l("Ends"), [REQUIRED])
    opening_at = LocalDateTimeField(_l("Opening ceremony"), [Optional()])
    applications_close_at = LocalDateTimeField(_l("Last moment for applications of exhibitors"), [Optional()])
    plan_locks_on = DateField(_l("Day on which the floor plan is locked"), [Optional()])
    registrations_close_at = LocalDateTimeField(_l("Last moment for registrations of visitors and delegates"), [Optional()])
    delegate_capacity = IntegerField(_l("Most delegates"), [Optional(), NumberRange(1, 1_000_000)])

    @classmethod
    def in_zone(cls, zone: str, **arguments: Any) -> "DatesForm":
        """Bind to the request; all times are local times of the event."""
        form = cls.from_request(**arguments)
        for field in form:
            if isinstance(field, LocalDateTimeField) and field.zone != zone:
                field.zone = zone
                field.process(request.form if request.method == "POST" else None, field.object_data)
        return form


class PlaceForm(TellingForm):
    place = TextField(_l("Place"), [REQUIRED], max_length=200)


class HallForm(Form):
    name = TextField(_l("Name of the hall"), [REQUIRED], max_length=80)
    width_m = DecimalField(_l("Width"), [REQUIRED, NumberRange(1, 2000)], places=2)
    depth_m = DecimalField(_l("Depth"), [REQUIRED, NumberRange(1, 2000)], places=2)


class MoneyForm(Form):
    bank_bin = TextField(
        _l("Bank's BIN"),
        [Optional(), Regexp(r"\d{6}$", message=_l("Six digits, for example 970405 for Agribank."))],
        max_length=6,
    )
    bank_account = TextField(
        _l("Account number"),
        [Optional(), Regexp(r"[0-9A-Za-z]{4,19}$", message=_l("4 to 19 letters and digits without spaces."))],
        max_length=19,
    )
    bank_account_name = TextField(_l("Account holder"), max_length=120)
    deposit_pct = IntegerField(_l("Deposit"), [InputRequired(required_message), NumberRange(0, 100)])
    deposit_days = IntegerField(_l("Days to pay the deposit"), [InputRequired(required_message), NumberRange(1, 90)])
    balance_due_on = DateField(_l("The rest is due on"), [Optional()])

    def validate_bank_account(self, field: Any) -> None:
        if field.data and not (self.bank_bin.data and self.bank_account_name.data):
            raise ValidationError(_("Please enter bank, account number and account holder together."))


class HostForm(Form):
    organisation = TextField(_l("Organisation"), [REQUIRED], max_length=200)
    role = SelectField(
        _l("Role of the organisation"), [REQUIRED], choices=lambda: _options(HostRole), default=HostRole.CO_HOST.value
    )
    scope = TextField(_l("What is hosted together"), max_length=200)


class InviteesForm(Form):
    names = LongTextField(_l("One organisation a line: name or tax number"), max_length=200_000)


class RoleForm(Form):
    email = TextField(_l("E-mail address"), [REQUIRED, Email(_l("Please check the e-mail address."))], max_length=254)
    role = SelectField(_l("Role"), [REQUIRED], choices=lambda: _options(GRANTABLE))


class StateForm(Form):
    target = HiddenField(validators=[REQUIRED])
    reason = TextField(_l("Reason or number of the decision"), max_length=500)

    def validate_target(self, field: Any) -> None:
        if field.data not in list(EventState):
            raise ValidationError(_("Not a valid choice."))


class OverlapForm(Form):
    answer = RadioField(_l("What shall be done?"), choices=lambda: _options(OverlapAnswer), validators=[REQUIRED])
    reason = TextField(_l("Reason, when the date is kept"), max_length=500)


class CloneForm(Form):
    name = TextField(_l("Name of the next edition"), [REQUIRED, Length(min=4)], max_length=200)
    edition = TextField(_l("Edition"), max_length=20)
    move = RadioField(_l("When?"), validators=[REQUIRED], default="weekday")
    shift_days = IntegerField(_l("Days later"), [Optional(), NumberRange(-3660, 3660)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.move.choices = [
            ("weekday", _("The same weekday next year (364 days later)")),
            ("days", _("So many days later")),
        ]

    def validate_shift_days(self, field: Any) -> None:
        if self.move.data == "days" and not field.data:
            raise ValidationError(_("Please enter by how many days the dates move."))
