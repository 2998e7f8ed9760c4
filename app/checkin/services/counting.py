"""Count visitors by taps where nobody shows a code (A-45)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from app.checkin.models import VisitorCount
from app.checkin.queries.devices import GateDevice
from app.core.db import db

_count: Any = VisitorCount.__table__


@dataclass(frozen=True, slots=True)
class Tap:
    """One tap of a clicker, +1 or +10, or a correction -1; `counted_at` is already corrected."""

    count_uuid: str
    delta: int
    counted_at: datetime


@dataclass(frozen=True, slots=True)
class Totals:
    """`stored` taps were new; sums of the device's gate and of the event today."""

    stored: int
    gate_today: int
    event_today: int


def record_taps(device: GateDevice, taps: Sequence[Tap], received_at: datetime) -> Totals:
    """Add taps once each, whoever sends them how often. Each belongs to the local day and hour it was made in."""
    insert = (postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite).insert
    connection = db.session.connection()
    rows = [_row(device, tap, received_at) for tap in taps]
    stored = 0
    if rows:
        statement = insert(_count).values(rows).on_conflict_do_nothing(index_elements=["device_id", "count_uuid"])
        stored = len(connection.execute(statement.returning(_count.c.id)).all())
    today = device.day_of(received_at)
    total = sa.func.coalesce(sa.func.sum(_count.c.delta), 0)
    at_gate = sa.func.coalesce(sa.func.sum(sa.case((_count.c.gate_id == device.gate_id, _count.c.delta), else_=0)), 0)
    sums = connection.execute(
        sa.select(at_gate, total).where(_count.c.event_id == device.event_id, _count.c.counted_on == today)
    ).one()
    return Totals(stored, int(sums[0]), int(sums[1]))


def _row(device: GateDevice, tap: Tap, received_at: datetime) -> dict[str, Any]:
    local = tap.counted_at.astimezone(device.zone)
    return {
        "event_id": device.event_id,
        "gate_id": device.gate_id,
        "device_id": device.id,
        "count_uuid": tap.count_uuid,
        "delta": tap.delta,
        "counted_on": local.date(),
        "hour": local.hour,
        "counted_at": tap.counted_at,
        "received_at": received_at,
    }
