"""What the allotment puts into pages of lower features: the menu, what to do next; and what the doctor looks at."""

from datetime import timedelta

from flask import Flask, url_for

from app.allocation import checks, queries
from app.allocation.policies import AllocationPermission
from app.booths.models import BoothKind
from app.core import registry
from app.core.doctor import check
from app.core.i18n import _l, _n
from app.core.navigation import add_manage_item
from app.core.registry import Step
from app.events.models import Event

_LONGEST_WAIT = timedelta(minutes=10)


def init_app(_app: Flask) -> None:
    """Register the menu entry and the words of the history."""
    add_manage_item(42, "allocation.index", _l("Allotment"), AllocationPermission.SEE, count=queries.count_waiting)
    registry.name_subjects(
        {
            "booth_wish": _l("wish"),
            "booth_offer": _l("offer"),
            "allocation_proposal": _l("proposal"),
            "allocation_rules": _l("rules of the allotment"),
        }
    )
    registry.name_fixed(
        {
            "better place from the waiting list": _l("Better place from the waiting list"),
            "moved by the allotment": _l("Moved by the allotment"),
        }
    )
    registry.name_deeds(
        {
            "allocation.rules_set": _l("Rules of the allotment changed"),
            "allocation.seed_published": _l("Seed of the draw published"),
            "allocation.wish_saved": _l("Wish for a booth saved"),
            "allocation.wish_judged": _l("Wish for a booth completed by the organisers"),
            "allocation.wish_withdrawn": _l("Wish for a booth withdrawn"),
            "allocation.offer_made": _l("Booth offered"),
            "allocation.offer_accepted": _l("Offer of a booth accepted"),
            "allocation.offer_declined": _l("Offer of a booth declined"),
            "allocation.offer_expired": _l("Offer of a booth passed without an answer"),
            "allocation.proposal_requested": _l("Proposal of the allotment requested"),
            "allocation.proposal_made": _l("Proposal of the allotment made"),
            "allocation.placed_by_hand": _l("Placed by hand in a proposal"),
            "allocation.proposal_applied": _l("Proposal of the allotment taken over"),
            "allocation.proposal_discarded": _l("Proposal of the allotment discarded"),
        }
    )


@registry.first_refusals.provide(order=42)
def freed_booths_wait(event: Event) -> timedelta | None:
    """Keep freed booths for the waiting list until a worker has looked, ten minutes at most."""
    return _LONGEST_WAIT if queries.rules_of(event).offers_itself and queries.count_waiting(event) else None


@registry.steps.provide(order=42, permission=AllocationPermission.ALLOT)
def wishes_waiting(event: Event) -> Step | None:
    """Name the waiting list while nobody offers by itself."""
    number = queries.count_waiting(event)
    if not number or queries.rules_of(event).offers_itself:
        return None
    title = _n("%(num)s exhibitor waits for a booth", "%(num)s exhibitors wait for a booth", number)
    return Step(title, url_for("allocation.index", event_slug=event.slug))


check("I5", "an offer that stands keeps its booths, and its wish has this one only")(checks.find_wrong_offers)

registry.name_details(
    {
        "apart": _l("Apart from (numbers)"),
        "apart_text": _l("Apart from"),
        "based_on": _l("Number of the earlier proposal"),
        "exhibitors": _l("Exhibitors"),
        "gap_pct": _l("Distance to the best"),
        "group_zones": _l("Zones of the group"),
        "keeps_placed": _l("Who has a booth keeps it"),
        "least_m2": _l("At least m²"),
        "most_m2": _l("At most m²"),
        "offer_hours": _l("Hours of an offer"),
        "offers_itself": _l("Offers by itself"),
        "parties": _l("Exhibitors"),
        "placed": _l("Placed"),
        "points": _l("Points"),
        "priority": _l("With priority"),
        "priority_placed": _l("With priority, placed"),
        "priority_provinces": _l("Provinces with priority (codes)"),
        "rivals_beside": _l("Rivals side by side"),
        "seed": _l("Seed"),
        "stays": _l("Stays on the list"),
        "upgrades_until_on": _l("Better places until"),
        "wants_corner": _l("Wants a corner"),
        "weights": _l("Weights"),
        "wishes": _l("Wishes"),
        "wishes_met": _l("Wishes met"),
        "worth": _l("Worth"),
        "zones": _l("Zones"),
    }
)
registry.name_values("allocation", {"kind": BoothKind})
