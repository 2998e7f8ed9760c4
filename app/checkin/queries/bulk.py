"""The facts of many scans at once: a handful of statements for five hundred of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.badges.models import RevokedCode
from app.checkin.codes import Code, CodeKind
from app.checkin.gate_rules import GateRules, Window
from app.checkin.models import Entry, Gate, GateNote, Scan, ScanUndo
from app.checkin.queries.devices import GateDevice
from app.checkin.queries.facts import PERSON, in_list, is_undone
from app.checkin.rules import Facts, Gateway, Person
from app.checkin.terms import ELIGIBLE
from app.core.db import db
from app.registrations.models import Registration

_person: Any = Registration.__table__
_scan: Any = Scan.__table__
_entry: Any = Entry.__table__
_gate: Any = Gate.__table__
_revoked: Any = RevokedCode.__table__
_note: Any = GateNote.__table__
_undo: Any = ScanUndo.__table__
_noted = _person.outerjoin(_note, _note.c.registration_id == _person.c.id)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked about one scan."""

    code: Code
    scan_uuid: str
    scanned_at: datetime
    gateway: Gateway

    @property
    def window(self) -> Window:
        return self.gateway.window


@dataclass(frozen=True, slots=True)
class _Owner:
    """Whom a code leads to."""

    person: Person | None
    of_other_event: bool = False
    revoked_at: datetime | None = None


_NOBODY = _Owner(None)


def facts_of_many(device: GateDevice, asked: Sequence[Asked]) -> list[Facts]:
    """Return the facts of each as `facts_of` would, in the order asked."""
    uuids = [item.scan_uuid for item in asked]
    stored, undone = _stored(device, uuids), _undone(device, uuids)
    owners = _owners(device, {item.code.text for item in asked if item.code.kind in (CodeKind.BADGE, CodeKind.SHORT)})
    people = {owner.person.id for owner in owners.values() if owner.person is not None}
    entries = _entries(people, {item.window.name for item in asked})
    passages = _passages(people, asked)
    found = []
    for item in asked:
        owner = owners.get(item.code.text, _NOBODY)
        person = owner.person
        entry = entries.get((person.id, item.window.name)) if person is not None else None
        found.append(
            Facts(
                stored=item.scan_uuid in stored,
                person=person,
                of_other_event=owner.of_other_event,
                entered_at=entry.entered_at if entry is not None else None,
                entered_uuid=entry.scan_uuid if entry is not None else "",
                entered_gate_id=entry.gate_id if entry is not None else None,
                entered_gate=entry.gate if entry is not None else "",
                place=last_place(passages.get(person.id, ()), item) if person is not None else None,
                revoked_at=owner.revoked_at,
                undone=any(covers <= item.scanned_at for covers in undone.get(item.scan_uuid, ())),
            )
        )
    return found


def last_place(passages: Iterable[tuple[datetime, str, int]], item: Asked) -> int | None:
    """Return the place of the last passage that the gate looks at: of the window's time, or of its list."""
    moves, window = item.gateway.rules.moves, item.window
    found = None
    for at, name, place in passages:
        if window.begins_at <= at < window.ends_at if moves else name == window.name:
            found = place
    return found


def _stored(device: GateDevice, uuids: Sequence[str]) -> set[str]:
    statement = sa.select(_scan.c.scan_uuid).where(_scan.c.device_id == device.id, _scan.c.scan_uuid.in_(uuids))
    return set(db.session.connection().scalars(statement))


def _undone(device: GateDevice, uuids: Sequence[str]) -> dict[str, list[datetime]]:
    """Return from when on undos cover the scans that they name."""
    statement = sa.select(_undo.c.scan_uuid, _undo.c.covers_from_at)
    found: dict[str, list[datetime]] = {}
    own = (_undo.c.device_id == device.id, _undo.c.scan_uuid.in_(uuids))
    for scan_uuid, covers_from_at in db.session.connection().execute(statement.where(*own)):
        found.setdefault(scan_uuid, []).append(covers_from_at)
    return found


def _owners(device: GateDevice, codes: set[str]) -> dict[str, _Owner]:
    badges = [code for code in codes if len(code) > 8]
    shorts = [code for code in codes if len(code) == 8]
    everybody = sa.select(_person.c.event_id, _person.c.badge_code, _person.c.short_code, *PERSON).select_from(_noted)
    connection = db.session.connection()
    owners: dict[str, _Owner] = {}
    for row in connection.execute(everybody.where(_person.c.badge_code.in_(badges))):
        own = row.event_id == device.event_id
        owners[row.badge_code] = _Owner(Person(*row[3:]) if own else None, of_other_event=not own)
    of_event = everybody.where(_person.c.event_id == device.event_id, _person.c.short_code.in_(shorts))
    for row in connection.execute(of_event):
        owners[row.short_code] = _Owner(Person(*row[3:]))
    missing = [code for code in badges if code not in owners]
    if missing:
        owners |= _former_owners(device, missing)
    return owners


def _former_owners(device: GateDevice, badges: list[str]) -> dict[str, _Owner]:
    statement = (
        sa.select(_revoked.c.badge_code, _revoked.c.revoked_at, _person.c.event_id, *PERSON)
        .select_from(_revoked.join(_noted, _person.c.id == _revoked.c.registration_id))
        .where(_revoked.c.badge_code.in_(badges))
    )
    owners = {}
    for row in db.session.connection().execute(statement):
        own = row.event_id == device.event_id
        owners[row.badge_code] = _Owner(Person(*row[3:]), revoked_at=row.revoked_at) if own else _Owner(None, True)
    return owners


def _entries(people: set[int], windows: set[str]) -> dict[tuple[int, str], Any]:
    statement = (
        sa.select(
            _entry.c.registration_id,
            _entry.c.window,
            _entry.c.entered_at,
            _entry.c.scan_uuid,
            _entry.c.gate_id,
            _gate.c.name.label("gate"),
        )
        .join(_gate, _gate.c.id == _entry.c.gate_id)
        .where(_entry.c.registration_id.in_(people), _entry.c.window.in_(windows))
    )
    return {(row.registration_id, row.window): row for row in db.session.connection().execute(statement)}


def _passages(people: set[int], asked: Sequence[Asked]) -> dict[int, list[tuple[datetime, str, int]]]:
    """Return time, window and place of the people's passages in the order of time, over all windows that are asked about."""
    if not people:
        return {}
    rules: GateRules = asked[0].gateway.rules
    where = [_scan.c.registration_id.in_(people), _scan.c.reason.in_(ELIGIBLE), ~is_undone()]
    if rules.moves:
        begins_at, ends_at = (min(item.window.begins_at for item in asked), max(item.window.ends_at for item in asked))
        where += [_scan.c.place.is_not(None), _scan.c.scanned_at >= begins_at, _scan.c.scanned_at < ends_at]
    else:
        where.append(_scan.c.window.in_({item.window.name for item in asked}))
    place = _scan.c.place if rules.moves else in_list()
    statement = sa.select(_scan.c.registration_id, _scan.c.scanned_at, _scan.c.window, place).where(*where)
    found: dict[int, list[tuple[datetime, str, int]]] = {}
    for person_id, *passage in db.session.connection().execute(
        statement.order_by(_scan.c.scanned_at, _scan.c.scan_uuid, _scan.c.device_id)
    ):
        found.setdefault(person_id, []).append(tuple(passage))
    return found
