"""Writes: wishes, offers to the waiting list, proposals. What the edges call is named here."""

from app.allocation.services.offers import accept, decline, end_overdue, offer_booths, offer_to
from app.allocation.services.proposals import (
    PROPOSAL_JOB,
    apply_proposal,
    ask_for_proposal,
    discard,
    fail_proposal,
    make_proposal,
    place_by_hand,
)
from app.allocation.services.rules import Rules, publish_seed, set_rules
from app.allocation.services.wishes import Wish, judge_wish, save_wish, withdraw_wish

__all__ = ["PROPOSAL_JOB", "Rules", "Wish", "accept", "apply_proposal", "ask_for_proposal", "decline", "discard", "end_overdue"]
__all__ += ["fail_proposal", "judge_wish", "make_proposal", "offer_booths", "offer_to", "place_by_hand", "publish_seed"]
__all__ += ["save_wish", "set_rules", "withdraw_wish"]
