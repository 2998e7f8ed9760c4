"""What follows when somebody is let in: the host of a guest is told at once, a printer at the gate prints the badge."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from app.badges.services.queueing import queue_on_entry
from app.checkin.models import GateNote
from app.checkin.queries.devices import GateDevice
from app.checkin.rules import Gateway, Person, Sighting
from app.checkin.services.outcomes import Outcome
from app.checkin.terms import Direction, ScanResult
from app.core.db import db
from app.jobs import services as jobs

_note: Any = GateNote.__table__
# The host is told once in this time, through however many gates the guest goes.
_TOLD_FOR = timedelta(hours=12)


def follow(device: GateDevice, gateway: Gateway, person: Person | None, seen: Sighting, outcome: Outcome) -> None:
    """Ask for what an admission brings with it; nothing for most people, so it costs nothing at the gate."""
    if person is None or outcome.result is not ScanResult.ACCEPTED or seen.direction is Direction.EXIT:
        return
    if person.host_id is not None:
        _tell_host(device, person, seen)
    if gateway.rules.station_id is not None and not seen.offline:
        queue_on_entry(gateway.rules.station_id, person.id, device=device.name, at=seen.received_at)


def _tell_host(device: GateDevice, person: Person, seen: Sighting) -> None:
    not_yet = sa.or_(_note.c.told_at.is_(None), _note.c.told_at < seen.scanned_at - _TOLD_FOR)
    statement = sa.update(_note).where(_note.c.registration_id == person.id, not_yet).values(told_at=seen.scanned_at)
    if db.session.connection().execute(statement).rowcount == 1:
        jobs.enqueue(
            "checkin.guest_arrived",
            registration_id=person.id,
            gate_id=device.gate_id,
            at=seen.scanned_at.isoformat(),
        )
