"""Bookings: from the application that was sent to the booth that is handed back."""

from datetime import date
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Organisation, User
from app.audit import services as audit
from app.booths import queries
from app.booths.errors import BoothTaken, ClaimChanged, HoldExpired, NotPaid, TooManyBooths
from app.booths.locks import take_turn
from app.booths.models import BOOKED, LIVE, Booth, BoothClaim, ClaimState
from app.booths.pricing import Price
from app.booths.services.claiming import (
    claim,
    price_now,
    require_for_sale,
    require_open,
    step,
    tell_freed,
    try_step,
)
from app.core import clock, failpoints
from app.core.errors import DomainError
from app.core.i18n import _l, format_datetime
from app.events.models import Event
from app.jobs import services as jobs
from app.payments.services.invoices import deposit_due_on


def apply(held: BoothClaim, organisation: Organisation, *, by: Any = None) -> BoothClaim:
    """Turn a hold into part of an application that was sent.

    When the hold's time is over, the booth is taken again at the price of the hold if it is still free. Sending the same
    application twice changes nothing.

    Args:
        by: user or name for the audit trail; None for an exhibitor without account.
    Returns: the flushed claim, APPLIED; not `held` itself when the booth had to be taken again.
    Raises:
        HoldExpired: the time was over and the booth is not free any more; names free neighbours.
        ClaimChanged: the organiser released it, or it belongs to another exhibitor.
        TooManyBooths: the firm would have more than one firm may have.
    """
    now = clock.now()
    if held.state in (ClaimState.HELD, ClaimState.EXPIRED):
        check_firm(held.booth.event, organisation, held.booth.unit_count)
    running = sa.and_(BoothClaim.state == ClaimState.HELD, BoothClaim.expires_at > now)
    values = {"organisation_id": organisation.id, "expires_at": None, "secret_digest": None, "origin_digest": None}
    if try_step(held, ClaimState.APPLIED, running, **values):
        applied = held
    elif held.state in (ClaimState.HELD, ClaimState.EXPIRED):
        applied = _take_again(held, organisation)
    elif held.state in LIVE and held.organisation_id == organisation.id:
        return held
    else:
        raise ClaimChanged(held.booth.code)
    # A process that dies here leaves the hold as it was: the order is one transaction with it.
    failpoints.reach("booths.applying")
    audit.record(by, "booths.applied", applied, data={"booth": held.booth.code, "organisation": organisation.id})
    return applied


def _take_again(held: BoothClaim, organisation: Organisation) -> BoothClaim:
    booth = held.booth
    price = Price.of(held)
    try:
        require_open(booth.event)
        require_for_sale(booth)
        return claim(booth, ClaimState.APPLIED, price, organisation_id=organisation.id, made_by_id=held.made_by_id)
    except DomainError as error:
        raise HoldExpired(booth.code, queries.nearest_free(booth)) from error


def reserve(claim: BoothClaim, *, by: Any) -> None:
    """Give the booth of an accepted application, or one held for a firm, to its exhibitor; the clock of the contract starts.

    Raises:
        ClaimChanged: it is neither APPLIED nor HELD (any more).
    """
    step(claim, ClaimState.RESERVED, expires_at=None, secret_digest=None, origin_digest=None, **clock_of(claim.booth.event))
    audit.record(by, "booths.reserved", claim, data={"booth": claim.booth.code, "total_vnd": claim.total_vnd})


def clock_of(event: Event) -> dict[str, date | None]:
    """Return the days of a booking that is made today (R-49): `deposit_due_on`, `balance_due_on`."""
    return {
        "deposit_due_on": deposit_due_on(event) if event.deposit_pct else None,
        "balance_due_on": event.balance_due_on,
    }


def confirm(claim: BoothClaim, *, by: Any) -> None:
    """Confirm a reserved booth: the exhibitor has paid as agreed.

    Raises:
        ClaimChanged: it is not RESERVED (any more).
    """
    step(claim, ClaimState.CONFIRMED)
    audit.record(by, "booths.confirmed", claim, data={"booth": claim.booth.code})


def sell(claim: BoothClaim, *, by: Any) -> None:
    """Mark a booth as paid in full; a reserved one skips the step of the deposit.

    Raises:
        ClaimChanged: it is neither RESERVED nor CONFIRMED (any more).
    """
    before = claim.state
    step(claim, ClaimState.SOLD)
    audit.record(by, "booths.sold", claim, data={"booth": claim.booth.code, "from": before})


def occupy(claim: BoothClaim, *, by: Any, reason: str = "", owes: bool = True) -> None:
    """Hand the booth over to its exhibitor.

    Args:
        reason: why it is handed over although not all is paid (R-49: only at 100 %); needed then.
        owes: something is open for it; a booth without a price never becomes "sold" and owes nothing.
    Raises:
        NotPaid: not all is paid and there is no reason. ClaimChanged: it is no booking (any more).
    """
    before = claim.state
    if owes and before in (ClaimState.RESERVED, ClaimState.CONFIRMED) and not reason.strip():
        raise NotPaid(claim.booth.name)
    step(claim, ClaimState.OCCUPIED)
    audit.record(by, "booths.occupied", claim, reason=reason, data={"booth": claim.booth.code, "from": before})


def vacate(claim: BoothClaim, *, by: Any) -> None:
    """Take the booth back from its exhibitor after the fair; it stays theirs in the history, and is not for sale.

    Raises:
        ClaimChanged: it is not OCCUPIED (any more).
    """
    step(claim, ClaimState.VACATED)
    audit.record(by, "booths.vacated", claim, data={"booth": claim.booth.code})


def release(claim: BoothClaim, *, by: Any, reason: str) -> None:
    """Take a booth back into the pool, whoever had it.

    Raises:
        ClaimChanged: the claim has ended or changed meanwhile.
    """
    before = claim.state
    step(claim, ClaimState.RELEASED, ended_at=clock.now(), origin_digest=None)
    data = {"booth": claim.booth.code, "state": before, "organisation": claim.organisation_id, "total_vnd": claim.total_vnd}
    audit.record(by, "booths.released", claim, reason=reason, data=data)
    tell_freed(claim.booth)


def assign(booth: Booth, organisation: Organisation, *, by: User, reason: str = "") -> BoothClaim:
    """Give `booth` to `organisation` as an officer (A-06); its own application for the booth is reserved instead.

    The fact `booths.assigned` {claim_id, event_id} is told, so that the firm's application learns of it.

    Args:
        reason: why the firm gets more booths than one firm may have; needed then.
    Returns: the flushed claim, RESERVED.
    Raises:
        BoothTaken: another has it; tells the officer who, since when and by whom. Or the firm itself has it already.
        BoothBlocked, BoothMerged: not for sale. PriceMissing: no rate for its kind. TooManyBooths: needs a reason.
    """
    present = queries.find_live_claim(booth)
    if present is not None and present.organisation_id == organisation.id and _awaits_officer(present):
        reserve(present, by=by)
        return present
    if present is not None and present.organisation_id == organisation.id and present.state in BOOKED:
        told = _l("%(unit)s has booth %(code)s already.", unit=organisation.name, code=booth.name)
        raise BoothTaken(booth.code, message=told)
    require_for_sale(booth, by_officer=True)
    check_firm(booth.event, organisation, booth.unit_count, reason=reason)
    price = price_now(booth)
    days = clock_of(booth.event)
    try:
        made = claim(booth, ClaimState.RESERVED, price, organisation_id=organisation.id, made_by_id=by.id, **days)
    except BoothTaken:
        raise taken_by(booth) from None
    data = {"booth": booth.code, "organisation": organisation.id, "total_vnd": made.total_vnd}
    audit.record(by, "booths.assigned", made, reason=reason, data=data)
    jobs.tell("booths.assigned", claim_id=made.id, event_id=made.event_id)
    return made


def _awaits_officer(claim: BoothClaim) -> bool:
    """Tell whether it is an application, or a hold that an officer set for a firm."""
    return claim.state == ClaimState.APPLIED or (claim.state == ClaimState.HELD and claim.secret_digest is None)


def check_firm(event: Event, organisation: Organisation, more: int, *, reason: str = "") -> None:
    """Raise TooManyBooths when the firm would have more booths than one may have and no officer says why."""
    # Two bookings of one firm at once must see each other.
    take_turn(f"firm {event.id} {organisation.id}")
    most = queries.rules_of(event.id).most_per_firm
    if not reason.strip() and queries.count_of_firm(event.id, organisation.id) + more > most:
        raise TooManyBooths(most)


def taken_by(booth: Booth) -> BoothTaken:
    """Return the refusal that tells an officer who was faster."""
    winner = queries.find_live_claim(booth)
    alternatives = queries.nearest_free(booth)
    if winner is None:
        return BoothTaken(booth.code, alternatives)
    known = {"code": booth.code, "time": format_datetime(winner.created_at, booth.event.timezone)}
    if winner.organisation is None:
        told = _l("Booth %(code)s is held since %(time)s by somebody who is filling in an application.", **known)
    elif winner.made_by is None:
        told = _l("Booth %(code)s went to %(unit)s at %(time)s.", unit=winner.organisation.name, **known)
    else:
        names = {"unit": winner.organisation.name, "officer": winner.made_by.full_name}
        told = _l("Booth %(code)s went to %(unit)s at %(time)s, given by %(officer)s.", **names, **known)
    return BoothTaken(booth.code, alternatives, told)
