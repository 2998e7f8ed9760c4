"""The rules of an event's gates, kept in the process until somebody changes them."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from app.agenda.models import Session
from app.checkin.gate_rules import EventRules, GateRules, Hours, Meeting, ZoneRules, window_of
from app.checkin.models import Gate, Zone
from app.checkin.models.scans import GROUND, OUTSIDE
from app.checkin.queries.devices import GateDevice
from app.checkin.rules import Gateway
from app.checkin.terms import EntryRule, WhenFull
from app.core.db import db

# Rules by the key of one state of them: what is found under a key never changes. A few kB each.
_kept: dict[tuple[int, str], EventRules] = {}
_MOST_KEPT = 200


def gateway_of(device: GateDevice, at: datetime, *, meetings: tuple[Meeting, ...] | None = None) -> Gateway:
    """Return the device's gate as it stands at `at`. No statement while nobody changes gates, one at gates of sessions.

    Args:
        meetings: those of the gate's room, when the caller has them.
    """
    event = rules_of(device.event_id, device.rules_key)
    rules = event.by_id[device.gate_id]
    if rules.rule is not EntryRule.ONCE_PER_SESSION:
        meetings = ()
    elif meetings is None:
        meetings = meetings_of(device.event_id, rules)
    calendar = device.calendar
    return Gateway(rules, event, calendar, window_of(rules, calendar, at, meetings), meetings)


def rules_of(event_id: int, key: str) -> EventRules:
    """Return the rules that `key` stands for."""
    found = _kept.get((event_id, key))
    if found is None:
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        found = _kept[(event_id, key)] = load_rules(event_id)
    return found


def load_rules(event_id: int) -> EventRules:
    """Return the rules as they are now, gates and zones in their order. Three statements."""
    zones = zones_of_event(event_id)
    made = {zone.id: _zone(zone, zones) for zone in zones}
    statement = sa.select(Gate).where(Gate.event_id == event_id).options(selectinload(Gate.hours))
    gates = db.session.scalars(statement.order_by(Gate.position, Gate.id), execution_options={"populate_existing": True})
    return EventRules(tuple(_gate(gate, made) for gate in gates), tuple(made.values()))


def zones_of_event(event_id: int) -> list[Zone]:
    """Return the zones in their order."""
    return list(db.session.scalars(sa.select(Zone).where(Zone.event_id == event_id).order_by(Zone.position, Zone.id)))


def _zone(zone: Zone, zones: list[Zone]) -> ZoneRules:
    exit_place = zone.part_of_id or (OUTSIDE if zone.has_own_door else GROUND)
    return ZoneRules(
        zone.id,
        zone.name,
        exit_place,
        zones_within(zone.id, zones),
        frozenset(zone.categories),
        zone.most,
        zone.when_full is WhenFull.REFUSE,
    )


def zones_within(zone_id: int, zones: list[Zone]) -> frozenset[int]:
    """Return the zone and all that lie in it, however deep."""
    found, fresh = {zone_id}, {zone_id}
    while fresh:
        fresh = {zone.id for zone in zones if zone.part_of_id in fresh} - found
        found |= fresh
    return frozenset(found)


def _gate(gate: Gate, zones: dict[int, ZoneRules]) -> GateRules:
    hours = tuple(Hours(row.on_day, row.from_minute, row.until_minute, frozenset(row.categories)) for row in gate.hours)
    return GateRules(
        gate.id,
        gate.name,
        gate.rule,
        gate.again,
        gate.list_name,
        gate.room_id,
        frozenset(gate.categories),
        hours,
        zones.get(gate.zone_id or 0),
        gate.station_id,
    )


_session: Any = Session.__table__


def meetings_of(event_id: int, rules: GateRules) -> tuple[Meeting, ...]:
    """Return the sessions of the gate's room in the order of time."""
    statement = (
        sa.select(_session.c.id, _session.c.title, _session.c.starts_at, _session.c.ends_at)
        .where(_session.c.event_id == event_id, _session.c.room_id == rules.room_id)
        .order_by(_session.c.starts_at, _session.c.id)
    )
    return tuple(Meeting(*row) for row in db.session.connection().execute(statement))
