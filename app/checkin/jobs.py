"""Background work of check-in."""

from datetime import datetime

from app.checkin import notices
from app.checkin.models import Gate, GateNote
from app.core.db import db
from app.events.models import Event
from app.jobs.registry import handler


@handler("checkin.guest_arrived")
def tell_host(registration_id: int, gate_id: int, at: str) -> None:
    """Tell the host of a guest that they are here; nobody when the note was taken away meanwhile."""
    note = db.session.get(GateNote, registration_id)
    if note is None or note.host is None:
        return
    gate, event = db.session.get_one(Gate, gate_id), db.session.get_one(Event, note.event_id)
    notices.guest_arrived(note, event, gate, datetime.fromisoformat(at))
