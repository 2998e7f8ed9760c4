"""Forms of accounts and organisations: HTTP text to typed values, nothing written."""

from typing import Any

from wtforms import BooleanField, SelectField
from wtforms.validators import InputRequired, Optional

from app.accounts.fields import EmailField, PasswordField, TaxIdField
from app.accounts.models import MembershipRole, Organisation, OrganisationKind, SizeClass
from app.accounts.services.organisations import OrganisationDetails
from app.core.forms import Form, PhoneField, TextField, choices, choices_of, required_message
from app.core.i18n import LANGUAGE_NAMES, _l
from app.places.fields import CommuneField, CountryField, ProvinceField

_required = InputRequired(message=required_message)


class SignInForm(Form):
    """Takes any text as address: a mistyped one is answered like an unknown one."""

    email = TextField(_l("E-mail address"), [_required], max_length=254)
    password = PasswordField(validators=[_required])


class SecondFactorForm(Form):
    code = TextField(_l("One-time code"), [_required], max_length=40)


class ConfirmForm(Form):
    password = PasswordField(validators=[_required])


class EmailForm(Form):
    email = EmailField(validators=[_required])


class NewPasswordForm(Form):
    password = PasswordField(_l("New password"), [_required], autocomplete="new-password")


class NewPersonForm(Form):
    full_name = TextField(_l("Full name"), [_required], max_length=120, render_kw={"autocomplete": "name"})
    password = PasswordField(_l("New password"), [_required], autocomplete="new-password")


class EmptyForm(Form):
    """Only the token against forged requests: a button."""


class ProfileForm(Form):
    full_name = TextField(_l("Full name"), [_required], max_length=120, render_kw={"autocomplete": "name"})
    phone = PhoneField(_l("Phone"), [Optional()], max_length=40)
    locale = SelectField(_l("Language"), choices=choices(LANGUAGE_NAMES.items()))


class TokenForm(Form):
    name = TextField(_l("What it is for"), [_required], max_length=80)
    event_id = SelectField(_l("Event"), coerce=int, choices=[])
    days = SelectField(_l("Valid for"), coerce=int, default=90)

    def __init__(self, *args: Any, events: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.event_id.choices = choices([("0", _l("All my events")), *((str(key), name) for key, name in events)])
        spans = {"30": _l("30 days"), "90": _l("90 days"), "365": _l("one year"), "0": _l("no end")}
        self.days.choices = choices(spans.items())


class ReasonForm(Form):
    reason = TextField(_l("Reason"), [Optional()])


def _coerce_optional(value: Any) -> str | None:
    return str(value) if value not in (None, "", "None") else None


class OrganisationForm(Form):
    kind = SelectField(_l("Kind of organisation"), [_required], default=OrganisationKind.COMPANY.value)
    name = TextField(_l("Name"), [_required])
    short_name = TextField(_l("Short name"), [Optional()], max_length=80)
    name_en = TextField(_l("Name in English"), [Optional()])
    parent = TextField(_l("Stands under"), [Optional()])
    tax_id = TaxIdField(validators=[Optional()])
    legal_form = TextField(_l("Legal form"), [Optional()], max_length=40)
    size_class = SelectField(_l("Size of the enterprise"), [Optional()], coerce=_coerce_optional)
    country = CountryField()
    province = ProvinceField(validators=[Optional()])
    commune = CommuneField(validators=[Optional()])
    street = TextField(_l("House number, street"), [Optional()])
    city = TextField(_l("City (abroad)"), [Optional()], max_length=80)
    phone = PhoneField(_l("Phone"), [Optional()], max_length=40)
    email = EmailField(validators=[Optional()])
    website = TextField(_l("Website"), [Optional()])
    women_owned = BooleanField(_l("Owned by women"))
    minority_owned = BooleanField(_l("Owned by members of ethnic minorities"))
    craft_village_decision = TextField(_l("Decision that recognised the craft village"), [Optional()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = choices_of(OrganisationKind)
        self.size_class.choices = [*choices([("", "–")]), *choices_of(SizeClass)]

    @classmethod
    def showing(cls, organisation: Organisation) -> "OrganisationForm":
        """Return the form with the present values of `organisation`."""
        parent = organisation.parent
        return cls.from_request(
            obj=organisation,
            data={
                "kind": organisation.kind.value,
                "size_class": organisation.size_class.value if organisation.size_class else "",
                "province": organisation.province_code,
                "commune": organisation.commune,
                "parent": parent.name if parent is not None else "",
            },
        )

    def details(self) -> OrganisationDetails:
        """Return the validated values."""
        tax_id = self.tax_id.tax_id
        return OrganisationDetails(
            kind=OrganisationKind(self.kind.data),
            name=self.name.data,
            name_en=self.name_en.data or "",
            short_name=self.short_name.data or "",
            legal_form=self.legal_form.data or "",
            size_class=SizeClass(self.size_class.data) if self.size_class.data else None,
            tax_id_kind=tax_id.kind if tax_id else None,
            tax_id=tax_id.value if tax_id else None,
            country=self.country.data,
            province_code=self.province.data,
            commune_code=self.commune.code,
            street=self.street.data or "",
            city=self.city.data or "",
            phone=self.phone.data or "",
            email=self.email.data or "",
            website=self.website.data or "",
            women_owned=self.women_owned.data,
            minority_owned=self.minority_owned.data,
            craft_village_decision=self.craft_village_decision.data or "",
        )


class MemberRoleForm(Form):
    role = SelectField(_l("Role"), default=MembershipRole.STAFF.value)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.role.choices = choices_of(MembershipRole)


class MemberForm(MemberRoleForm):
    email = EmailField(validators=[_required])
