"""What the pages of gates and zones need to know."""

import sqlalchemy as sa

from app.checkin.models import Gate, GateHours, Zone
from app.checkin.queries.rules import load_rules
from app.core.db import db
from app.core.errors import NotFound
from app.events.models import Event
from app.registrations.queries.people import count_people
from app.registrations.terms import Category


def get_zone(event: Event, zone_id: int) -> Zone:
    """Return the zone.

    Raises:
        NotFound: the event has no such zone.
    """
    zone = db.session.scalar(sa.select(Zone).where(Zone.event_id == event.id, Zone.id == zone_id))
    if zone is None:
        raise NotFound
    return zone


def get_hours(gate: Gate, hours_id: int) -> GateHours:
    """Return hours of the gate.

    Raises:
        NotFound: the gate has no such hours.
    """
    row = next((row for row in gate.hours if row.id == hours_id), None)
    if row is None:
        raise NotFound
    return row


def categories_without_way(event: Event) -> list[tuple[Category, int]]:
    """Return kinds of badges that no gate of the event ever admits, with how many people have one. Empty without gates."""
    rules = load_rules(event.id)
    ways = [gate for gate in rules.gates if gate.moves]
    if not ways:
        return []
    people = count_people(event)
    shut_out = [kind for kind in Category if not any(gate.admits_kind(kind.value) for gate in ways)]
    return [(kind, people.get(kind, 0)) for kind in shut_out]
