"""How fast people come through each gate, and where a queue must be growing."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from app.checkin.models import Scan
from app.checkin.terms import ELIGIBLE, Direction
from app.core.db import db
from app.events.models import Event

_scan: Any = Scan.__table__
SPAN = timedelta(minutes=10)
# What a steward with a phone lets through: 600 delegates in 30 minutes on 4 devices.
_A_MINUTE = 5
# From this share of it on people wait for one another.
_NEAR = 0.8


@dataclass(frozen=True)
class Flow:
    """Ways in at a gate within the last ten minutes, and the phones that scanned them."""

    gate: str
    scans: int
    devices: int

    @property
    def most(self) -> int:
        """Return what these phones can do in this time."""
        return self.devices * _A_MINUTE * int(SPAN.total_seconds() // 60)

    @property
    def is_near_limit(self) -> bool:
        return self.scans >= _NEAR * self.most


def flows_of(event: Event, now: datetime, names: dict[int, str]) -> list[Flow]:
    """Return the gates through which somebody came within the last ten minutes, in the order of `names`."""
    statement = (
        sa.select(_scan.c.gate_id, sa.func.count(), sa.func.count(sa.distinct(_scan.c.device_id)))
        .where(
            _scan.c.event_id == event.id,
            _scan.c.scanned_at > now - SPAN,
            _scan.c.scanned_at <= now,
            _scan.c.direction == Direction.ENTRY,
            _scan.c.reason.in_(ELIGIBLE),
        )
        .group_by(_scan.c.gate_id)
    )
    found = {row[0]: row for row in db.session.connection().execute(statement)}
    return [Flow(name, found[gate_id][1], found[gate_id][2]) for gate_id, name in names.items() if gate_id in found]
