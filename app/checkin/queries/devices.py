"""Who scans: gates, devices, and the device that a token belongs to."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.checkin.gate_rules import Calendar
from app.checkin.models import Device, Gate
from app.core import clock
from app.core.codes import digest
from app.core.db import db
from app.core.errors import NotFound
from app.events.models import Event
from app.registrations.models import ContractorTerms
from app.registrations.phases import phases_between

# A phone that finds the net only at home still delivers what it scanned on the last day.
GRACE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class GateDevice:
    """A paired device with what its gate and event say: one row, since every scan asks for it."""

    id: int
    name: str
    event_id: int
    slug: str
    event: str
    gate_id: int
    gate: str
    rules_key: str
    starts_at: datetime
    ends_at: datetime
    timezone: str
    last_seen_at: datetime | None
    # Build and strike of contractors, both ends included.
    build_from_on: date | None = None
    build_until_on: date | None = None
    strike_from_on: date | None = None
    strike_until_on: date | None = None

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def calendar(self) -> Calendar:
        phases = phases_between(self.build_from_on, self.build_until_on, self.strike_from_on, self.strike_until_on)
        return Calendar(self.timezone, self.day_of(self.starts_at), self.day_of(self.ends_at), phases)

    @property
    def works_until(self) -> datetime:
        """Return the instant after which the token opens nothing: a day after the event, or after the strike."""
        calendar = self.calendar
        over = [calendar.instant(last + timedelta(days=1)) for _first, last in calendar.phases]
        return max([self.ends_at, *over]) + GRACE

    def day_of(self, at: datetime) -> date:
        """Return the day of the event's place at `at`."""
        return at.astimezone(self.zone).date()


_device: Any = Device.__table__
_gate: Any = Gate.__table__
_event: Any = Event.__table__
_terms: Any = ContractorTerms.__table__
_BY_TOKEN = (
    sa.select(
        _device.c.id,
        _device.c.name,
        _device.c.event_id,
        _event.c.slug,
        _event.c.name.label("event"),
        _device.c.gate_id,
        _gate.c.name.label("gate"),
        _gate.c.rules_key,
        _event.c.starts_at,
        _event.c.ends_at,
        _event.c.timezone,
        _device.c.last_seen_at,
        _terms.c.build_from_on,
        _terms.c.build_until_on,
        _terms.c.strike_from_on,
        _terms.c.strike_until_on,
    )
    .join(_gate, _gate.c.id == _device.c.gate_id)
    .join(_event, _event.c.id == _device.c.event_id)
    .outerjoin(_terms, _terms.c.event_id == _device.c.event_id)
    .where(_device.c.token_digest == sa.bindparam("digest"), _device.c.revoked_at.is_(None))
)


def find_device(token: str) -> GateDevice | None:
    """Return the device that may still scan with `token`: not revoked, its event over for less than a day."""
    row = db.session.connection().execute(_BY_TOKEN, {"digest": digest(token)}).first()
    device = None if row is None else GateDevice(*row)
    return device if device is not None and clock.now() <= device.works_until else None


def gates_of(event: Event) -> list[Gate]:
    """Return the gates with their hours, in their order."""
    statement = sa.select(Gate).where(Gate.event_id == event.id).options(selectinload(Gate.hours))
    return list(db.session.scalars(statement.order_by(Gate.position, Gate.id)))


def get_gate(event: Event, gate_id: int) -> Gate:
    """Return the gate.

    Raises:
        NotFound: the event has no such gate.
    """
    gate = db.session.scalar(sa.select(Gate).where(Gate.event_id == event.id, Gate.id == gate_id))
    if gate is None:
        raise NotFound
    return gate


def devices_of(event: Event) -> list[Device]:
    """Return the paired devices with their gates, live ones first, latest word first."""
    statement = (
        sa.select(Device)
        .where(Device.event_id == event.id, Device.paired_at.is_not(None))
        .options(joinedload(Device.gate))
        .order_by(Device.revoked_at.is_not(None), Device.last_seen_at.desc(), Device.id)
    )
    return list(db.session.scalars(statement))


def get_device(event: Event, device_id: int) -> Device:
    """Return the device.

    Raises:
        NotFound: the event has no such device.
    """
    device = db.session.scalar(
        sa.select(Device).where(Device.event_id == event.id, Device.id == device_id).options(joinedload(Device.gate))
    )
    if device is None:
        raise NotFound
    return device
