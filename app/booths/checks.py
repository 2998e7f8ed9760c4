"""Invariants of booths for `flask doctor`: each check returns one line a row that breaks it. Registered in setup.py."""

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.booths.models import BOOKED, LIVE, Booth, BoothClaim, ClaimState
from app.booths.services.claiming import LONGEST_HOLD
from app.booths.services.moving import LONGEST_PROMISE
from app.core.db import db


def find_double_claims() -> list[str]:
    """I1: a booth has at most one live claim."""
    doubles = (
        sa.select(Booth.event_id, Booth.code, sa.func.count())
        .join(BoothClaim, BoothClaim.booth_id == Booth.id)
        .where(BoothClaim.state.in_(LIVE))
        .group_by(Booth.event_id, Booth.id, Booth.code)
        .having(sa.func.count() > 1)
    )
    return [f"event {event}: booth {code} has {number} live claims" for event, code, number in db.session.execute(doubles)]


def find_wrong_stands() -> list[str]:
    """I1: a merged stand has its numbers, its parts carry no claim and no parts of their own."""
    head, part = aliased(Booth), aliased(Booth)
    parts = sa.select(sa.func.count()).where(part.merged_into_id == head.id).scalar_subquery()
    miscounted = sa.select(head.event_id, head.code).where(head.unit_count != parts + 1)
    chained = sa.select(part.event_id, part.code).join(head, head.id == part.merged_into_id)
    chained = chained.where(head.merged_into_id.is_not(None))
    claimed = sa.select(Booth.event_id, Booth.code).join(BoothClaim, BoothClaim.booth_id == Booth.id)
    claimed = claimed.where(Booth.merged_into_id.is_not(None), BoothClaim.state.in_(LIVE))
    told = (
        (miscounted, "has not as many parts as numbers"),
        (chained, "is part of a part"),
        (claimed, "is a part and has a claim"),
    )
    return [f"event {event}: booth {code} {what}" for rows, what in told for event, code in db.session.execute(rows)]


def find_wrong_holds() -> list[str]:
    """I3: a hold ends in time, only holds end by time, and what has ended says when.

    A browser holds for two hours at most, an officer for 90 days.
    """
    columns = (BoothClaim.id, BoothClaim.state, BoothClaim.secret_digest, BoothClaim.created_at, BoothClaim.expires_at)
    rows = db.session.execute(
        sa.select(*columns).where(
            sa.or_(
                BoothClaim.state == ClaimState.HELD,
                sa.and_(BoothClaim.state.in_(("applied", *BOOKED)), BoothClaim.expires_at.is_not(None)),
                sa.and_(BoothClaim.state.in_(("released", "expired")), BoothClaim.ended_at.is_(None)),
            )
        )
    )
    problems = []
    for claim_id, state, secret, created_at, expires_at in rows:
        longest = LONGEST_HOLD if secret else LONGEST_PROMISE
        if state != ClaimState.HELD:
            problems.append(f"claim {claim_id} is {state} but its times are those of another state")
        elif expires_at is None or expires_at > created_at + longest:
            problems.append(f"claim {claim_id} holds longer than {longest}")
    return problems


def find_wrong_totals() -> list[str]:
    """The frozen price adds up."""
    sums = BoothClaim.rent_vnd + BoothClaim.corner_vnd - BoothClaim.subsidy_vnd + BoothClaim.vat_vnd
    rows = db.session.scalars(sa.select(BoothClaim.id).where(sums != BoothClaim.total_vnd).order_by(BoothClaim.id))
    return [f"claim {claim_id}: total is not the sum of its lines" for claim_id in rows]
