"""Printer desks: named, paired with a browser tab by a one-time code, removed."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from app.accounts.models import User
from app.audit import services as audit
from app.badges.errors import PairingRefused, StationClosed, StationNameTaken
from app.badges.models import PrintJob, PrintOnEntry, PrintState, PrintStation
from app.core import clock
from app.core.codes import digest, new_secret, random_code
from app.core.db import db, refusing
from app.events.models import Event

PAIRING_LASTS = timedelta(minutes=15)
_CODE_LENGTH = 8


def add_station(event: Event, name: str, *, design_id: int | None, on_entry: PrintOnEntry, by: User) -> PrintStation:
    """Add a printer desk. Raises: StationNameTaken."""
    with refusing("uq_print_station_name", StationNameTaken()):
        station = PrintStation(event_id=event.id, name=name, design_id=design_id, on_entry=on_entry, created_at=clock.now())
        db.session.add(station)
    audit.record(by, "badges.station_added", station, data={"name": name})
    return station


def change_station(station: PrintStation, name: str, *, design_id: int | None, on_entry: PrintOnEntry, by: User) -> None:
    """Change what the desk is called, prints on, and does at an entry. Raises: StationNameTaken."""
    before = {"name": station.name, "on_entry": station.on_entry.value, "design": station.design_id}
    with refusing("uq_print_station_name", StationNameTaken()):
        station.name, station.design_id, station.on_entry = name, design_id, on_entry
    after = {"name": name, "on_entry": on_entry.value, "design": design_id}
    audit.record(by, "badges.station_changed", station, data={"before": before, "after": after})


def offer_pairing(station: PrintStation, *, by: User) -> str:
    """Return a code that pairs one browser tab within 15 minutes, in place of the one before. Show it now or never."""
    code = random_code(_CODE_LENGTH)
    station.pairing_digest, station.pairing_expires_at = digest(code), clock.now() + PAIRING_LASTS
    db.session.flush()
    audit.record(by, "badges.station_pairing_offered", station, data={"name": station.name})
    return code


def pair(pairing_code: str) -> tuple[PrintStation, str]:
    """Turn a pairing code into the station's token, once, whoever else tries.

    Raises:
        PairingRefused: unknown, used, too old, or the station was removed.
    """
    now, token = clock.now(), new_secret()
    bare = "".join(char for char in pairing_code if char.isalnum()).upper()
    station_id = db.session.scalar(
        sa.update(PrintStation)
        .where(
            PrintStation.pairing_digest == digest(bare),
            PrintStation.pairing_expires_at > now,
            PrintStation.closed_at.is_(None),
        )
        .values(pairing_digest=None, token_digest=digest(token), paired_at=now, last_seen_at=now)
        .returning(PrintStation.id)
        .execution_options(synchronize_session=False)
    )
    if station_id is None:
        raise PairingRefused
    station = db.session.get_one(PrintStation, station_id, populate_existing=True)
    audit.record(f"station {station.name}", "badges.station_paired", station, data={})
    return station, token


def close_station(station: PrintStation, *, by: User) -> None:
    """Remove the desk: its token opens nothing from the next question on, what waits for it goes to the first that is free.

    Raises:
        StationClosed: somebody did so before.
    """
    changed = db.session.scalar(
        sa.update(PrintStation)
        .where(PrintStation.id == station.id, PrintStation.closed_at.is_(None))
        .values(closed_at=clock.now(), pairing_digest=None, token_digest=None)
        .returning(PrintStation.id)
        .execution_options(synchronize_session=False)
    )
    if changed is None:
        raise StationClosed
    values: dict[str, Any] = {"station_id": None, "state": PrintState.WAITING, "lease": ""}
    db.session.execute(
        sa.update(PrintJob)
        .where(
            PrintJob.event_id == station.event_id,
            PrintJob.state.in_((PrintState.WAITING, PrintState.SENT)),
            sa.or_(PrintJob.station_id == station.id, PrintJob.leased_to_id == station.id),
        )
        .values(**values),
        execution_options={"synchronize_session": False},
    )
    db.session.refresh(station)
    audit.record(by, "badges.station_removed", station, data={"name": station.name})
