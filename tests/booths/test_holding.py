"""Holds: one winner, ended by the clock, given back, limited."""

from datetime import timedelta

import pytest

from app.accounts.models import User
from app.booths import queries, services
from app.booths.errors import (
    BookingClosed,
    BoothBlocked,
    BoothTaken,
    ClaimChanged,
    HoldExpired,
    HoldNotExtendable,
    PriceMissing,
    TooManyHolds,
)
from app.booths.models import BoothClaim, BoothKind, BoothState, ClaimState
from app.booths.services import Holder
from app.core import clock as time
from app.core.codes import digest
from app.events.models import EventState
from tests.conftest import START
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.factories.booths import BoothClaimFactory, BoothFactory, make_fair

MINE, THEIRS = Holder("my secret"), Holder("their secret")


def test_a_hold_lasts_fifteen_minutes_at_the_price_of_now(db) -> None:
    _event, (corner, *_rest) = make_fair()
    claim = services.hold(corner, MINE)
    assert claim.state == ClaimState.HELD
    assert claim.expires_at - claim.created_at < timedelta(minutes=15, seconds=1)
    assert claim.total_vnd == 5_346_000
    assert claim.secret_digest == digest("my secret")


def test_a_held_booth_is_refused_to_others_with_free_neighbours(db) -> None:
    _event, booths = make_fair(9)
    services.hold(booths[3], MINE)
    services.hold(booths[4], MINE)
    with pytest.raises(BoothTaken) as refusal:
        services.hold(booths[3], THEIRS)
    assert [near["code"] for near in refusal.value.extra["alternatives"]] == ["A03", "A02", "A06", "A01", "A07"]
    assert refusal.value.extra["alternatives"][0]["total_vnd"] == 4_860_000


def test_alternatives_are_of_the_same_kind(db) -> None:
    event, booths = make_fair(2)
    BoothFactory(event_id=event.id, hall_id=booths[0].hall_id, code="D01", kind=BoothKind.RAW, x_m=3, y_m=20)
    services.hold(booths[0], MINE)
    with pytest.raises(BoothTaken) as refusal:
        services.hold(booths[0], THEIRS)
    assert [near["code"] for near in refusal.value.extra["alternatives"]] == ["A02"]


def test_asking_twice_gives_the_first_hold_again(db) -> None:
    _event, (booth, *_rest) = make_fair()
    first = services.hold(booth, MINE)
    assert services.hold(booth, MINE) is first


def test_a_hold_whose_time_is_over_makes_way_without_a_sweeper(db, clock) -> None:
    _event, (booth, *_rest) = make_fair()
    old = services.hold(booth, MINE)
    clock.move_to(START + timedelta(minutes=16))
    assert queries.state_of(booth) == BoothState.FREE
    new = services.hold(booth, THEIRS)
    db.refresh(old)
    assert (old.state, new.state) == (ClaimState.EXPIRED, ClaimState.HELD)


def test_the_sweeper_only_tidies(db, clock) -> None:
    _event, (booth, other, *_rest) = make_fair()
    old = services.hold(booth, MINE)
    clock.move_to(START + timedelta(minutes=14))
    fresh = services.hold(other, MINE)
    clock.move_to(START + timedelta(minutes=16))
    assert services.tidy() == 1
    db.refresh(old)
    db.refresh(fresh)
    assert (old.state, fresh.state) == (ClaimState.EXPIRED, ClaimState.HELD)


def test_a_hold_is_extended_once(db) -> None:
    _event, (booth, *_rest) = make_fair()
    claim = services.hold(booth, MINE)
    ends = claim.expires_at
    services.extend(claim)
    assert claim.expires_at == ends + timedelta(minutes=15)
    with pytest.raises(HoldNotExtendable):
        services.extend(claim)


def test_an_extension_never_passes_two_hours(db) -> None:
    _event, (booth, *_rest) = make_fair()
    claim = services.hold(booth, MINE)
    services.extend(claim, lasts=timedelta(hours=5))
    assert claim.expires_at == claim.created_at + timedelta(hours=2)


def test_an_ended_hold_cannot_be_extended(db, clock) -> None:
    _event, (booth, *_rest) = make_fair()
    claim = services.hold(booth, MINE)
    clock.move_to(START + timedelta(minutes=16))
    with pytest.raises(HoldExpired):
        services.extend(claim)


def test_a_released_booth_is_free_again(db) -> None:
    _event, (booth, *_rest) = make_fair()
    services.let_go(services.hold(booth, MINE))
    assert queries.state_of(booth) == BoothState.FREE
    assert services.hold(booth, THEIRS).state == ClaimState.HELD


def test_releasing_twice_changes_nothing(db) -> None:
    _event, (booth, *_rest) = make_fair()
    claim = services.hold(booth, MINE)
    services.let_go(claim)
    services.let_go(claim)
    assert claim.state == ClaimState.RELEASED


def test_a_booking_is_not_released_like_a_hold(db) -> None:
    _event, (booth, *_rest) = make_fair()
    claim = services.apply(services.hold(booth, MINE), OrganisationFactory())
    with pytest.raises(ClaimChanged):
        services.let_go(claim)


def test_a_browser_holds_at_most_three(db) -> None:
    _event, booths = make_fair(5)
    for booth in booths[:3]:
        services.hold(booth, MINE)
    with pytest.raises(TooManyHolds):
        services.hold(booths[3], MINE)
    assert services.hold(booths[3], THEIRS).state == ClaimState.HELD


def test_ended_holds_do_not_count(db, clock) -> None:
    _event, booths = make_fair(5)
    for booth in booths[:3]:
        services.hold(booth, MINE)
    clock.move_to(START + timedelta(minutes=16))
    assert services.hold(booths[3], MINE).state == ClaimState.HELD


def test_a_person_holds_at_most_three_with_any_secrets(db) -> None:
    person: User = UserFactory()
    _event, booths = make_fair(5)
    for booth in booths[:3]:
        services.hold(booth, Holder(f"secret of {booth.code}", person=person))
    with pytest.raises(TooManyHolds):
        services.hold(booths[3], Holder("another secret", person=person))


def test_one_address_cannot_hold_the_fair(db) -> None:
    _event, booths = make_fair(31)
    for booth in booths[:30]:
        BoothClaimFactory(of=booth, state=ClaimState.HELD, origin_digest="here", secret_digest=booth.code)
    with pytest.raises(TooManyHolds):
        services.hold(booths[30], Holder("fresh", origin_digest="here"))
    assert services.hold(booths[30], Holder("fresh", origin_digest="elsewhere")).state == ClaimState.HELD


@pytest.mark.parametrize("state", [state for state in EventState if state != EventState.OPEN])
def test_only_an_open_event_takes_holds(db, state) -> None:
    _event, (booth, *_rest) = make_fair(state=state)
    with pytest.raises(BookingClosed):
        services.hold(booth, MINE)


def test_no_hold_from_the_closing_time_on(db, clock) -> None:
    closes = START + timedelta(hours=1)
    _event, (booth, other, *_rest) = make_fair(applications_close_at=closes)
    assert services.hold(booth, MINE).state == ClaimState.HELD
    clock.move_to(closes)
    with pytest.raises(BookingClosed):
        services.hold(other, MINE)


def test_a_blocked_booth_is_refused(db) -> None:
    _event, (booth, *_rest) = make_fair()
    services.block(booth, by=UserFactory(), reason="Lối thoát hiểm")
    with pytest.raises(BoothBlocked):
        services.hold(booth, MINE)


def test_a_booth_without_rate_is_refused(db) -> None:
    event, (booth, *_rest) = make_fair()
    db.delete(queries.rates_of(event)["standard"])
    db.flush()
    with pytest.raises(PriceMissing):
        services.hold(booth, MINE)


def test_the_holds_of_a_browser_are_found_by_its_secret(db, clock) -> None:
    event, booths = make_fair(3)
    services.hold(booths[1], MINE)
    services.hold(booths[0], MINE)
    services.hold(booths[2], THEIRS)
    assert [claim.booth.code for claim in queries.held_by("my secret", event)] == ["A01", "A02"]
    assert queries.held_by("", event) == []
    clock.move_to(START + timedelta(minutes=16))
    assert queries.held_by("my secret", event) == []


def test_the_frozen_price_survives_new_rates(db) -> None:
    event, (corner, *_rest) = make_fair()
    claim = services.hold(corner, MINE)
    services.set_rates(event, {BoothKind.STANDARD: services.Rates(per_booth_vnd=9_000_000)}, by=UserFactory())
    db.refresh(claim)
    assert claim.total_vnd == 5_346_000
    assert time.now() < claim.expires_at
    assert db.query(BoothClaim).count() == 1
