"""The plan of an event as everybody sees it: booths with place and price, kept in memory by the plan's version.

States are not part of it: they change by the second and have a cheap query of their own (`queries.states_of`).
"""

from collections import OrderedDict
from dataclasses import dataclass
from decimal import Decimal
from threading import Lock
from typing import NamedTuple
from zlib import crc32

import sqlalchemy as sa

from app.booths import queries
from app.booths.models import Booth, BoothKind, BoothPlan, PriceBand
from app.booths.pricing import Price
from app.core import clock
from app.core.db import db
from app.events.models import Event
from app.events.queries import halls_of

# Metres between the drawings of two halls.
_GAP = 4
# A plan of 3,000 booths takes about 2 MB.
_MOST_KEPT = 16


@dataclass(frozen=True, slots=True)
class PlanBooth:
    """A booth on the plan; x and y in metres on the drawing of all halls."""

    id: int
    code: str
    zone: str
    hall: str
    kind: BoothKind
    x_m: float
    y_m: float
    width_m: float
    depth_m: float
    area_m2: float
    open_sides: int
    price: Price | None

    @property
    def is_corner(self) -> bool:
        return self.open_sides >= 2


@dataclass(frozen=True)
class PlanHall:
    name: str
    x_m: float
    y_m: float
    width_m: float
    depth_m: float


@dataclass(frozen=True)
class Plan:
    """All booths of an event in natural order and its halls, drawn one below the other."""

    event_id: int
    version: str
    booths: tuple[PlanBooth, ...]
    halls: tuple[PlanHall, ...]

    @property
    def width_m(self) -> float:
        return max((hall.width_m for hall in self.halls), default=0)

    @property
    def depth_m(self) -> float:
        return max((hall.y_m + hall.depth_m for hall in self.halls), default=0)

    @property
    def zones(self) -> list[str]:
        return list(dict.fromkeys(booth.zone for booth in self.booths))


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
    halls: dict[int, PlanHall] = {}
    y = 0.0
    for hall in halls_of(event):
        halls[hall.id] = PlanHall(hall.name, 0, y, float(hall.width_m), float(hall.depth_m))
        y += float(hall.depth_m) + _GAP
    return halls


class _Placed(NamedTuple):
    kind: BoothKind
    price_group: str
    area_m2: Decimal
    open_sides: int


def _read(event: Event, version: str, halls: dict[int, PlanHall]) -> Plan:
    card, today = queries.rate_card_of(event.id), clock.today(event.timezone)
    columns = (Booth.id, Booth.code, Booth.zone, Booth.hall_id, Booth.kind, Booth.x_m, Booth.y_m)
    statement = sa.select(*columns, Booth.width_m, Booth.depth_m, Booth.open_sides, Booth.price_group)
    booths = []
    for row in db.session.execute(statement.where(Booth.event_id == event.id).order_by(Booth.sort_key)):
        hall_ = halls[row.hall_id]
        area = Decimal(row.width_m) * Decimal(row.depth_m)
        placed = _Placed(row.kind, row.price_group, area, row.open_sides)
        booths.append(
            PlanBooth(
                id=row.id,
                code=row.code,
                zone=row.zone,
                hall=hall_.name,
                kind=row.kind,
                x_m=float(row.x_m),
                y_m=float(row.y_m) + hall_.y_m,
                width_m=float(row.width_m),
                depth_m=float(row.depth_m),
                area_m2=float(area),
                open_sides=row.open_sides,
                price=card.price(placed, today),
            )
        )
    return Plan(event.id, version, tuple(booths), tuple(halls.values()))
