"""People who come: delegates of the conference, visitors who registered, and what gates and clickers saw."""

import random
import uuid
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from app.checkin.models import Device, Direction, Entry, Gate, Reason, Scan, ScanResult, VisitorCount
from app.checkin.models.scans import GROUND
from app.core import clock
from app.core.db import db
from app.demo import names
from app.demo.story import HANOI, is_over
from app.events.models import Event
from app.places import queries as places
from app.registrations.models import Registration
from app.registrations.services import capacity
from app.registrations.services.people import Person, new_row
from app.registrations.terms import Category

# The eighteen northern provinces of the khuyến công region report at the conference.
REPORTING = (1, 4, 8, 11, 12, 14, 15, 19, 20, 22, 24, 25, 31, 33, 37, 38, 40, 42)
_POSITIONS = ("Phó Giám đốc Sở", "Trưởng phòng", "Giám đốc Trung tâm", "Phó Giám đốc Trung tâm", "Chuyên viên", "Chủ tịch HĐQT")
# Visits of the six days of the last edition: 62,000, nearly half at the weekend, the peak in the evening (2.12).
DAILY = (13_800, 14_000, 8_100, 8_000, 8_600, 9_500)
_HOURS = {8: 2, 9: 4, 10: 6, 11: 6, 12: 4, 13: 3, 14: 4, 15: 6, 16: 8, 17: 10, 18: 14, 19: 15, 20: 12, 21: 6}


def invite_delegates(event: Event, rng: random.Random, count: int = 320) -> None:
    """Register the delegates: most have confirmed, some are still asked."""
    provinces = [places.get_province(code) for code in REPORTING]
    rows = []
    for number in range(count):
        province = provinces[number % len(provinces)]
        person = Person(
            full_name=names.person(rng),
            position=rng.choice(_POSITIONS),
            unit=f"Sở Công Thương {province.name} (mẫu)",
            province_code=province.code,
            phone=names.phone(rng),
        )
        rows.append(new_row(event, person, category=Category.DELEGATE, source="import"))
    _add(event, rows)


def register_visitors(event: Event, rng: random.Random, count: int) -> None:
    """Register business visitors of the fair, and a few guests of honour and journalists."""
    rows = []
    provinces = places.provinces()
    for number in range(count):
        province = rng.choice(provinces)
        category = Category.VIP if number < 6 else Category.PRESS if number < 18 else Category.VISITOR
        person = Person(
            full_name=names.person(rng),
            unit=f"Báo mẫu {number}" if category is Category.PRESS else "",
            province_code=province.code,
            phone=names.phone(rng),
        )
        rows.append(new_row(event, person, category=category, source="web"))
    _add(event, rows)


def _add(event: Event, rows: list[dict[str, Any]]) -> None:
    db.session.execute(sa.insert(Registration), rows)
    capacity.recount(event)


def let_in(event: Event, rng: random.Random, share: float) -> None:
    """Scan that share of the people at the gates of an event that is over; nothing happens before."""
    if not is_over(event.ends_at):
        return
    gates, devices = _devices(event)
    people = db.session.execute(
        sa.select(Registration.id, Registration.badge_code).where(Registration.event_id == event.id).order_by(Registration.id)
    )
    seen = []
    for registration_id, code in people:
        if rng.random() < share:
            place = rng.randrange(len(gates))
            late = timedelta(minutes=min(55, max(0, int(rng.gauss(30, 12)))))
            moment = event.starts_at - timedelta(minutes=45) + late
            seen.append({"registration_id": registration_id, "code": code, "place": place, "at": moment})
    scans = [_scan(event, item, gates, devices) for item in seen]
    db.session.execute(sa.insert(Entry), [_entry(scan) for scan in scans])
    db.session.execute(sa.insert(Scan), scans)


def _scan(event: Event, seen: dict[str, Any], gates: list[Gate], devices: list[Device]) -> dict[str, Any]:
    return {
        "event_id": event.id,
        "device_id": devices[seen["place"]].id,
        "gate_id": gates[seen["place"]].id,
        "scan_uuid": str(uuid.uuid5(uuid.NAMESPACE_OID, seen["code"])),
        "code": seen["code"],
        "registration_id": seen["registration_id"],
        "direction": Direction.ENTRY,
        "scanned_at": seen["at"],
        "received_at": seen["at"],
        "result": ScanResult.ACCEPTED,
        "reason": Reason.OK,
        "window": seen["at"].astimezone(HANOI).date().isoformat(),
        "place": GROUND,
        "counted": True,
    }


def _entry(scan: dict[str, Any]) -> dict[str, Any]:
    kept = {name: scan[name] for name in ("event_id", "registration_id", "gate_id", "device_id", "scan_uuid", "window")}
    return kept | {"entered_at": scan["scanned_at"], "entered_on": scan["scanned_at"].astimezone(HANOI).date()}


def count_visitors(event: Event, rng: random.Random, daily: tuple[int, ...] = DAILY) -> None:
    """Let the clickers at the gates count the visits of the days that have passed, hour by hour."""
    gates, devices = _devices(event)
    first = event.starts_at.astimezone(HANOI)
    whole = sum(_HOURS.values())
    rows = []
    for day, visits in enumerate(daily):
        left = visits
        for hour, weight in _HOURS.items():
            moment = first.replace(hour=hour, minute=55) + timedelta(days=day)
            count = left if hour == max(_HOURS) else min(left, visits * weight // whole + rng.randrange(-20, 21))
            left -= count
            if not is_over(moment):
                continue
            share = [count // 2 + count % 2, count // 2]
            rows += [
                _count(event, gate, device, part, moment) for gate, device, part in zip(gates, devices, share, strict=False)
            ]
    if rows:
        db.session.execute(sa.insert(VisitorCount), rows)


def _count(event: Event, gate: Gate, device: Device, delta: int, moment: datetime) -> dict[str, object]:
    return {
        "event_id": event.id,
        "gate_id": gate.id,
        "device_id": device.id,
        "count_uuid": str(uuid.uuid4()),
        "delta": delta,
        "counted_on": moment.date(),
        "hour": moment.hour,
        "counted_at": moment,
        "received_at": moment,
    }


def _devices(event: Event) -> tuple[list[Gate], list[Device]]:
    """Return the gates and one device at each, which is added when there is none; it opens nothing any more."""
    gates = list(db.session.scalars(sa.select(Gate).where(Gate.event_id == event.id).order_by(Gate.position)))
    devices = list(db.session.scalars(sa.select(Device).where(Device.event_id == event.id).order_by(Device.gate_id)))
    if not devices:
        now = clock.now()
        devices = [
            Device(event_id=event.id, gate_id=gate.id, name=f"Máy {gate.name}", created_at=now, revoked_at=now)
            for gate in gates
        ]
        db.session.add_all(devices)
        db.session.flush()
    return gates, devices
