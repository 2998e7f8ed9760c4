"""The clock of the contract: days for the deposit and for the rest, more time with a reason, release when it is over."""

from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from app.accounts.models import User
from app.audit import services as audit
from app.booths import queries
from app.booths.errors import ActUnfit, ClaimChanged, ReasonMissing, WrongDay
from app.booths.models import BookingRules, BoothClaim, ClaimState
from app.booths.services.billing import bill_again, settle
from app.booths.services.bookings import release
from app.core import clock
from app.core.db import db
from app.core.i18n import _, _l, format_date
from app.events.models import Event
from app.jobs import services as jobs
from app.payments.models import Invoice

_WEEK = timedelta(days=7)


def set_rules(event: Event, rules: queries.Rules, *, by: User) -> None:
    """Set how the event books its booths."""
    row = db.session.get(BookingRules, event.id)
    if row is None:
        row = BookingRules(event_id=event.id, **vars(rules))
        db.session.add(row)
    for name, value in vars(rules).items():
        setattr(row, name, value)
    db.session.flush()
    audit.record(by, "booths.rules_set", event, event=event, data=dict(vars(rules)))


def give_time(claim: BoothClaim, until: date, *, by: User, reason: str) -> None:
    """Let the exhibitor pay until a later day: the deposit of a reserved booth, the rest of a confirmed one.

    All booths of the same payment request and the request itself get the time.

    Raises:
        ReasonMissing. WrongDay: before today or after the fair. ActUnfit: no payment is awaited (any more).
    """
    event = claim.booth.event
    if not reason.strip():
        raise ReasonMissing
    if not clock.today(event.timezone) <= until <= event.days[1]:
        told = _l("Please choose a day from today until the end of the fair.")
        raise WrongDay(told, field="until")
    if claim.due_on is None:
        raise ActUnfit(_l("No payment for booth %(code)s is awaited: there is no day to put off.", code=claim.booth.name))
    _set_due(claim, until, by=by, reason=reason)


def start_again(event: Event) -> int:
    """Give exhibitors of an event that has a new date a week for what became due while it was off. Returns: how many booths."""
    today = clock.today(event.timezone)
    until = min(today + _WEEK, event.days[1])
    late = queries.overdue_claims(event, today) if until > today else []
    # All booths of a payment request move together.
    for claim in {claim.invoice_id or -claim.id: claim for claim in late}.values():
        _set_due(claim, until, by=None, reason=_("The event has a new date."))
    return len(late)


def _set_due(claim: BoothClaim, until: date, *, by: User | None, reason: str) -> None:
    is_deposit = claim.state is ClaimState.RESERVED and claim.deposit_due_on is not None
    column = "deposit_due_on" if is_deposit else "balance_due_on"
    same = BoothClaim.invoice_id == claim.invoice_id if claim.invoice_id else BoothClaim.id == claim.id
    before = claim.due_on or until
    wanted = sa.update(BoothClaim).where(same, BoothClaim.state == claim.state)
    db.session.execute(wanted.values({column: until, "reminded_on": None}), execution_options={"synchronize_session": False})
    if claim.invoice_id:
        db.session.execute(sa.update(Invoice).where(Invoice.id == claim.invoice_id).values({column: until}))
    db.session.refresh(claim)
    data = {"booth": claim.booth.code, "before": before.isoformat(), "until": until.isoformat(), "what": column}
    audit.record(by, "booths.time_given", claim, reason=reason, data=data)


def release_late(claim: BoothClaim, *, by: Any, reason: str = "") -> bool:
    """Release a booth whose payment is late; its request is cancelled or replaced, the exhibitor is told.

    Money that came a moment ago wins: then the booth is confirmed instead.

    Returns: whether it was released.
    Raises:
        ClaimChanged: its payment is not late (any more).
    """
    event, due_on = claim.booth.event, claim.due_on
    if due_on is None or due_on >= clock.today(event.timezone):
        raise ClaimChanged(claim.booth.name)
    if claim.invoice_id is not None:
        chosen = sa.select(Invoice).where(Invoice.id == claim.invoice_id).with_for_update()
        invoice = db.session.scalars(chosen, execution_options={"populate_existing": True}).one()
        db.session.refresh(claim)
        if claim in settle(invoice) or claim.state is ClaimState.SOLD:
            return False
    # Kept in the language of the trail, which is the country's.
    why = reason or _("payment not received until %(day)s", day=format_date(due_on))
    release(claim, by=by, reason=why)
    bill_again(event, [claim], by=by if isinstance(by, User) else None, reason=why)
    jobs.tell("booths.claim_lapsed", claim_id=claim.id, event_id=event.id)
    return True


def release_all_late(event: Event) -> list[str]:
    """Release what the event's rules release by themselves: booths whose deposit is late by more than the days of grace.

    A booth with a deposit that waits for the rest is left to an officer, whatever the rules say.

    Returns: the names of the booths.
    """
    rules = queries.rules_of(event.id)
    if not rules.releases_itself:
        return []
    today = clock.today(event.timezone)
    late = [claim for claim in queries.overdue_claims(event, today) if claim.state is ClaimState.RESERVED]
    ripe = [claim for claim in late if claim.due_on is not None and (today - claim.due_on).days > rules.grace_days]
    return [claim.booth.name for claim in ripe if release_late(claim, by=None)]
