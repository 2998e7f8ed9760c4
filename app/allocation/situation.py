"""Read the situation of an event as the engine takes it: which booths are there, who wishes what, who has what."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

import sqlalchemy as sa

from app.allocation import queries
from app.allocation.models import AllocationRules, BoothWish, Proposal, ProposalLine
from app.allocation.problem import Party, Place, Problem, Weights
from app.booths import queries as booth_queries
from app.booths.models import LIVE, Booth, BoothClaim, BoothState, ClaimState
from app.booths.plan import PlanBooth, load_plan
from app.core.db import db
from app.events.models import Event
from app.payments.models import Invoice
from app.registrations.models import Application
from app.registrations.queries.applications import loaded
from app.registrations.terms import ApplicationState

# Who takes part: those that were sent and neither declined nor withdrawn.
_TAKING_PART = (ApplicationState.SUBMITTED, ApplicationState.ACCEPTED, ApplicationState.WAITLISTED)
# Whoever has paid keeps the booth, whatever the organiser lets the engine move.
_MOVABLE = frozenset({ClaimState.APPLIED, ClaimState.RESERVED})


def problem_of(event: Event, proposal: Proposal) -> Problem:
    """Return the problem that a proposal solves, with what earlier lines of it pinned."""
    rules = queries.rules_of(event)
    applications = list(
        db.session.scalars(loaded().where(Application.event_id == event.id, Application.state.in_(_TAKING_PART)))
    )
    wishes = queries.wishes_of(event)
    kept = _kept(applications, keeps_placed=proposal.keeps_placed) | _pinned(proposal)
    paid = _paid(applications)
    ordered = sorted(applications, key=lambda each: (each.submitted_at or each.created_at, each.id))
    parties = [
        _party(application, wishes.get(application.id), rules, order, has_deposit=application.invoice_id in paid)
        for order, application in enumerate(ordered)
    ]
    rivals = _rivals(event)
    previous = _previous(event, applications)
    organisation_of = {application.id: application.organisation_id for application in applications}
    parties = [
        replace(
            party,
            apart=frozenset(rivals[party.key]),
            previous=previous.get(organisation_of[party.key], ()),
            kept=kept.get(party.key, ()),
            count=len(kept[party.key]) if party.key in kept else party.count,
        )
        for party in parties
    ]
    weights = Weights(**{name: value for name, value in proposal.weights.items() if name in Weights.__dataclass_fields__})
    return Problem(
        _places(event, {key for keys in kept.values() for key in keys}, proposal), tuple(parties), proposal.seed, weights
    )


def _places(event: Event, kept: set[int], proposal: Proposal) -> tuple[Place, ...]:
    """Return the booths that are free, kept, or of those who may be moved."""
    states = booth_queries.states_of(event)
    movable = set() if proposal.keeps_placed else _movable_booths(event)
    free = [
        booth
        for booth in load_plan(event).booths
        if booth.id in kept or booth.id in movable or states.get(booth.id, BoothState.FREE) is BoothState.FREE
    ]
    return tuple(place_of(booth) for booth in free)


def place_of(booth: PlanBooth) -> Place:
    """Return a booth of the plan as the engine sees it."""
    size = (booth.x_m, booth.y_m, booth.width_m, booth.depth_m)
    return Place(booth.id, booth.code, booth.kind.value, booth.zone, booth.hall, *size, open_sides=booth.open_sides)


def _movable_booths(event: Event) -> set[int]:
    statement = sa.select(BoothClaim.booth_id).where(
        BoothClaim.event_id == event.id, BoothClaim.state.in_(_MOVABLE), BoothClaim.organisation_id.is_not(None)
    )
    return set(db.session.scalars(statement))


def _party(application: Application, wish: BoothWish | None, rules: AllocationRules, order: int, *, has_deposit: bool) -> Party:
    unit = application.organisation
    base = Party(
        key=application.id,
        code=application.code,
        name=unit.name,
        kind=wish.kind.value if wish else application.booth_kind,
        count=wish.count if wish else application.booth_count,
        corner=wish.wants_corner if wish else application.wants_corner,
        has_deposit=has_deposit,
        is_priority_area=unit.province_code in (rules.priority_provinces or []),
        order=order,
    )
    if wish is None:
        return base
    return replace(
        base,
        least_m2=wish.least_m2,
        most_m2=wish.most_m2,
        zones=tuple(wish.zones),
        group_zones=frozenset(wish.group_zones),
        points=wish.points,
    )


def _kept(applications: Iterable[Application], *, keeps_placed: bool) -> dict[int, tuple[int, ...]]:
    """Return the booths that each application keeps."""
    kept: dict[int, tuple[int, ...]] = {}
    for application in applications:
        live = [row.claim for row in application.booths if row.claim.state in LIVE]
        stays = [claim for claim in live if keeps_placed or claim.state not in _MOVABLE]
        if stays:
            kept[application.id] = tuple(sorted(claim.booth_id for claim in stays))
    return kept


def _pinned(proposal: Proposal) -> dict[int, tuple[int, ...]]:
    statement = sa.select(ProposalLine).where(ProposalLine.proposal_id == proposal.id, ProposalLine.is_pinned)
    return {line.application_id: tuple(line.booth_ids) for line in db.session.scalars(statement) if line.booth_ids}


def _paid(applications: Iterable[Application]) -> set[int | None]:
    """Return the payment requests whose deposit has come in."""
    asked = [application.invoice_id for application in applications if application.invoice_id is not None]
    statement = sa.select(Invoice.id).where(
        Invoice.id.in_(asked), Invoice.paid_vnd >= Invoice.deposit_vnd, Invoice.deposit_vnd > 0
    )
    return set(db.session.scalars(statement))


def _rivals(event: Event) -> dict[int, set[int]]:
    rivals: dict[int, set[int]] = defaultdict(set)
    for one, other in queries.apart_pairs(event):
        rivals[one].add(other)
        rivals[other].add(one)
    return rivals


def _previous(event: Event, applications: Iterable[Application]) -> dict[int, tuple[str, ...]]:
    """Return the numbers of the booths that organisations had in the edition before: they are asked first."""
    if event.cloned_from_id is None:
        return {}
    wanted = {application.organisation_id for application in applications}
    rows = db.session.execute(
        sa.select(BoothClaim.organisation_id, Booth.code)
        .join(Booth, Booth.id == BoothClaim.booth_id)
        .where(BoothClaim.event_id == event.cloned_from_id, BoothClaim.state.in_(LIVE), BoothClaim.organisation_id.in_(wanted))
        .order_by(Booth.sort_key)
    )
    found: dict[int, list[str]] = defaultdict(list)
    for organisation_id, code in rows:
        found[organisation_id].append(code)
    return {organisation_id: tuple(codes) for organisation_id, codes in found.items()}
