"""Invariants of booths for `flask doctor`: each check returns one line a row that breaks it. Registered in setup.py."""

import sqlalchemy as sa

from app.booths.models import BOOKED, LIVE, Booth, BoothClaim, ClaimState
from app.booths.services.claiming import LONGEST_HOLD
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


def find_wrong_holds() -> list[str]:
    """I3: a hold ends in time, only holds end by time, and what has ended says when."""
    rows = db.session.execute(
        sa.select(BoothClaim.id, BoothClaim.state, BoothClaim.created_at, BoothClaim.expires_at, BoothClaim.ended_at).where(
            sa.or_(
                BoothClaim.state == ClaimState.HELD,
                sa.and_(BoothClaim.state.in_(("applied", *BOOKED)), BoothClaim.expires_at.is_not(None)),
                sa.and_(BoothClaim.state.in_(("released", "expired")), BoothClaim.ended_at.is_(None)),
            )
        )
    )
    problems = []
    for claim_id, state, created_at, expires_at, _ended_at in rows:
        if state != ClaimState.HELD:
            problems.append(f"claim {claim_id} is {state} but its times are those of another state")
        elif expires_at is None or expires_at > created_at + LONGEST_HOLD:
            problems.append(f"claim {claim_id} holds longer than {LONGEST_HOLD}")
    return problems


def find_wrong_totals() -> list[str]:
    """The frozen price adds up."""
    sums = BoothClaim.rent_vnd + BoothClaim.corner_vnd - BoothClaim.subsidy_vnd + BoothClaim.vat_vnd
    rows = db.session.scalars(sa.select(BoothClaim.id).where(sums != BoothClaim.total_vnd).order_by(BoothClaim.id))
    return [f"claim {claim_id}: total is not the sum of its lines" for claim_id in rows]
