"""Step 2 of an application: who the unit is (R-52 … R-54, A-21, A-27)."""

from typing import Any

from wtforms import BooleanField, SelectField, ValidationError
from wtforms.validators import InputRequired, StopValidation

from app.accounts.fields import TaxIdField
from app.accounts.models import Organisation, OrganisationKind, SizeClass
from app.accounts.services.organisations import OrganisationDetails
from app.core.forms import Form, TextField, choices, required_message
from app.core.i18n import _, _l
from app.places.fields import CommuneField, CountryField, ProvinceField
from app.registrations.terms import LegalForm

required = InputRequired(message=required_message)
SIZES = (
    ("", _l("Please choose")),
    (SizeClass.MICRO.value, _l("micro enterprise")),
    (SizeClass.SMALL.value, _l("small enterprise")),
    (SizeClass.MEDIUM.value, _l("medium-sized enterprise")),
    (SizeClass.LARGE.value, _l("large enterprise")),
)


def legal_forms() -> list[Any]:
    """Return the choices in the language of the reader."""
    return choices([("", _("Please choose")), *((form.value, form.label) for form in LegalForm)])


class _UnitTaxId(TaxIdField):
    """Required, and of which kind, depends on the legal form chosen."""

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        chosen = form.chosen_form
        if not self.data and chosen is not None and chosen.needs_tax_id:
            raise StopValidation(_("Please enter the tax number of the unit."))

    def _kind(self, form: Any) -> OrganisationKind | None:
        chosen = form.chosen_form
        return chosen.organisation_kind if chosen is not None else None


class UnitForm(Form):
    """`details()` gives what accounts keep of an organisation."""

    legal_form = SelectField(_l("Legal form"), [required], choices=legal_forms)
    name = TextField(_l("Name of the unit"), [required], max_length=200, render_kw={"autocomplete": "organization"})
    name_en = TextField(_l("Name in English"), max_length=200)
    tax_id = _UnitTaxId(_l("Tax number"))
    size_class = SelectField(_l("Size of the enterprise"), choices=choices(SIZES))
    country = CountryField()
    province = ProvinceField()
    commune = CommuneField()
    street = TextField(_l("House number, street, village"), max_length=200, render_kw={"autocomplete": "street-address"})
    city = TextField(_l("City (abroad)"), max_length=80)
    website = TextField(_l("Website or shop page"), max_length=200, render_kw={"inputmode": "url", "autocomplete": "url"})
    women_owned = BooleanField(_l("Owned or led by women"))
    minority_owned = BooleanField(_l("Owned by people of an ethnic minority"))
    craft_village_decision = TextField(_l("Recognised craft village: number of the decision"), max_length=200)
    # Shown to officers only: they fill it in for somebody else.
    assisted = BooleanField(_l("I fill this in for the unit, which agrees"))

    @property
    def chosen_form(self) -> LegalForm | None:
        """Return the legal form, None when it is missing or not on the list."""
        value = self.legal_form.data
        return LegalForm(value) if value in list(LegalForm) else None

    @property
    def is_foreign(self) -> bool:
        return self.chosen_form is LegalForm.FOREIGN

    def validate_legal_form(self, _field: Any) -> None:
        if self.chosen_form is LegalForm.REPRESENTATIVE_OFFICE:
            raise ValidationError(
                _(
                    "A representative office may not exhibit in its own name (Commercial Law, article 131)."
                    " The trader it represents can apply as a foreign firm."
                )
            )

    def validate_size_class(self, field: Any) -> None:
        if self.chosen_form is not None and self.chosen_form.has_size and not field.data:
            raise ValidationError(_("Please choose the size: it decides on support."))

    def validate_country(self, field: Any) -> None:
        if self.is_foreign and field.data == "VN":
            raise ValidationError(_("Please choose the country of the foreign firm."))
        if self.chosen_form is not None and not self.is_foreign and field.data != "VN":
            raise ValidationError(_("A unit abroad applies as a foreign firm."))

    def validate_commune(self, field: Any) -> None:
        if not field.data and not field.errors and self.country.data == "VN" and not self.is_foreign:
            raise ValidationError(_("Please enter the commune, ward or special zone."))

    def validate_city(self, field: Any) -> None:
        if self.is_foreign and not field.data:
            raise ValidationError(_("Please enter the city."))

    def validate_website(self, field: Any) -> None:
        text = (field.data or "").strip()
        if not text:
            return
        if "://" not in text:
            text = f"https://{text}"
        scheme, _separator, host = text.partition("://")
        strange = any(char in host for char in "@ <>\"'\\") or "." not in host
        if scheme.lower() not in ("http", "https") or strange:
            raise ValidationError(_("Please check the address, for example https://example.vn."))
        field.data = text

    def details(self) -> OrganisationDetails:
        """Return the valid answers."""
        form = LegalForm(self.legal_form.data)
        foreign = form is LegalForm.FOREIGN
        tax_id = self.tax_id.tax_id if self.tax_id.data else None
        return OrganisationDetails(
            kind=form.organisation_kind,
            name=self.name.data,
            name_en=self.name_en.data or "",
            legal_form=form.value,
            size_class=SizeClass(self.size_class.data) if form.has_size and self.size_class.data else None,
            tax_id_kind=tax_id.kind if tax_id else None,
            tax_id=tax_id.value if tax_id else None,
            country=self.country.data,
            province_code=None if foreign else self.province.data,
            commune_code=None if foreign else self.commune.code,
            street=self.street.data or "",
            city=self.city.data or "" if foreign else "",
            website=self.website.data or "",
            women_owned=self.women_owned.data,
            minority_owned=self.minority_owned.data,
            craft_village_decision=self.craft_village_decision.data or "",
        )


def unit_values(organisation: Organisation) -> dict[str, Any]:
    """Return what the form shows of an organisation."""
    return {
        "legal_form": organisation.legal_form,
        "name": organisation.name,
        "name_en": organisation.name_en,
        "tax_id": organisation.tax_id or "",
        "size_class": organisation.size_class.value if organisation.size_class else "",
        "country": organisation.country,
        "province": organisation.province_code,
        "commune": organisation.commune_code,
        "street": organisation.street,
        "city": organisation.city,
        "website": organisation.website,
        "women_owned": organisation.women_owned,
        "minority_owned": organisation.minority_owned,
        "craft_village_decision": organisation.craft_village_decision,
    }
