"""New booths, many at once and all or none."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from app.audit import services as audit
from app.booths import queries
from app.booths.errors import BoothsRefused
from app.booths.locks import take_turn
from app.booths.models import Booth, BoothKind
from app.booths.services.planning import renew_plan
from app.booths.sheets import Ground, NewBooth, check_booths, hall_for
from app.core.db import db
from app.core.i18n import _n
from app.core.text import fold, natural_key
from app.events.models import Event, Hall
from app.events.queries import halls_of


def ground_of(event: Event) -> Ground:
    """Return the halls and booths that new booths must fit in."""
    raw = queries.rates_of(event).get(BoothKind.RAW.value)
    halls = {fold(hall.name): hall for hall in halls_of(event)}
    return Ground(halls, queries.booths_of(event), raw.min_area_m2 or None if raw else 36)


def add_booths(event: Event, rows: Sequence[NewBooth], *, by: Any, source: str) -> int:
    """Add `rows` to the plan of `event`, all or none; checked again against what stands there now.

    An event without halls gets the ones that the rows name, just large enough.

    Args:
        source: "import" or "rows", for the audit trail.
    Returns: the number of new booths.
    Raises:
        BoothsRefused: with all problems.
    """
    # Two imports at once must see each other's booths: overlaps are no constraint of the database.
    take_turn(f"plan {event.id}")
    ground = ground_of(event)
    problems = check_booths(list(rows), ground)
    if problems:
        raise refused(problems)
    halls = ground.halls or _make_halls(event, list(rows))
    values = [_row(event, row, halls[fold(row.hall)]) for row in rows]
    if values:
        db.session.execute(sa.insert(Booth), values)
    audit.record(by, "booths.added", event, event=event, data={"booths": len(values), "source": source})
    renew_plan(event.id)
    return len(values)


def _row(event: Event, row: NewBooth, hall: Hall) -> dict[str, Any]:
    return {
        "event_id": event.id,
        "hall_id": hall.id,
        "code": row.code,
        "sort_key": natural_key(row.code),
        "zone": row.zone,
        "kind": row.kind,
        "x_m": row.x_m,
        "y_m": row.y_m,
        "width_m": row.width_m,
        "depth_m": row.depth_m,
        "open_sides": row.open_sides,
        "angle": row.angle,
        "height_limit_m": row.height_limit_m,
        "power_kw": row.power_kw,
        "power_points": row.power_points,
        "water_points": row.water_points,
        "price_group": row.price_group,
    }


def _make_halls(event: Event, rows: list[NewBooth]) -> dict[str, Hall]:
    halls: dict[str, Hall] = {}
    for position, name in enumerate(dict.fromkeys(row.hall for row in rows)):
        width, depth = hall_for(rows, name)
        halls[fold(name)] = Hall(event_id=event.id, name=name, width_m=width, depth_m=depth, position=position)
    db.session.add_all(halls.values())
    db.session.flush()
    return halls


def refused(problems: list[Any]) -> BoothsRefused:
    """Return the refusal of a table with these problems."""
    told = _n(
        "%(num)s problem was found; nothing was taken over.",
        "%(num)s problems were found; nothing was taken over.",
        len(problems),
    )
    return BoothsRefused(told, problems)
