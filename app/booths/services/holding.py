"""Holds: minutes in which a browser, or a person's program, has a booth while the application is filled in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from app.accounts.models import User
from app.booths import queries
from app.booths.errors import BoothTaken, ClaimChanged, HoldExpired, HoldNotExtendable, TooManyHolds
from app.booths.locks import take_turn
from app.booths.models import Booth, BoothClaim, ClaimState
from app.booths.services.claiming import (
    HOLD_TIME,
    LONGEST_HOLD,
    claim,
    price_now,
    require_for_sale,
    require_open,
    tell_freed,
    try_step,
)
from app.core import clock
from app.core.codes import digest
from app.core.db import db
from app.core.i18n import _l

# A province's office behind one address may hold for ten exhibitors; a script may not hold the fair.
MOST_PER_ORIGIN = 30


@dataclass(frozen=True)
class Holder:
    """Who holds: the browser's secret, the keyed digest of its network address, the person of an API token."""

    secret: str
    origin_digest: str | None = None
    person: User | None = None


def hold(booth: Booth, holder: Holder, *, lasts: timedelta = HOLD_TIME) -> BoothClaim:
    """Hold `booth` for `holder` for a few minutes, at the price of this moment.

    A second request of the same browser for the same booth gets the first hold again (BK06).

    Returns: the flushed claim, HELD.
    Raises:
        BookingClosed: the event takes no bookings now. PriceMissing: no rate for the booth's kind.
        BoothBlocked: not for sale. BoothTaken: somebody else has it; names free neighbours.
        TooManyHolds: the browser, person or address has as many as it may.
    Source: R-48 (first come, first served); default duration 15 minutes, config BOOTH_HOLD_MINUTES.
    """
    require_open(booth.event)
    price = price_now(booth)
    _take_turns(holder)
    mine = _own_hold(booth, holder)
    if mine is not None:
        return mine
    require_for_sale(booth)
    _check_limits(booth, holder)
    try:
        return claim(
            booth,
            ClaimState.HELD,
            price,
            secret_digest=digest(holder.secret),
            origin_digest=holder.origin_digest,
            made_by_id=holder.person.id if holder.person else None,
            expires_at=clock.now() + lasts,
        )
    except BoothTaken:
        raise BoothTaken(booth.code, queries.nearest_free(booth)) from None


def hold_all(booths: Sequence[Booth], holder: Holder, *, lasts: timedelta = HOLD_TIME) -> list[BoothClaim]:
    """Hold several booths of one event, all or none.

    Returns: the flushed claims, in order of booths.
    Raises: as `hold`, about the first booth that cannot be held.
    """
    # Always in the same order, so that two who want the same booths never wait for each other.
    ordered = sorted({booth.id: booth for booth in booths}.values(), key=lambda booth: booth.id)
    with db.session.begin_nested():
        held = {booth.id: hold(booth, holder, lasts=lasts) for booth in ordered}
    return [held[booth.id] for booth in sorted(ordered, key=lambda booth: booth.sort_key)]


def _take_turns(holder: Holder) -> None:
    names = [f"hold secret {digest(holder.secret)}"]
    names += [f"hold origin {holder.origin_digest}"] if holder.origin_digest else []
    names += [f"hold person {holder.person.id}"] if holder.person else []
    for name in sorted(names):
        take_turn(name)


def _own_hold(booth: Booth, holder: Holder) -> BoothClaim | None:
    held = queries.held_by(holder.secret, booth.event)
    return next((claim for claim in held if claim.booth_id == booth.id), None)


def _check_limits(booth: Booth, holder: Holder) -> None:
    if holder.person is not None:
        mine = BoothClaim.made_by_id == holder.person.id
    else:
        mine = BoothClaim.secret_digest == digest(holder.secret)
    most = queries.rules_of(booth.event_id).most_held
    if _running(booth, mine) >= most:
        raise TooManyHolds(_l("You can hold at most %(most)s booths at once. Release one first.", most=most))
    if holder.origin_digest and _running(booth, BoothClaim.origin_digest == holder.origin_digest) >= MOST_PER_ORIGIN:
        raise TooManyHolds(_l("Too many booths are held from your network. Please try again in a few minutes."))


def _running(booth: Booth, condition: sa.ColumnElement[bool]) -> int:
    running = sa.select(sa.func.count()).where(
        BoothClaim.event_id == booth.event_id,
        BoothClaim.state == ClaimState.HELD,
        BoothClaim.expires_at > clock.now(),
        condition,
    )
    return db.session.scalar(running) or 0


def extend(claim: BoothClaim, *, lasts: timedelta = HOLD_TIME) -> None:
    """Give a running hold `lasts` more, once, never beyond two hours from its start.

    Raises:
        HoldExpired: its time is over. HoldNotExtendable: it was extended before.
    """
    now = clock.now()
    if claim.state != ClaimState.HELD or claim.expires_at is None or claim.expires_at <= now:
        raise HoldExpired(claim.booth.code, queries.nearest_free(claim.booth))
    until = min(claim.expires_at + lasts, claim.created_at + LONGEST_HOLD)
    unextended = sa.and_(BoothClaim.state == ClaimState.HELD, BoothClaim.expires_at > now, BoothClaim.was_extended.is_(False))
    if not try_step(claim, ClaimState.HELD, unextended, expires_at=until, was_extended=True):
        raise HoldNotExtendable(_l("A hold can be extended once only."))


def let_go(claim: BoothClaim) -> None:
    """End a hold at its holder's wish; a hold that has ended by itself stays as it is.

    Raises:
        ClaimChanged: it has become an application or booking, which only the organiser releases.
    """
    held = BoothClaim.state == ClaimState.HELD
    ended = try_step(claim, ClaimState.RELEASED, held, ended_at=clock.now(), origin_digest=None)
    if ended:
        tell_freed(claim.booth)
    if not ended and claim.state not in (ClaimState.EXPIRED, ClaimState.RELEASED):
        raise ClaimChanged(claim.booth.code)


def tidy() -> int:
    """Mark holds whose time is over as expired and return how many. Tidiness only: every claim checks by itself."""
    now = clock.now()
    over = sa.select(BoothClaim.id).where(BoothClaim.state == ClaimState.HELD, BoothClaim.expires_at <= now)
    ended = db.session.execute(
        sa.update(BoothClaim)
        .where(BoothClaim.id.in_(over))
        .values(state=ClaimState.EXPIRED, ended_at=now, origin_digest=None)
        .returning(BoothClaim.booth_id),
        execution_options={"synchronize_session": False},
    )
    ids = list(ended.scalars())
    for booth in db.session.scalars(sa.select(Booth).where(Booth.id.in_(ids)).order_by(Booth.id)):
        tell_freed(booth)
    return len(ids)
