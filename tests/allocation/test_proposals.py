"""Proposals: the situation as the engine sees it, changes by hand, taking over whole or not at all."""

import pytest
import sqlalchemy as sa

from app.allocation import queries, services
from app.allocation.errors import ProposalChanged, ProposalOver, ProposalRefused
from app.allocation.models import ProposalState
from app.allocation.situation import problem_of
from app.booths.models import BoothClaim, ClaimState
from app.payments.models import Invoice
from app.registrations.models import ApplicationState
from app.registrations.services import assign_booths
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.factories.allocation import BoothWishFactory
from tests.factories.booths import BoothClaimFactory, make_fair
from tests.factories.registrations import ApplicationFactory


@pytest.fixture
def fair(db):
    return make_fair(4)


@pytest.fixture
def officer(db):
    return UserFactory()


def accepted(event, number: int, **values) -> list:
    return [ApplicationFactory(event_id=event.id, state=ApplicationState.ACCEPTED, **values) for _ in range(number)]


def propose(event, officer, run_jobs, *, keeps_placed: bool = True):
    proposal = services.ask_for_proposal(event, keeps_placed=keeps_placed, by=officer)
    run_jobs()
    return proposal


def given(db, proposal) -> dict[int, list[int]]:
    return {line.application_id: line.booth_ids for line in db.scalars(queries.lines(proposal))}


def test_a_proposal_places_everybody_and_gives_nothing_away_before_it_is_taken_over(fair, officer, run_jobs, db) -> None:
    event, _booths = fair
    plain, corner = accepted(event, 2)
    corner.wants_corner = True
    proposal = propose(event, officer, run_jobs)
    assert proposal.state is ProposalState.READY
    assert given(db, proposal)[corner.id] == [fair[1][0].id]
    assert len(given(db, proposal)[plain.id]) == 1
    assert db.scalar(sa.select(sa.func.count()).select_from(BoothClaim)) == 0
    assert proposal.figures["placed"] == 2
    line = queries.get_line(proposal, corner.id)
    assert set(line.told) == {"vi", "en", "de"}


def test_taking_over_gives_the_booths_and_asks_for_the_money_once_for_each(fair, officer, run_jobs, db) -> None:
    event, _booths = fair
    [pair] = accepted(event, 1, booth_count=2)
    [undecided] = [ApplicationFactory(event_id=event.id)]
    proposal = propose(event, officer, run_jobs)
    assert services.apply_proposal(event, proposal, seen=0, by=officer) == 2
    states = [claim.state for claim in db.scalars(sa.select(BoothClaim))]
    assert sorted(states) == [ClaimState.RESERVED] * 3
    assert db.scalar(sa.select(sa.func.count()).select_from(Invoice)) == 1
    assert pair.invoice_id is not None
    assert undecided.invoice_id is None
    with pytest.raises(ProposalOver):
        services.apply_proposal(event, proposal, seen=1, by=officer)


def test_a_booth_that_was_taken_meanwhile_lets_nothing_be_taken_over(fair, officer, run_jobs, db) -> None:
    event, all_booths = fair
    accepted(event, 4)
    proposal = propose(event, officer, run_jobs)
    BoothClaimFactory(of=all_booths[1])
    with pytest.raises(ProposalRefused) as refused, db.begin_nested():
        services.apply_proposal(event, proposal, seen=0, by=officer)
    assert refused.value.extra["booths"] == ["A02"]
    assert len(db.scalars(sa.select(BoothClaim)).all()) == 1


def test_what_is_placed_stays_unless_the_organiser_lets_it_move(fair, officer, run_jobs, db) -> None:
    event, all_booths = fair
    [placed] = accepted(event, 1)
    [wants] = accepted(event, 1, wants_corner=True)
    assign_booths(event, placed, ["A01"], by=officer)
    assert given(db, propose(event, officer, run_jobs))[placed.id] == [all_booths[0].id]
    moved = propose(event, officer, run_jobs, keeps_placed=False)
    assert given(db, moved)[wants.id] == [all_booths[0].id]
    services.apply_proposal(event, moved, seen=0, by=officer)
    live = db.scalars(sa.select(BoothClaim).where(BoothClaim.state == ClaimState.RESERVED)).all()
    assert {claim.organisation_id: claim.booth.code for claim in live}[wants.organisation_id] == "A01"


def test_who_has_paid_keeps_the_booth_in_any_case(fair, officer, db) -> None:
    event, all_booths = fair
    [paid] = accepted(event, 1)
    assign_booths(event, paid, ["A01"], by=officer)
    paid.booths[0].claim.state = ClaimState.CONFIRMED
    proposal = services.ask_for_proposal(event, keeps_placed=False, by=officer)
    [party] = problem_of(event, proposal).parties
    assert party.kept == (all_booths[0].id,)


def test_the_situation_carries_wishes_deposits_points_and_areas(fair, officer, db) -> None:
    event, _booths = fair
    [application] = accepted(event, 1, organisation=OrganisationFactory(province_code=12))
    BoothWishFactory(event_id=event.id, of=application, count=2, zones=["A"], points=7, wants_corner=True)
    services.set_rules(event, services.Rules(priority_provinces=[12], seed="2026"), by=officer)
    problem = problem_of(event, services.ask_for_proposal(event, keeps_placed=True, by=officer))
    [party] = problem.parties
    seen = (party.count, party.zones, party.points, party.corner, party.is_priority_area, party.has_deposit)
    assert seen == (2, ("A",), 7, True, True, False)
    assert problem.seed == "2026"
    assert len(problem.places) == 4


def test_the_booth_of_the_edition_before_is_known(fair, officer, db) -> None:
    event, _booths = fair
    before, old_booths = make_fair(2, code="OLD", slug="old")
    event.cloned_from_id = before.id
    [application] = accepted(event, 1)
    BoothClaimFactory(of=old_booths[1], organisation_id=application.organisation_id, state=ClaimState.VACATED)
    [party] = problem_of(event, services.ask_for_proposal(event, keeps_placed=True, by=officer)).parties
    assert party.previous == ("A02",)


def test_placing_by_hand_takes_the_booth_from_who_had_it_and_the_next_run_leaves_it(fair, officer, run_jobs, db) -> None:
    event, all_booths = fair
    one, other = accepted(event, 2)
    proposal = propose(event, officer, run_jobs)
    target = given(db, proposal)[other.id]
    services.place_by_hand(event, proposal, one.id, target, seen=0, by=officer)
    assert (given(db, proposal)[one.id], given(db, proposal)[other.id]) == (target, [])
    again = services.ask_for_proposal(event, keeps_placed=True, by=officer, based_on=proposal)
    run_jobs()
    assert given(db, again)[one.id] == target
    assert queries.get_line(again, one.id).is_pinned


def test_of_two_organisers_who_change_a_proposal_at_once_the_slower_is_told(fair, officer, run_jobs, db) -> None:
    event, all_booths = fair
    one, other = accepted(event, 2)
    proposal = propose(event, officer, run_jobs)
    services.place_by_hand(event, proposal, one.id, [all_booths[3].id], seen=0, by=officer)
    with pytest.raises(ProposalChanged):
        services.place_by_hand(event, proposal, other.id, [all_booths[2].id], seen=0, by=officer)


def test_a_discarded_proposal_gives_nothing(fair, officer, run_jobs) -> None:
    event, _booths = fair
    accepted(event, 1)
    proposal = propose(event, officer, run_jobs)
    services.discard(proposal, by=officer)
    with pytest.raises(ProposalOver):
        services.apply_proposal(event, proposal, seen=0, by=officer)
