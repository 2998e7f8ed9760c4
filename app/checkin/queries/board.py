"""Figures of the day: who came, when, through which gate, and who is inside."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from app.checkin.models import Gate, VisitorCount
from app.checkin.queries.crowd import people_by_place
from app.checkin.queries.visits import arrivals_of, people_of, visits_by_event
from app.checkin.terms import COUNTED
from app.core import clock
from app.core.db import db
from app.events.models import Event
from app.places.models import Province
from app.registrations.models import Registration
from app.registrations.terms import Category

_person: Any = Registration.__table__
_count: Any = VisitorCount.__table__
_gate: Any = Gate.__table__
_province: Any = Province.__table__


@dataclass(frozen=True)
class Hour:
    """Arrivals of one local hour at one gate: people by code, and people counted by a clicker."""

    day: date
    hour: int
    gate_id: int
    scanned: int
    counted: int

    @property
    def total(self) -> int:
        return self.scanned + self.counted


@dataclass(frozen=True)
class Day:
    """One local day. `visitors` are first entries of visitors and taps of the clicker; `others` work there."""

    day: date
    visitors: int
    others: int
    inside: int
    by_category: dict[Category, int] = field(default_factory=dict)


def today(event: Event) -> date:
    """Return the day at the event's place."""
    return clock.now().astimezone(ZoneInfo(event.timezone)).date()


def bounds(event: Event, day: date) -> tuple[datetime, datetime]:
    """Return beginning and end of the local day."""
    zone = ZoneInfo(event.timezone)
    return datetime.combine(day, time(), zone), datetime.combine(day + timedelta(days=1), time(), zone)


def visits_per_day_and_hour(event: Event, day: date | None = None) -> list[Hour]:
    """Return arrivals by day, hour and gate, in that order, of all days or one.

    Returns: visitors only: first entries of a window by people of COUNTED categories (whole parties), and the clicker's sums.
    """
    zone = ZoneInfo(event.timezone)
    sums: dict[tuple[date, int, int], list[int]] = {}
    for at, gate_id, number in db.session.connection().execute(_arrivals(event, day)):
        local = at.astimezone(zone)
        sums.setdefault((local.date(), local.hour, gate_id), [0, 0])[0] += number
    for counted_on, hour, gate_id, number in db.session.connection().execute(_taps(event, day)):
        sums.setdefault((counted_on, hour, gate_id), [0, 0])[1] += int(number)
    return [Hour(*key, *numbers) for key, numbers in sorted(sums.items())]


def _arrivals(event: Event, day: date | None) -> sa.Select[Any]:
    """One row a visit: which hour it was is a matter of the place's zone, which the database need not know."""
    came = arrivals_of(event.id, day)
    return (
        sa.select(came.c.entered_at, came.c.gate_id, _person.c.party_size)
        .join(_person, _person.c.id == came.c.registration_id)
        .where(_person.c.category.in_(COUNTED))
    )


def _taps(event: Event, day: date | None) -> sa.Select[Any]:
    statement = (
        sa.select(_count.c.counted_on, _count.c.hour, _count.c.gate_id, sa.func.sum(_count.c.delta))
        .where(_count.c.event_id == event.id)
        .group_by(_count.c.counted_on, _count.c.hour, _count.c.gate_id)
    )
    return statement if day is None else statement.where(_count.c.counted_on == day)


def figures_of(event: Event, day: date, *, inside: int | None = None) -> Day:
    """Return who came on `day`, by code and by the clicker, and how many with a code are inside.

    Args:
        inside: that number, when the caller knows it.
    """
    came = arrivals_of(event.id, day)
    statement = (
        sa.select(_person.c.category, sa.func.sum(_person.c.party_size))
        .join(came, came.c.registration_id == _person.c.id)
        .group_by(_person.c.category)
    )
    by_category = {category: int(number) for category, number in db.session.connection().execute(statement)}
    taps = int(
        db.session.scalar(
            sa.select(sa.func.coalesce(sa.func.sum(_count.c.delta), 0)).where(
                _count.c.event_id == event.id, _count.c.counted_on == day
            )
        )
        or 0
    )
    visitors = sum(number for category, number in by_category.items() if category in COUNTED) + taps
    others = sum(number for category, number in by_category.items() if category not in COUNTED)
    return Day(day, visitors, others, count_inside(event, day) if inside is None else inside, by_category)


def count_inside(event: Event, day: date) -> int:
    """Return the people whose latest passage of `day` did not lead out. Who never scanned out is out at midnight."""
    return sum(people_by_place(event.id, *bounds(event, day)).values())


def count_visitors(event: Event) -> int:
    """Return the visits of all days: a visitor on a day, whole parties, and the clicker's sum."""
    taps = sa.select(sa.func.coalesce(sa.func.sum(_count.c.delta), 0)).where(_count.c.event_id == event.id)
    by_code = db.session.connection().execute(visits_by_event([event.id])).first()
    return int(by_code[1] if by_code else 0) + int(db.session.scalar(taps) or 0)


def count_people(event: Event) -> int:
    """Return the different visitors of all days: whole parties once, and the clicker's sum, of which nobody knows more."""
    taps = sa.select(sa.func.coalesce(sa.func.sum(_count.c.delta), 0)).where(_count.c.event_id == event.id)
    return int(db.session.scalar(people_of(event.id)) or 0) + int(db.session.scalar(taps) or 0)


def by_province(event: Event, day: date, *, limit: int = 10) -> list[tuple[str, int]]:
    """Return where the people of `day` come from, most first; people without a province are left out."""
    came = arrivals_of(event.id, day)
    number = sa.func.sum(_person.c.party_size)
    statement = (
        sa.select(_province.c.name, number)
        .select_from(came.join(_person, _person.c.id == came.c.registration_id))
        .join(_province, _province.c.code == _person.c.province_code)
        .group_by(_province.c.name)
        .order_by(number.desc(), _province.c.name)
        .limit(limit)
    )
    return [(name, int(people)) for name, people in db.session.connection().execute(statement)]


def gate_names(event: Event) -> dict[int, str]:
    """Return the gates' names by id, in the gates' order."""
    statement = sa.select(_gate.c.id, _gate.c.name).where(_gate.c.event_id == event.id).order_by(_gate.c.position, _gate.c.id)
    return {gate_id: name for gate_id, name in db.session.connection().execute(statement)}


def days_with_figures(hours: Sequence[Hour]) -> list[date]:
    """Return the days on which somebody came."""
    return sorted({hour.day for hour in hours if hour.total})
