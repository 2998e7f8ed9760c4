"""Notes for the gate, and the people who may welcome guests."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.checkin.models import GateNote
from app.core.db import db
from app.core.errors import NotFound
from app.events.models import Event, EventRole
from app.registrations.models import Registration


def notes_of(event: Event) -> list[GateNote]:
    """Return the notes with their people and hosts, in the order of names."""
    statement = (
        sa.select(GateNote)
        .join(Registration, Registration.id == GateNote.registration_id)
        .where(GateNote.event_id == event.id)
        .options(joinedload(GateNote.registration), joinedload(GateNote.host))
        .order_by(Registration.sort_key, Registration.id)
    )
    return list(db.session.scalars(statement))


def get_note(event: Event, registration_id: int) -> GateNote:
    """Return the note.

    Raises:
        NotFound: the event has no such note.
    """
    wanted = (GateNote.event_id == event.id, GateNote.registration_id == registration_id)
    note = db.session.scalar(sa.select(GateNote).where(*wanted).options(joinedload(GateNote.registration)))
    if note is None:
        raise NotFound
    return note


def possible_hosts(event: Event) -> list[User]:
    """Return the people with a role in the event, by name: they may be told of a guest."""
    given = sa.select(EventRole.user_id).where(EventRole.event_id == event.id)
    statement = sa.select(User).where(User.id.in_(given), User.is_active.is_(True))
    return list(db.session.scalars(statement.order_by(User.sort_key, User.id)))


def guests_told(event: Event, since: datetime) -> list[GateNote]:
    """Return the guests whose hosts were told since then, latest first; at most ten."""
    statement = (
        sa.select(GateNote)
        .where(GateNote.event_id == event.id, GateNote.told_at >= since)
        .options(joinedload(GateNote.registration), joinedload(GateNote.host))
        .order_by(GateNote.told_at.desc(), GateNote.registration_id)
        .limit(10)
    )
    return list(db.session.scalars(statement))
