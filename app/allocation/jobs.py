"""Background work of the allotment: proposals, and the waiting list when a booth becomes free or an offer passes."""

from collections.abc import Callable
from typing import Any

from app.allocation import services
from app.allocation.services.offers import BOOTH_FREED, offer_by_itself, stop_offers
from app.core.db import db
from app.jobs.registry import handler, periodic
from app.registrations.models import Application, ApplicationState


@handler(services.PROPOSAL_JOB, slow=True, when_parked=services.fail_proposal)
def make_proposal(proposal_id: int) -> Callable[[], None] | None:
    return services.make_proposal(proposal_id)


@handler(BOOTH_FREED)
def offer_freed_booth(event_id: int, **_facts: Any) -> None:
    offer_by_itself(event_id)


@periodic("allocation.offers_ended", seconds=60)
def end_offers() -> None:
    services.end_overdue()


@handler("registrations.application_ended")
def stop_waiting(application_id: int, **_facts: Any) -> None:
    application = db.session.get_one(Application, application_id)
    # Whoever was put on the waiting list gave its booths back too, and waits on.
    if application.state in (ApplicationState.DECLINED, ApplicationState.WITHDRAWN):
        stop_offers(application, by=None)
