"""Take scans back: a new row with a reason. Entries follow from the scans that are left; answers stay as they were told."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from app.accounts.models import User
from app.audit import services as audit
from app.checkin.errors import UndoneAlready
from app.checkin.gate_rules import Calendar
from app.checkin.models import Direction, Entry, Scan, ScanUndo
from app.checkin.queries.devices import GateDevice
from app.checkin.queries.facts import is_undone
from app.checkin.services.inserting import insert_new
from app.checkin.terms import ELIGIBLE
from app.core import clock
from app.core.db import db
from app.core.errors import NotFound
from app.events.models import Event

# The steward at the device may undo what was scanned so long ago, a supervisor anything.
STEWARD_MAY = timedelta(minutes=2)
_EVER = datetime(2000, 1, 1, tzinfo=UTC)
_scan: Any = Scan.__table__
_undo: Any = ScanUndo.__table__
_entry: Any = Entry.__table__


class UndoResult(StrEnum):
    """WAITING: the scan has not arrived yet; it will be undone when it does."""

    UNDONE = "undone"
    WAITING = "waiting"
    TOO_LATE = "too_late"


@dataclass(frozen=True, slots=True)
class Mistake:
    """An undo as a device tells it; `undone_at` is corrected by the offset of its clock."""

    undo_uuid: str
    scan_uuid: str
    reason: str
    undone_at: datetime


def undo_of_device(device: GateDevice, mistakes: Sequence[Mistake], received_at: datetime) -> list[UndoResult]:
    """Store what the steward at `device` took back, each once, and let the entries follow. Answers in the order asked."""
    return [_undo_one(device, mistake, received_at) for mistake in mistakes]


def _undo_one(device: GateDevice, mistake: Mistake, received_at: datetime) -> UndoResult:
    row = {
        "event_id": device.event_id,
        "device_id": device.id,
        "undo_uuid": mistake.undo_uuid,
        "scan_uuid": mistake.scan_uuid,
        "reason": mistake.reason,
        "undone_at": mistake.undone_at,
        "received_at": received_at,
        "covers_from_at": mistake.undone_at - STEWARD_MAY,
    }
    insert_new(_undo, row, unless=("device_id", "undo_uuid"))
    scan = _find(device.id, mistake.scan_uuid)
    if scan is None:
        return UndoResult.WAITING
    if scan.scanned_at < mistake.undone_at - STEWARD_MAY:
        return UndoResult.TOO_LATE
    follow(scan, device.calendar)
    return UndoResult.UNDONE


def _find(device_id: int, scan_uuid: str) -> Any:
    own = (_scan.c.device_id == device_id, _scan.c.scan_uuid == scan_uuid)
    return db.session.connection().execute(sa.select(_scan).where(*own)).first()


def get_scan(event: Event, scan_id: int) -> Any:
    """Return the row of a scan.

    Raises:
        NotFound: the event has none such.
    """
    row = db.session.connection().execute(sa.select(_scan).where(_scan.c.event_id == event.id, _scan.c.id == scan_id)).first()
    if row is None:
        raise NotFound
    return row


def undo_scan(event: Event, scan: Any, reason: str, *, by: User) -> None:
    """Take a scan back, however old it is.

    Args:
        scan: a row or an object of the table `scan`.
    Raises:
        UndoneAlready: somebody did so before.
    """
    if db.session.connection().scalar(sa.select(is_undone()).where(_scan.c.id == scan.id)):
        raise UndoneAlready
    now = clock.now()
    undo = ScanUndo(
        event_id=event.id,
        device_id=scan.device_id,
        undo_uuid=str(uuid.uuid4()),
        scan_uuid=scan.scan_uuid,
        reason=reason,
        undone_at=now,
        received_at=now,
        covers_from_at=_EVER,
        undone_by_id=by.id,
    )
    db.session.add(undo)
    db.session.flush()
    follow(scan, Calendar(event.timezone, *event.days))
    audit.record(by, "checkin.scan_undone", undo, reason=reason, data={"scan": scan.scan_uuid})


def follow(scan: Any, calendar: Calendar) -> None:
    """Let the entry of the scan's window be the earliest scan that is left; none when none is.

    Whoever scans the same person meanwhile waits for the entry's row.
    """
    if scan.registration_id is None or scan.reason not in ELIGIBLE or scan.direction is not Direction.ENTRY:
        return
    connection = db.session.connection()
    own = (_entry.c.registration_id == scan.registration_id, _entry.c.window == scan.window)
    connection.execute(sa.select(_entry.c.window).where(*own).with_for_update())
    left = (
        sa.select(_scan.c.event_id, _scan.c.gate_id, _scan.c.device_id, _scan.c.scan_uuid, _scan.c.scanned_at)
        .where(
            _scan.c.registration_id == scan.registration_id,
            _scan.c.window == scan.window,
            _scan.c.reason.in_(ELIGIBLE),
            _scan.c.direction == Direction.ENTRY,
            ~is_undone(),
        )
        .order_by(_scan.c.scanned_at, _scan.c.scan_uuid)
        .limit(1)
    )
    first = connection.execute(left).first()
    if first is None:
        connection.execute(sa.delete(_entry).where(*own))
        return
    values = {name: getattr(first, name) for name in ("gate_id", "device_id", "scan_uuid")}
    values |= {"entered_at": first.scanned_at, "entered_on": calendar.day_of(first.scanned_at)}
    connection.execute(sa.update(_entry).where(*own).values(**values))
