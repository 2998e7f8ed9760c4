"""Set up gates and when they are open. Every change gives the event's rules another key, so that nobody works with old ones."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.accounts.models import User
from app.audit import services as audit
from app.checkin.errors import GateInUse, GateNameTaken, RoomMissing
from app.checkin.models import AgainRule, Device, EntryRule, Gate, GateHours, Scan, VisitorCount
from app.checkin.models.gates import new_rules_key
from app.core.db import db, refusing
from app.events.models import Event


@dataclass(frozen=True, slots=True)
class GateSettings:
    """What is set for a gate; see app.checkin.models.Gate. Categories are values, none means all."""

    name: str
    rule: EntryRule = EntryRule.ONCE_PER_DAY
    again: AgainRule = AgainRule.AFTER_EXIT
    zone_id: int | None = None
    room_id: int | None = None
    station_id: int | None = None
    list_name: str = ""
    categories: tuple[str, ...] = ()

    def as_columns(self) -> dict[str, Any]:
        """Return the columns of a gate. Only gates of sessions have a room; a list of its own leads into no zone."""
        counts_sessions = self.rule is EntryRule.ONCE_PER_SESSION
        return {
            "name": self.name,
            "rule": self.rule,
            "again": self.again,
            "zone_id": None if self.list_name or counts_sessions else self.zone_id,
            "room_id": self.room_id if counts_sessions else None,
            "station_id": self.station_id,
            "list_name": "" if counts_sessions else self.list_name,
            "categories": list(self.categories),
        }


def add_gate(event: Event, settings: GateSettings, *, by: User) -> Gate:
    """Add a gate behind the others.

    Raises:
        GateNameTaken: there is one of this name. RoomMissing: sessions are to be counted, but of which room?
    """
    _check(settings)
    position = db.session.scalar(sa.select(sa.func.coalesce(sa.func.max(Gate.position), -1)).where(Gate.event_id == event.id))
    with refusing("uq_gate_event_id_name", GateNameTaken()):
        gate = Gate(event_id=event.id, position=(position or 0) + 1, **settings.as_columns())
        db.session.add(gate)
    audit.record(by, "checkin.gate_added", gate, data=settings.as_columns())
    touch_rules(event.id)
    return gate


def change_gate(gate: Gate, settings: GateSettings, *, by: User) -> None:
    """Change the gate; what was counted stays.

    Raises:
        GateNameTaken: another gate has this name. RoomMissing: sessions are to be counted, but of which room?
    """
    _check(settings)
    columns = settings.as_columns()
    before = {name: getattr(gate, name) for name in columns}
    with refusing("uq_gate_event_id_name", GateNameTaken()):
        for name, value in columns.items():
            setattr(gate, name, value)
    audit.record(by, "checkin.gate_changed", gate, data={"before": before, **columns})
    touch_rules(gate.event_id)


def _check(settings: GateSettings) -> None:
    if settings.rule is EntryRule.ONCE_PER_SESSION and settings.room_id is None:
        raise RoomMissing


def touch_rules(event_id: int) -> None:
    """Give the rules of the event's gates another key: every process reads them again at its next scan."""
    key = new_rules_key()
    db.session.execute(
        sa.update(Gate).where(Gate.event_id == event_id).values(rules_key=key),
        execution_options={"synchronize_session": "fetch"},
    )


def remove_gate(gate: Gate, *, by: User) -> None:
    """Remove a gate that nobody used.

    Raises:
        GateInUse: devices were paired with it, or it has scans or counts.
    """
    used: Any = sa.or_(
        sa.exists().where(Device.gate_id == gate.id),
        sa.exists().where(Scan.gate_id == gate.id, Scan.event_id == gate.event_id),
        sa.exists().where(VisitorCount.gate_id == gate.id, VisitorCount.event_id == gate.event_id),
    )
    if db.session.scalar(sa.select(used)):
        raise GateInUse
    audit.record(by, "checkin.gate_removed", gate, data={"name": gate.name})
    for row in list(gate.hours):
        db.session.delete(row)
    db.session.flush()
    db.session.delete(gate)
    db.session.flush()
    touch_rules(gate.event_id)


@dataclass(frozen=True, slots=True)
class OpenHours:
    """When a gate is open: minutes since local midnight, on one day or on all, for some kinds of badges or all."""

    on_day: date | None
    from_minute: int
    until_minute: int
    categories: tuple[str, ...] = ()


def add_hours(gate: Gate, hours: OpenHours, *, by: User) -> GateHours:
    """Open the gate at these hours, and from now on only at hours that are set."""
    row = GateHours(
        event_id=gate.event_id,
        gate_id=gate.id,
        on_day=hours.on_day,
        from_minute=hours.from_minute,
        until_minute=hours.until_minute,
        categories=list(hours.categories),
    )
    gate.hours.append(row)
    db.session.flush()
    audit.record(by, "checkin.gate_hours_added", gate, data=_told(row))
    touch_rules(gate.event_id)
    return row


def remove_hours(gate: Gate, row: GateHours, *, by: User) -> None:
    """Take hours away; without any the gate is always open."""
    audit.record(by, "checkin.gate_hours_removed", gate, data=_told(row))
    gate.hours.remove(row)
    db.session.delete(row)
    db.session.flush()
    touch_rules(gate.event_id)


def _told(row: GateHours) -> dict[str, Any]:
    day = row.on_day.isoformat() if row.on_day else None
    hours = {"from": _clock(row.from_minute), "until": _clock(row.until_minute)}
    return {"day": day, **hours, "categories": list(row.categories)}


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
