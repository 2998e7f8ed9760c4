"""Pair phones with gates, and put lost ones out."""

from datetime import timedelta

import sqlalchemy as sa

from app.accounts.models import User
from app.audit import services as audit
from app.checkin.codes import GAPS
from app.checkin.errors import DeviceRevoked, PairingRefused
from app.checkin.models import Device, Gate
from app.core import clock
from app.core.codes import digest, new_secret, random_code
from app.core.db import db
from app.core.text import clean

PAIRING_LASTS = timedelta(minutes=15)
_CODE_LENGTH = 8


def offer_pairing(gate: Gate, *, by: User) -> str:
    """Return a code that pairs one phone with `gate` within 15 minutes. Only its digest is kept: show it now or never."""
    now = clock.now()
    code = random_code(_CODE_LENGTH)
    device = Device(
        event_id=gate.event_id,
        gate_id=gate.id,
        pairing_digest=digest(code),
        pairing_expires_at=now + PAIRING_LASTS,
        created_at=now,
    )
    db.session.add(device)
    audit.record(by, "checkin.pairing_offered", device, data={"gate": gate.name})
    return code


def pair(pairing_code: str, device_name: str) -> tuple[Device, str]:
    """Turn a pairing code into a device and its token, once, whoever else tries.

    Raises:
        PairingRefused: unknown, used, too old, or withdrawn.
    """
    now = clock.now()
    token = new_secret()
    bare = GAPS.sub("", pairing_code).upper()
    device_id = db.session.scalar(
        sa.update(Device)
        .where(Device.pairing_digest == digest(bare), Device.pairing_expires_at > now, Device.revoked_at.is_(None))
        .values(
            pairing_digest=None,
            token_digest=digest(token),
            paired_at=now,
            last_seen_at=now,
            name=clean("".join(filter(str.isprintable, device_name)))[:80],
        )
        .returning(Device.id)
        .execution_options(synchronize_session=False)
    )
    if device_id is None:
        raise PairingRefused
    device = db.session.get_one(Device, device_id, populate_existing=True)
    audit.record(f"device {device.name or device.id}", "checkin.device_paired", device, data={"gate_id": device.gate_id})
    return device, token


def revoke(device: Device, *, by: User) -> None:
    """Let the device's token open nothing from the next request on. What it already sent stays.

    Raises:
        DeviceRevoked: somebody did so before.
    """
    changed = db.session.scalar(
        sa.update(Device)
        .where(Device.id == device.id, Device.revoked_at.is_(None))
        .values(revoked_at=clock.now(), pairing_digest=None)
        .returning(Device.id)
        .execution_options(synchronize_session=False)
    )
    if changed is None:
        raise DeviceRevoked
    db.session.refresh(device)
    audit.record(by, "checkin.device_revoked", device, data={"gate_id": device.gate_id})
