"""Reads of printer desks and their queue, and what is kept of a badge while it is printed."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.badges.drawing import Holder
from app.badges.layouts.imposing import Paper
from app.badges.models import OPEN, BadgeDesign, BadgePrint, BadgePrinter, PrintJob, PrintState, PrintStation
from app.core import clock
from app.core.codes import digest
from app.core.db import db
from app.core.errors import NotFound
from app.events.models import Event
from app.payments.models import Invoice, InvoiceState
from app.registrations.terms import Category

# As long as a phone at the gate.
GRACE = timedelta(days=1)
# A tab asks every few seconds; after this it is told as silent.
SILENT = timedelta(seconds=60)
PAGE = 50


@dataclass(frozen=True, slots=True)
class Desk:
    """A paired station with what its event says: one row, since its tab asks every few seconds."""

    id: int
    name: str
    event_id: int
    slug: str
    event: str
    ends_at: datetime
    timezone: str
    last_seen_at: datetime | None


_station: Any = PrintStation.__table__
_event: Any = Event.__table__
_BY_TOKEN = (
    sa.select(
        _station.c.id,
        _station.c.name,
        _station.c.event_id,
        _event.c.slug,
        _event.c.name.label("event"),
        _event.c.ends_at,
        _event.c.timezone,
        _station.c.last_seen_at,
    )
    .join(_event, _event.c.id == _station.c.event_id)
    .where(_station.c.token_digest == sa.bindparam("digest"), _station.c.closed_at.is_(None))
)


def find_desk(token: str) -> Desk | None:
    """Return the station that may still print with `token`: not removed, its event over for less than a day."""
    row = db.session.connection().execute(_BY_TOKEN, {"digest": digest(token)}).first()
    desk = None if row is None else Desk(*row)
    return desk if desk is not None and clock.now() <= desk.ends_at + GRACE else None


def stations_of(event: Event) -> list[PrintStation]:
    """Return the stations that are not removed, with their designs, by name."""
    statement = sa.select(PrintStation).options(joinedload(PrintStation.design))
    statement = statement.where(PrintStation.event_id == event.id, PrintStation.closed_at.is_(None))
    return list(db.session.scalars(statement.order_by(PrintStation.name, PrintStation.id)))


def get_station(event: Event, station_id: int) -> PrintStation:
    """Return the station. Raises: NotFound: the event has none such, or it was removed."""
    statement = sa.select(PrintStation).where(
        PrintStation.event_id == event.id, PrintStation.id == station_id, PrintStation.closed_at.is_(None)
    )
    found = db.session.scalar(statement)
    if found is None:
        raise NotFound
    return found


def is_heard(station: PrintStation) -> bool:
    """Tell whether the station's tab asked within the last minute."""
    return station.last_seen_at is not None and clock.now() - station.last_seen_at < SILENT


def count_jobs(event: Event) -> dict[PrintState, int]:
    """Return how many badges are in each state."""
    statement = sa.select(PrintJob.state, sa.func.count()).where(PrintJob.event_id == event.id).group_by(PrintJob.state)
    return dict(row._tuple() for row in db.session.execute(statement))


def waiting_by_station(event: Event) -> dict[int | None, int]:
    """Return how many badges wait for each station; None are those of the first that is free."""
    statement = (
        sa.select(PrintJob.station_id, sa.func.count())
        .where(PrintJob.event_id == event.id, PrintJob.state.in_(OPEN))
        .group_by(PrintJob.station_id)
    )
    return dict(row._tuple() for row in db.session.execute(statement))


def count_waiting(desk: Desk) -> int:
    """Return how many badges wait that this station may print."""
    own = sa.or_(PrintJob.station_id == desk.id, PrintJob.station_id.is_(None))
    statement = sa.select(sa.func.count()).select_from(PrintJob)
    return db.session.scalar(statement.where(PrintJob.event_id == desk.event_id, PrintJob.state.in_(OPEN), own)) or 0


def jobs_of(event: Event, *, states: Sequence[PrintState] = (), before: int = 0) -> tuple[list[PrintJob], int]:
    """Return one page of jobs with people and stations, the newest first, and the id behind which the next page is, or 0."""
    statement = sa.select(PrintJob).where(PrintJob.event_id == event.id)
    if states:
        statement = statement.where(PrintJob.state.in_(states))
    if before:
        statement = statement.where(PrintJob.id < before)
    loaded = statement.options(joinedload(PrintJob.registration), joinedload(PrintJob.station), joinedload(PrintJob.leased_to))
    rows = list(db.session.scalars(loaded.order_by(PrintJob.id.desc()).limit(PAGE + 1)))
    return rows[:PAGE], rows[PAGE - 1].id if len(rows) > PAGE else 0


def get_job(event: Event, job_id: int) -> PrintJob:
    """Return the job. Raises: NotFound."""
    found = db.session.scalar(sa.select(PrintJob).where(PrintJob.event_id == event.id, PrintJob.id == job_id))
    if found is None:
        raise NotFound
    return found


def open_job_of(registration_id: int) -> PrintJob | None:
    """Return the job by which this person's badge waits for a printer or is at one."""
    statement = sa.select(PrintJob).where(PrintJob.registration_id == registration_id, PrintJob.state.in_(OPEN))
    return db.session.scalar(statement.options(joinedload(PrintJob.station)))


def last_fee(registration_id: int) -> Invoice | None:
    """Return the latest payment request for a further print of this person's badge that is not taken back."""
    asked = sa.union(
        sa.select(PrintJob.invoice_id).where(PrintJob.registration_id == registration_id),
        sa.select(BadgePrint.invoice_id).where(BadgePrint.registration_id == registration_id),
    ).subquery()
    statement = sa.select(Invoice).where(Invoice.id.in_(sa.select(asked.c.invoice_id)), Invoice.state != InvoiceState.CANCELLED)
    return db.session.scalar(statement.order_by(Invoice.id.desc()).limit(1))


def leased_job(desk: Desk, job_id: int, lease: str) -> PrintJob:
    """Return the job that this station has to print now. Raises: NotFound: it has it not, or not any more."""
    statement = sa.select(PrintJob).where(
        PrintJob.id == job_id,
        PrintJob.event_id == desk.event_id,
        PrintJob.leased_to_id == desk.id,
        PrintJob.lease == lease,
        PrintJob.state.in_((PrintState.SENT, PrintState.PRINTED)),
    )
    found = db.session.scalar(statement) if lease else None
    if found is None or "full_name" not in found.frozen:
        raise NotFound
    return found


def look_of(desk: Desk) -> tuple[BadgeDesign | None, Paper]:
    """Return the design of what lies in the station's printer (None: the event's choice) and how the printer is put right."""
    statement = (
        sa.select(BadgeDesign, BadgePrinter)
        .select_from(PrintStation)
        .outerjoin(BadgeDesign, BadgeDesign.id == PrintStation.design_id)
        .outerjoin(BadgePrinter, BadgePrinter.id == PrintStation.printer_id)
        .where(PrintStation.id == desk.id)
    )
    design, printer = db.session.execute(statement).one()._tuple()
    return design, Paper(offset=(printer.offset_x_mm, printer.offset_y_mm) if printer is not None else (0.0, 0.0))


def prints_of_event(event: Event, *, before: int = 0) -> tuple[list[BadgePrint], int]:
    """Return one page of the log of all prints with their people, the newest first, and where the next page begins (or 0)."""
    loaded = (joinedload(BadgePrint.registration), joinedload(BadgePrint.printed_by), joinedload(BadgePrint.station))
    statement = sa.select(BadgePrint).options(*loaded).where(BadgePrint.event_id == event.id)
    if before:
        statement = statement.where(BadgePrint.id < before)
    rows = list(db.session.scalars(statement.order_by(BadgePrint.id.desc()).limit(PAGE + 1)))
    return rows[:PAGE], rows[PAGE - 1].id if len(rows) > PAGE else 0


_CODES = ("id", "badge_code", "short_code", "category", "signed_code", "key_number")


def freeze(holder: Holder) -> dict[str, Any]:
    """Return what stands on the badge as JSON."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(holder).items()}


def thaw(kept: dict[str, Any]) -> Holder:
    """Return the holder as it was frozen; texts that were forgotten since are empty."""
    known: dict[str, Any] = {field.name: "" for field in fields(Holder) if field.type in ("str", str)}
    known |= {"party_size": 1} | {name: value for name, value in kept.items() if name in {f.name for f in fields(Holder)}}
    for name in ("valid_from_on", "valid_until_on"):
        known[name] = date.fromisoformat(known[name]) if known.get(name) else None
    return Holder(**known | {"category": Category(known["category"])})


def without_person(kept: dict[str, Any]) -> dict[str, Any]:
    """Return what may be kept when the person's data are erased."""
    return {name: value for name, value in kept.items() if name in _CODES}
