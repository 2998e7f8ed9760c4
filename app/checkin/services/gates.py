"""Set up gates."""

from typing import Any

import sqlalchemy as sa

from app.accounts.models import User
from app.audit import services as audit
from app.checkin.errors import GateInUse, GateNameTaken
from app.checkin.models import Device, EntryRule, Gate, Scan, VisitorCount
from app.checkin.queries.devices import gates_of
from app.core.db import db, refusing
from app.core.registry import CloneRun
from app.events.models import Event


def add_gate(event: Event, name: str, rule: EntryRule, *, by: User) -> Gate:
    """Add a gate behind the others.

    Raises:
        GateNameTaken: there is one of this name.
    """
    position = db.session.scalar(sa.select(sa.func.coalesce(sa.func.max(Gate.position), -1)).where(Gate.event_id == event.id))
    with refusing("uq_gate_event_id_name", GateNameTaken()):
        gate = Gate(event_id=event.id, name=name, rule=rule, position=(position or 0) + 1)
        db.session.add(gate)
    audit.record(by, "checkin.gate_added", gate, data={"name": name, "rule": rule})
    return gate


def change_gate(gate: Gate, name: str, rule: EntryRule, *, by: User) -> None:
    """Rename the gate or change how often a person counts there; what was counted stays.

    Raises:
        GateNameTaken: another gate has this name.
    """
    before = {"name": gate.name, "rule": gate.rule}
    with refusing("uq_gate_event_id_name", GateNameTaken()):
        gate.name, gate.rule = name, rule
    audit.record(by, "checkin.gate_changed", gate, data={"before": before, "name": name, "rule": rule})


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
    db.session.delete(gate)
    db.session.flush()


def clone_gates(source: Event, target: Event, run: CloneRun) -> None:
    """Copy the gates; never devices or scans."""
    for old in gates_of(source):
        new = Gate(event_id=target.id, name=old.name, rule=old.rule, position=old.position)
        db.session.add(new)
        db.session.flush()
        run.remember(old, new)
