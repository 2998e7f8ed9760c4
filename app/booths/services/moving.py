"""The organiser's verbs about who has a booth: hold for a firm, move, swap, take back; with reason and price difference."""

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Organisation, User
from app.audit import services as audit
from app.booths.errors import ActUnfit, BoothTaken, ClaimChanged, ReasonMissing, WrongDay
from app.booths.models import LIVE, Booth, BoothClaim, ClaimState
from app.booths.pricing import Price
from app.booths.services.billing import bill_again, settle_by_terms
from app.booths.services.bookings import clock_of, release, taken_by
from app.booths.services.claiming import (
    LIVE_INDEX,
    claim,
    clear_way,
    price_now,
    require_for_sale,
    require_not_handed_over,
    tell_freed,
    try_step,
)
from app.core import clock
from app.core.db import db, refusing
from app.core.i18n import _l
from app.jobs import services as jobs
from app.payments.services.refunds import has_terms

# An officer's hold is a promise for weeks, not a booking.
LONGEST_PROMISE = timedelta(days=90)


def hold_for(booth: Booth, organisation: Organisation, until: datetime, *, by: User, reason: str) -> BoothClaim:
    """Keep `booth` for a firm until a time, as an officer; assigning it to the firm makes a booking of it.

    Returns: the flushed claim, HELD.
    Raises:
        ReasonMissing. WrongDay: `until` is past or more than 90 days away. BoothTaken, BoothBlocked, BoothMerged, PriceMissing.
    """
    _require(reason)
    now = clock.now()
    if not now < until <= now + LONGEST_PROMISE:
        raise WrongDay(_l("Please choose a time within the next 90 days."), field="until")
    require_for_sale(booth, by_officer=True)
    try:
        made = claim(
            booth,
            ClaimState.HELD,
            price_now(booth),
            organisation_id=organisation.id,
            made_by_id=by.id,
            expires_at=until,
        )
    except BoothTaken:
        raise taken_by(booth) from None
    data = {"booth": booth.code, "organisation": organisation.id, "until": until.isoformat()}
    audit.record(by, "booths.held_for", made, reason=reason, data=data)
    return made


def take_back(claim: BoothClaim, *, by: User | None, reason: str, by_terms: bool = False) -> None:
    """Release a booth as an officer; its payment request is cancelled or asks for what is left.

    Args:
        by_terms: the exhibitor gives it up, so the event's terms of withdrawal divide what was paid; else it waits as the
            exhibitor's credit until somebody gives another booth for it or pays it back.
    Raises:
        ReasonMissing. ClaimChanged: the claim has ended or changed meanwhile.
    """
    _require(reason)
    release(claim, by=by, reason=reason)
    event = claim.booth.event
    if by_terms and has_terms(event):
        settle_by_terms(event, claim, by=by, reason=reason)
    else:
        bill_again(event, [claim], by=by, reason=reason)
    if claim.organisation_id is not None:
        _tell(claim, "released", claim.booth.name, reason)


def move(claim: BoothClaim, booth: Booth, *, by: User | None, reason: str) -> int:
    """Move a booking to another booth; it takes that booth's price of today.

    The claim stays the same row, so the application that names it follows; the payment request is replaced by one over the
    new price, and the exhibitor is told.

    Returns: the difference of the price in đồng.
    Raises:
        ReasonMissing. ActUnfit: a hold, or the booth that it has. HandedOver. ClaimChanged: it ended meanwhile.
        BoothTaken, BoothBlocked, BoothMerged, PriceMissing: about the new booth.
    """
    _require(reason)
    _require_movable(claim)
    if booth.id == claim.booth_id:
        raise ActUnfit(_l("The exhibitor has booth %(code)s already. Please choose another one.", code=booth.name))
    require_for_sale(booth, by_officer=True)
    clear_way(booth)
    old = claim.booth
    try:
        with refusing(LIVE_INDEX, BoothTaken(booth.code)):
            difference = _place(claim, booth, _still_there(claim), state=claim.state)
    except BoothTaken:
        raise taken_by(booth) from None
    _note_move(claim, old, booth, difference, by=by, reason=reason)
    tell_freed(old)
    _bill(claim, by=by, reason=reason)
    return difference


def swap(one: BoothClaim, other: BoothClaim, *, by: User | None, reason: str) -> tuple[int, int]:
    """Exchange the booths of two bookings; each takes the price of its new booth of today.

    Returns: the differences of their prices in đồng.
    Raises:
        ReasonMissing. ActUnfit: one of them is a hold, or the other. HandedOver. ClaimChanged: meanwhile. PriceMissing.
    """
    _require(reason)
    # Always the same order, so that two officers never wait for each other.
    first, second = sorted((one, other), key=lambda claim: claim.id)
    if first.id == second.id:
        raise ActUnfit(_l("A swap needs two different booths."))
    _require_movable(one, other)
    places, state = {first.id: first.booth, second.id: second.booth}, first.state
    # For a moment the first is not live, so that the unique index lets the second take its place.
    if not try_step(first, ClaimState.RELEASED, _still_there(first)):
        raise ClaimChanged(places[first.id].name)
    moved = _place(second, places[first.id], _still_there(second), state=second.state)
    waiting = sa.and_(BoothClaim.state == ClaimState.RELEASED, BoothClaim.ended_at.is_(None))
    differences = {second.id: moved, first.id: _place(first, places[second.id], waiting, state=state)}
    for moved_one, left_by in ((first, second), (second, first)):
        old, new = places[moved_one.id], places[left_by.id]
        _note_move(moved_one, old, new, differences[moved_one.id], by=by, reason=reason)
    for moved_one in (first, second):
        _bill(moved_one, by=by, reason=reason)
    return differences[one.id], differences[other.id]


def take_again(ended: BoothClaim, *, by: User, reason: str) -> BoothClaim:
    """Give a booth whose claim has ended to the same exhibitor again, at the price that it had.

    Returns: the flushed new claim, RESERVED.
    Raises:
        ReasonMissing. BoothTaken, BoothBlocked, BoothMerged: about the booth.
    """
    _require(reason)
    booth = ended.booth
    require_for_sale(booth, by_officer=True)
    values = {"organisation_id": ended.organisation_id, "made_by_id": by.id, **clock_of(booth.event)}
    try:
        made = claim(booth, ClaimState.RESERVED, Price.of(ended), **values)
    except BoothTaken:
        raise taken_by(booth) from None
    audit.record(by, "booths.given_again", made, reason=reason, data={"booth": booth.code, "before": ended.id})
    return made


def _require_movable(*claims: BoothClaim) -> None:
    for each in claims:
        if each.state not in LIVE:
            raise ClaimChanged(each.booth.name)
        if each.state is ClaimState.HELD:
            told = _l(
                "Booth %(code)s is only held, not booked. Give it to the firm first, or release it.", code=each.booth.name
            )
            raise ActUnfit(told)
    require_not_handed_over(*claims)


def _still_there(claim: BoothClaim) -> sa.ColumnElement[bool]:
    return sa.and_(BoothClaim.state == claim.state, BoothClaim.booth_id == claim.booth_id)


def _place(claim: BoothClaim, booth: Booth, condition: sa.ColumnElement[bool], *, state: ClaimState) -> int:
    """Put `claim` on `booth` at its price of today and return the difference; ClaimChanged unless `condition` holds."""
    price, before = _price_for(claim, booth), claim.total_vnd
    if not try_step(claim, state, condition, booth_id=booth.id, **price.frozen()):
        raise ClaimChanged(booth.name)
    db.session.expire(claim, ["booth"])
    return price.total_vnd - before


def _price_for(claim: BoothClaim, booth: Booth) -> Price:
    """Return today's price of `booth`; a move between booths of one price keeps the old frozen price."""
    price = price_now(booth)
    same = price_now(claim.booth).total_vnd == price.total_vnd
    return Price.of(claim) if same else price


def _note_move(claim: BoothClaim, old: Booth, new: Booth, difference: int, *, by: User | None, reason: str) -> None:
    data = {"from": old.code, "to": new.code, "claim": claim.id, "difference_vnd": difference, "total_vnd": claim.total_vnd}
    audit.record(by, "booths.moved", claim, reason=reason, data=data)
    audit.record(by, "booths.moved_away", old, reason=reason, data=data)
    _tell(claim, "moved", old.name, reason, difference)


def _tell(claim: BoothClaim, what: str, before: str, reason: str, difference: int = 0) -> None:
    """Tell the fact that an exhibitor's booth has changed by an officer's hand."""
    payload: dict[str, Any] = {"what": what, "before": before, "reason": reason, "difference_vnd": difference}
    jobs.tell("booths.claim_changed", claim_id=claim.id, event_id=claim.event_id, **payload)


def _bill(claim: BoothClaim, *, by: User | None, reason: str) -> None:
    bill_again(claim.booth.event, [claim], by=by, reason=reason)


def _require(reason: str) -> None:
    if not reason.strip():
        raise ReasonMissing
