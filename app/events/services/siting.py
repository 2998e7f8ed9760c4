"""From what a planner typed to a place: a venue, a province, a city abroad, or online."""

from dataclasses import dataclass

import sqlalchemy as sa

from app.core.db import db, refusing
from app.core.errors import Conflict, DomainError
from app.core.text import clean, fold
from app.events import queries
from app.events.errors import PlaceUnclear
from app.events.models import Venue
from app.places import countries
from app.places import queries as places
from app.places.errors import ProvinceMerged
from app.places.models import Commune

_ONLINE = frozenset({"online", "truc tuyen", "hop truc tuyen"})


@dataclass(frozen=True)
class Place:
    """Where an event takes place. At most one of `venue` and `province_code` is set."""

    venue: Venue | None = None
    province_code: int | None = None
    is_online: bool = False


def find_place(text: str) -> Place:
    """Return the place that `text` names, and add the venue when it is new.

    "online"; "Quảng Ninh"; "Trung tâm Hội chợ, phường Hạ Long, Quảng Ninh"; "INTEX, Osaka, Nhật Bản".

    Raises:
        PlaceUnclear: neither a known venue, nor does it end with a province or country.
        ProvinceMerged: the province belongs to another one today.
    """
    text = clean(text)
    if fold(text) in _ONLINE:
        return Place(is_online=True)
    known = queries.find_venue(text)
    if known is not None:
        return Place(venue=known)
    *parts, last = (part.strip() for part in text.split(","))
    country = _country(last)
    if country and country != countries.HOME:
        city = parts[-1] if parts else last
        return Place(venue=_venue(Venue(name=parts[0] if parts else last, country=country, city=city[:80])))
    try:
        province = places.resolve_province(last)
    except ProvinceMerged as error:
        error.field = "place"
        raise
    except DomainError as error:
        raise PlaceUnclear from error
    if not parts:
        return Place(province_code=province.code)
    name, *rest = parts
    commune, street = _commune(rest, province.code)
    return Place(
        venue=_venue(
            Venue(name=name, province_code=province.code, commune_code=commune.code if commune else None, street=street[:200])
        )
    )


def _country(text: str) -> str:
    key = fold(text)
    return next((code for code, name in countries.countries() if fold(name) == key), "")


def _commune(parts: list[str], province_code: int) -> tuple[Commune | None, str]:
    """Take the commune from the end of the address; what stands before it is the street."""
    if not parts:
        return None, ""
    try:
        return places.resolve_commune(parts[-1], province_code), ", ".join(parts[:-1])
    except DomainError:
        return None, ", ".join(parts)


def _venue(venue: Venue) -> Venue:
    """Add `venue`, or return the one of the same name in the same province: its hours must be counted once."""
    venue.name = venue.name[:160]
    venue.search_key = fold(venue.name)
    same = sa.select(Venue).where(
        Venue.search_key == venue.search_key,
        Venue.province_code.is_not_distinct_from(venue.province_code),
        Venue.country == (venue.country or countries.HOME),
    )
    found = db.session.scalar(same.limit(1))
    if found is not None:
        return found
    try:
        with refusing("uq_venue_province_code_search_key", Conflict(None)):
            db.session.add(venue)
    except Conflict:
        return db.session.scalars(same.limit(1)).one()
    return venue
