"""What one scan must know, in one statement: the person behind the code, what stands already, whether it is a repetition."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.badges.models import RevokedCode
from app.checkin.codes import Code, CodeKind
from app.checkin.gate_rules import Window
from app.checkin.models import Device, Direction, Entry, Gate, GateNote, Scan, ScanUndo
from app.checkin.models.scans import GROUND, OUTSIDE
from app.checkin.queries.devices import GateDevice
from app.checkin.rules import Facts, Gateway, Person
from app.checkin.terms import ELIGIBLE
from app.core.db import db
from app.registrations.models import Registration

_person: Any = Registration.__table__
_scan: Any = Scan.__table__
_entry: Any = Entry.__table__
_gate: Any = Gate.__table__
_device: Any = Device.__table__
_revoked: Any = RevokedCode.__table__
_event_id: Any = sa.bindparam("event_id")
_code: Any = sa.bindparam("code")

_note: Any = GateNote.__table__
_undo: Any = ScanUndo.__table__

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
    _note.c.kind,
    _note.c.text,
    _note.c.host_id,
)
_AT = _scan.c.scanned_at.type


def is_undone(scan: Any = _scan) -> sa.ColumnElement[bool]:
    """Return the condition that somebody undid the scan, within the time in which they may."""
    own = sa.and_(_undo.c.device_id == scan.c.device_id, _undo.c.scan_uuid == scan.c.scan_uuid)
    return sa.exists().where(own, _undo.c.covers_from_at <= scan.c.scanned_at)


def in_list(scan: Any = _scan) -> sa.Case[Any]:
    """Return GROUND for a passage in, OUTSIDE for one out: where somebody is as a list or a session sees it."""
    return sa.case((scan.c.direction == Direction.ENTRY, GROUND), else_=OUTSIDE)


_BY_TIME = (_scan.c.scanned_at.desc(), _scan.c.scan_uuid.desc(), _scan.c.device_id.desc())
_PASSAGE = sa.and_(_scan.c.registration_id == _person.c.id, _scan.c.reason.in_(ELIGIBLE), ~is_undone())
# Where the person was seen last: anywhere within the time of the window, or on the same list.
_PLACES = {
    True: sa.select(_scan.c.place)
    .where(
        _PASSAGE,
        _scan.c.place.is_not(None),
        _scan.c.scanned_at >= sa.bindparam("begins_at", type_=_AT),
        _scan.c.scanned_at < sa.bindparam("ends_at", type_=_AT),
    )
    .order_by(*_BY_TIME)
    .limit(1)
    .scalar_subquery(),
    False: sa.select(in_list())
    .where(_PASSAGE, _scan.c.window == sa.bindparam("window"))
    .order_by(*_BY_TIME)
    .limit(1)
    .scalar_subquery(),
}


def _statement(is_the_code: sa.ColumnElement[bool], *, moves: bool) -> sa.Select[Any]:
    replay = _scan.alias("replay")
    joined = (
        _device.outerjoin(replay, sa.and_(replay.c.device_id == _device.c.id, replay.c.scan_uuid == sa.bindparam("scan_uuid")))
        .outerjoin(_person, is_the_code)
        .outerjoin(_entry, sa.and_(_entry.c.registration_id == _person.c.id, _entry.c.window == sa.bindparam("window")))
        .outerjoin(_gate, _gate.c.id == _entry.c.gate_id)
        .outerjoin(_note, _note.c.registration_id == _person.c.id)
    )
    return (
        sa.select(
            replay.c.id.label("replay_id"),
            _person.c.event_id.label("person_event_id"),
            _entry.c.entered_at,
            _entry.c.scan_uuid.label("entered_uuid"),
            _entry.c.gate_id.label("entered_gate_id"),
            _gate.c.name.label("entered_gate"),
            _PLACES[moves].label("place"),
            *PERSON,
        )
        .select_from(joined)
        .where(_device.c.id == sa.bindparam("device_id"))
    )


# A badge code is unique everywhere; a short code only in its event, and a revoked one still leads to its person.
_OWNERS: dict[CodeKind | None, sa.ColumnElement[bool]] = {
    CodeKind.BADGE: _person.c.badge_code == _code,
    CodeKind.SHORT: sa.and_(_person.c.event_id == _event_id, _person.c.short_code == _code),
    None: _person.c.id == sa.bindparam("person_id"),
}
_STATEMENTS = {(kind, moves): _statement(owner, moves=moves) for kind, owner in _OWNERS.items() for moves in (True, False)}
_NOBODY = _statement(sa.false(), moves=False)
_REVOKED = sa.select(_revoked.c.event_id, _revoked.c.registration_id, _revoked.c.revoked_at).where(
    _revoked.c.badge_code == _code
)


def facts_of(device: GateDevice, gateway: Gateway, code: Code, scan_uuid: str) -> Facts:
    """Return what stands before this scan. One statement for a known badge, two or three for others."""
    window: Window = gateway.window
    asked: dict[str, Any] = {
        "device_id": device.id,
        "event_id": device.event_id,
        "code": code.text,
        "scan_uuid": scan_uuid,
        "window": window.name,
        "begins_at": window.begins_at,
        "ends_at": window.ends_at,
    }
    moves = gateway.rules.moves
    facts = _ask(_STATEMENTS.get((code.kind, moves), _NOBODY), device, asked)
    if code.kind is not CodeKind.BADGE or facts.stored or facts.person is not None or facts.of_other_event:
        return facts
    revoked = db.session.connection().execute(_REVOKED, {"code": code.text}).first()
    if revoked is None:
        return facts
    return _ask(_STATEMENTS[None, moves], device, asked | {"person_id": revoked.registration_id}, revoked.revoked_at)


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
        place=row.place if own else None,
        revoked_at=revoked_at if own else None,
    )


def was_undone(device: GateDevice, scan_uuid: str, scanned_at: datetime) -> bool:
    """Tell whether the scan was undone before it arrived; only scans without a connection can be."""
    own = (_undo.c.device_id == device.id, _undo.c.scan_uuid == scan_uuid, _undo.c.covers_from_at <= scanned_at)
    return bool(db.session.connection().scalar(sa.select(sa.exists().where(*own))))


_STORED = (
    sa.select(
        _scan.c.result,
        _scan.c.reason,
        _scan.c.first_at,
        _scan.c.why,
        _gate.c.name.label("first_gate"),
        _scan.c.counted,
        _scan.c.registration_id,
        _person.c.full_name,
        _person.c.unit,
        _person.c.category,
        _person.c.party_size,
        _note.c.kind.label("note_kind"),
        _note.c.text.label("note_text"),
    )
    .select_from(
        _scan.outerjoin(_gate, _gate.c.id == _scan.c.first_gate_id)
        .outerjoin(_person, _person.c.id == _scan.c.registration_id)
        .outerjoin(_note, _note.c.registration_id == _person.c.id)
    )
    .where(_scan.c.device_id == sa.bindparam("device_id"), _scan.c.scan_uuid == sa.bindparam("scan_uuid"))
)


def stored_answer(device: GateDevice, scan_uuid: str) -> Any:
    """Return the row of a scan that this device sent before, with the holder's name as it is now."""
    return db.session.connection().execute(_STORED, {"device_id": device.id, "scan_uuid": scan_uuid}).one()
