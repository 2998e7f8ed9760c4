"""Store scans and answer them. Core statements and few of them: hundreds of people wait behind each one.

The answer is given once and never changes: whoever repeats a scan gets it again. What counts, the entry, is a function of the
set of scans: the earliest eligible one of a window, whatever the order in which phones deliver (I8, I9). So an answer may be
"accepted" for a scan that another, later delivered one precedes; the review page shows both.
"""

from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from app.badges.keys import key_ring
from app.checkin import codes
from app.checkin.codes import CodeKind
from app.checkin.models import Entry, Scan
from app.checkin.queries.devices import GateDevice
from app.checkin.queries.facts import facts_of, was_undone
from app.checkin.queries.rules import gateway_of
from app.checkin.rules import Facts, Gateway, Sighting, Verdict, judge
from app.checkin.services import arriving, crowding
from app.checkin.services.inserting import insert_new
from app.checkin.services.outcomes import (
    Outcome,
    Place,
    entry_row,
    may_enter,
    outcome_of,
    repeated,
    scan_row,
)
from app.checkin.terms import AgainRule, Direction, Reason
from app.core import failpoints
from app.core.db import db
from app.core.errors import Unavailable
from app.core.i18n import _l

_entry: Any = Entry.__table__
_scan: Any = Scan.__table__
_TRIES = 5


def record_scan(device: GateDevice, seen: Sighting) -> Outcome:
    """Store one scan and decide about it; a repetition gets the first answer.

    At most one of any number of gates that scan a person at the same instant is told "accepted": the primary key of
    `entry` decides the first entry of a window, its row lock every further one.

    Raises:
        Unavailable: five others came between; nothing was stored.
    """
    code = _read(device, seen.code)
    gateway = gateway_of(device, seen.scanned_at)
    locked = False
    for _try in range(_TRIES):
        facts = facts_of(device, gateway, code, seen.scan_uuid)
        if facts.stored:
            return repeated(device, seen.scan_uuid)
        if seen.offline and was_undone(device, seen.scan_uuid, seen.scanned_at):
            facts = replace(facts, undone=True)
        verdict = judge(gateway, code.kind, facts, seen)
        if failpoints.reach("checkin.entry"):  # the control of the race tests: nobody looks, nobody waits
            verdict = Verdict(Reason.OK)
        elif not locked and _must_wait(gateway, facts, verdict, seen):
            locked = True
            if not _lock(facts, gateway) or verdict.reason is Reason.OK:
                continue
        verdict, warning = crowding.judge_room(device, gateway, facts, seen, verdict)
        place = _enter(device, gateway, facts, seen) if may_enter(facts, seen, verdict.reason) else Place.NONE
        if place is Place.LOST:
            continue
        outcome = outcome_of(facts, seen, verdict, place, warning)
        if _store(scan_row(device, gateway, code, facts, seen, outcome), place):
            arriving.follow(device, gateway, facts.person, seen, outcome)
            return outcome
        return repeated(device, seen.scan_uuid)
    raise Unavailable(None)


def _read(device: GateDevice, raw: object) -> codes.Code:
    """Return what was scanned; a signed code is believed when a key of the event signed it."""
    code = codes.read(raw)
    return codes.believe(code, key_ring(device.event_id)) if code.kind is CodeKind.SIGNED else code


def _must_wait(gateway: Gateway, facts: Facts, verdict: Verdict, seen: Sighting) -> bool:
    """Tell whether somebody else may change what this verdict rests on: a second way in, or an undo of the first."""
    if seen.direction is not Direction.ENTRY or facts.entered_at is None or gateway.rules.again is AgainRule.ALWAYS:
        return False
    # SQLite has one writer: what was read stands until we are done.
    has_others = db.session.get_bind().dialect.name != "sqlite"
    return verdict.reason is Reason.OK or (verdict.reason is Reason.ALREADY_IN and has_others)


def _lock(facts: Facts, gateway: Gateway) -> bool:
    """Wait for others who let the same person in again or undo it. False: the entry is gone meanwhile."""
    assert facts.person is not None  # noqa: S101 -- an entry belongs to somebody
    own = (_entry.c.registration_id == facts.person.id, _entry.c.window == gateway.window.name)
    statement = sa.select(_entry.c.window).where(*own).with_for_update()
    return db.session.connection().execute(statement).first() is not None


def _enter(device: GateDevice, gateway: Gateway, facts: Facts, seen: Sighting) -> Place:
    """Make this scan the entry of its window if it is the earliest."""
    row = entry_row(device, gateway, facts, seen)
    if facts.entered_at is None:
        won = insert_new(_entry, row, unless=("registration_id", "window"))
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
    values = {name: row[name] for name in ("gate_id", "device_id", "scan_uuid", "entered_at", "entered_on")}
    db.session.connection().execute(sa.update(_entry).where(own, earlier).values(**values))


def _store(row: dict[str, Any], place: Place) -> bool:
    """Insert the scan; False when it stands there already."""
    if insert_new(_scan, row, unless=("device_id", "scan_uuid")):
        return True
    if place is not Place.NONE:  # one uuid for two people at once: our entry is undone, the next try finds the other
        raise Unavailable(_l("The same scan is being stored already."))
    return False
