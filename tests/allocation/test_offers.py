"""The waiting list: one place, one offer, in turn, for some hours (WL01, I5)."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from app.allocation import queries, services
from app.allocation.checks import find_wrong_offers
from app.allocation.errors import NothingFits, OfferOver, OfferStands, WishRefused
from app.allocation.models import BoothOffer, BoothWish, OfferState, WishState
from app.allocation.services import Rules, Wish
from app.allocation.services.offers import offer_by_itself
from app.booths import queries as booth_queries
from app.booths import services as booths
from app.booths.errors import BoothTaken
from app.booths.models import BoothClaim, BoothKind, ClaimState
from app.booths.services import Holder
from app.core import clock as time
from app.payments.models import Invoice
from app.registrations.models import ApplicationState
from app.registrations.services import assign_booths, withdraw
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.factories.allocation import BoothWishFactory
from tests.factories.booths import BoothClaimFactory, make_fair
from tests.factories.registrations import ApplicationFactory


@pytest.fixture
def fair(db):
    return make_fair(3)


@pytest.fixture
def officer(db):
    return UserFactory()


def later(minutes: int):
    return time.now() + timedelta(minutes=minutes)


def waiting(event, number: int, **values) -> list[BoothWish]:
    return [BoothWishFactory(event_id=event.id, queued_at=later(minute), **values) for minute in range(number)]


def booths_in(offer: BoothOffer) -> list[str]:
    return [row.claim.booth.code for row in offer.claims]


def take(event, number: int) -> list[BoothClaim]:
    """Let others have the first booths."""
    return [BoothClaimFactory(of=booth) for booth in booth_queries.booths_of(event)[:number]]


def test_of_three_who_wait_for_one_place_the_first_gets_the_offer_and_the_public_sale_is_closed(fair, db) -> None:
    event, all_booths = fair
    take(event, 2)
    first, second, third = waiting(event, 3)
    made = services.offer_booths(event)
    assert [(offer.wish_id, booths_in(offer)) for offer in made] == [(first.id, ["A03"])]
    assert [first.state, second.state, third.state] == [WishState.OFFERED, WishState.WAITING, WishState.WAITING]
    with pytest.raises(BoothTaken):
        booths.hold(all_booths[2], Holder("somebody else"))
    assert services.offer_booths(event) == []
    assert find_wrong_offers() == []


def test_an_offer_comes_by_mail_and_stands_for_the_hours_of_the_rules(fair, officer, outbox, run_jobs) -> None:
    event, _booths = fair
    services.set_rules(event, Rules(offer_hours=24), by=officer)
    [wish] = waiting(event, 1)
    [offer] = services.offer_booths(event)
    run_jobs()
    assert offer.expires_at - offer.made_at == timedelta(hours=24)
    assert [letter.template for letter in outbox] == ["allocation/offer_made"]
    assert wish.application.contact_email == outbox[0].to


def test_a_wish_waits_until_what_it_asks_for_is_free(fair, db) -> None:
    event, _booths = fair
    [corner] = waiting(event, 1, wants_corner=True)
    [corner_claim] = take(event, 1)
    assert services.offer_booths(event) == []
    booths.release(corner_claim, by=None, reason="gives it back")
    assert [booths_in(offer) for offer in services.offer_booths(event)] == [["A01"]]
    assert corner.state is WishState.OFFERED


def test_two_booths_are_offered_side_by_side_only(fair, db) -> None:
    event, all_booths = fair
    middle = BoothClaimFactory(of=all_booths[1])
    waiting(event, 1, count=2)
    assert services.offer_booths(event) == []
    booths.release(middle, by=None, reason="gives it back")
    [offer] = services.offer_booths(event)
    assert booths_in(offer) in (["A01", "A02"], ["A02", "A03"])


def test_nobody_is_offered_a_booth_beside_whom_it_keeps_apart(fair, officer) -> None:
    event, all_booths = fair
    rival = ApplicationFactory(event_id=event.id, state=ApplicationState.ACCEPTED)
    assign_booths(event, rival, ["A02"], by=officer)
    [wish] = waiting(event, 1)
    services.judge_wish(wish, points=0, group_zones=[], apart=[rival], by=officer)
    assert services.offer_booths(event) == []


def test_taking_the_offer_accepts_the_exhibitor_and_asks_for_the_money(fair, officer, db) -> None:
    event, _booths = fair
    [wish] = waiting(event, 1)
    [offer] = services.offer_booths(event)
    application = services.accept(event, offer, by="exhibitor")
    claim = offer.claims[0].claim
    assert (application.state, claim.state, wish.state) == (ApplicationState.ACCEPTED, ClaimState.RESERVED, WishState.MET)
    assert db.get(Invoice, application.invoice_id).total_vnd == claim.total_vnd
    with pytest.raises(OfferOver):
        services.accept(event, offer, by="exhibitor")


def test_who_passes_goes_to_the_end_and_the_next_is_offered_the_booth(fair, officer, run_jobs, clock) -> None:
    event, _booths = fair
    take(event, 2)
    services.set_rules(event, Rules(offers_itself=True), by=officer)
    first, second = waiting(event, 2)
    [offer] = services.offer_booths(event)
    clock.shift(timedelta(minutes=10))
    services.decline(event, offer, stays=True, by="exhibitor")
    run_jobs()
    assert (first.state, second.state) == (WishState.WAITING, WishState.OFFERED)
    assert [wish.id for wish in queries.waiting_wishes(event, queries.rules_of(event))] == [first.id]


def test_an_offer_that_nobody_answers_passes_to_the_next_and_cannot_be_taken_any_more(
    fair, officer, run_jobs, clock, outbox
) -> None:
    event, _booths = fair
    take(event, 2)
    services.set_rules(event, Rules(offers_itself=True, offer_hours=1), by=officer)
    first, second = waiting(event, 2)
    [offer] = services.offer_booths(event)
    clock.shift(timedelta(minutes=61))
    with pytest.raises(OfferOver):
        services.accept(event, offer, by="exhibitor")
    assert services.end_overdue() == 1
    run_jobs()
    assert (offer.state, first.state, second.state) == (OfferState.EXPIRED, WishState.WAITING, WishState.OFFERED)
    assert "allocation/offer_expired" in [letter.template for letter in outbox]
    assert find_wrong_offers() == []


def test_offers_whose_time_is_over_do_not_keep_others_from_theirs_while_no_worker_runs(fair, clock) -> None:
    event, _booths = fair
    take(event, 2)
    services.set_rules(event, Rules(offer_hours=1), by="test")
    first, second = waiting(event, 2)
    services.offer_booths(event)
    clock.shift(timedelta(minutes=61))
    assert [offer.wish_id for offer in services.offer_booths(event)] == [second.id]
    assert first.state is WishState.WAITING
    assert find_wrong_offers() == []


def test_priority_areas_go_first_where_the_event_says_so(fair, officer) -> None:
    event, _booths = fair
    take(event, 2)
    plain, mountain = waiting(event, 2)
    mountain.application.organisation = OrganisationFactory(province_code=12)
    services.set_rules(event, Rules(priority_provinces=[12]), by=officer)
    assert [offer.wish_id for offer in services.offer_booths(event)] == [mountain.id]


def test_until_their_day_those_who_have_a_booth_are_offered_a_better_one_first(fair, officer, clock, db) -> None:
    event, _booths = fair
    services.set_rules(event, Rules(upgrades_until_on=date(2026, 10, 25)), by=officer)
    placed = ApplicationFactory(event_id=event.id, state=ApplicationState.ACCEPTED)
    [newcomer] = waiting(event, 1, wants_corner=True)
    assign_booths(event, placed, ["A03"], by=officer)
    better = services.save_wish(placed, Wish(BoothKind.STANDARD, wants_corner=True), by="exhibitor")
    assert better.is_upgrade
    [offer] = services.offer_booths(event)
    assert (offer.wish_id, booths_in(offer)) == (better.id, ["A01"])
    services.accept(event, offer, by=officer)
    live = db.scalars(sa.select(BoothClaim).where(BoothClaim.state == ClaimState.RESERVED)).all()
    assert [claim.booth.code for claim in live] == ["A01"]
    assert newcomer.state is WishState.WAITING


def test_after_their_day_upgrades_are_not_offered(fair, officer) -> None:
    event, _booths = fair
    services.set_rules(event, Rules(upgrades_until_on=date(2026, 10, 19)), by=officer)
    waiting(event, 1, is_upgrade=True)
    assert services.offer_booths(event) == []


def test_an_officer_offers_named_booths_whatever_the_turn(fair, officer) -> None:
    event, _booths = fair
    _first, second = waiting(event, 2)
    offer = services.offer_to(event, second, ["a02"], by=officer)
    assert booths_in(offer) == ["A02"]
    with pytest.raises(OfferStands):
        services.offer_to(event, second, ["A03"], by=officer)


def test_an_officer_who_asks_for_the_best_learns_that_nothing_fits(fair, officer) -> None:
    event, _booths = fair
    [wish] = waiting(event, 1, kind=BoothKind.RAW)
    with pytest.raises(NothingFits):
        services.offer_to(event, wish, [], by=officer)


def test_a_wish_for_more_goes_to_the_end_and_a_smaller_change_keeps_its_place(fair, clock) -> None:
    event, _booths = fair
    [wish] = waiting(event, 1)
    since = wish.queued_at
    clock.shift(timedelta(hours=1))
    services.save_wish(wish.application, Wish(BoothKind.STANDARD, zones=["A"]), by="exhibitor")
    assert wish.queued_at == since
    services.save_wish(wish.application, Wish(BoothKind.STANDARD, count=2), by="exhibitor")
    assert wish.queued_at > since


def test_a_wish_with_contradicting_areas_or_of_a_draft_is_refused(fair) -> None:
    event, _booths = fair
    [wish] = waiting(event, 1)
    with pytest.raises(WishRefused) as refused:
        services.save_wish(wish.application, Wish(BoothKind.RAW, least_m2=50, most_m2=40), by="exhibitor")
    assert refused.value.field == "most_m2"
    with pytest.raises(WishRefused):
        services.save_wish(ApplicationFactory(event_id=event.id, state=ApplicationState.DRAFT), Wish(BoothKind.RAW), by="x")


def test_freed_booths_are_offered_by_themselves_only_where_the_organiser_wants_it(fair, officer) -> None:
    event, _booths = fair
    waiting(event, 1)
    assert offer_by_itself(event.id) == []
    services.set_rules(event, Rules(offers_itself=True), by=officer)
    assert len(offer_by_itself(event.id)) == 1


def test_who_withdraws_the_application_leaves_the_list_and_its_offer_goes_on(fair, officer, run_jobs) -> None:
    event, _booths = fair
    take(event, 2)
    services.set_rules(event, Rules(offers_itself=True), by=officer)
    first, second = waiting(event, 2)
    [offer] = services.offer_booths(event)
    withdraw(event, first.application, reason="no harvest")
    run_jobs()
    assert (first.state, offer.state, second.state) == (WishState.WITHDRAWN, OfferState.DECLINED, WishState.OFFERED)


def test_a_freed_booth_is_closed_to_the_public_until_the_waiting_list_was_asked(fair, officer, run_jobs) -> None:
    event, all_booths = fair
    first, *_others = take(event, 3)
    services.set_rules(event, Rules(offers_itself=True), by=officer)
    [wish] = waiting(event, 1, wants_corner=False, zones=["B"])
    booths.release(first, by=None, reason="gives it back")
    with pytest.raises(BoothTaken, match="booth_taken") as refused:
        booths.hold(all_booths[0], Holder("somebody quick"))
    assert "waiting list" in str(refused.value.message) or "danh sách chờ" in str(refused.value.message)
    run_jobs()
    assert wish.state is WishState.WAITING
    assert booths.hold(all_booths[0], Holder("somebody quick")).state is ClaimState.HELD
