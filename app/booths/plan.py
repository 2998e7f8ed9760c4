"""The plan of an event as everybody sees it: booths with place and price, kept in memory by the plan's version.

States are not part of it: they change by the second and have a cheap query of their own (`queries.states_of`).
"""

from collections import OrderedDict
from decimal import Decimal
from threading import Lock
from typing import Any, NamedTuple
from zlib import crc32

import sqlalchemy as sa

from app.booths import queries
from app.booths.models import Booth, BoothKind, BoothPlan, PriceBand
from app.booths.shapes import Plan, PlanBooth, PlanHall, PlanObject, object_of, stack
from app.core import clock
from app.core.db import db
from app.events.models import Event
from app.events.queries import halls_of

# A plan of 3,000 booths takes about 2 MB.
_MOST_KEPT = 16


__all__ = ["Plan", "PlanBooth", "PlanHall", "PlanObject", "load_plan"]

_kept: OrderedDict[tuple[int, str], Plan] = OrderedDict()
_lock = Lock()


def load_plan(event: Event) -> Plan:
    """Return the plan of `event`: two queries for its version, two more when this process does not have it yet."""
    # The version is read first: a change in between then makes an entry that nobody will ask for, never a wrong one.
    version = _version(event)
    halls = _halls(event)
    # Halls belong to events, which cannot renew our version: their sizes and names are part of it.
    sizes = crc32(repr(halls).encode())
    key = (event.id, f"{version}-{sizes:x}" if version else "")
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    plan = _read(event, key[1], halls)
    if version:
        with _lock:
            _kept[key] = plan
            while len(_kept) > _MOST_KEPT:
                _kept.popitem(last=False)
    return plan


def _version(event: Event) -> str:
    """Return the plan's version with how many ends of price bands have passed: prices change overnight by themselves."""
    today = clock.today(event.timezone)
    passed = sa.func.sum(sa.case((PriceBand.starts_on <= today, 1), else_=0) + sa.case((PriceBand.ends_on < today, 1), else_=0))
    bands = sa.select(passed).where(PriceBand.event_id == event.id).scalar_subquery()
    row = db.session.execute(sa.select(BoothPlan.version, bands).where(BoothPlan.event_id == event.id)).first()
    return "" if row is None else f"{row[0]}-{row[1] or 0}"


def _halls(event: Event) -> dict[int, PlanHall]:
    return stack([(hall.id, hall.name, float(hall.width_m), float(hall.depth_m), hall.floor) for hall in halls_of(event)])


class _Placed(NamedTuple):
    kind: BoothKind
    price_group: str
    area_m2: Decimal
    open_sides: int
    unit_count: int


# Columns of a booth that it has on the plan as numbers of their own.
_NUMBERS = ("width_m", "depth_m", "angle", "height_limit_m", "power_kw")
_AS_THEY_ARE = ("id", "code", "label", "zone", "kind", "open_sides", "power_points", "water_points")


def _columns(row: Any) -> dict[str, Any]:
    numbers = {name: getattr(row, name) for name in _NUMBERS}
    return {name: getattr(row, name) for name in _AS_THEY_ARE} | {
        name: None if value is None else float(value) for name, value in numbers.items()
    }


def _read(event: Event, version: str, halls: dict[int, PlanHall]) -> Plan:
    card, today = queries.rate_card_of(event.id), clock.today(event.timezone)
    names = (*_AS_THEY_ARE, *_NUMBERS, "hall_id", "x_m", "y_m", "price_group", "unit_count")
    statement = sa.select(*(getattr(Booth, name) for name in names)).where(Booth.event_id == event.id, queries.on_plan())
    booths = []
    for row in db.session.execute(statement.order_by(Booth.sort_key)):
        hall_ = halls[row.hall_id]
        area = Decimal(row.width_m) * Decimal(row.depth_m)
        placed = _Placed(row.kind, row.price_group, area, row.open_sides, row.unit_count)
        booths.append(
            PlanBooth(
                hall=hall_.name,
                x_m=float(row.x_m),
                y_m=float(row.y_m) + hall_.y_m,
                area_m2=float(area),
                price=card.price(placed, today),
                **_columns(row),
            )
        )
    objects = tuple(
        object_of(data, halls[hall_id]) for hall_id, data in queries.published_objects(event.id) if hall_id in halls
    )
    return Plan(event.id, version, tuple(booths), tuple(halls.values()), objects)
