"""What the next edition may take over: rooms, and the sessions moved like the event. Never speakers."""

import uuid

from app.agenda import queries
from app.agenda.models import Room, Session
from app.agenda.services.sessions import take_slots
from app.core.db import db
from app.core.i18n import _l
from app.core.registry import Cloner, CloneRun, add_cloner
from app.events.models import Event


def register() -> None:
    """Offer the cloners of this feature."""
    add_cloner(Cloner("agenda.rooms", _l("Rooms"), lambda event: len(queries.rooms_of(event)), _copy_rooms, order=50))
    add_cloner(
        Cloner(
            "agenda.sessions",
            _l("Sessions, moved like the event and without speakers"),
            queries.count_sessions,
            _copy_sessions,
            requires=("agenda.rooms",),
            order=51,
        )
    )


def _copy_rooms(source: Event, target: Event, run: CloneRun) -> None:
    for room in queries.rooms_of(source):
        copy = Room(event_id=target.id, name=room.name, capacity=room.capacity, position=room.position)
        db.session.add(copy)
        db.session.flush()
        run.remember(room, copy)


_TEXTS = ("kind", "title", "title_en", "abstract", "is_public")


def _copy_sessions(source: Event, target: Event, run: CloneRun) -> None:
    for session in queries.sessions_of(source):
        copy = Session(event_id=target.id, uid=str(uuid.uuid4()), room_id=run.new_id("room", session.room_id))
        for name in _TEXTS:
            setattr(copy, name, getattr(session, name))
        copy.starts_at = run.move(session.starts_at) or session.starts_at
        copy.ends_at = run.move(session.ends_at) or session.ends_at
        db.session.add(copy)
        db.session.flush()
        take_slots(copy)
        run.remember(session, copy)
