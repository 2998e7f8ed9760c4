"""Co-exhibitors: what the main exhibitor says of them, and what they say of themselves."""

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, FieldList, FormField, HiddenField, IntegerField, RadioField, ValidationError
from wtforms.validators import InputRequired, NumberRange, Optional

from app.accounts.fields import EmailField
from app.booths.models import BoothClaim
from app.core.forms import Form, LongTextField, PhoneField, TextField, choices, required_message
from app.core.i18n import _, _l
from app.places.countries import HOME
from app.places.fields import CountryField, ProvinceField
from app.registrations.consent_texts import EXHIBITOR
from app.registrations.models import CoExhibitor, ConsentPurpose
from app.registrations.terms import CoExhibitorState
from app.stands.services.co_exhibitors import FirmDetails, OwnPart

required = InputRequired(message=required_message)
LEAST_PRODUCTS = 3
MOST_PRODUCTS = 10


class _Part(Form):
    """A part of a form, which carries the token."""

    class Meta(Form.Meta):
        csrf = False


class ShareForm(_Part):
    claim_id = HiddenField()
    uses = BooleanField(_l("uses this booth"))
    part = TextField(_l("Which part"), max_length=80)


class FirmForm(Form):
    name = TextField(_l("Name of the firm"), [required], max_length=200, render_kw={"autocomplete": "off"})
    country = CountryField()
    province = ProvinceField()
    contact_name = TextField(_l("Contact person"), max_length=120, render_kw={"autocomplete": "off"})
    contact_phone = PhoneField(_l("Phone, Zalo"), [Optional()], max_length=40)
    contact_email = EmailField(_l("E-mail address"), [Optional()])
    staff_most = IntegerField(
        _l("Staff passes handed on"),
        [InputRequired(message=required_message), NumberRange(0, 50, _l("Please enter a number from 0 to 50."))],
        default=2,
    )
    booths = FieldList(FormField(ShareForm))

    def details(self) -> FirmDetails:
        """Return the valid answers."""
        shares = [row.form for row in self.booths if row.form.uses.data and (row.form.claim_id.data or "").isdigit()]
        return FirmDetails(
            name=self.name.data,
            country=self.country.data or HOME,
            province_code=self.province.data if self.country.data == HOME else None,
            contact_name=self.contact_name.data or "",
            contact_phone=self.contact_phone.data or "",
            contact_email=self.contact_email.data or "",
            staff_most=self.staff_most.data,
            booths={int(row.claim_id.data): row.part.data or "" for row in shares},
        )


def firm_values(claims: Sequence[BoothClaim], firm: CoExhibitor | None = None) -> dict[str, Any]:
    """Return what the form shows: of `firm`, or of a new one on the only booth there is."""
    parts = {row.claim_id: row.part for row in firm.booths} if firm else {}
    alone = firm is None and len(claims) == 1
    booths = [
        {"claim_id": str(claim.id), "uses": alone or claim.id in parts, "part": parts.get(claim.id, "")} for claim in claims
    ]
    if firm is None:
        return {"booths": booths}
    names = ("name", "country", "contact_name", "contact_phone", "contact_email", "staff_most")
    return {name: getattr(firm, name) for name in names} | {"province": firm.province_code, "booths": booths}


class RemoveForm(Form):
    reason = TextField(_l("Reason"), [required], max_length=300)


class GoodsForm(_Part):
    name_vi = TextField(_l("Product"), max_length=120)
    name_en = TextField(_l("In English"), max_length=120)


class OwnPartForm(Form):
    """One page for a phone. Consents as in an application: separate, none set beforehand."""

    fascia_vi = TextField(_l("Text on the fascia board"), max_length=60, render_kw={"autocomplete": "off"})
    fascia_en = TextField(_l("Second line in English"), max_length=60, render_kw={"autocomplete": "off"})
    name_en = TextField(_l("Name in English"), max_length=200, render_kw={"autocomplete": "off"})
    website = TextField(_l("Website or shop page"), max_length=200, render_kw={"inputmode": "url", "autocomplete": "url"})
    products = FieldList(FormField(GoodsForm), min_entries=LEAST_PRODUCTS, max_entries=MOST_PRODUCTS)
    names = LongTextField(_l("Booth staff, one name a line"), max_length=3000)
    participation = BooleanField(EXHIBITOR[0].label)
    catalogue = BooleanField(EXHIBITOR[1].label)
    share_contact = BooleanField(EXHIBITOR[2].label)
    photos = BooleanField(EXHIBITOR[3].label)
    messages = BooleanField(EXHIBITOR[4].label)
    # Asked of who fills it in for the firm.
    channel = RadioField(
        _l("How the unit agreed"),
        choices=choices([("phone", _l("I read the texts out by phone and the unit agreed")), ("paper", _l("signed on paper"))]),
        default="phone",
    )
    reason = TextField(_l("Reason"), max_length=300)

    def validate_participation(self, field: Any) -> None:
        if not field.data:
            raise ValidationError(_("Without this we may not keep the data."))

    def validate_website(self, field: Any) -> None:
        text = field.data or ""
        if text and "://" not in text:
            text = f"https://{text}"
        scheme, _separator, host = text.partition("://")
        strange = any(char in host for char in "@ <>\"'\\") or "." not in host
        if text and (scheme.lower() not in ("http", "https") or strange):
            raise ValidationError(_("Please check the address, for example https://example.vn."))
        field.data = text

    def validate_names(self, _field: Any) -> None:
        if any(len(name) > 120 for name in self.staff()):
            raise ValidationError(_("Please write one name a line."))

    def staff(self) -> list[str]:
        """Return the names in the order written, each once."""
        return list(dict.fromkeys(name for name in (self.names.data or "").splitlines() if name))

    def own_part(self) -> OwnPart:
        """Return the valid answers."""
        goods = [row.form for row in self.products if row.form.name_vi.data]
        return OwnPart(
            name_en=self.name_en.data or "",
            website=self.website.data or "",
            products=tuple({"name_vi": row.name_vi.data, "name_en": row.name_en.data or ""} for row in goods),
            fascia_vi=self.fascia_vi.data or "",
            fascia_en=self.fascia_en.data or "",
            staff=tuple(self.staff()),
            consents={text.purpose: bool(self[text.purpose.value].data) for text in EXHIBITOR},
        )


def own_part_values(firm: CoExhibitor, staff: Sequence[str], consents: dict[ConsentPurpose, bool]) -> dict[str, Any]:
    """Return what the page shows at first: what is known, and no tick that nobody set."""
    names = ("fascia_vi", "fascia_en", "name_en", "website")
    values: dict[str, Any] = {name: getattr(firm, name) for name in names}
    values["products"] = list((firm.details or {}).get("products", []))
    values["names"] = "\n".join(staff)
    is_new = firm.state is CoExhibitorState.NAMED
    return values | ({} if is_new else {purpose.value: given for purpose, given in consents.items()})
