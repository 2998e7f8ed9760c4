"""Store what phones scanned without a connection: hundreds of scans in one request and few statements."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.badges.keys import key_ring
from app.checkin import codes
from app.checkin.codes import CodeKind
from app.checkin.models import Entry, Scan
from app.checkin.queries.bulk import Asked, facts_of_many
from app.checkin.queries.devices import GateDevice
from app.checkin.queries.rules import gateway_of
from app.checkin.rules import Facts, Sighting, Verdict, judge
from app.checkin.services import arriving
from app.checkin.services.inserting import insert
from app.checkin.services.outcomes import Outcome, Place, entry_row, may_enter, outcome_of, scan_row
from app.checkin.services.scanning import record_scan
from app.core.db import db
from app.core.errors import Unavailable
from app.core.i18n import _l

_entry: Any = Entry.__table__
_scan: Any = Scan.__table__


@dataclass(frozen=True, slots=True)
class _Item:
    """A scan of the batch with what is known and decided about it."""

    place: int
    asked: Asked
    facts: Facts
    seen: Sighting
    verdict: Verdict

    @property
    def person_id(self) -> int:
        return self.facts.person.id if self.facts.person is not None else 0

    @property
    def enters(self) -> bool:
        return may_enter(self.facts, self.seen, self.verdict.reason)


def record_scans(device: GateDevice, sightings: Sequence[Sighting]) -> list[Outcome]:
    """Store a batch; the answers come in the order asked.

    Scans of different people do not touch each other, so most are stored together. One by one go those of a person who
    stands twice in the batch (in the order of time), who comes in again, or whom another gate lets in at this moment.
    """
    asked = _asked(device, sightings)
    known = facts_of_many(device, asked)
    items = [
        _Item(place, one, facts, seen, judge(one.gateway, one.code.kind, facts, seen))
        for place, (one, facts, seen) in enumerate(zip(asked, known, sightings, strict=True))
    ]
    together = _independent(items)
    outcomes = _store_together(device, together)
    alone = [item for item in items if item.place not in outcomes]
    for item in sorted(alone, key=lambda item: (item.asked.code.text, item.seen.scanned_at, item.seen.scan_uuid)):
        outcomes[item.place] = record_scan(device, item.seen)
    return [outcomes[place] for place in range(len(items))]


def _asked(device: GateDevice, sightings: Sequence[Sighting]) -> list[Asked]:
    """Return what is asked about each scan; sessions of the gate's room and keys of signed codes are read once."""
    meetings, ring = None, None
    asked = []
    for seen in sightings:
        gateway = gateway_of(device, seen.scanned_at, meetings=meetings)
        meetings = gateway.meetings
        code = codes.read(seen.code)
        if code.kind is CodeKind.SIGNED:
            ring = ring or key_ring(device.event_id)
            code = codes.believe(code, ring)
        asked.append(Asked(code, seen.scan_uuid, seen.scanned_at, gateway))
    return asked


def _independent(items: Sequence[_Item]) -> list[_Item]:
    """Return the scans that no other of the batch touches, in the order of people, so that batches never wait in a circle."""
    uuids = Counter(item.seen.scan_uuid for item in items)
    people = Counter(item.person_id for item in items)
    found = [
        item
        for item in items
        if uuids[item.seen.scan_uuid] == 1
        and (item.person_id == 0 or people[item.person_id] == 1)
        and not item.facts.stored
        and not (item.enters and item.facts.entered_at is not None)
    ]
    return sorted(found, key=lambda item: item.person_id)


def _store_together(device: GateDevice, items: Sequence[_Item]) -> dict[int, Outcome]:
    """Store the scans and the entries they make; those whose entry somebody else just made are left out."""
    won = _enter(device, [item for item in items if item.enters])
    outcomes: dict[int, Outcome] = {}
    rows = []
    for item in items:
        if item.enters and item.place not in won:
            continue
        outcome = outcome_of(item.facts, item.seen, item.verdict, Place.FIRST if item.enters else Place.NONE)
        outcomes[item.place] = outcome
        rows.append(scan_row(device, item.asked.gateway, item.asked.code, item.facts, item.seen, outcome))
    if rows:
        statement = insert(_scan).on_conflict_do_nothing(index_elements=["device_id", "scan_uuid"])
        stored = db.session.connection().scalars(statement.returning(_scan.c.id), rows).all()
        if len(stored) != len(rows):
            raise Unavailable(_l("The same scan is being stored already."))
    for item in items:
        if item.place in outcomes:
            arriving.follow(device, item.asked.gateway, item.facts.person, item.seen, outcomes[item.place])
    return outcomes


def _enter(device: GateDevice, items: Sequence[_Item]) -> set[int]:
    """Insert entries; return the places of the scans that are one now."""
    rows = [entry_row(device, item.asked.gateway, item.facts, item.seen) for item in items]
    if not rows:
        return set()
    statement = insert(_entry).on_conflict_do_nothing(index_elements=["registration_id", "window"])
    won = db.session.connection().scalars(statement.returning(_entry.c.registration_id), rows)
    people = set(won)
    return {item.place for item in items if item.person_id in people}
