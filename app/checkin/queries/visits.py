"""Visitors and visits as figures that survive an audit count them (see docs/check-in.md).

A visit is a person on a day of the event's place, through however many gates, zones and sessions. A visitor is a person, once
in the whole event. Who exhibits, speaks, reports or works there is neither. Taps of the clicker are both: nobody knows who came
twice.
"""

from datetime import date
from typing import Any

import sqlalchemy as sa

from app.checkin.models import Entry
from app.checkin.terms import COUNTED
from app.registrations.models import Registration

_entry: Any = Entry.__table__
_person: Any = Registration.__table__


def arrivals(*where: Any) -> sa.Subquery:
    """Return the first entry of each person on each day: registration_id, event_id, gate_id, entered_at, entered_on."""
    numbered = (
        sa.select(
            _entry,
            sa.func.row_number()
            .over(
                partition_by=(_entry.c.registration_id, _entry.c.entered_on),
                order_by=(_entry.c.entered_at, _entry.c.scan_uuid, _entry.c.window),
            )
            .label("number"),
        )
        .where(*where)
        .subquery()
    )
    return sa.select(numbered).where(numbered.c.number == 1).subquery()


def arrivals_of(event_id: int, day: date | None = None) -> sa.Subquery:
    """Return the arrivals of an event, of all days or one."""
    return arrivals(_entry.c.event_id == event_id, *(() if day is None else (_entry.c.entered_on == day,)))


def visits_by_event(event_ids: list[int]) -> sa.Select[Any]:
    """Return a statement of event ids and visits by code: whole parties of visitors, delegates and guests, a day each."""
    came = arrivals(_entry.c.event_id.in_(event_ids))
    return (
        sa.select(came.c.event_id, sa.func.sum(_person.c.party_size))
        .join(_person, _person.c.id == came.c.registration_id)
        .where(_person.c.category.in_(COUNTED))
        .group_by(came.c.event_id)
    )


def people_of(event_id: int) -> sa.Select[Any]:
    """Return a statement of the number of different people who came at least once: whole parties of visitors."""
    came = sa.exists().where(_entry.c.registration_id == _person.c.id)
    return sa.select(sa.func.coalesce(sa.func.sum(_person.c.party_size), 0)).where(
        _person.c.event_id == event_id, _person.c.category.in_(COUNTED), came
    )
