"""Badges that wait for printers: many at once, from the gate, again, elsewhere, not at all. And what happens to them there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from app.accounts.models import User
from app.audit import services as audit
from app.badges import print_queue, queries
from app.badges.drawing import Holder
from app.badges.errors import AlreadyQueued, JobOver, NobodyToPrint
from app.badges.models import (
    OPEN,
    BadgePrint,
    PrintJob,
    PrintOnEntry,
    PrintOrigin,
    PrintState,
    PrintStation,
    PrintTrouble,
)
from app.badges.print_queue import Desk
from app.badges.queries import Selection
from app.badges.services.batches import require_reason
from app.badges.services.fees import cancel_fee
from app.badges.services.signing import sign_holders
from app.core import clock, failpoints
from app.core.codes import random_code
from app.core.db import db, refusing
from app.events.models import Event
from app.registrations.models import Registration, RegistrationState

# A person confirms each badge where the printer has no way to tell; a tab that lives asks for more time meanwhile.
LEASE = timedelta(seconds=90)
MOST_ATTEMPTS = 5
_job: Any = PrintJob.__table__
_station: Any = PrintStation.__table__
_print: Any = BadgePrint.__table__
_person: Any = Registration.__table__


def queue_selection(event: Event, selection: Selection, *, station: PrintStation | None, by: User, reason: str = "") -> int:
    """Send the badges of the selected people to a printer desk, in the order of given names; who waits there already is left.

    Returns: how many were added.
    Raises:
        NobodyToPrint: nobody is selected.
        ReasonMissing: some were printed before. FeeEach: and a further print has its price.
    """
    people = queries.holders(event, selection)
    if not people:
        raise NobodyToPrint
    require_reason(event, selection, reason)
    again = queries.printed_ids(event, [person.id for person in people]) if reason else set()
    shared = {
        "event_id": event.id,
        "station_id": station.id if station else None,
        "origin": PrintOrigin.SELECTION,
        "queued_by_id": by.id,
        "queued_at": clock.now(),
    }
    rows = ({"registration_id": person.id, "reason": reason if person.id in again else ""} for person in people)
    added = _insert([shared | _BLANK | row for row in rows])
    data = {"total": added, "station": station.name if station else ""}
    audit.record(by, "badges.queued_many", event, event=event, reason=reason, data=data)
    return added


_BLANK: dict[str, Any] = {
    "state": PrintState.WAITING,
    "device": "",
    "waived_because": "",
    "attempts": 0,
    "lease": "",
    "frozen": {},
}


def _insert(rows: Sequence[dict[str, Any]]) -> int:
    statement = _dialect_insert(_job).on_conflict_do_nothing().returning(_job.c.id)
    added = 0
    for place in range(0, len(rows), 1000):
        added += len(db.session.connection().scalars(statement, list(rows[place : place + 1000])).all())
    return added


def _dialect_insert(table: Any) -> Any:
    return (postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite).insert(table)


def queue_on_entry(station_id: int, registration_id: int, *, device: str, at: datetime) -> None:
    """Let the station of a gate print the badge of somebody who was just let in, as the station says: never, once, always.

    One statement. Whether the badge was printed, or waits already, is asked within it. For scans decided at once only: who
    came in hours ago has gone by.
    """
    printed = sa.exists().where(_print.c.registration_id == _person.c.id, _print.c.badge_code == _person.c.badge_code)
    wanted = sa.or_(_station.c.on_entry == PrintOnEntry.ALWAYS, sa.and_(_station.c.on_entry == PrintOnEntry.ONCE, ~printed))
    blank = _BLANK | {"device": device[:80]}
    chosen = sa.select(
        _station.c.event_id,
        _station.c.id,
        _person.c.id,
        *(sa.literal(value, _job.c[name].type) for name, value in blank.items()),
        sa.literal(PrintOrigin.CHECK_IN, _job.c.origin.type),
        sa.literal("", _job.c.reason.type),
        sa.literal(at, _job.c.queued_at.type),
    ).where(
        _station.c.id == station_id,
        _station.c.closed_at.is_(None),
        _person.c.id == registration_id,
        _person.c.event_id == _station.c.event_id,
        wanted,
    )
    names = ["event_id", "station_id", "registration_id", *blank, "origin", "reason", "queued_at"]
    db.session.connection().execute(_dialect_insert(_job).from_select(names, chosen).on_conflict_do_nothing())


@dataclass(frozen=True)
class Taken:
    """A badge that a station has to print now. `lease` proves it in reports."""

    job_id: int
    lease: str


def take_job(desk: Desk) -> Taken | None:
    """Give the station the badge that waits longest for it or for any station; None when there is none.

    Of stations that ask at the same instant each gets another badge: the row's lock and the state in the WHERE decide. A badge
    whose station went silent comes back after the lease; after five silences somebody must look at it.
    """
    now = clock.now()
    _give_up(desk.event_id, now)
    while True:
        taken = _claim(desk, now)
        if taken is None or _freeze(desk, taken):
            return taken


def _give_up(event_id: int, now: datetime) -> None:
    silent = sa.and_(_job.c.event_id == event_id, _job.c.state == PrintState.SENT, _job.c.leased_until < now)
    db.session.connection().execute(
        sa.update(_job)
        .where(silent, _job.c.attempts >= MOST_ATTEMPTS)
        .values(state=PrintState.FAILED, trouble=PrintTrouble.NO_ANSWER, finished_at=now)
    )


def _claim(desk: Desk, now: datetime) -> Taken | None:
    free = sa.or_(_job.c.state == PrintState.WAITING, sa.and_(_job.c.state == PrintState.SENT, _job.c.leased_until < now))
    own = sa.or_(_job.c.station_id == desk.id, _job.c.station_id.is_(None))
    waiting = sa.and_(_job.c.event_id == desk.event_id, _job.c.state.in_(OPEN), free, own)
    first = sa.select(_job.c.id).where(waiting).order_by(_job.c.id).limit(1).with_for_update(skip_locked=True)
    lease = random_code(12)
    job_id = db.session.connection().scalar(
        sa.update(_job)
        .where(_job.c.id == first.scalar_subquery(), free)
        .values(
            state=PrintState.SENT,
            leased_to_id=desk.id,
            lease=lease,
            attempts=_job.c.attempts + 1,
            sent_at=now,
            leased_until=now + LEASE,
            trouble=None,
        )
        .returning(_job.c.id)
    )
    return None if job_id is None else Taken(job_id, lease)


def _freeze(desk: Desk, taken: Taken) -> bool:
    """Keep what goes onto the paper; a badge that must not be printed any more is taken out of the queue."""
    job = db.session.get_one(PrintJob, taken.job_id, populate_existing=True)
    event = db.session.get_one(Event, desk.event_id)
    person = db.session.get_one(Registration, job.registration_id, populate_existing=True)
    if person.state is not RegistrationState.CONFIRMED or person.erased_at is not None:
        job.state, job.trouble, job.finished_at = PrintState.FAILED, PrintTrouble.NOT_PRINTABLE, clock.now()
        db.session.flush()
        return False
    [holder] = sign_holders(event, queries.holders_of([person]))
    job.frozen = print_queue.freeze(holder)
    db.session.flush()
    return True


def keep_job(desk: Desk, job_id: int, lease: str) -> None:
    """Leave the badge with the station for another lease: its printer, or a person asked about it, takes time.

    Raises:
        JobOver: it was given to somebody else meanwhile, or a person decided about it.
    """
    own = _held(desk, job_id, lease)
    kept = sa.update(_job).where(own, _job.c.state == PrintState.SENT).values(leased_until=clock.now() + LEASE)
    if db.session.connection().scalar(kept.returning(_job.c.id)) is None:
        raise JobOver


def report_printed(desk: Desk, job_id: int, lease: str) -> None:
    """Note that the badge is on paper, and log the print. Said twice it is noted once.

    Raises:
        JobOver: it was given to somebody else meanwhile, or a person decided about it.
    """
    now = clock.now()
    if not _finish(desk, job_id, lease, {"state": PrintState.PRINTED, "finished_at": now, "trouble": None}):
        return
    job = db.session.get_one(PrintJob, job_id, populate_existing=True)
    holder: Holder = print_queue.thaw(job.frozen)
    logged = BadgePrint(
        event_id=job.event_id,
        registration_id=job.registration_id,
        badge_code=holder.badge_code,
        key_number=holder.key_number,
        station_id=desk.id,
        printed_by_id=job.queued_by_id,
        reason=job.reason,
        invoice_id=job.invoice_id,
        waived_because=job.waived_because,
        printed_at=now,
    )
    db.session.add(logged)
    db.session.flush()
    job.print_id = logged.id
    data = {"job": job.id, "print": logged.id, "from": job.device}
    failpoints.reach("badges.reported")
    audit.record(f"station {desk.name}", "badges.printed_at_station", job.registration, reason=job.reason, data=data)


def report_failed(desk: Desk, job_id: int, lease: str, trouble: PrintTrouble) -> None:
    """Note that no usable badge came out: it waits for a person to decide. Said twice it is noted once.

    Raises:
        JobOver: as `report_printed`.
    """
    _finish(desk, job_id, lease, {"state": PrintState.FAILED, "finished_at": clock.now(), "trouble": trouble})


def _held(desk: Desk, job_id: int, lease: str) -> sa.ColumnElement[bool]:
    return sa.and_(_job.c.id == job_id, _job.c.event_id == desk.event_id, _job.c.leased_to_id == desk.id, _job.c.lease == lease)


def _finish(desk: Desk, job_id: int, lease: str, values: dict[str, Any]) -> bool:
    own = _held(desk, job_id, lease)
    changed = db.session.connection().scalar(
        sa.update(_job).where(own, _job.c.state == PrintState.SENT).values(**values).returning(_job.c.id)
    )
    if changed is not None:
        return True
    repeated = sa.select(_job.c.id).where(own, _job.c.state == values["state"])
    if db.session.connection().scalar(repeated) is None:
        raise JobOver
    return False


def print_again(job: PrintJob, *, by: User) -> None:
    """Let a failed or cancelled badge wait again, with all its tries.

    Raises:
        AlreadyQueued: another job for this badge waits. JobOver: somebody was faster.
    """
    with refusing("uq_print_job_open", AlreadyQueued()):
        _decide(job, {PrintState.FAILED}, state=PrintState.WAITING, attempts=0, trouble=None, finished_at=None)
    audit.record(by, "badges.job_again", job.registration, data={"job": job.id})


def move_job(job: PrintJob, station: PrintStation | None, *, by: User) -> None:
    """Let another station print it, also when it lies at one that is silent: what that one says later changes nothing.

    Raises:
        AlreadyQueued. JobOver: printed or cancelled meanwhile.
    """
    values = {"state": PrintState.WAITING, "attempts": 0, "trouble": None, "finished_at": None}
    with refusing("uq_print_job_open", AlreadyQueued()):
        _decide(job, {*OPEN, PrintState.FAILED}, station_id=station.id if station else None, lease="", **values)
    data = {"job": job.id, "station": station.name if station else ""}
    audit.record(by, "badges.job_moved", job.registration, data=data)


def cancel_job(job: PrintJob, *, by: User, reason: str) -> None:
    """Print it not; a price asked for it is taken back.

    Raises:
        JobOver: printed or cancelled meanwhile.
    """
    _decide(job, {*OPEN, PrintState.FAILED}, state=PrintState.CANCELLED, lease="", finished_at=clock.now())
    cancel_fee(job.invoice_id, by=by, reason=reason)
    audit.record(by, "badges.job_cancelled", job.registration, reason=reason, data={"job": job.id})


def _decide(job: PrintJob, states: set[PrintState], **values: Any) -> None:
    changed = db.session.connection().scalar(
        sa.update(_job).where(_job.c.id == job.id, _job.c.state.in_(states)).values(**values).returning(_job.c.id)
    )
    if changed is None:
        raise JobOver
    db.session.refresh(job)


def forget_person(registration_id: int) -> None:
    """Empty what was kept of the badges of somebody whose data were erased; codes stay, they name nobody."""
    for job in db.session.scalars(sa.select(PrintJob).where(PrintJob.registration_id == registration_id)):
        job.frozen = print_queue.without_person(job.frozen)
    db.session.flush()
