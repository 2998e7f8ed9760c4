"""From the hold to the confirmed booth, and the organiser's verbs."""

from datetime import timedelta

import pytest

from app.audit.models import AuditEntry
from app.booths import queries, services
from app.booths.errors import BoothBlocked, BoothInUse, BoothTaken, ClaimChanged, HoldExpired
from app.booths.models import BoothKind, BoothState, ClaimState
from app.booths.services import Holder
from tests.conftest import START
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.factories.booths import make_fair

MINE, THEIRS = Holder("my secret"), Holder("their secret")


@pytest.fixture
def officer(db):
    return UserFactory(full_name="Hoàng Thị Minh Châu")


@pytest.fixture
def unit(db):
    return OrganisationFactory(name="Công ty CP Thực phẩm Bái Tử Long Mẫu")


def actions(db) -> list[str]:
    return [entry.action for entry in db.query(AuditEntry).order_by(AuditEntry.id)]


def test_sending_the_application_keeps_the_booth(db, unit, clock) -> None:
    _event, (booth, *_rest) = make_fair()
    claim = services.apply(services.hold(booth, MINE), unit)
    clock.move_to(START + timedelta(days=1))
    assert (claim.state, claim.organisation_id, claim.expires_at) == (ClaimState.APPLIED, unit.id, None)
    assert queries.state_of(booth) == BoothState.TAKEN
    assert actions(db) == ["booths.applied"]


def test_sending_it_twice_changes_nothing(db, unit) -> None:
    _event, (booth, *_rest) = make_fair()
    held = services.hold(booth, MINE)
    assert services.apply(held, unit) is services.apply(held, unit)
    assert actions(db) == ["booths.applied"]


@pytest.mark.parametrize("swept", [False, True])
def test_an_ended_hold_takes_the_booth_again_at_its_old_price(db, unit, officer, clock, swept) -> None:
    event, (corner, *_rest) = make_fair()
    held = services.hold(corner, MINE)
    services.set_rates(event, {BoothKind.STANDARD: services.Rates(per_booth_vnd=9_000_000)}, by=officer)
    clock.move_to(START + timedelta(minutes=16))
    if swept:
        services.tidy()
        db.refresh(held)
    claim = services.apply(held, unit)
    assert (claim.state, claim.total_vnd, held.state) == (ClaimState.APPLIED, 5_346_000, ClaimState.EXPIRED)
    assert claim is not held


def test_an_ended_hold_of_a_booth_that_others_took_says_so(db, unit, clock) -> None:
    _event, booths = make_fair()
    held = services.hold(booths[0], MINE)
    clock.move_to(START + timedelta(minutes=16))
    services.hold(booths[0], THEIRS)
    with pytest.raises(HoldExpired) as refusal:
        services.apply(held, unit)
    assert (refusal.value.status, refusal.value.code) == (409, "hold_expired")
    assert [near["code"] for near in refusal.value.extra["alternatives"]] == ["A02", "A03"]


def test_a_hold_that_the_organiser_released_does_not_return(db, unit, officer) -> None:
    _event, (booth, *_rest) = make_fair()
    held = services.hold(booth, MINE)
    services.release(held, by=officer, reason="Nhầm khu")
    with pytest.raises(ClaimChanged):
        services.apply(held, unit)


def test_an_application_is_reserved_and_confirmed_once(db, unit, officer) -> None:
    _event, (booth, *_rest) = make_fair()
    claim = services.apply(services.hold(booth, MINE), unit)
    services.reserve(claim, by=officer)
    services.confirm(claim, by=officer)
    assert claim.state == ClaimState.CONFIRMED
    with pytest.raises(ClaimChanged):
        services.confirm(claim, by=officer)
    assert actions(db) == ["booths.applied", "booths.reserved", "booths.confirmed"]


def test_an_unpaid_application_cannot_be_confirmed(db, unit, officer) -> None:
    _event, (booth, *_rest) = make_fair()
    claim = services.apply(services.hold(booth, MINE), unit)
    with pytest.raises(ClaimChanged):
        services.confirm(claim, by=officer)


def test_an_officer_assigns_a_booth_also_outside_the_booking_time(db, unit, officer, clock) -> None:
    _event, (booth, *_rest) = make_fair(applications_close_at=START)
    claim = services.assign(booth, unit, by=officer)
    assert (claim.state, claim.made_by_id, claim.total_vnd) == (ClaimState.RESERVED, officer.id, 5_346_000)


def test_the_second_officer_sees_who_took_it(db, unit, officer) -> None:
    _event, (booth, *_rest) = make_fair()
    services.assign(booth, unit, by=officer)
    with pytest.raises(BoothTaken) as refusal:
        services.assign(booth, OrganisationFactory(), by=UserFactory())
    assert str(refusal.value.message) == (
        "Gian A01 đã giao cho Công ty CP Thực phẩm Bái Tử Long Mẫu lúc 09:00 20/10/2026, người giao: Hoàng Thị Minh Châu."
    )


def test_an_officer_does_not_take_a_running_hold(db, unit, officer, clock) -> None:
    _event, (booth, *_rest) = make_fair()
    services.hold(booth, MINE)
    with pytest.raises(BoothTaken):
        services.assign(booth, unit, by=officer)
    clock.move_to(START + timedelta(minutes=16))
    assert services.assign(booth, unit, by=officer).state == ClaimState.RESERVED


def test_assigning_the_booth_somebody_applied_for_reserves_the_application(db, unit, officer) -> None:
    _event, (booth, *_rest) = make_fair()
    claim = services.apply(services.hold(booth, MINE), unit)
    assert services.assign(booth, unit, by=officer) is claim
    assert claim.state == ClaimState.RESERVED


def test_a_released_booking_returns_to_the_pool_with_its_reason(db, unit, officer) -> None:
    _event, (booth, *_rest) = make_fair()
    claim = services.assign(booth, unit, by=officer)
    services.release(claim, by=officer, reason="Rút lui")
    assert queries.state_of(booth) == BoothState.FREE
    assert db.query(AuditEntry).order_by(AuditEntry.id.desc()).first().reason == "Rút lui"


def test_a_booking_moves_and_takes_the_price_of_its_new_place(db, unit, officer) -> None:
    _event, (corner, row, *_rest) = make_fair()
    claim = services.assign(row, unit, by=officer)
    services.move(claim, corner, by=officer, reason="Cần mặt mở")
    assert (claim.booth.code, claim.state, claim.total_vnd) == ("A01", ClaimState.RESERVED, 5_346_000)
    assert queries.state_of(row) == BoothState.FREE


def test_a_booking_does_not_move_onto_another(db, unit, officer) -> None:
    _event, (one, other, *_rest) = make_fair()
    claim = services.assign(one, unit, by=officer)
    services.assign(other, OrganisationFactory(), by=officer)
    with pytest.raises(BoothTaken):
        services.move(claim, other, by=officer, reason="x")
    db.refresh(claim)
    assert claim.booth_id == one.id


def test_a_blocked_booth_is_given_to_nobody_until_it_is_unblocked(db, unit, officer) -> None:
    _event, (booth, *_rest) = make_fair()
    services.block(booth, by=officer, reason="Lối thoát hiểm")
    with pytest.raises(BoothBlocked):
        services.assign(booth, unit, by=officer)
    services.unblock(booth, by=officer)
    assert services.assign(booth, unit, by=officer).state == ClaimState.RESERVED


def test_a_claim_outlives_a_block(db, unit, officer) -> None:
    event, (booth, other, *_rest) = make_fair()
    services.assign(booth, unit, by=officer)
    services.block(booth, by=officer, reason="x")
    services.block(other, by=officer, reason="x")
    assert queries.states_of(event) == {booth.id: BoothState.TAKEN, other.id: BoothState.BLOCKED}


def test_a_booth_with_history_is_not_deleted(db, officer) -> None:
    event, (booth, other, *_rest) = make_fair()
    services.let_go(services.hold(booth, MINE))
    with pytest.raises(BoothInUse):
        services.delete_booth(booth, by=officer)
    services.delete_booth(other, by=officer)
    assert [item.code for item in queries.booths_of(event)] == ["A01", "A03"]
