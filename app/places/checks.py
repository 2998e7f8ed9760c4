"""The invariants of places, for `flask places check` and the doctor. Each finding is one line that names the row."""

import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.core.db import db
from app.places.models import Commune, CommuneKind, FormerProvince, Province, ProvinceKind, Region, RegionMember, RegionSet
from app.places.queries import commune_search_key

# the country since 01/07/2025.
PROVINCE_COUNTS = {ProvinceKind.PROVINCE: 28, ProvinceKind.CITY: 6}
COMMUNE_COUNTS = {CommuneKind.COMMUNE: 2621, CommuneKind.WARD: 687, CommuneKind.SPECIAL_ZONE: 13}
FORMER_UNITS = 63
LAST_FORMER_DAY = date(2025, 6, 30)
REGION_SETS = {"socio-economic": 6, "khuyen-cong": 3}


def find_problems() -> list[str]:
    """Return what is wrong with the places in the database, empty when all is well. Nothing is changed."""
    provinces = _rows(sa.select(Province.code, Province.name, Province.kind))
    communes = _rows(sa.select(Commune.code, Commune.name, Commune.kind, Commune.province_code, Commune.search_key))
    return [
        *_count_problems("province", provinces, PROVINCE_COUNTS),
        *_count_problems("commune", communes, COMMUNE_COUNTS),
        *_name_problems("province", provinces),
        *_name_problems("commune", communes),
        *_commune_problems(provinces, communes),
        *_history_problems(provinces),
        *_region_problems(provinces),
    ]


def _rows(statement: sa.Select[Any]) -> Sequence[Any]:
    return db.session.execute(statement).all()


def _count_problems(table: str, rows: Sequence[Any], expected: dict[Any, int]) -> Iterator[str]:
    counted = Counter(row.kind for row in rows)
    for kind, number in expected.items():
        if counted[kind] != number:
            yield f"{table}: {counted[kind]} of kind {kind}, expected {number}"


def _name_problems(table: str, rows: Sequence[Any]) -> Iterator[str]:
    for row in rows:
        if row.name != unicodedata.normalize("NFC", " ".join(row.name.split())):
            yield f"{table} {row.code}: the name {row.name!r} is not in NFC with single spaces"


def _commune_problems(provinces: Sequence[Any], communes: Sequence[Any]) -> Iterator[str]:
    names = {row.code: row.name for row in provinces}
    seen = Counter((row.province_code, row.kind, row.name) for row in communes)
    for row in communes:
        if row.province_code not in names:
            yield f"commune {row.code}: its province {row.province_code} does not exist"
        elif row.search_key != commune_search_key(row.name, row.kind, names[row.province_code]):
            yield f"commune {row.code}: the search key {row.search_key!r} is stale, run `flask places load`"
        if not 1 <= row.code <= 99999:
            yield f"commune {row.code}: the code has more than five digits"
        if seen[row.province_code, row.kind, row.name] > 1:
            yield f"commune {row.code}: {row.name} occurs twice in province {row.province_code}"
    for code in names.keys() - {row.province_code for row in communes}:
        yield f"province {code}: has no communes"


def _history_problems(provinces: Sequence[Any]) -> Iterator[str]:
    statement = sa.select(FormerProvince.code, FormerProvince.successor_code, FormerProvince.until_on)
    formers = [row for row in _rows(statement) if row.until_on == LAST_FORMER_DAY]
    if len(formers) != FORMER_UNITS:
        yield f"former_province: {len(formers)} units until {LAST_FORMER_DAY}, expected {FORMER_UNITS}"
    followed = {row.successor_code for row in formers}
    for row in provinces:
        if row.code not in followed:
            yield f"province {row.code}: {row.name} has no unit before {LAST_FORMER_DAY}"


def _region_problems(provinces: Sequence[Any]) -> Iterator[str]:
    codes = {row.code for row in provinces}
    members = _rows(
        sa.select(
            RegionSet.key, RegionMember.province_code, Region.region_set_id, RegionMember.region_set_id.label("member_set")
        )
        .join(Region, Region.id == RegionMember.region_id)
        .join(RegionSet, RegionSet.id == RegionMember.region_set_id)
    )
    counted = Counter(_rows(sa.select(RegionSet.key).join(Region, Region.region_set_id == RegionSet.id)))
    sizes = {row.key: number for row, number in counted.items()}
    for key, number in REGION_SETS.items():
        if sizes.get(key, 0) < number:
            yield f"region_set {key}: {sizes.get(key, 0)} regions, expected {number}"
    for key in sizes:
        missing = codes - {row.province_code for row in members if row.key == key}
        if missing:
            yield f"region_set {key}: the provinces {sorted(missing)} are in no region"
    for row in members:
        if row.region_set_id != row.member_set:
            yield f"region_member {row.key}/{row.province_code}: the region belongs to another set"
