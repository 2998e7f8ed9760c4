"""What booths put into pages of lower features: menus, figures, go-live checks, the plan on the public page, cloning."""

from flask import Flask, url_for

from app.accounts import session
from app.booths import checks, queries, services
from app.booths.drawing import draw_small
from app.booths.holds import SESSION_KEY
from app.booths.models import BoothKind, ClaimState, FirmClass, PriceTier
from app.booths.plan import load_plan
from app.booths.policies import BoothPermission
from app.booths.services.schemes import clone_schemes
from app.core import registry
from app.core.doctor import check
from app.core.i18n import _, _l, format_number
from app.core.navigation import add_manage_item
from app.core.registry import Check, Cloner, Fact, Section, Tile
from app.events.models import Event, EventKind

# Only a fair must have booths; others may.
_NEEDS_BOOTHS = frozenset({EventKind.FAIR})


def init_app(_app: Flask) -> None:
    """Register the menu entry and what outlives signing in."""
    add_manage_item(30, "booth_desk.index", _l("Booths"), BoothPermission.SEE)
    session.keep_over_sign_in(SESSION_KEY)


@registry.tiles.provide(order=30, permission=BoothPermission.SEE)
def taken_booths(event: Event) -> Tile | None:
    counts = queries.counts_of(event)
    if not counts.total:
        return None
    base = _("of %(total)s booths; %(free)s free, %(held)s held", total=counts.total, free=counts.free, held=counts.held)
    value = format_number(counts.taken)
    return Tile(_("Booths taken"), value, base, counts.taken / counts.total, url_for("booth_desk.index", event_slug=event.slug))


@registry.checks.provide(order=30)
def has_booths(event: Event) -> list[Check] | None:
    total = queries.count_booths(event)
    if event.kind not in _NEEDS_BOOTHS and not total:
        return None
    gaps = queries.price_gaps_of(event)
    booths = Check(_("The plan has booths"), total > 0, url_for("booth_tables.upload", event_slug=event.slug))
    priced = bool(queries.lines_of(event.id)) and not gaps
    url = url_for("booth_rates.index", event_slug=event.slug)
    return [booths, Check(_("Each booth has a price on every day until the end of the event"), priced, url)]


@registry.facts.provide(order=30)
def booth_fact(event: Event) -> Fact | None:
    counts = queries.counts_of(event)
    return (
        Fact(format_number(counts.total), _("booths, %(free)s free", free=format_number(counts.free))) if counts.total else None
    )


@registry.sections.provide(order=30)
def plan_section(event: Event) -> Section | None:
    plan = load_plan(event)
    if not plan.booths:
        return None
    return Section("booths/_teaser.html", {"picture": draw_small(plan, queries.states_of(event))})


registry.add_cloner(
    Cloner(
        "booths.plan",
        _l("Booths, nobody in them"),
        count=queries.count_booths,
        copy=services.clone_booths,
        requires=("events.halls",),
        order=30,
    )
)
registry.add_cloner(
    Cloner(
        "booths.rates",
        _l("Rates of booths"),
        count=lambda event: len(queries.lines_of(event.id)),
        copy=services.clone_rates,
        order=31,
    )
)

registry.add_cloner(
    Cloner(
        "booths.schemes",
        _l("Schemes of the state"),
        count=lambda event: len(queries.schemes_of(event.id)),
        copy=clone_schemes,
        order=32,
    )
)

registry.name_subjects(
    {
        "booth": _l("booth"),
        "booth_claim": _l("booking"),
        "plan_version": _l("version of the plan"),
        "plan_picture": _l("picture"),
    }
)
registry.name_deeds(
    {
        "booths.added": _l("Booths added"),
        "booths.rebuilt": _l("Booths changed by a new plan"),
        "booths.drawing_kept": _l("Drawing kept"),
        "booths.picture_laid": _l("Picture laid under the plan"),
        "booths.plan_print_ordered": _l("Print of the plan ordered"),
        "booths.plan_published": _l("Plan published"),
        "booths.plan_taken_back": _l("Plan taken back to an earlier version"),
        "booths.scheme_set": _l("Scheme of the state set"),
        "booths.scheme_deleted": _l("Scheme of the state deleted"),
        "booths.rates_set": _l("Rates set"),
        "booths.rate_deleted": _l("Line of the rate card deleted"),
        "booths.price_dates_set": _l("Dates of the prices set"),
        "booths.subsidy_set": _l("Support of the rent set"),
        "booths.subsidy_deleted": _l("Support of the rent deleted"),
        "booths.grouped": _l("Booths put into a price group"),
        "booths.supported": _l("Support written into a price"),
        "booths.price_recomputed": _l("Agreed price computed anew"),
    }
)

check("I1", "a booth is held or booked at most once")(checks.find_double_claims)
check("I1", "a merged stand is given as a whole")(checks.find_wrong_stands)
check("I3", "a hold ends in time, and nothing else ends by time")(checks.find_wrong_holds)
check("I3", "the frozen price of a booth adds up")(checks.find_wrong_totals)

registry.name_deeds(
    {
        "booths.given_again": _l("Given again after late money"),
        "booths.applied": _l("Applied for"),
        "booths.reserved": _l("Reserved for the exhibitor"),
        "booths.assigned": _l("Given by an officer"),
        "booths.held_for": _l("Kept for a firm"),
        "booths.confirmed": _l("Deposit received, confirmed"),
        "booths.sold": _l("Paid in full"),
        "booths.payment_taken_back": _l("Payment taken back, awaited again"),
        "booths.occupied": _l("Handed over"),
        "booths.vacated": _l("Handed back"),
        "booths.released": _l("Released"),
        "booths.moved": _l("Moved to another booth"),
        "booths.moved_away": _l("Moved away"),
        "booths.time_given": _l("More time to pay"),
        "booths.blocked": _l("Taken out of the sale"),
        "booths.unblocked": _l("Put on sale"),
        "booths.kept_internal": _l("Kept for the organisers"),
        "booths.merged": _l("Merged into one stand"),
        "booths.split": _l("Split from the stand"),
        "booths.renamed": _l("Number changed"),
        "booths.deleted": _l("Booth deleted"),
        "booths.rules_set": _l("Rules of booking set"),
    }
)

registry.name_details(
    {
        "added": _l("Added"),
        "area_from_m2": _l("From m²"),
        "area_m2": _l("Area in m²"),
        "audience": _l("For"),
        "basis": _l("Legal ground"),
        "cap_vnd": _l("At most"),
        "claim": _l("Number of the booking"),
        "corner_pct": _l("Corner"),
        "corner_vnd": _l("Corner"),
        "deposit_due_on": _l("Deposit due on"),
        "difference_vnd": _l("Difference"),
        "drawing": _l("Drawing"),
        "early_vnd": _l("Early price"),
        "favours_priority": _l("Regions in need first"),
        "firm_class": _l("Kind of firm"),
        "follow": _l("Payment request follows"),
        "freight_pct": _l("Freight"),
        "grace_days": _l("Days of grace"),
        "hall": _l("Hall"),
        "head_pct": _l("Head of a row"),
        "head_vnd": _l("Head of a row"),
        "hold_minutes": _l("Minutes of a hold"),
        "island_pct": _l("Island"),
        "island_vnd": _l("Island"),
        "late_vnd": _l("Late price"),
        "min_area_m2": _l("At least m²"),
        "most_a_year": _l("At most a year"),
        "most_booths": _l("At most booths"),
        "most_held": _l("At most held"),
        "most_people": _l("At most people"),
        "most_per_firm": _l("At most for a firm"),
        "organisation": _l("Number of the unit"),
        "paper": _l("Paper format"),
        "payer": _l("Who pays"),
        "pct": _l("Share in %"),
        "per_booth_vnd": _l("Per booth"),
        "per_m2_vnd": _l("Per m²"),
        "picture": _l("Picture"),
        "price_group": _l("Price group"),
        "releases_itself": _l("Releases by itself"),
        "removed": _l("Removed"),
        "rent_pct": _l("Rent"),
        "revision": _l("Version of the draft"),
        "source": _l("Source"),
        "stand": _l("Stand"),
        "subsidy_vnd": _l("Paid by others"),
        "subsistence_pct": _l("Subsistence"),
        "tier": _l("Price band"),
        "total_before_vnd": _l("Total before"),
        "travel_pct": _l("Travel"),
        "what": _l("What"),
        "zone": _l("Zone"),
    }
)
registry.name_values("booths", {"kind": BoothKind, "tier": PriceTier, "firm_class": FirmClass, "state": ClaimState})
registry.name_values("booths", {"from": ClaimState, "to": ClaimState, "before": ClaimState})
