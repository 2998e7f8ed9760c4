"""Keep a zone from holding more people than it may: refuse at its gate, or let in and warn."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.checkin.gate_rules import ZoneRules
from app.checkin.models import Zone
from app.checkin.queries.crowd import count_in_zones
from app.checkin.queries.devices import GateDevice
from app.checkin.rules import Facts, Gateway, Sighting, Verdict
from app.checkin.terms import Direction, Reason
from app.core import failpoints
from app.core.db import db

_zone: Any = Zone.__table__


def judge_room(
    device: GateDevice, gateway: Gateway, facts: Facts, seen: Sighting, verdict: Verdict
) -> tuple[Verdict, dict[str, Any] | None]:
    """Return the verdict, changed when the zone is full and refuses, and a warning when it is full and does not.

    Who was let in without a connection is in: that is never judged afterwards. Gates of a zone that refuses wait for one
    another, so it never holds more than it may.
    """
    zone = gateway.rules.zone
    if zone is None or zone.most is None or verdict.reason is not Reason.OK or not gateway.rules.moves:
        return verdict, None
    if seen.direction is Direction.EXIT or seen.offline or facts.person is None:
        return verdict, None
    if facts.place in zone.within:  # comes in again without having left
        return verdict, None
    inside = _count(device, gateway, zone, facts.person.id, seen.scanned_at)
    told = {"zone": zone.name, "inside": inside, "most": zone.most}
    if inside + facts.person.party_size <= zone.most:
        return verdict, None
    if zone.refuses and not failpoints.reach("checkin.room"):
        return Verdict(Reason.WRONG_ZONE, {"key": "full"} | told), None
    return verdict, {"key": "crowded"} | told | {"inside": inside + facts.person.party_size}


def _count(device: GateDevice, gateway: Gateway, zone: ZoneRules, person_id: int, at: datetime) -> int:
    if zone.refuses and not failpoints.reach("checkin.room"):
        # Until we are done nobody else is let into this zone.
        db.session.connection().execute(sa.select(_zone.c.id).where(_zone.c.id == zone.id).with_for_update())
    midnight = gateway.calendar.instant(gateway.calendar.day_of(at))
    return count_in_zones(device.event_id, zone.within, midnight, but=person_id)
