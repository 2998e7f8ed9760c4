"""What some designs ask beyond the usual lines: further answers of people, their exhibitor's application, their photos."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from app.badges.layouts.fields import APPLICATION, GATE_LANGUAGE, MORE_PERSON, Holder
from app.badges.layouts.schema import Layout
from app.badges.models import BadgePhoto
from app.booths.models import LIVE, Booth, BoothClaim, BoothKind
from app.core.db import db
from app.core.forms import format_phone
from app.core.i18n import _, force_locale, format_number
from app.places.countries import country_name
from app.registrations.answers import address_of
from app.registrations.models import Application, ApplicationBooth, Registration
from app.registrations.terms import SupportScheme

_AT_A_TIME = 500


def completed(holders: Sequence[Holder], layout: Layout) -> list[Holder]:
    """Return the holders with everything that this layout shows: at most three questions for each 500."""
    asked = layout.placeholders()
    of_person, of_application = asked & MORE_PERSON.keys(), asked & APPLICATION.keys()
    wants_photo = layout.has("photo")
    if not (of_person or of_application or wants_photo):
        return list(holders)
    done: list[Holder] = []
    with force_locale(GATE_LANGUAGE):
        for place in range(0, len(holders), _AT_A_TIME):
            batch = holders[place : place + _AT_A_TIME]
            ids = [holder.id for holder in batch]
            more = _answers(ids, of_application) if of_person or of_application else {}
            photos = _photos(ids) if wants_photo else {}
            done += [replace(one, more=more.get(one.id, one.more), photo=photos.get(one.id, 0)) for one in batch]
    return done


def _photos(ids: Sequence[int]) -> dict[int, int]:
    statement = sa.select(BadgePhoto.registration_id, BadgePhoto.file_id).where(BadgePhoto.registration_id.in_(ids))
    return {row[0]: row[1] for row in db.session.execute(statement)}


def _answers(ids: Sequence[int], of_application: set[str]) -> dict[int, Mapping[str, str]]:
    rows = db.session.execute(
        sa.select(
            Registration.id,
            Registration.country,
            Registration.email,
            Registration.phone,
            Registration.note,
            Registration.application_id,
        ).where(Registration.id.in_(ids))
    ).all()
    applications = {row.application_id for row in rows if row.application_id} if of_application else set()
    values = {one.id: values_of_application(one, booths) for one, booths in _applications(applications)}
    return {
        row.id: {
            "country": country_name(row.country) if row.country else "",
            "email": row.email,
            "phone": format_phone(row.phone) if row.phone else "",
            "note": row.note,
            **values.get(row.application_id, {}),
        }
        for row in rows
    }


def _applications(ids: set[int]) -> Iterator[tuple[Application, list[str]]]:
    """Yield applications with the codes of their booths."""
    if not ids:
        return
    booths: dict[int, list[str]] = {}
    statement = (
        sa.select(ApplicationBooth.application_id, Booth.code)
        .join(BoothClaim, BoothClaim.id == ApplicationBooth.claim_id)
        .join(Booth, Booth.id == BoothClaim.booth_id)
        .where(ApplicationBooth.application_id.in_(ids), BoothClaim.state.in_(LIVE))
        .order_by(Booth.sort_key)
    )
    for application_id, code in db.session.execute(statement):
        booths.setdefault(application_id, []).append(code)
    found = sa.select(Application).options(sa.orm.joinedload(Application.organisation)).where(Application.id.in_(ids))
    for application in db.session.scalars(found):
        yield application, booths.get(application.id, [])


def values_of_application(application: Application, booths: Sequence[str]) -> dict[str, str]:
    """Return the values of all fields of an application."""
    details = application.details or {}
    values = {name: read(application) for name, read in _PLAIN.items()}
    values |= {f"application.{name}": str(details.get(name, "") or "") for name in _DETAILS}
    values["application.booths"] = ", ".join(booths)
    values["application.staff"] = ", ".join(details.get("staff", []))
    values["application.products"] = ", ".join(row.get("name_vi", "") for row in details.get("products", []))
    values["application.power"] = f"{format_number(float(details['power_kw']))} kW" if details.get("power_kw") else ""
    scheme = details.get("support_scheme", "")
    values["application.support_scheme"] = SupportScheme(scheme).label if scheme in list(SupportScheme) else ""
    return values


_DETAILS = ("equipment", "vehicle", "b2b_sell", "b2b_buy", "b2b_markets")
_KINDS: dict[str, Callable[[], str]] = {
    BoothKind.STANDARD.value: lambda: _("standard booth, 9 m²"),
    BoothKind.RAW.value: lambda: _("raw space"),
}
_PLAIN: dict[str, Callable[[Any], str]] = {
    "application.code": lambda row: row.code,
    "application.organisation": lambda row: row.organisation.name,
    "application.organisation_en": lambda row: row.organisation.name_en,
    "application.fascia_vi": lambda row: row.fascia_vi,
    "application.fascia_en": lambda row: row.fascia_en,
    "application.address": lambda row: address_of(row.organisation),
    "application.website": lambda row: row.organisation.website,
    "application.contact_name": lambda row: row.contact_name,
    "application.contact_position": lambda row: row.contact_position,
    "application.contact_phone": lambda row: format_phone(row.contact_phone) if row.contact_phone else "",
    "application.contact_email": lambda row: row.contact_email,
    "application.booth_kind": lambda row: _KINDS[row.booth_kind]() if row.booth_kind in _KINDS else row.booth_kind,
    "application.booth_count": lambda row: str(row.booth_count),
}
