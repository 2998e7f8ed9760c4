"""The latest scans of an event, a gate or a person, and who took which of them back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.accounts.models import User
from app.checkin.models import Device, Gate, Scan, ScanUndo
from app.checkin.queries.oddities import SEEN_WIDTH, Holder, Seen, holder_columns, seen_columns
from app.core.db import db
from app.core.errors import NotFound
from app.events.models import Event
from app.registrations.models import Registration

PAGE = 50
_scan: Any = Scan.__table__
_device: Any = Device.__table__
_gate: Any = Gate.__table__
_person: Any = Registration.__table__
_undo: Any = ScanUndo.__table__
_user: Any = User.__table__


@dataclass(frozen=True)
class TakenBack:
    """`by` is the supervisor; empty: the steward at the device."""

    reason: str
    by: str
    at: datetime


@dataclass(frozen=True)
class LatestScan:
    """A scan as it was answered; `undone` when it counts no more."""

    seen: Seen
    holder: Holder | None
    undone: TakenBack | None


@dataclass(frozen=True)
class Scans:
    """One page, latest first. `before` is the scan to ask the next page with; 0 on the last one."""

    rows: list[LatestScan]
    before: int = 0


def latest_scans(
    event: Event, *, people: Sequence[int] | None = None, gate_id: int = 0, before: int = 0, limit: int = PAGE
) -> Scans:
    """Return scans of the event, latest first by the clock of the gate; three statements at most.

    Args:
        people: only of these registrations; None: of everybody and of nobody.
        gate_id: only of this gate; 0: of all.
        before: only what was scanned before this scan; one that is not there is passed over.
    """
    chosen = _asked().where(_scan.c.event_id == event.id)
    if people is not None:
        chosen = chosen.where(_scan.c.registration_id.in_(people))
    if gate_id:
        chosen = chosen.where(_scan.c.gate_id == gate_id)
    if before:
        at = sa.select(_scan.c.scanned_at).where(_scan.c.event_id == event.id, _scan.c.id == before).scalar_subquery()
        chosen = chosen.where(sa.or_(_scan.c.scanned_at < at, sa.and_(_scan.c.scanned_at == at, _scan.c.id < before)))
    statement = chosen.order_by(_scan.c.scanned_at.desc(), _scan.c.id.desc()).limit(limit + 1)
    rows = db.session.connection().execute(statement).all()
    shown = rows[:limit]
    return Scans(_told(event, shown), shown[-1].id if len(rows) > limit else 0)


def get_scan(event: Event, scan_id: int) -> LatestScan:
    """Return one scan.

    Raises:
        NotFound: the event has none such.
    """
    statement = _asked().where(_scan.c.event_id == event.id, _scan.c.id == scan_id)
    rows = db.session.connection().execute(statement).all()
    if not rows:
        raise NotFound
    return _told(event, rows)[0]


def _asked() -> sa.Select[Any]:
    return (
        sa.select(*seen_columns(_scan, _device, _gate), *holder_columns(_person), _scan.c.device_id)
        .join(_device, _device.c.id == _scan.c.device_id)
        .join(_gate, _gate.c.id == _scan.c.gate_id)
        .outerjoin(_person, _person.c.id == _scan.c.registration_id)
    )


def _told(event: Event, rows: Sequence[Any]) -> list[LatestScan]:
    undone = _undone(event, [row.scan_uuid for row in rows])
    return [
        LatestScan(
            seen=Seen(*row[:SEEN_WIDTH]),
            holder=Holder(*row[SEEN_WIDTH : SEEN_WIDTH + 4]) if row.short_code is not None else None,
            undone=next(
                (back for since, back in undone.get((row.device_id, row.scan_uuid), []) if since <= row.scanned_at), None
            ),
        )
        for row in rows
    ]


def _undone(event: Event, scan_uuids: Sequence[str]) -> dict[tuple[int, str], list[tuple[datetime, TakenBack]]]:
    """Return the undos of these scans, each with the time from which on it covers scans: a steward's came too late before."""
    statement = (
        sa.select(
            _undo.c.device_id, _undo.c.scan_uuid, _undo.c.covers_from_at, _undo.c.reason, _user.c.full_name, _undo.c.undone_at
        )
        .outerjoin(_user, _user.c.id == _undo.c.undone_by_id)
        .where(_undo.c.event_id == event.id, _undo.c.scan_uuid.in_(scan_uuids))
        .order_by(_undo.c.id)
    )
    found: dict[tuple[int, str], list[tuple[datetime, TakenBack]]] = {}
    for row in db.session.connection().execute(statement) if scan_uuids else ():
        back = TakenBack(row.reason, row.full_name or "", row.undone_at)
        found.setdefault((row.device_id, row.scan_uuid), []).append((row.covers_from_at, back))
    return found
