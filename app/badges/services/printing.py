"""One print: logged before the paper comes or sent to a printer desk, with a reason when it is not the first."""

from dataclasses import dataclass

import sqlalchemy as sa

from app.accounts.models import User
from app.audit import services as audit
from app.badges import keys, queries
from app.badges.errors import AlreadyQueued, NotPrintable, PrintedMeanwhile, ReasonMissing
from app.badges.models import OPEN, BadgePrint, PrintJob, PrintOrigin, PrintStation, RevokedCode
from app.badges.services.fees import Fee, settle_fee
from app.core import clock
from app.core.codes import random_code
from app.core.db import db, refusing
from app.events.models import Event
from app.registrations.models import Registration, RegistrationState


@dataclass(frozen=True)
class Again:
    """What is said about a further print. Empty for a first one.

    Attributes:
        seen: id of the last print the person at the desk knew of, 0 for none: two desks print a badge once.
        reason: why again; compulsory.
        replace: the badge gets a new code, gates refuse the old one from now on and say why.
        fee: how its price is settled where the event asks for one.
    """

    seen: int = 0
    reason: str = ""
    replace: bool = False
    fee: Fee = Fee()


def print_badge(registration: Registration, *, by: User, again: Again | None = None) -> BadgePrint:
    """Log a print of the badge; its PDF may be fetched for ten minutes.

    Returns: the flushed print, with the code that is on the paper.
    Raises:
        NotPrintable: not confirmed, or erased.
        AlreadyQueued: it waits for a printer.
        ReasonMissing: printed before and no reason given.
        PrintedMeanwhile: there is a newer print than `again.seen`.
        FeeUndecided.
    """
    said = again or Again()
    person, is_first = _admit(registration, said)
    if is_queued(person.id):
        raise AlreadyQueued
    replaced = said.replace and not is_first
    if replaced:
        _replace_code(person, said.reason)
    invoice_id, waived = (None, "") if is_first else settle_fee(person, said.fee, by=by)
    logged = BadgePrint(
        event_id=person.event_id,
        registration_id=person.id,
        badge_code=person.badge_code,
        printed_by_id=by.id,
        reason=said.reason,
        invoice_id=invoice_id,
        waived_because=waived,
        key_number=_key_number(person.event_id),
        printed_at=clock.now(),
    )
    db.session.add(logged)
    db.session.flush()
    deed = "badges.printed" if is_first else "badges.printed_again"
    audit.record(by, deed, person, reason=said.reason, data={"replaced": replaced, "print": logged.id, "free": waived})
    return logged


def queue_badge(registration: Registration, *, station: PrintStation | None, by: User, again: Again | None = None) -> PrintJob:
    """Let a printer desk print the badge.

    Args:
        station: None for the first that is free.
    Returns: the flushed job, waiting.
    Raises: as `print_badge`.
    """
    said = again or Again()
    person, is_first = _admit(registration, said)
    replaced = said.replace and not is_first
    with refusing("uq_print_job_open", AlreadyQueued()):
        job = PrintJob(
            event_id=person.event_id,
            station_id=station.id if station else None,
            registration_id=person.id,
            origin=PrintOrigin.DESK,
            reason=said.reason,
            queued_by_id=by.id,
            queued_at=clock.now(),
        )
        db.session.add(job)
    if replaced:
        _replace_code(person, said.reason)
    if not is_first:
        job.invoice_id, job.waived_because = settle_fee(person, said.fee, by=by)
        db.session.flush()
    data = {"replaced": replaced, "job": job.id, "station": station.name if station else "", "free": job.waived_because}
    audit.record(by, "badges.queued" if is_first else "badges.queued_again", person, reason=said.reason, data=data)
    return job


def is_queued(registration_id: int) -> bool:
    """Tell whether the badge waits for a printer or is at one."""
    statement = sa.select(PrintJob.id).where(PrintJob.registration_id == registration_id, PrintJob.state.in_(OPEN))
    return db.session.scalar(statement) is not None


def _admit(registration: Registration, said: Again) -> tuple[Registration, bool]:
    """Return the person, locked, and whether this is the first print.

    The row's lock lets the second desk see what the first one did. On SQLite the transaction itself does that.
    """
    statement = sa.select(Registration).where(Registration.id == registration.id).with_for_update()
    person = db.session.scalars(statement, execution_options={"populate_existing": True}).one()
    if person.state is not RegistrationState.CONFIRMED or person.erased_at is not None:
        raise NotPrintable
    last = queries.last_prints([person]).get(person.id)
    if last is not None and not said.reason:
        raise ReasonMissing
    if last is not None and last.id != said.seen:
        raise PrintedMeanwhile
    return person, last is None


def _key_number(event_id: int) -> int | None:
    if not keys.settings_of(db.session.get_one(Event, event_id)).signs_codes:
        return None
    key = keys.current_key(event_id)
    return key.number if key is not None else None


def _replace_code(person: Registration, reason: str) -> None:
    now = clock.now()
    db.session.add(
        RevokedCode(
            badge_code=person.badge_code,
            event_id=person.event_id,
            registration_id=person.id,
            reason=reason,
            revoked_at=now,
        )
    )
    person.badge_code = "EV1" + random_code(20)
    # Phones at the gate ask for what changed.
    person.changed_at = now
    db.session.flush()
