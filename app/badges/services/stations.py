"""Printer desks: named, paired with a browser tab by a one-time code, removed."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from app.accounts.models import User
from app.audit import services as audit
from app.badges.errors import PairingRefused, StationClosed, StationNameTaken
from app.badges.models import BadgeDesign, PrintJob, PrintOnEntry, PrintState, PrintStation
from app.badges.services.designs import ensure_design
from app.core import clock
from app.core.codes import digest, new_secret, random_code
from app.core.db import db, refusing
from app.events.models import Event

PAIRING_LASTS = timedelta(minutes=15)
_CODE_LENGTH = 8


@dataclass(frozen=True)
class StationSettings:
    """What an organiser says about a printer desk.

    Attributes:
        design: what lies in the printer; None: what the event offers first.
        printer_id: whose offset moves the badges.
    """

    name: str
    on_entry: PrintOnEntry = PrintOnEntry.ONCE
    design: BadgeDesign | None = None
    printer_id: int | None = None

    def values(self, event: Event) -> dict[str, Any]:
        """Return the columns; a design that is not kept yet is kept now."""
        design_id = ensure_design(event, self.design).id if self.design is not None else None
        return {"name": self.name, "on_entry": self.on_entry, "design_id": design_id, "printer_id": self.printer_id}


def add_station(event: Event, settings: StationSettings, *, by: User) -> PrintStation:
    """Add a printer desk. Raises: StationNameTaken."""
    values = settings.values(event)
    with refusing("uq_print_station_name", StationNameTaken()):
        station = PrintStation(event_id=event.id, created_at=clock.now(), **values)
        db.session.add(station)
    audit.record(by, "badges.station_added", station, data=values)
    return station


def change_station(event: Event, station: PrintStation, settings: StationSettings, *, by: User) -> None:
    """Change what the desk is called, prints on, and does at an entry. Raises: StationNameTaken."""
    values = settings.values(event)
    before = {name: getattr(station, name) for name in values}
    with refusing("uq_print_station_name", StationNameTaken()):
        for name, value in values.items():
            setattr(station, name, value)
        db.session.flush()
    audit.record(by, "badges.station_changed", station, data={"before": before, "after": values})


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
