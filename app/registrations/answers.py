"""What an exhibitor answered, in words and groups, for check, review and print."""

from dataclasses import dataclass
from typing import Any

from app.accounts.models import Organisation, SizeClass
from app.accounts.tax_ids import mask
from app.booths.models import BoothKind
from app.core.forms import format_phone
from app.core.i18n import _, format_number
from app.places.countries import country_name
from app.registrations.models import Application
from app.registrations.terms import LegalForm, SupportScheme


@dataclass(frozen=True)
class Group:
    """Answers of one topic: (question, answer) without the empty ones. `step` is where they are changed."""

    title: str
    step: str
    rows: list[tuple[str, str]]


def answers_of(application: Application, *, full_tax_id: bool = False) -> list[Group]:
    """Return all answers. A personal tax number is masked unless the reader needs it (R-53c)."""
    groups = [
        Group(_("Unit"), "unit", unit_rows(application.organisation, full_tax_id=full_tax_id)),
        Group(_("Contact"), "wishes", _contact(application)),
        Group(_("Booth"), "wishes", _booth(application)),
        Group(_("Goods"), "wishes", _goods(application.details or {})),
        Group(_("Trade"), "wishes", _trade(application.details or {})),
    ]
    return [Group(group.title, group.step, [row for row in group.rows if row[1]]) for group in groups]


def unit_rows(organisation: Organisation, *, full_tax_id: bool = False) -> list[tuple[str, str]]:
    """Return what is known of a unit."""
    form = organisation.legal_form
    size = {SizeClass.MICRO: _("micro enterprise"), SizeClass.SMALL: _("small enterprise")}
    size |= {SizeClass.MEDIUM: _("medium-sized enterprise"), SizeClass.LARGE: _("large enterprise")}
    tax_id = organisation.tax_id or ""
    return [
        (_("Name of the unit"), organisation.name),
        (_("Name in English"), organisation.name_en),
        (_("Legal form"), LegalForm(form).label if form in list(LegalForm) else form),
        (_("Tax number"), tax_id if full_tax_id or not tax_id else mask(organisation.tax_id_kind, tax_id)),
        (_("Size of the enterprise"), size[organisation.size_class] if organisation.size_class else ""),
        (_("Address"), address_of(organisation)),
        (_("Website or shop page"), organisation.website),
        (_("Owned or led by women"), _("yes") if organisation.women_owned else ""),
        (_("Owned by people of an ethnic minority"), _("yes") if organisation.minority_owned else ""),
        (_("Recognised craft village: number of the decision"), organisation.craft_village_decision),
    ]


def address_of(organisation: Organisation) -> str:
    """Return the address on one line."""
    parts = [organisation.street]
    if organisation.country == "VN":
        parts += [organisation.commune.display_name if organisation.commune else ""]
        parts += [organisation.province.display_name if organisation.province else ""]
    else:
        parts += [organisation.city, country_name(organisation.country)]
    return ", ".join(part for part in parts if part)


def _contact(application: Application) -> list[tuple[str, str]]:
    return [
        (_("Full name"), application.contact_name),
        (_("Job title"), application.contact_position),
        (_("Phone, Zalo"), format_phone(application.contact_phone) if application.contact_phone else ""),
        (_("E-mail address"), application.contact_email),
    ]


def _booth(application: Application) -> list[tuple[str, str]]:
    details = application.details or {}
    kinds = {BoothKind.STANDARD.value: _("standard booth, 9 m²"), BoothKind.RAW.value: _("raw space")}
    phases = _("three-phase") if details.get("phases") == 3 else _("single-phase")
    power = f"{format_number(float(details['power_kw']))} kW, {phases}" if details.get("power_kw") else ""
    return [
        (_("Kind of booth"), kinds.get(application.booth_kind, application.booth_kind)),
        (_("Number of booths"), str(application.booth_count)),
        (_("We wish a corner booth (surcharge)"), _("yes") if application.wants_corner else ""),
        (_("Text on the fascia board"), application.fascia_vi),
        (_("Second line in English"), application.fascia_en),
        (_("Booth staff"), ", ".join(details.get("staff", []))),
        (_("Further staff passes"), str(details.get("extra_staff") or "")),
        (_("Power needed"), power),
        (_("Large machines, equipment"), details.get("equipment", "")),
        (_("Vehicle for delivery: number plate, size"), details.get("vehicle", "")),
    ]


def _goods(details: dict[str, Any]) -> list[tuple[str, str]]:
    rows = [
        (
            _("Product %(number)s", number=place),
            " · ".join(filter(None, (row["name_vi"], row["name_en"], "★" * row.get("stars", 0)))),
        )
        for place, row in enumerate(details.get("products", []), start=1)
    ]
    return [*rows, (_("Register our products for the prize of the fair"), _("yes") if details.get("prize") else "")]


def _trade(details: dict[str, Any]) -> list[tuple[str, str]]:
    scheme = details.get("support_scheme", "")
    declared = details.get("no_double_funding") and scheme not in ("", SupportScheme.NONE.value)
    return [
        (_("We want to sell"), details.get("b2b_sell", "")),
        (_("We want to buy"), details.get("b2b_buy", "")),
        (_("Markets, partners"), details.get("b2b_markets", "")),
        (_("Support from the state"), SupportScheme(scheme).label if scheme in list(SupportScheme) else ""),
        (_("We declare that no other state money pays for the same costs"), _("yes") if declared else ""),
    ]
