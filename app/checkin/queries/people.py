"""People as a steward may find them: name, unit, category, state, and whether they are in."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.checkin.models import Entry
from app.checkin.queries.board import bounds, today
from app.core.db import db
from app.events.models import Event
from app.registrations.models import Registration
from app.registrations.queries.people import search
from app.registrations.terms import Category, RegistrationState

MOST_FOUND = 20
SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Found:
    short_code: str
    name: str
    unit: str
    category: Category
    state: RegistrationState
    entered_at: datetime | None


def find_people(event: Event, text: str) -> list[Found]:
    """Return at most 20 people by words of name and unit, end of phone or code; accents do not matter."""
    people = search(event, text, limit=MOST_FOUND).rows
    entered = _entered(event, people)
    return [
        Found(
            person.short_code,
            person.full_name,
            person.unit,
            Category(person.category),
            RegistrationState(person.state),
            entered.get(person.id),
        )
        for person in people
    ]


def _entered(event: Event, people: list[Registration]) -> dict[int, Any]:
    begins_at, ends_at = bounds(event, today(event))
    statement = sa.select(Entry.registration_id, sa.func.min(Entry.entered_at)).where(
        Entry.registration_id.in_([person.id for person in people]),
        Entry.entered_at >= begins_at,
        Entry.entered_at < ends_at,
    )
    return {row[0]: row[1] for row in db.session.execute(statement.group_by(Entry.registration_id))}
