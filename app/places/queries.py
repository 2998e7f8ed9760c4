"""Reads places: lists for forms, search without accents, present and former names, regions."""

import re
from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from app.core.db import db
from app.core.text import fold
from app.places.errors import CommuneAmbiguous, CommuneUnknown, ProvinceMerged, ProvinceUnknown, UnknownPlace
from app.places.models import COMMUNE_PREFIXES, Commune, CommuneKind, FormerProvince, Province, Region, RegionMember, RegionSet

_PROVINCE_WORDS = re.compile(r"^(tinh|thanh pho|tp|t) (?=\S)|(?<=\S) (province|city)$")
_COMMUNE_WORDS = {"x": CommuneKind.COMMUNE, "p": CommuneKind.WARD, "dk": CommuneKind.SPECIAL_ZONE}
# How people write names that no list contains.
_OTHER_NAMES = dict.fromkeys(("hcm", "hcmc", "tphcm", "sai gon"), "ho chi minh") | dict.fromkeys(
    ("dac lac", "dac lak"), "dak lak"
)


def name_key(text: str) -> str:
    """Return the folded text with single spaces instead of punctuation: "Bà Rịa–Vũng Tàu" is "ba ria vung tau"."""
    return re.sub(r"[^0-9a-z]+", " ", fold(text)).strip()


def commune_search_key(name: str, kind: CommuneKind, province: str) -> str:
    """Return "ta leng|xa|lai chau|": begins with the name, each part closed, so that a part can be matched whole."""
    return "|".join((name_key(name), name_key(COMMUNE_PREFIXES[kind]), name_key(province), ""))


def provinces() -> list[Province]:
    """Return the 34 provinces and cities in Vietnamese order."""
    return list(db.session.scalars(sa.select(Province).order_by(Province.sort_key)))


def get_province(code: int) -> Province:
    """Return the province with this code.

    Raises:
        UnknownPlace: there is none.
    """
    province = db.session.get(Province, code)
    if province is None:
        raise UnknownPlace
    return province


def get_commune(code: int) -> Commune:
    """Return the commune with this code.

    Raises:
        UnknownPlace: there is none.
    """
    commune = db.session.get(Commune, code)
    if commune is None:
        raise UnknownPlace
    return commune


def communes_of(province_code: int) -> list[Commune]:
    """Return all communes of one province in Vietnamese order; at most 168."""
    statement = sa.select(Commune).where(Commune.province_code == province_code).order_by(Commune.sort_key, Commune.code)
    return list(db.session.scalars(statement))


def find_communes(text: str, province_code: int | None = None, *, limit: int = 20) -> list[Commune]:
    """Return communes in whose name, kind or province some word begins with each word of `text`; names that begin so first.

    Accents, case and punctuation do not matter. An empty text finds nothing.
    """
    words = name_key(text).split()
    if not words:
        return []
    statement = sa.select(Commune).where(*(_has_word(word) for word in words[:8]))
    if province_code is not None:
        statement = statement.where(Commune.province_code == province_code)
    begins = sa.case((Commune.search_key.startswith(" ".join(words)), 0), else_=1)
    return list(db.session.scalars(statement.order_by(begins, Commune.sort_key, Commune.code).limit(limit)))


def _has_word(beginning: str) -> sa.ColumnElement[bool]:
    key = Commune.search_key
    return sa.or_(key.startswith(beginning), key.contains(f" {beginning}"), key.contains(f"|{beginning}"))


def find_province(text: str) -> Province | None:
    """Return the present province that `text` names or gives by its code; None for anything else."""
    if re.fullmatch(r"[0-9]{1,2}", text.strip()):
        return db.session.get(Province, int(text))
    key = _province_key(text)
    return next((province for province in provinces() if _compact(province.name) == key.replace(" ", "")), None)


def resolve_old_province(name: str) -> FormerProvince | None:
    """Return the former unit of this name, which knows its successor; None when no unit ever had the name."""
    key = _province_key(name).replace(" ", "")
    formers = db.session.scalars(sa.select(FormerProvince).order_by(FormerProvince.until_on.desc(), FormerProvince.code))
    return next((former for former in formers if former.search_key.replace(" ", "") == key), None)


def resolve_province(text: str) -> Province:
    """Return the province that `text` names today.

    Raises:
        ProvinceMerged: the name is that of a unit that was merged; the message names the successor.
        ProvinceUnknown: nobody knows the name.
    """
    province = find_province(text)
    if province is not None:
        return province
    former = resolve_old_province(text)
    if former is not None:
        raise ProvinceMerged(former)
    raise ProvinceUnknown(text)


def resolve_commune(text: str, province_code: int | None = None) -> Commune:
    """Return the one commune that `text` names: "Xã Tả Lèng", "ta leng", "Tả Lèng, Lai Châu" or the code "03394".

    Args:
        province_code: the province already chosen; a province after the last comma of `text` must agree with it.
    Raises:
        CommuneUnknown, CommuneAmbiguous, ProvinceUnknown, ProvinceMerged.
    """
    name, *rest = text.split(",")
    if rest and name_key(rest[-1]):
        named = resolve_province(rest[-1].strip())
        if province_code not in (None, named.code):
            raise CommuneUnknown(text)
        province_code = named.code
    found = _communes_named(name_key(name), province_code)
    if not found:
        raise CommuneUnknown(text)
    if len(found) > 1:
        raise CommuneAmbiguous(found)
    return found[0]


def _communes_named(key: str, province_code: int | None) -> list[Commune]:
    if key.isdigit() and len(key) == 5:
        matches = [Commune.code == int(key)]
    else:
        matches = [Commune.search_key.startswith(beginning) for beginning in _beginnings(key)]
    statement = sa.select(Commune).where(sa.or_(*matches)).order_by(Commune.sort_key, Commune.province_code)
    if province_code is not None:
        statement = statement.where(Commune.province_code == province_code)
    return list(db.session.scalars(statement))


def _beginnings(key: str) -> list[str]:
    """Return what the search key of a commune called `key` may begin with; `key` may start with the kind of the unit."""
    beginnings = [f"{key}|"]
    for kind, prefix in COMMUNE_PREFIXES.items():
        word = name_key(prefix)
        shorts = [short for short, meant in _COMMUNE_WORDS.items() if meant is kind]
        beginnings += [f"{key.removeprefix(start + ' ')}|{word}|" for start in (word, *shorts) if key.startswith(start + " ")]
    return beginnings


def _compact(name: str) -> str:
    """Return the key without spaces: "Hanoi" and "Danang" are common abroad."""
    return name_key(name).replace(" ", "")


def _province_key(text: str) -> str:
    key = _PROVINCE_WORDS.sub("", name_key(text))
    return _OTHER_NAMES.get(key, key)


def units_on(province_code: int, day: date) -> Sequence[FormerProvince | Province]:
    """Return the units that made up today's province on `day`: the former ones before 01/07/2025 (A-84)."""
    later = sa.select(FormerProvince).where(FormerProvince.successor_code == province_code, FormerProvince.until_on >= day)
    # A unit that changed twice (Huế) has two rows; the one that ended first after `day` was valid then.
    found = {former.code: former for former in db.session.scalars(later.order_by(FormerProvince.until_on.desc()))}
    return [found[code] for code in sorted(found)] or [get_province(province_code)]


def region_sets() -> list[RegionSet]:
    """Return all region sets with their regions and provinces, in four queries whatever their number."""
    loading = sa.orm.selectinload(RegionSet.regions).selectinload(Region.provinces)
    return list(db.session.scalars(sa.select(RegionSet).options(loading).order_by(RegionSet.id)))


def get_region_set(key: str) -> RegionSet:
    """Return the region set with its regions and provinces.

    Raises:
        UnknownPlace: there is none.
    """
    loading = sa.orm.selectinload(RegionSet.regions).selectinload(Region.provinces)
    region_set = db.session.scalars(sa.select(RegionSet).options(loading).where(RegionSet.key == key)).one_or_none()
    if region_set is None:
        raise UnknownPlace
    return region_set


def regions_by_province(set_key: str) -> dict[int, Region]:
    """Return the region of each province in the set, in one query; empty for an unknown set."""
    statement = (
        sa.select(RegionMember.province_code, Region)
        .join(Region, Region.id == RegionMember.region_id)
        .join(RegionSet, RegionSet.id == RegionMember.region_set_id)
        .where(RegionSet.key == set_key)
    )
    return {code: region for code, region in db.session.execute(statement)}


def region_of(province_code: int, set_key: str) -> Region | None:
    """Return the region of one province in the set."""
    return regions_by_province(set_key).get(province_code)
