"""Reads of claims. An expired hold counts as free wherever time matters, whether or not it was tidied."""

from collections.abc import Collection
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.booths.models import LIVE, Booth, BoothClaim, ClaimState
from app.core import clock
from app.core.codes import digest
from app.core.db import db
from app.core.errors import NotFound
from app.events.models import Event

# A phone may lie in a pocket for an afternoon between the plan and the application.
REMEMBERED = timedelta(days=1)


def is_live() -> sa.ColumnElement[bool]:
    """Return the condition that a claim has its booth at this moment."""
    running = sa.or_(BoothClaim.state != ClaimState.HELD, BoothClaim.expires_at > clock.now())
    return sa.and_(BoothClaim.state.in_(LIVE), running)


def find_live_claim(booth: Booth) -> BoothClaim | None:
    """Return who has the booth at this moment, organisation and officer loaded."""
    return db.session.scalar(
        sa.select(BoothClaim)
        .where(BoothClaim.booth_id == booth.id, is_live())
        .options(joinedload(BoothClaim.organisation), joinedload(BoothClaim.made_by))
    )


def live_claims_of(event: Event, booth_ids: Collection[int]) -> dict[int, BoothClaim]:
    """Return the live claims of these booths of `event` by booth id, organisations loaded. One query."""
    rows = db.session.scalars(
        sa.select(BoothClaim)
        .where(BoothClaim.event_id == event.id, BoothClaim.booth_id.in_(booth_ids), is_live())
        .options(joinedload(BoothClaim.organisation))
        .order_by(BoothClaim.id)
    )
    return {claim.booth_id: claim for claim in rows}


def claims_of(booth: Booth) -> list[BoothClaim]:
    """Return the history of a booth, newest first."""
    return list(
        db.session.scalars(
            sa.select(BoothClaim)
            .where(BoothClaim.booth_id == booth.id)
            .options(joinedload(BoothClaim.organisation), joinedload(BoothClaim.made_by))
            .order_by(BoothClaim.id.desc())
            .limit(50)
        )
    )


def get_claim(event: Event, claim_id: int) -> BoothClaim:
    """Return the claim of `event` with its booth.

    Raises:
        NotFound: no such claim there.
    """
    claim = db.session.scalar(
        sa.select(BoothClaim)
        .where(BoothClaim.event_id == event.id, BoothClaim.id == claim_id)
        .options(joinedload(BoothClaim.booth), joinedload(BoothClaim.organisation))
    )
    if claim is None:
        raise NotFound
    return claim


def held_by(secret: str, event: Event) -> list[BoothClaim]:
    """Return the running holds in `event` of the browser that knows `secret`, in order of booths, booths loaded."""
    if not secret:
        return []
    return list(
        db.session.scalars(
            sa.select(BoothClaim)
            .join(Booth, Booth.id == BoothClaim.booth_id)
            .where(
                BoothClaim.secret_digest == digest(secret),
                BoothClaim.event_id == event.id,
                BoothClaim.state == ClaimState.HELD,
                BoothClaim.expires_at > clock.now(),
            )
            .options(joinedload(BoothClaim.booth))
            .order_by(Booth.sort_key)
        )
    )


def ended_holds_of(secret: str, event: Event) -> list[BoothClaim]:
    """Return the holds whose time ended while their browser did something else, in order of booths, booths loaded.

    They ran together with its newest hold. Nothing is returned when that one runs, was used or was given up, or when it
    ended more than a day ago.
    """
    own = sa.and_(BoothClaim.secret_digest == digest(secret), BoothClaim.event_id == event.id)
    newest = db.session.scalar(sa.select(BoothClaim).where(own).order_by(BoothClaim.id.desc()).limit(1)) if secret else None
    now = clock.now()
    ended_at = newest.expires_at if newest is not None and newest.is_over(now) else None
    if newest is None or ended_at is None or ended_at <= now - REMEMBERED:
        return []
    rows = db.session.scalars(
        sa.select(BoothClaim)
        .join(Booth, Booth.id == BoothClaim.booth_id)
        .where(own, BoothClaim.expires_at > newest.created_at)
        .options(joinedload(BoothClaim.booth))
        .order_by(Booth.sort_key, BoothClaim.id)
    )
    return list({claim.booth_id: claim for claim in rows if claim.is_over(now)}.values())


def find_hold(booth: Booth, secret: str) -> BoothClaim | None:
    """Return the newest hold of `booth` by the browser that knows `secret`, also when its time is over."""
    if not secret:
        return None
    return db.session.scalar(
        sa.select(BoothClaim)
        .where(
            BoothClaim.booth_id == booth.id,
            BoothClaim.secret_digest == digest(secret),
            BoothClaim.state.in_([ClaimState.HELD, ClaimState.EXPIRED]),
        )
        .options(joinedload(BoothClaim.booth))
        .order_by(BoothClaim.id.desc())
        .limit(1)
    )


def claims_of_organisation(event: Event, organisation_id: int) -> list[BoothClaim]:
    """Return the live claims of an organisation in `event` in order of booths, booths loaded."""
    return list(
        db.session.scalars(
            sa.select(BoothClaim)
            .join(Booth, Booth.id == BoothClaim.booth_id)
            .where(BoothClaim.event_id == event.id, BoothClaim.organisation_id == organisation_id, is_live())
            .options(joinedload(BoothClaim.booth))
            .order_by(Booth.sort_key)
        )
    )


def may_be_released(claim: BoothClaim) -> bool:
    """Tell whether a claim is live and more than a hold of minutes: an organiser can take its booth back."""
    return claim.state in LIVE and claim.state != ClaimState.HELD
