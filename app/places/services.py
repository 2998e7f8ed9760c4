"""Writes places: loads the tables from the files beside this module, moves a province to another region."""

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from app.core.db import Base, db
from app.core.text import sort_key
from app.places.errors import RegionUnknown
from app.places.models import Commune, CommuneKind, FormerProvince, Province, Region, RegionMember, RegionSet
from app.places.queries import commune_search_key, name_key

DATA = Path(__file__).parent / "data"
_KINDS = {"c": CommuneKind.COMMUNE, "w": CommuneKind.WARD, "z": CommuneKind.SPECIAL_ZONE}


def read_data(name: str) -> Any:
    """Return the content of one of our own data files: provinces, communes, former_provinces, regions."""
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


def load() -> dict[str, int]:
    """Bring the tables to the state of the files. Region sets that exist are left alone: people may have edited them.

    Returns: rows now in the tables, by table.
    """
    _store(Province, _province_rows(), "code")
    _store(Commune, _commune_rows(), "code")
    _store(FormerProvince, _former_rows(), "code", "until_on")
    _add_region_sets()
    db.session.flush()
    return {
        model.__tablename__: db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0
        for model in (Province, Commune, FormerProvince, RegionSet, Region, RegionMember)
    }


def _store(model: type[Base], rows: list[dict[str, Any]], *keys: str) -> None:
    """Insert the rows that are missing and update those that differ, in bulk."""
    columns = [getattr(model, name) for name in rows[0]]
    here = {tuple(row[name] for name in keys): dict(row) for row in db.session.execute(sa.select(*columns)).mappings()}
    missing = [row for row in rows if tuple(row[name] for name in keys) not in here]
    if missing:
        db.session.execute(sa.insert(model), missing)
    conditions = [getattr(model, name) == sa.bindparam(f"key_{name}") for name in keys]
    for row in rows:
        if here.get(tuple(row[name] for name in keys), row) != row:
            statement = sa.update(model).where(*conditions).values(row).execution_options(synchronize_session=False)
            db.session.execute(statement, {f"key_{name}": row[name] for name in keys})


def _province_rows() -> list[dict[str, Any]]:
    return [
        {"code": code, "name": name, "kind": kind, "sort_key": sort_key(name)} for code, name, kind in read_data("provinces")
    ]


def _commune_rows() -> list[dict[str, Any]]:
    names = {code: name for code, name, _kind in read_data("provinces")}
    return [
        {
            "code": code,
            "province_code": int(province),
            "name": name,
            "kind": _KINDS[letter],
            "search_key": commune_search_key(name, _KINDS[letter], names[int(province)]),
            "sort_key": sort_key(name),
        }
        for province, communes in read_data("communes").items()
        for code, name, letter in communes
    ]


def _former_rows() -> list[dict[str, Any]]:
    return [
        {
            "code": code,
            "name": name,
            "search_key": name_key(name),
            "successor_code": successor,
            "until_on": date.fromisoformat(until),
        }
        for code, name, successor, until in read_data("former_provinces")
    ]


def _add_region_sets() -> None:
    known = set(db.session.scalars(sa.select(RegionSet.key)))
    for entry in read_data("regions"):
        if entry["key"] in known:
            continue
        region_set = RegionSet(
            key=entry["key"],
            name=entry["name"],
            names=entry["names"],
            norm_issuer=entry["norm_issuer"],
            norm_number=entry["norm_number"],
            norm_on=date.fromisoformat(entry["norm_on"]) if entry["norm_on"] else None,
        )
        db.session.add(region_set)
        _add_regions(region_set, entry["regions"])


def _add_regions(region_set: RegionSet, entries: Iterable[dict[str, Any]]) -> None:
    for position, entry in enumerate(entries, start=1):
        region = Region(region_set=region_set, key=entry["key"], name=entry["name"], names=entry["names"], position=position)
        db.session.add(region)
        db.session.flush()
        db.session.add_all(
            RegionMember(region_set_id=region_set.id, region_id=region.id, province_code=code) for code in entry["provinces"]
        )


def move_province(region_set: RegionSet, province: Province, region: Region) -> bool:
    """Put `province` into `region` of `region_set`; it leaves the region it was in.

    Returns: whether anything changed.
    Raises:
        RegionUnknown: the region belongs to another set.
    """
    if region.region_set_id != region_set.id:
        raise RegionUnknown(region.name)
    member = db.session.get(RegionMember, (region_set.id, province.code))
    if member is None:
        db.session.add(RegionMember(region_set_id=region_set.id, region_id=region.id, province_code=province.code))
    elif member.region_id == region.id:
        return False
    else:
        member.region_id = region.id
    db.session.flush()
    db.session.expire(region_set, ["regions"])
    return True
