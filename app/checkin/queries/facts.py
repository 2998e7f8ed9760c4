"""What one scan must know, in one statement: the person behind the code, what stands already, whether it is a repetition."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from app.badges.models import RevokedCode
from app.checkin.codes import Code, CodeKind
from app.checkin.models import Device, Direction, Entry, EntryRule, Gate, Scan
from app.checkin.queries.devices import GateDevice
from app.checkin.terms import ELIGIBLE
from app.core.db import db
from app.registrations.models import Registration
from app.registrations.terms import Category, RegistrationState

WHOLE_EVENT = "event"


@dataclass(frozen=True, slots=True)
class Window:
    """The time within which one entry is counted: a day of the event's place, or the whole event."""

    name: str
    begins_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Person:
    """Who is behind a code of this event, as the gate may see it."""

    id: int
    category: Category
    state: RegistrationState
    name: str
    unit: str
    party_size: int
    valid_from_on: date | None
    valid_until_on: date | None
    cancelled_at: datetime | None


@dataclass(frozen=True, slots=True)
class Facts:
    """`person` is None for codes that are not of this event; `last` is the person's latest passage in the window."""

    stored: bool
    person: Person | None
    of_other_event: bool
    entered_at: datetime | None
    entered_uuid: str
    entered_gate_id: int | None
    entered_gate: str
    last: Direction | None
    revoked_at: datetime | None = None


def window_of(device: GateDevice, at: datetime) -> Window:
    """Return the window that `at` falls into at this gate."""
    if device.rule is EntryRule.ONCE_PER_EVENT:
        return Window(WHOLE_EVENT, device.starts_at - timedelta(days=3660), device.ends_at + timedelta(days=3660))
    day = device.day_of(at)
    begins_at = datetime.combine(day, time(), device.zone)
    ends_at = datetime.combine(day + timedelta(days=1), time(), device.zone)
    return Window(day.isoformat(), begins_at, ends_at)


_person: Any = Registration.__table__
_scan: Any = Scan.__table__
_entry: Any = Entry.__table__
_gate: Any = Gate.__table__
_device: Any = Device.__table__
_revoked: Any = RevokedCode.__table__
_event_id: Any = sa.bindparam("event_id")
_code: Any = sa.bindparam("code")

PERSON = (
    _person.c.id,
    _person.c.category,
    _person.c.state,
    _person.c.full_name,
    _person.c.unit,
    _person.c.party_size,
    _person.c.valid_from_on,
    _person.c.valid_until_on,
    _person.c.cancelled_at,
)
_LAST = (
    sa.select(_scan.c.direction)
    .where(
        _scan.c.registration_id == _person.c.id,
        _scan.c.reason.in_(ELIGIBLE),
        _scan.c.scanned_at >= sa.bindparam("begins_at", type_=_scan.c.scanned_at.type),
        _scan.c.scanned_at < sa.bindparam("ends_at", type_=_scan.c.scanned_at.type),
    )
    .order_by(_scan.c.scanned_at.desc(), _scan.c.scan_uuid.desc(), _scan.c.device_id.desc())
    .limit(1)
    .scalar_subquery()
)


def _statement(is_the_code: sa.ColumnElement[bool]) -> sa.Select[Any]:
    replay = _scan.alias("replay")
    joined = (
        _device.outerjoin(replay, sa.and_(replay.c.device_id == _device.c.id, replay.c.scan_uuid == sa.bindparam("scan_uuid")))
        .outerjoin(_person, is_the_code)
        .outerjoin(_entry, sa.and_(_entry.c.registration_id == _person.c.id, _entry.c.window == sa.bindparam("window")))
        .outerjoin(_gate, _gate.c.id == _entry.c.gate_id)
    )
    return (
        sa.select(
            replay.c.id.label("replay_id"),
            _person.c.event_id.label("person_event_id"),
            _entry.c.entered_at,
            _entry.c.scan_uuid.label("entered_uuid"),
            _entry.c.gate_id.label("entered_gate_id"),
            _gate.c.name.label("entered_gate"),
            _LAST.label("last"),
            *PERSON,
        )
        .select_from(joined)
        .where(_device.c.id == sa.bindparam("device_id"))
    )


# A badge code is unique everywhere; a short code only in its event, and a revoked one still leads to its person.
_STATEMENTS = {
    CodeKind.BADGE: _statement(_person.c.badge_code == _code),
    CodeKind.SHORT: _statement(sa.and_(_person.c.event_id == _event_id, _person.c.short_code == _code)),
    None: _statement(_person.c.id == sa.bindparam("person_id")),
}
_NOBODY = _statement(sa.false())
_REVOKED = sa.select(_revoked.c.event_id, _revoked.c.registration_id, _revoked.c.revoked_at).where(
    _revoked.c.badge_code == _code
)


def facts_of(device: GateDevice, code: Code, scan_uuid: str, window: Window) -> Facts:
    """Return what stands before this scan. One statement for a known badge, two or three for others."""
    asked: dict[str, Any] = {
        "device_id": device.id,
        "event_id": device.event_id,
        "code": code.text,
        "scan_uuid": scan_uuid,
        "window": window.name,
        "begins_at": window.begins_at,
        "ends_at": window.ends_at,
    }
    facts = _ask(_STATEMENTS.get(code.kind, _NOBODY), device, asked)
    if code.kind is not CodeKind.BADGE or facts.stored or facts.person is not None or facts.of_other_event:
        return facts
    revoked = db.session.connection().execute(_REVOKED, {"code": code.text}).first()
    if revoked is None:
        return facts
    return _ask(_STATEMENTS[None], device, asked | {"person_id": revoked.registration_id}, revoked.revoked_at)


def _ask(statement: sa.Select[Any], device: GateDevice, asked: dict[str, Any], revoked_at: datetime | None = None) -> Facts:
    row: Any = db.session.connection().execute(statement, asked).one()
    own = row.person_event_id == device.event_id
    return Facts(
        stored=row.replay_id is not None,
        person=Person(*row[-len(PERSON) :]) if own else None,
        of_other_event=row.person_event_id is not None and not own,
        entered_at=row.entered_at if own else None,
        entered_uuid=row.entered_uuid or "",
        entered_gate_id=row.entered_gate_id if own else None,
        entered_gate=row.entered_gate or "",
        last=row.last if own else None,
        revoked_at=revoked_at if own else None,
    )


_STORED = (
    sa.select(
        _scan.c.result,
        _scan.c.reason,
        _scan.c.first_at,
        _gate.c.name.label("first_gate"),
        _scan.c.counted,
        _scan.c.registration_id,
        _person.c.full_name,
        _person.c.unit,
        _person.c.category,
        _person.c.party_size,
    )
    .select_from(
        _scan.outerjoin(_gate, _gate.c.id == _scan.c.first_gate_id).outerjoin(_person, _person.c.id == _scan.c.registration_id)
    )
    .where(_scan.c.device_id == sa.bindparam("device_id"), _scan.c.scan_uuid == sa.bindparam("scan_uuid"))
)


def stored_answer(device: GateDevice, scan_uuid: str) -> Any:
    """Return the row of a scan that this device sent before, with the holder's name as it is now."""
    return db.session.connection().execute(_STORED, {"device_id": device.id, "scan_uuid": scan_uuid}).one()
