"""Notes for the gate on a person, and who is told when they come."""

from dataclasses import dataclass

from app.accounts.models import User
from app.audit import services as audit
from app.checkin.models import GateNote
from app.checkin.terms import NoteKind
from app.core import clock
from app.core.db import db
from app.registrations.models import Registration


@dataclass(frozen=True, slots=True)
class NoteText:
    """`text` is shown at the gate, `host` is told at once when the person comes; one of them is there."""

    kind: NoteKind
    text: str = ""
    host: User | None = None


def write_note(person: Registration, note: NoteText, *, by: User) -> GateNote:
    """Write the one note of this person, in place of the one before. Phones get it with their next look for changes."""
    row = db.session.get(GateNote, person.id)
    if row is None:
        row = GateNote(registration_id=person.id, event_id=person.event_id)
        db.session.add(row)
    row.kind, row.text, row.host_id = note.kind, note.text, note.host.id if note.host else None
    row.written_by_id, row.written_at, row.told_at = by.id, clock.now(), None
    person.changed_at = clock.now()
    db.session.flush()
    # What is written may be about somebody's health: the trail tells that there is a note, not what it says.
    audit.record(by, "checkin.note_written", person, data={"kind": note.kind, "host": row.host_id})
    return row


def remove_note(note: GateNote, person: Registration, *, by: User) -> None:
    """Take the note away, from phones too."""
    audit.record(by, "checkin.note_removed", person, data={"kind": note.kind})
    db.session.delete(note)
    person.changed_at = clock.now()
    db.session.flush()
