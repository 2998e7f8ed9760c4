"""One print: logged before the paper comes, with a reason when it is not the first, and with a new code when asked."""

import sqlalchemy as sa

from app.accounts.models import User
from app.audit import services as audit
from app.badges import queries
from app.badges.errors import NotPrintable, PrintedMeanwhile, ReasonMissing
from app.badges.models import BadgePrint, RevokedCode
from app.core import clock
from app.core.codes import random_code
from app.core.db import db
from app.registrations.models import Registration, RegistrationState


def print_badge(registration: Registration, *, by: User, seen: int = 0, reason: str = "", replace: bool = False) -> BadgePrint:
    """Log a print of the badge; its PDF may be fetched for ten minutes.

    Args:
        seen: id of the last print the person at the desk knew of, 0 for none: two desks print a badge once.
        reason: why again.
        replace: the badge gets a new code, gates refuse the old one from now on and say why.
    Returns: the flushed print, with the code that is on the paper.
    Raises:
        NotPrintable: not confirmed, or erased.
        ReasonMissing: printed before and no reason given.
        PrintedMeanwhile: there is a newer print than `seen`.
    """
    # The row's lock lets the second desk see what the first one did. On SQLite the transaction itself does that.
    statement = sa.select(Registration).where(Registration.id == registration.id).with_for_update()
    person = db.session.scalars(statement, execution_options={"populate_existing": True}).one()
    if person.state is not RegistrationState.CONFIRMED or person.erased_at is not None:
        raise NotPrintable
    last = queries.last_prints([person]).get(person.id)
    if last is not None and not reason:
        raise ReasonMissing
    if last is not None and last.id != seen:
        raise PrintedMeanwhile
    old_code = person.badge_code
    if replace and last is not None:
        _replace_code(person, reason)
    logged = BadgePrint(
        event_id=person.event_id,
        registration_id=person.id,
        badge_code=person.badge_code,
        printed_by_id=by.id,
        reason=reason,
        printed_at=clock.now(),
    )
    db.session.add(logged)
    db.session.flush()
    deed = "badges.printed" if last is None else "badges.printed_again"
    audit.record(by, deed, person, reason=reason, data={"replaced": person.badge_code != old_code, "print": logged.id})
    return logged


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
