"""Take zones and gates over into the next edition; never devices or scans."""

from app.checkin.models import Gate, GateHours, Zone
from app.checkin.queries.devices import gates_of
from app.checkin.queries.rules import zones_of_event
from app.checkin.terms import EntryRule
from app.core.db import db
from app.core.registry import CloneRun
from app.events.models import Event


def clone_gates(source: Event, target: Event, run: CloneRun) -> None:
    """Copy zones, gates and their hours. Hours of one day move with the event; without its room a gate counts by day."""
    zones: dict[int, Zone] = {}
    for old in zones_of_event(source.id):
        names = ("name", "has_own_door", "most", "when_full", "categories", "position")
        zones[old.id] = Zone(event_id=target.id, **{name: getattr(old, name) for name in names})
        db.session.add(zones[old.id])
    db.session.flush()
    for old in zones_of_event(source.id):
        if old.part_of_id is not None:
            zones[old.id].part_of_id = zones[old.part_of_id].id
        run.remember(old, zones[old.id])
    for gate in gates_of(source):
        _clone_gate(gate, target, zones, run)


def _clone_gate(old: Gate, target: Event, zones: dict[int, Zone], run: CloneRun) -> None:
    names = ("name", "again", "list_name", "categories", "position")
    room_id = run.new_id("room", old.room_id)
    rule = EntryRule.ONCE_PER_DAY if old.rule is EntryRule.ONCE_PER_SESSION and room_id is None else old.rule
    zone_id = zones[old.zone_id].id if old.zone_id is not None else None
    values = {name: getattr(old, name) for name in names}
    new = Gate(event_id=target.id, rule=rule, zone_id=zone_id, room_id=room_id, **values)
    db.session.add(new)
    db.session.flush()
    for row in old.hours:
        new.hours.append(
            GateHours(
                event_id=target.id,
                on_day=run.move_day(row.on_day),
                from_minute=row.from_minute,
                until_minute=row.until_minute,
                categories=list(row.categories),
            )
        )
    db.session.flush()
    run.remember(old, new)
