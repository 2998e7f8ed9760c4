"""The organiser's verbs: hold for a firm, move, swap, merge, split, rename. What is paid goes along."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.audit.models import AuditEntry
from app.booths import checks, queries, services
from app.booths.errors import (
    ActUnfit,
    BoothBlocked,
    BoothInUse,
    BoothMerged,
    BoothTaken,
    CannotMerge,
    ClaimChanged,
    CodeTaken,
    HandedOver,
    WrongDay,
)
from app.booths.models import BoothClaim, BoothState, ClaimState
from app.booths.services import Holder
from app.booths.stands import label_of
from app.core.errors import NotFound
from app.payments import queries as money
from app.payments.models import Invoice, InvoiceState
from app.payments.services.invoices import create_invoice
from app.payments.services.ledger import receive
from tests.conftest import START
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.factories.booths import make_fair


@pytest.fixture
def officer(db):
    return UserFactory()


@pytest.fixture
def fair(db):
    return make_fair(6)


@pytest.fixture
def booths(fair):
    return fair[1]


def book(booth, officer, *, unit=None, paid: int = 0):
    """Give a booth to a firm, ask for the price and let some of it be paid."""
    claim = services.assign(booth, unit or OrganisationFactory(), by=officer)
    invoice = create_invoice(booth.event, claim.organisation, services.charges_of(claim), by=officer)
    services.link([claim], invoice)
    if paid:
        receive(booth.event, invoice, paid, by=None)
        services.settle(invoice)
    return claim


def request_of(db, claim) -> Invoice:
    return db.get(Invoice, claim.invoice_id)


def assert_healthy() -> None:
    assert (
        checks.find_double_claims() + checks.find_wrong_stands() + checks.find_wrong_holds() + checks.find_wrong_totals() == []
    )


def test_a_moved_booking_gets_a_new_request_over_the_new_price(db, booths, officer) -> None:
    claim = book(booths[1], officer, paid=4_860_000)
    old = request_of(db, claim)
    assert services.move(claim, booths[0], by=officer, reason="Cần góc") == 486_000
    new = request_of(db, claim)
    assert (old.state, old.replaced_by_id, new.total_vnd, new.paid_vnd) == (
        InvoiceState.CANCELLED,
        new.id,
        5_346_000,
        4_860_000,
    )
    assert (claim.state, new.state, money.credit_of(old)) == (ClaimState.SOLD, InvoiceState.PART_PAID, 0)


def test_a_swap_exchanges_booths_and_prices(db, booths, officer) -> None:
    one, other = book(booths[0], officer), book(booths[1], officer, paid=2_430_000)
    assert services.swap(one, other, by=officer, reason="Hai bên đồng ý") == (-486_000, 486_000)
    assert [(claim.booth.code, claim.state, claim.total_vnd) for claim in (one, other)] == [
        ("A02", ClaimState.RESERVED, 4_860_000),
        ("A01", ClaimState.CONFIRMED, 5_346_000),
    ]
    assert request_of(db, other).paid_vnd == 2_430_000
    assert db.query(AuditEntry).filter_by(action="booths.moved").count() == 2


def test_only_bookings_are_swapped(booths, officer) -> None:
    one, held = book(booths[0], officer), services.hold(booths[1], Holder("web"))
    for other in (held, one):
        with pytest.raises(ActUnfit):
            services.swap(one, other, by=officer, reason="x")


def test_of_a_booking_that_ended_meanwhile_it_is_told_that_it_changed(db, booths, officer) -> None:
    one, other = book(booths[0], officer), book(booths[1], officer)
    db.execute(sa.update(BoothClaim).where(BoothClaim.id == one.id).values(state=ClaimState.RELEASED))
    for act in (
        lambda: services.swap(one, other, by=officer, reason="x"),
        lambda: services.move(one, booths[3], by=officer, reason="x"),
    ):
        with pytest.raises(ClaimChanged):
            act()


@pytest.mark.parametrize("is_back", [False, True])
@pytest.mark.parametrize("act", ["move", "swap", "swap as the other", "merge"])
def test_a_booth_that_was_handed_over_stays_where_its_protocol_is(booths, officer, act, is_back) -> None:
    claim, other = book(booths[1], officer, paid=4_860_000), book(booths[3], officer, paid=4_860_000)
    services.occupy(claim, by=officer)
    if is_back:
        services.vacate(claim, by=officer)
    before = claim.state
    acts = {
        "move": lambda: services.move(claim, booths[0], by=officer, reason="x"),
        "swap": lambda: services.swap(claim, other, by=officer, reason="x"),
        "swap as the other": lambda: services.swap(other, claim, by=officer, reason="x"),
        "merge": lambda: services.merge(booths[1:3], by=officer, reason="x"),
    }
    with pytest.raises(HandedOver) as refusal:
        acts[act]()
    assert ("A02" in str(refusal.value.message), "và đã nhận lại" in str(refusal.value.message)) == (True, is_back)
    assert (claim.booth.code, claim.state, other.booth.code) == ("A02", before, "A04")


def test_who_gave_a_booth_back_gets_another_one_and_what_was_paid_waits_for_it(booths, officer) -> None:
    claim = book(booths[1], officer, paid=4_860_000)
    services.occupy(claim, by=officer)
    services.vacate(claim, by=officer)
    services.take_back(claim, by=officer, reason="Đổi gian")
    other = services.assign(booths[2], claim.organisation, by=officer)
    assert (claim.state, other.booth.code, other.state) == (ClaimState.RELEASED, "A03", ClaimState.RESERVED)
    assert [left for _invoice, left in money.credits_left(booths[0].event)] == [4_860_000]


def test_an_officer_keeps_a_booth_for_a_firm_until_a_time(booths, officer, clock) -> None:
    unit = OrganisationFactory()
    for wrong in (START - timedelta(hours=1), START + timedelta(days=91)):
        with pytest.raises(WrongDay):
            services.hold_for(booths[0], unit, wrong, by=officer, reason="x")
    held = services.hold_for(booths[0], unit, START + timedelta(days=5), by=officer, reason="Chờ công văn")
    clock.move_to(START + timedelta(days=4))
    with pytest.raises(BoothTaken):
        services.hold(booths[0], Holder("web"))
    assert (services.assign(booths[0], unit, by=officer), held.state) == (held, ClaimState.RESERVED)
    services.hold_for(booths[1], unit, START + timedelta(days=5), by=officer, reason="x")
    clock.move_to(START + timedelta(days=5))
    assert services.hold(booths[1], Holder("web")).state is ClaimState.HELD


def test_four_booths_become_one_stand_of_36_square_metres(fair, booths, officer) -> None:
    event = fair[0]
    head = services.merge(booths[:4], by=officer, reason="Gian tỉnh Lai Châu")
    assert (head.name, head.area_m2, head.unit_count, queries.count_booths(event)) == ("A01–A04", 36, 4, 3)
    with pytest.raises(BoothMerged):
        services.hold(booths[2], Holder("web"))
    # Four rates and a corner of all of them: 4 × 4.500.000 + 10 %, VAT 8 %.
    assert services.hold(head, Holder("web")).total_vnd == 21_384_000
    with pytest.raises(CannotMerge):
        services.split(head, by=officer, reason="x")
    services.let_go(queries.find_live_claim(head))
    parts = services.split(head, by=officer, reason="Tỉnh rút")
    assert [(part.code, part.name, part.area_m2, part.open_sides) for part in parts] == [
        ("A01", "A01", 9, 2),
        ("A02", "A02", 9, 1),
        ("A03", "A03", 9, 1),
        ("A04", "A04", 9, 1),
    ]
    assert services.hold(booths[2], Holder("web")).state is ClaimState.HELD
    assert_healthy()


def test_parts_of_one_firm_are_joined_and_their_money_goes_along(db, booths, officer) -> None:
    unit = OrganisationFactory()
    first, second = book(booths[1], officer, unit=unit), book(booths[2], officer, unit=unit, paid=4_860_000)
    head = services.merge(booths[1:3], by=officer, reason="Một gian đôi")
    assert (first.state, second.state, second.booth_id) == (ClaimState.RELEASED, ClaimState.SOLD, head.id)
    request = request_of(db, second)
    assert (second.total_vnd, request.total_vnd, request.paid_vnd) == (9_720_000, 9_720_000, 4_860_000)
    assert money.credits_left(head.event) == []
    assert_healthy()


@pytest.mark.parametrize("case", ["apart", "held", "different firms", "one", "part of another", "blocked"])
def test_what_does_not_fit_is_not_merged(booths, officer, case) -> None:
    chosen = booths[:2]
    if case == "apart":
        chosen = [booths[0], booths[2]]
    elif case == "held":
        services.hold(booths[1], Holder("web"))
    elif case == "different firms":
        book(booths[0], officer), book(booths[1], officer)
    elif case == "one":
        chosen = booths[:1]
    elif case == "part of another":
        services.merge(booths[1:3], by=officer, reason="x")
    else:
        services.block(booths[1], by=officer, reason="x")
    with pytest.raises(CannotMerge):
        services.merge(chosen, by=officer, reason="x")
    assert all(booth.merged_into_id is None for booth in booths[:2])


def test_a_part_or_a_sold_booth_is_not_deleted(booths, officer) -> None:
    book(booths[4], officer, paid=4_860_000)
    services.merge(booths[:2], by=officer, reason="x")
    for booth in (booths[0], booths[1], booths[4]):
        with pytest.raises(BoothInUse):
            services.delete_booth(booth, by=officer)


@pytest.mark.parametrize(("paid", "follow", "replaced"), [(0, True, True), (0, False, False), (4_860_000, True, False)])
def test_open_orders_follow_a_new_number_when_asked_and_paid_ones_never(db, booths, officer, paid, follow, replaced) -> None:
    claim = book(booths[1], officer, paid=paid)
    old = request_of(db, claim)
    services.rename(booths[1], "A20", by=officer, reason="Đánh số lại", follow=follow)
    assert queries.find_live_claim(queries.get_booth(booths[1].event, "A20")) is claim
    assert (request_of(db, claim) is not old) is replaced
    assert ("A20" in request_of(db, claim).lines[0].text) is replaced


def test_a_number_is_given_once_and_ranges_follow(booths, officer) -> None:
    with pytest.raises(CodeTaken):
        services.rename(booths[0], "A02", by=officer, reason="x", follow=False)
    head = services.merge(booths[:3], by=officer, reason="x")
    services.rename(booths[2], "A09", by=officer, reason="x", follow=False)
    assert head.label == "A01, A02, A09"


def test_a_range_is_written_only_for_numbers_that_follow() -> None:
    assert [label_of(codes) for codes in (["B01", "B02"], ["B09", "B10"], ["A1", "B2"], ["X"])] == [
        "B01–B02",
        "B09–B10",
        "A1, B2",
        "X",
    ]


def test_a_booth_for_the_organisers_own_use_is_not_for_sale(fair, booths, officer) -> None:
    services.keep_internal(booths[0], by=officer, reason="Ban tổ chức")
    assert queries.states_of(fair[0]) == {booths[0].id: BoothState.BLOCKED}
    with pytest.raises(BoothBlocked):
        services.hold(booths[0], Holder("web"))
    assert services.assign(booths[0], OrganisationFactory(), by=officer).state is ClaimState.RESERVED


def test_several_booths_are_held_together_or_none(fair, booths, officer) -> None:
    services.assign(booths[2], OrganisationFactory(), by=officer)
    with pytest.raises(BoothTaken) as refusal:
        services.hold_all(booths[:3], Holder("web"))
    assert [near["code"] for near in refusal.value.extra["alternatives"]] == ["A04", "A05", "A06"]
    assert queries.held_by("web", fair[0]) == []
    assert [claim.booth.code for claim in services.hold_all([booths[3], booths[0]], Holder("web"))] == ["A01", "A04"]


def test_booths_of_another_event_are_not_found(fair) -> None:
    make_fair(9)
    with pytest.raises(NotFound):
        queries.booths_with(fair[0], ["A01", "A09"])
