"""What every way to a booth shares: the check of the event, the frozen price, the one insert that may lose."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from app.booths import queries
from app.booths.errors import BookingClosed, BoothBlocked, BoothMerged, BoothTaken, ClaimChanged, HandedOver, PriceMissing
from app.booths.models import HANDED_OVER, TRANSITIONS, Booth, BoothClaim, ClaimState
from app.booths.pricing import Price
from app.core import clock, registry
from app.core.db import db, refusing
from app.core.i18n import _l
from app.events.acts import exhibit_until
from app.events.models import Event
from app.jobs import services as jobs

LIVE_INDEX = "uq_booth_claim_live"
HOLD_TIME = timedelta(minutes=15)
# From the first second to the last extension (seats.io's limit, ux 2.5).
LONGEST_HOLD = timedelta(hours=2)


def is_open(event: Event) -> bool:
    """Tell whether exhibitors may book now: as long as they may apply."""
    return exhibit_until(event, clock.now()) is not None


def require_open(event: Event) -> None:
    """Raise BookingClosed unless exhibitors may book now."""
    if not is_open(event):
        raise BookingClosed


def price_now(booth: Booth) -> Price:
    """Return the price of `booth` by today's rate.

    Raises:
        PriceMissing: no line or no band of the rate card counts for it today.
    """
    price = queries.find_price(booth)
    if price is None:
        raise PriceMissing
    return price


def require_for_sale(booth: Booth, *, by_officer: bool = False) -> None:
    """Raise unless `booth` can be given; until the transaction ends nobody can block, merge or rename it.

    Args:
        by_officer: booths kept for the organiser's own use may be given by an officer.
    Raises:
        BoothBlocked: not for sale, or kept for the organiser. BoothMerged: part of a larger stand.
        BoothTaken: it has just become free and is offered to those who wait first.
    """
    columns = (Booth.is_blocked, Booth.is_internal, Booth.merged_into_id, Booth.waits_until)
    chosen = sa.select(*columns).where(Booth.id == booth.id).with_for_update(read=True)
    is_blocked, is_internal, merged_into_id, waits_until = db.session.execute(chosen).one()
    if merged_into_id is not None:
        whole = db.session.get(Booth, merged_into_id)
        raise BoothMerged(booth.code, whole.name if whole else "")
    if is_blocked or (is_internal and not by_officer):
        raise BoothBlocked(booth.name, queries.nearest_free(booth))
    if waits_until is not None and waits_until > clock.now() and not by_officer:
        told = _l("Booth %(code)s has just become free and is offered to the waiting list first.", code=booth.name)
        raise BoothTaken(booth.code, queries.nearest_free(booth), told)


def require_not_handed_over(*claims: BoothClaim) -> None:
    """Raise HandedOver when one of the bookings has, or had, its booth in its hands."""
    for each in claims:
        if each.state in HANDED_OVER:
            raise HandedOver(each.booth.name, is_back=each.state is ClaimState.VACATED)


def tell_freed(booth: Booth) -> None:
    """Tell whoever waits that `booth` has become free: the fact `booths.booth_freed` {event_id, booth_id}.

    Where somebody waits the public sale of it stays closed for a while, so that nobody overtakes (WL01).
    """
    waits = registry.first_refusals.collect(booth.event)
    if waits:
        booth.waits_until = clock.now() + max(waits)
    jobs.tell("booths.booth_freed", key=f"freed {booth.id}", event_id=booth.event_id, booth_id=booth.id)


def claim(booth: Booth, state: ClaimState, price: Price, **values: Any) -> BoothClaim:
    """Insert a live claim. A hold whose time is over makes way first, whether or not the sweeper saw it (I3).

    Returns: the flushed claim.
    Raises:
        BoothTaken: another live claim exists.
    """
    clear_way(booth)
    with refusing(LIVE_INDEX, BoothTaken(booth.code)):
        made = BoothClaim(
            event_id=booth.event_id,
            booth_id=booth.id,
            state=state,
            created_at=clock.now(),
            **price.frozen(),
            **values,
        )
        db.session.add(made)
    return made


def clear_way(booth: Booth) -> None:
    """Let the hold of `booth` go when its time is over."""
    now = clock.now()
    db.session.execute(
        sa.update(BoothClaim)
        .where(BoothClaim.booth_id == booth.id, BoothClaim.state == ClaimState.HELD, BoothClaim.expires_at <= now)
        .values(state=ClaimState.EXPIRED, ended_at=now, origin_digest=None)
    )


def step(claim: BoothClaim, state: ClaimState, **values: Any) -> None:
    """Move `claim` to `state` exactly once, from the state that this transaction read.

    Raises:
        ClaimChanged: the step is not allowed from there, or somebody else was faster.
    """
    if state not in TRANSITIONS[claim.state] or not try_step(claim, state, BoothClaim.state == claim.state, **values):
        raise ClaimChanged(claim.booth.code)


def try_step(claim: BoothClaim, state: ClaimState, condition: sa.ColumnElement[bool], **values: Any) -> bool:
    """Move `claim` to `state` if `condition` still holds in the database; tell whether it did."""
    changed = db.session.execute(
        sa.update(BoothClaim).where(BoothClaim.id == claim.id, condition).values(state=state, **values),
        execution_options={"synchronize_session": False},
    )
    db.session.refresh(claim)
    return bool(changed.rowcount == 1)  # type: ignore[attr-defined]
