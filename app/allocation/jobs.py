"""Background work of the allotment: proposals, and the waiting list when a booth becomes free or an offer passes."""

from collections.abc import Callable
from typing import Any

from app.allocation import services
from app.allocation.services.offers import BOOTH_FREED, offer_by_itself
from app.jobs.registry import handler, periodic


@handler(services.PROPOSAL_JOB, slow=True, when_parked=services.fail_proposal)
def make_proposal(proposal_id: int) -> Callable[[], None] | None:
    return services.make_proposal(proposal_id)


@handler(BOOTH_FREED)
def offer_freed_booth(event_id: int, **_facts: Any) -> None:
    offer_by_itself(event_id)


@periodic("allocation.offers_ended", seconds=60)
def end_offers() -> None:
    services.end_overdue()
