"""Bookings: from the application that was sent to the confirmed booth, and the organiser's verbs."""

from typing import Any

import sqlalchemy as sa

from app.accounts.models import Organisation, User
from app.audit import services as audit
from app.booths import queries
from app.booths.errors import BoothTaken, ClaimChanged, HoldExpired, NotPaid
from app.booths.models import LIVE, Booth, BoothClaim, ClaimState
from app.booths.pricing import Price
from app.booths.services.claiming import (
    LIVE_INDEX,
    claim,
    clear_way,
    price_now,
    require_for_sale,
    require_open,
    step,
    try_step,
)
from app.core import clock
from app.core.db import db, refusing
from app.core.errors import DomainError
from app.core.i18n import _l, format_time


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
    """
    now = clock.now()
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
    """Give the booth of an accepted application to its exhibitor; the deposit is awaited.

    Raises:
        ClaimChanged: it is not APPLIED (any more).
    """
    step(claim, ClaimState.RESERVED, expires_at=None)
    audit.record(by, "booths.reserved", claim, data={"booth": claim.booth.code, "total_vnd": claim.total_vnd})


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


def occupy(claim: BoothClaim, *, by: Any, reason: str = "") -> None:
    """Hand the booth over to its exhibitor.

    Args:
        reason: why it is handed over although not all is paid (R-49: only at 100 %); needed then.
    Raises:
        NotPaid: not all is paid and there is no reason. ClaimChanged: it is no booking (any more).
    """
    before = claim.state
    if before in (ClaimState.RESERVED, ClaimState.CONFIRMED) and not reason.strip():
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
    data = {"booth": claim.booth.code, "state": before, "organisation": claim.organisation_id}
    audit.record(by, "booths.released", claim, reason=reason, data=data)


def assign(booth: Booth, organisation: Organisation, *, by: User) -> BoothClaim:
    """Give `booth` to `organisation` as an officer (A-06); its own application for the booth is reserved instead.

    Returns: the flushed claim, RESERVED.
    Raises:
        BoothTaken: another has it; tells the officer who, since when and by whom.
        BoothBlocked: not for sale. PriceMissing: no rate for its kind.
    """
    present = queries.find_live_claim(booth)
    if present is not None and present.state == ClaimState.APPLIED and present.organisation_id == organisation.id:
        reserve(present, by=by)
        return present
    require_for_sale(booth)
    price = price_now(booth)
    try:
        made = claim(booth, ClaimState.RESERVED, price, organisation_id=organisation.id, made_by_id=by.id)
    except BoothTaken:
        raise _taken_by(booth) from None
    data = {"booth": booth.code, "organisation": organisation.id, "total_vnd": made.total_vnd}
    audit.record(by, "booths.assigned", made, data=data)
    return made


def _taken_by(booth: Booth) -> BoothTaken:
    """Return the refusal that tells an officer who was faster."""
    winner = queries.find_live_claim(booth)
    alternatives = queries.nearest_free(booth)
    if winner is None:
        return BoothTaken(booth.code, alternatives)
    known = {"code": booth.code, "time": format_time(winner.created_at, booth.event.timezone)}
    if winner.organisation is None:
        told = _l("Booth %(code)s is held since %(time)s by somebody who is filling in an application.", **known)
    elif winner.made_by is None:
        told = _l("Booth %(code)s went to %(unit)s at %(time)s.", unit=winner.organisation.name, **known)
    else:
        names = {"unit": winner.organisation.name, "officer": winner.made_by.full_name}
        told = _l("Booth %(code)s went to %(unit)s at %(time)s, given by %(officer)s.", **names, **known)
    return BoothTaken(booth.code, alternatives, told)


def move(claim: BoothClaim, booth: Booth, *, by: User | None, reason: str) -> None:
    """Move a booking to another booth; it takes that booth's price of today.

    The claim stays the same row, so the application that names it follows.

    Raises:
        ClaimChanged: a hold, or the claim has ended. BoothTaken, BoothBlocked, PriceMissing: about the new booth.
    """
    if claim.state not in LIVE or claim.state == ClaimState.HELD:
        raise ClaimChanged(claim.booth.code)
    require_for_sale(booth)
    price = price_now(booth)
    clear_way(booth)
    data = {"from": claim.booth.code, "to": booth.code, "total_before_vnd": claim.total_vnd, "total_vnd": price.total_vnd}
    unchanged = sa.and_(BoothClaim.state == claim.state, BoothClaim.booth_id == claim.booth_id)
    try:
        with refusing(LIVE_INDEX, BoothTaken(booth.code)):
            moved = try_step(claim, claim.state, unchanged, booth_id=booth.id, **price.frozen())
    except BoothTaken:
        raise _taken_by(booth) from None
    if not moved:
        raise ClaimChanged(booth.code)
    db.session.expire(claim, ["booth"])
    audit.record(by, "booths.moved", claim, reason=reason, data=data)
