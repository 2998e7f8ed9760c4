"""Registration of visitors and delegates, the ticket's own changes, and what officers enter."""

from typing import Any

from wtforms import BooleanField, HiddenField, IntegerField, RadioField, SelectField, StringField, ValidationError
from wtforms.validators import InputRequired, NumberRange, Optional

from app.accounts.fields import EmailField
from app.core.forms import Form, LongTextField, PhoneField, TextField, choices, choices_of, required_message
from app.core.i18n import _, _l
from app.places.fields import CountryField, ProvinceField
from app.registrations.consent_texts import VISITOR
from app.registrations.models import Registration
from app.registrations.services import Person
from app.registrations.terms import Category, ConsentPurpose

required = InputRequired(message=required_message)
TITLES = [("", "–")] + [(title, title) for title in ("Ông", "Bà", "TS.", "PGS.TS.", "GS.TS.", "Mr", "Ms", "Dr", "Herr", "Frau")]


class PersonForm(Form):
    """What is known of a person. `person()` gives it to services."""

    title = SelectField(_l("Title"), choices=choices(TITLES))
    full_name = TextField(_l("Full name"), [required], max_length=120, render_kw={"autocomplete": "name"})
    unit = TextField(_l("Unit"), max_length=200, render_kw={"autocomplete": "organization"})
    position = TextField(_l("Job title"), max_length=120, render_kw={"autocomplete": "organization-title"})
    country = CountryField()
    province = ProvinceField()
    phone = PhoneField(_l("Phone"), [Optional()], max_length=40)
    email = EmailField(_l("E-mail address"), [Optional()])

    def person(self, note: str = "") -> Person:
        """Return the valid answers."""
        return Person(
            full_name=self.full_name.data,
            title=(self.title.data or "") if self.title else "",
            unit=self.unit.data or "",
            position=self.position.data or "",
            country=self.country.data,
            province_code=self.province.data if self.country.data == "VN" else None,
            phone=self.phone.data or "",
            email=self.email.data or "",
            note=note,
        )


class VisitForm(PersonForm):
    """The public page: one short form. `key` makes a second sending of it show the first ticket (BK06)."""

    title = None
    category = RadioField(_l("I come as"), choices=[])
    # Without Optional: it would end the validation before our own question for one of the two.
    email = EmailField()
    participation = BooleanField(VISITOR[0].label)
    photos = BooleanField(VISITOR[1].label)
    messages = BooleanField(VISITOR[2].label)
    key = HiddenField()
    # Left empty by people, filled in by programs.
    homepage = StringField(_l("Please leave this empty"))

    def __init__(self, *args: Any, categories: list[Category], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.category.choices = choices([(kind.value, kind.label) for kind in categories])
        if len(categories) == 1 and not self.category.data:
            self.category.data = categories[0].value

    def validate_email(self, field: Any) -> None:
        if not field.data and not self.phone.data:
            raise ValidationError(_("Please give an e-mail address or a phone number."))

    def validate_participation(self, field: Any) -> None:
        if not field.data:
            raise ValidationError(_("Without this we may not register you."))

    def given(self) -> dict[ConsentPurpose, bool]:
        """Return the ticks by purpose."""
        return {text.purpose: bool(self[text.purpose.value].data) for text in VISITOR}


class OwnConsentForm(Form):
    """On the ticket page: what can be given and withdrawn any time."""

    photos = BooleanField(VISITOR[1].label)
    messages = BooleanField(VISITOR[2].label)

    def given(self) -> dict[ConsentPurpose, bool]:
        return {purpose: bool(self[purpose.value].data) for purpose in (ConsentPurpose.PHOTOS, ConsentPurpose.MESSAGES)}


class AddPersonForm(PersonForm):
    """An officer adds somebody, or a delegation on one code."""

    category = SelectField(_l("Category"), choices=lambda: choices_of(Category))
    party_size = IntegerField(
        _l("People on this code"),
        [InputRequired(message=required_message), NumberRange(1, 100, _l("Please enter a number from 1 to 100."))],
        default=1,
    )
    note = TextField(_l("Note"), max_length=200)
    basis = TextField(_l("On what ground the data are used"), [required], max_length=200)


class EditPersonForm(PersonForm):
    note = TextField(_l("Note"), max_length=200)


class ReasonForm(Form):
    reason = LongTextField(_l("Reason"), [required], max_length=1000)


class OptionalReasonForm(Form):
    reason = LongTextField(_l("Reason"), max_length=1000)


class EmptyForm(Form):
    """Only the token against forged requests: a button."""


def person_values(registration: Registration) -> dict[str, Any]:
    """Return what the forms show of a person."""
    names = ("title", "full_name", "unit", "position", "country", "phone", "email", "note")
    return {name: getattr(registration, name) for name in names} | {"province": registration.province_code}
