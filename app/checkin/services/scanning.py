"""Store scans and answer them. Core statements and few of them: hundreds of people wait behind each one.

The answer is given once and never changes: whoever repeats a scan gets it again. What counts, the entry, is a function of the
set of scans: the earliest eligible one of a window, whatever the order in which phones deliver (I8, I9). So an answer may be
"accepted" for a scan that another, later delivered one precedes; the review page shows both.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from app.checkin import codes
from app.checkin.models import Entry, Scan
from app.checkin.queries.devices import GateDevice
from app.checkin.queries.facts import Facts, Window, facts_of, stored_answer, window_of
from app.checkin.rules import Sighting, judge
from app.checkin.terms import COUNTED, ELIGIBLE, Direction, Reason, ScanResult
from app.core import failpoints
from app.core.db import db
from app.core.errors import Unavailable
from app.core.i18n import _l
from app.registrations.terms import Category

_entry: Any = Entry.__table__
_scan: Any = Scan.__table__
_TRIES = 5


class Place(Enum):
    """What a scan became for the entry of its window."""

    NONE = "none"
    FIRST = "first"
    EARLIER = "earlier"
    # Somebody else was faster; the facts must be read again.
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a gate is told. The holder is known only for codes of this event."""

    scan_uuid: str
    result: ScanResult
    reason: Reason
    first_at: datetime | None = None
    first_gate: str = ""
    holder: tuple[str, str, Category, int] | None = None
    counted: bool = False
    replayed: bool = False


def record_scan(device: GateDevice, seen: Sighting) -> Outcome:
    """Store one scan and decide about it; a repetition gets the first answer.

    At most one of any number of gates that scan a person at the same instant is told "accepted": the primary key of
    `entry` decides the first entry of a window, its row lock every further one.

    Raises:
        Unavailable: five others came between; nothing was stored.
    """
    code = codes.read(seen.code)
    window = window_of(device, seen.scanned_at)
    locked = False
    for _try in range(_TRIES):
        facts = facts_of(device, code, seen.scan_uuid, window)
        if facts.stored:
            return _repeated(device, seen.scan_uuid)
        reason = judge(device, code.kind, facts, seen)
        if failpoints.reach("checkin.entry"):  # the control of the race tests: nobody looks, nobody waits
            reason = Reason.OK
        elif reason is Reason.OK and facts.entered_at is not None and seen.direction is Direction.ENTRY and not locked:
            locked = _lock(facts, window)
            continue
        place = Place.NONE
        if reason in ELIGIBLE and seen.direction is Direction.ENTRY:
            place = _enter(device, facts, seen, window)
            if place is Place.LOST:
                continue
        return _store(device, code, facts, seen, reason, place)
    raise Unavailable(None)


def insert(table: Any) -> Any:
    """Return an insert that knows ON CONFLICT."""
    return (postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite).insert(table)


def _kept_code(code: codes.Code, facts: Facts) -> str:
    """Codes of other events and of nobody are strangers' too."""
    is_ours = facts.person is not None
    return code.text if is_ours or code.text.startswith("sha256:") else codes.foreign(code.text)


def _lock(facts: Facts, window: Window) -> bool:
    """Wait for others who let the same person in again (SQLite has one writer anyway)."""
    assert facts.person is not None  # noqa: S101 -- an entry belongs to somebody
    statement = sa.select(_entry.c.window).where(_entry.c.registration_id == facts.person.id, _entry.c.window == window.name)
    db.session.connection().execute(statement.with_for_update())
    return True


def _enter(device: GateDevice, facts: Facts, seen: Sighting, window: Window) -> Place:
    """Make this scan the entry of its window if it is the earliest."""
    row = entry_row(device, facts, seen, window)
    if facts.entered_at is None:
        statement = insert(_entry).values(row).on_conflict_do_nothing(index_elements=["registration_id", "window"])
        won = db.session.connection().execute(statement.returning(_entry.c.window)).first() is not None
        return Place.FIRST if won or failpoints.reach("checkin.entry") else Place.LOST
    if (seen.scanned_at, seen.scan_uuid) < (facts.entered_at, facts.entered_uuid):
        move_entry(row)
        return Place.EARLIER
    return Place.NONE


def move_entry(row: dict[str, Any]) -> None:
    """Let the entry of the window be this one if it is earlier than what stands there."""
    at, scan_uuid = row["entered_at"], row["scan_uuid"]
    earlier = sa.or_(_entry.c.entered_at > at, sa.and_(_entry.c.entered_at == at, _entry.c.scan_uuid > scan_uuid))
    own = sa.and_(_entry.c.registration_id == row["registration_id"], _entry.c.window == row["window"])
    values = {name: row[name] for name in ("gate_id", "device_id", "scan_uuid", "entered_at")}
    db.session.connection().execute(sa.update(_entry).where(own, earlier).values(**values))


def _store(device: GateDevice, code: codes.Code, facts: Facts, seen: Sighting, reason: Reason, place: Place) -> Outcome:
    outcome = outcome_of(facts, seen, reason, place)
    statement = insert(_scan).values(scan_row(device, code, facts, seen, outcome))
    statement = statement.on_conflict_do_nothing(index_elements=["device_id", "scan_uuid"]).returning(_scan.c.id)
    if db.session.connection().execute(statement).first() is None:
        if place is not Place.NONE:  # one uuid for two people at once: our entry is undone, the next try finds the other
            raise Unavailable(_l("The same scan is being stored already."))
        return _repeated(device, seen.scan_uuid)
    return outcome


def outcome_of(facts: Facts, seen: Sighting, reason: Reason, place: Place) -> Outcome:
    """Return what the gate is told."""
    person = facts.person
    accepted = reason is Reason.OK
    told_first = reason is Reason.ALREADY_IN
    return Outcome(
        scan_uuid=seen.scan_uuid,
        result=ScanResult.ACCEPTED if accepted else ScanResult.REFUSED,
        reason=reason,
        first_at=facts.entered_at if told_first else None,
        first_gate=facts.entered_gate if told_first else "",
        holder=(person.name, person.unit, person.category, person.party_size) if person else None,
        counted=place is Place.FIRST and accepted and person is not None and person.category in COUNTED,
    )


def scan_row(device: GateDevice, code: codes.Code, facts: Facts, seen: Sighting, outcome: Outcome) -> dict[str, Any]:
    """Return the columns of the scan."""
    return {
        "event_id": device.event_id,
        "device_id": device.id,
        "gate_id": device.gate_id,
        "scan_uuid": seen.scan_uuid,
        "code": _kept_code(code, facts),
        "registration_id": facts.person.id if facts.person else None,
        "direction": seen.direction,
        "scanned_at": seen.scanned_at,
        "received_at": seen.received_at,
        "offset_s": seen.offset_s,
        "sent_offline": seen.offline,
        "shown": seen.shown,
        "result": outcome.result,
        "reason": outcome.reason,
        "first_at": outcome.first_at,
        "first_gate_id": facts.entered_gate_id if outcome.first_at is not None else None,
        "counted": outcome.counted,
    }


def entry_row(device: GateDevice, facts: Facts, seen: Sighting, window: Window) -> dict[str, Any]:
    """Return the columns of the entry that this scan would be."""
    assert facts.person is not None  # noqa: S101 -- only a known person is eligible
    return {
        "registration_id": facts.person.id,
        "window": window.name,
        "event_id": device.event_id,
        "gate_id": device.gate_id,
        "device_id": device.id,
        "scan_uuid": seen.scan_uuid,
        "entered_at": seen.scanned_at,
    }


def _repeated(device: GateDevice, scan_uuid: str) -> Outcome:
    row = stored_answer(device, scan_uuid)
    holder = None if row.registration_id is None else (row.full_name, row.unit, row.category, row.party_size)
    return Outcome(
        scan_uuid=scan_uuid,
        result=row.result,
        reason=row.reason,
        first_at=row.first_at,
        first_gate=row.first_gate or "",
        holder=holder,
        counted=row.counted,
        replayed=True,
    )
