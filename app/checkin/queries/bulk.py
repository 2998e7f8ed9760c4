"""The facts of many scans at once: a handful of statements for five hundred of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.badges.models import RevokedCode
from app.checkin.codes import Code, CodeKind
from app.checkin.models import Direction, Entry, Gate, Scan
from app.checkin.queries.devices import GateDevice
from app.checkin.queries.facts import PERSON, Facts, Person, Window
from app.checkin.terms import ELIGIBLE
from app.core.db import db
from app.registrations.models import Registration

_person: Any = Registration.__table__
_scan: Any = Scan.__table__
_entry: Any = Entry.__table__
_gate: Any = Gate.__table__
_revoked: Any = RevokedCode.__table__


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked about one scan."""

    code: Code
    scan_uuid: str
    window: Window


@dataclass(frozen=True, slots=True)
class _Owner:
    """Whom a code leads to."""

    person: Person | None
    of_other_event: bool = False
    revoked_at: datetime | None = None


_NOBODY = _Owner(None)


def facts_of_many(device: GateDevice, asked: Sequence[Asked]) -> list[Facts]:
    """Return the facts of each as `facts_of` would, in the order asked."""
    stored = _stored(device, [item.scan_uuid for item in asked])
    owners = _owners(device, {item.code.text for item in asked if item.code.kind in (CodeKind.BADGE, CodeKind.SHORT)})
    people = {owner.person.id for owner in owners.values() if owner.person is not None}
    entries = _entries(people, {item.window.name for item in asked})
    passages = _passages(people, [item.window for item in asked])
    return [_facts(item, owners.get(item.code.text, _NOBODY), stored, entries, passages) for item in asked]


def _facts(
    item: Asked,
    owner: _Owner,
    stored: set[str],
    entries: dict[tuple[int, str], Any],
    passages: dict[int, list[tuple[datetime, Direction]]],
) -> Facts:
    person = owner.person
    entry = entries.get((person.id, item.window.name)) if person is not None else None
    return Facts(
        stored=item.scan_uuid in stored,
        person=person,
        of_other_event=owner.of_other_event,
        entered_at=entry.entered_at if entry is not None else None,
        entered_uuid=entry.scan_uuid if entry is not None else "",
        entered_gate_id=entry.gate_id if entry is not None else None,
        entered_gate=entry.gate if entry is not None else "",
        last=_last(passages.get(person.id, ()), item.window) if person is not None else None,
        revoked_at=owner.revoked_at,
    )


def _last(passages: Iterable[tuple[datetime, Direction]], window: Window) -> Direction | None:
    within = [direction for at, direction in passages if window.begins_at <= at < window.ends_at]
    return within[-1] if within else None


def _stored(device: GateDevice, uuids: Sequence[str]) -> set[str]:
    statement = sa.select(_scan.c.scan_uuid).where(_scan.c.device_id == device.id, _scan.c.scan_uuid.in_(uuids))
    return set(db.session.connection().scalars(statement))


def _owners(device: GateDevice, codes: set[str]) -> dict[str, _Owner]:
    badges = [code for code in codes if len(code) > 8]
    shorts = [code for code in codes if len(code) == 8]
    columns = (_person.c.event_id, _person.c.badge_code, _person.c.short_code, *PERSON)
    connection = db.session.connection()
    owners: dict[str, _Owner] = {}
    for row in connection.execute(sa.select(*columns).where(_person.c.badge_code.in_(badges))):
        own = row.event_id == device.event_id
        owners[row.badge_code] = _Owner(Person(*row[3:]) if own else None, of_other_event=not own)
    of_event = sa.select(*columns).where(_person.c.event_id == device.event_id, _person.c.short_code.in_(shorts))
    for row in connection.execute(of_event):
        owners[row.short_code] = _Owner(Person(*row[3:]))
    missing = [code for code in badges if code not in owners]
    if missing:
        owners |= _former_owners(device, missing)
    return owners


def _former_owners(device: GateDevice, badges: list[str]) -> dict[str, _Owner]:
    statement = (
        sa.select(_revoked.c.badge_code, _revoked.c.revoked_at, _person.c.event_id, *PERSON)
        .join(_person, _person.c.id == _revoked.c.registration_id)
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


def _passages(people: set[int], windows: list[Window]) -> dict[int, list[tuple[datetime, Direction]]]:
    """Return in and out of the people in the order of time, over all windows that are asked about."""
    if not people:
        return {}
    statement = (
        sa.select(_scan.c.registration_id, _scan.c.scanned_at, _scan.c.direction)
        .where(
            _scan.c.registration_id.in_(people),
            _scan.c.reason.in_(ELIGIBLE),
            _scan.c.scanned_at >= min(window.begins_at for window in windows),
            _scan.c.scanned_at < max(window.ends_at for window in windows),
        )
        .order_by(_scan.c.scanned_at, _scan.c.scan_uuid, _scan.c.device_id)
    )
    found: dict[int, list[tuple[datetime, Direction]]] = {}
    for person_id, at, direction in db.session.connection().execute(statement):
        found.setdefault(person_id, []).append((at, direction))
    return found
