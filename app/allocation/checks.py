"""Invariants of the waiting list for `flask doctor`: each check returns one line a row that breaks it."""

import sqlalchemy as sa

from app.allocation.models import BoothOffer, BoothWish, OfferedClaim, OfferState, WishState
from app.booths.models import BoothClaim, ClaimState
from app.core import clock
from app.core.db import db


def find_wrong_offers() -> list[str]:
    """I5: the booths of an offer that stands are held for it; a wish has an offer exactly when it says so."""
    lost = db.session.execute(
        sa.select(BoothOffer.id, BoothClaim.id)
        .join(OfferedClaim, OfferedClaim.offer_id == BoothOffer.id)
        .join(BoothClaim, BoothClaim.id == OfferedClaim.claim_id)
        .where(BoothOffer.state == OfferState.OPEN, BoothOffer.expires_at > clock.now(), BoothClaim.state != ClaimState.HELD)
    )
    problems = [f"offer {offer} stands but claim {claim} does not hold its booth" for offer, claim in lost]
    is_open = sa.exists().where(BoothOffer.wish_id == BoothWish.id, BoothOffer.state == OfferState.OPEN)
    wrong = sa.select(BoothWish.id, BoothWish.state).where((BoothWish.state == WishState.OFFERED) != is_open)
    return problems + [f"wish {wish} is {state} but its offers say otherwise" for wish, state in db.session.execute(wrong)]
