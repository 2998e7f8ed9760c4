"""The clock of the contract: days for deposit and balance, more time, release when it is over."""

from datetime import timedelta

import pytest

from app.audit.models import AuditEntry
from app.booths import queries, services
from app.booths.errors import ClaimChanged, NotPaid, ReasonMissing, TooManyBooths, WrongDay
from app.booths.models import BoothState, ClaimState
from app.booths.queries import Rules
from app.events.models import EventState
from app.events.services import change_state
from app.jobs.models import Job
from app.payments.models import InvoiceState
from app.payments.services.invoices import create_invoice
from app.payments.services.ledger import receive
from tests.conftest import START
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.factories.booths import make_fair


@pytest.fixture
def officer(db):
    return UserFactory(full_name="Hoàng Thị Minh Châu")


@pytest.fixture
def booked(db, officer):
    """A fair in two months, its first booth given to a firm with a payment request."""
    begin = START + timedelta(days=60)
    event, booths = make_fair(starts_at=begin, ends_at=begin + timedelta(days=5), balance_due_on=(begin - timedelta(20)).date())
    claim = services.assign(booths[0], OrganisationFactory(), by=officer)
    invoice = create_invoice(event, claim.organisation, services.charges_of(claim), by=officer)
    services.link([claim], invoice)
    return event, claim, invoice


def days(number: int):
    return (START + timedelta(days=number)).date()


def test_a_booking_has_seven_days_for_the_deposit_and_then_until_the_day_of_the_balance(booked) -> None:
    event, claim, invoice = booked
    assert (claim.deposit_due_on, claim.balance_due_on, claim.due_on) == (days(7), days(40), days(7))
    receive(event, invoice, invoice.deposit_vnd, by=None)
    assert (services.settle(invoice), claim.state, claim.due_on) == ([claim], ClaimState.CONFIRMED, days(40))
    receive(event, invoice, invoice.open_vnd, by=None)
    assert (services.settle(invoice), services.settle(invoice)) == ([claim], [])
    assert (claim.state, claim.due_on) == (ClaimState.SOLD, None)


def test_more_time_needs_a_reason_and_a_day_before_the_end(booked, officer) -> None:
    event, claim, invoice = booked
    with pytest.raises(ReasonMissing):
        services.give_time(claim, days(10), by=officer, reason=" ")
    for wrong in (days(-1), days(66)):
        with pytest.raises(WrongDay):
            services.give_time(claim, wrong, by=officer, reason="x")
    services.give_time(claim, days(14), by=officer, reason="Chờ duyệt kinh phí")
    assert (claim.due_on, invoice.deposit_due_on) == (days(14), days(14))


def test_a_late_booth_is_listed_and_released_by_hand(db, booked, officer, clock) -> None:
    event, claim, invoice = booked
    clock.move_to(START + timedelta(days=7))
    assert queries.overdue_claims(event, days(7)) == []
    with pytest.raises(ClaimChanged):
        services.release_late(claim, by=officer)
    clock.move_to(START + timedelta(days=8))
    assert queries.overdue_claims(event, days(8)) == [claim]
    assert services.release_all_late(event) == []
    assert services.release_late(claim, by=officer)
    assert (claim.state, invoice.state, queries.state_of(claim.booth)) == (
        ClaimState.RELEASED,
        InvoiceState.CANCELLED,
        BoothState.FREE,
    )
    assert db.query(AuditEntry).filter_by(action="booths.released").one().reason


def test_the_rules_may_let_it_go_by_itself_after_the_days_of_grace(booked, officer, clock) -> None:
    event, claim, _invoice = booked
    services.set_rules(event, Rules(15, 3, 20, releases_itself=True, grace_days=2), by=officer)
    clock.move_to(START + timedelta(days=9))
    assert services.release_all_late(event) == []
    clock.move_to(START + timedelta(days=10))
    assert services.release_all_late(event) == ["A01"]
    assert services.release_all_late(event) == []


def test_nobody_pays_for_what_is_called_off_and_gets_a_week_when_it_has_a_new_date(
    app, booked, officer, clock, run_jobs
) -> None:
    event, claim, invoice = booked
    event.description, event.duty_decision = "Có giới thiệu", "215/SCT"
    event.applications_close_at = event.starts_at - timedelta(days=20)
    change_state(event, EventState.POSTPONED, by=officer, reason="Bão số 12")
    clock.move_to(START + timedelta(days=20))
    assert queries.events_with_due(days(20)) == []
    with app.test_request_context():
        change_state(event, EventState.OPEN, by=officer)
    run_jobs()
    assert (claim.due_on, invoice.deposit_due_on) == (days(27), days(27))
    assert queries.overdue_claims(event, days(20)) == []
    assert queries.events_with_due(days(27)) == [event]


def test_what_is_awaited_is_the_deposit_first_and_then_the_rest(booked) -> None:
    event, claim, invoice = booked
    assert queries.awaited_of([claim]) == {claim.id: (invoice.code, invoice.deposit_vnd)}
    receive(event, invoice, invoice.deposit_vnd, by=None)
    services.settle(invoice)
    assert queries.awaited_of([claim]) == {claim.id: (invoice.code, invoice.total_vnd - invoice.deposit_vnd)}


def test_the_longest_late_comes_first_by_the_day_that_counts(booked, officer, clock) -> None:
    event, claim, invoice = booked
    other = services.assign(queries.get_booth(event, "A02"), OrganisationFactory(), by=officer)
    receive(event, invoice, invoice.deposit_vnd, by=None)
    services.settle(invoice)
    clock.move_to(START + timedelta(days=41))
    assert queries.due_page(event, days(41), late=True, number=1).rows == [other, claim]


def test_a_paid_deposit_is_never_released_by_itself(booked, officer, clock) -> None:
    event, claim, invoice = booked
    services.set_rules(event, Rules(15, 3, 20, releases_itself=True, grace_days=0), by=officer)
    receive(event, invoice, invoice.deposit_vnd, by=None)
    services.settle(invoice)
    clock.move_to(START + timedelta(days=50))
    assert (services.release_all_late(event), claim.state) == ([], ClaimState.CONFIRMED)


def test_money_that_came_before_the_release_wins(booked, officer, clock) -> None:
    event, claim, invoice = booked
    clock.move_to(START + timedelta(days=8))
    receive(event, invoice, invoice.deposit_vnd, by=None)
    assert not services.release_late(claim, by=officer)
    assert claim.state is ClaimState.CONFIRMED


def test_handing_over_before_all_is_paid_needs_a_reason(booked, officer) -> None:
    _event, claim, _invoice = booked
    with pytest.raises(NotPaid):
        services.occupy(claim, by=officer)
    services.occupy(claim, by=officer, reason="Sở bảo lãnh")
    services.vacate(claim, by=officer)
    assert (claim.state, queries.state_of(claim.booth)) == (ClaimState.VACATED, BoothState.TAKEN)


def test_one_firm_has_a_limit_that_an_officer_lifts_with_a_reason(booked, officer) -> None:
    event, claim, _invoice = booked
    services.set_rules(event, Rules(15, 3, most_per_firm=1), by=officer)
    second = queries.get_booth(event, "A02")
    with pytest.raises(TooManyBooths):
        services.assign(second, claim.organisation, by=officer)
    assert services.assign(second, claim.organisation, by=officer, reason="Gian của tỉnh").state is ClaimState.RESERVED


def test_whoever_waits_learns_of_a_free_booth_once(db, booked, officer, monkeypatch) -> None:
    from app.jobs import registry

    monkeypatch.setitem(registry._handlers, "booths.booth_freed", {"test": registry.Handler(print, False, None)})
    _event, claim, _invoice = booked
    services.take_back(claim, by=officer, reason="Rút lui")
    held = services.hold_for(claim.booth, claim.organisation, START + timedelta(days=2), by=officer, reason="Chờ trả lời")
    services.release(held, by=officer, reason="Không đến")
    facts = [job.payload for job in db.query(Job).filter_by(name="booths.booth_freed")]
    assert facts == [{"event_id": claim.event_id, "booth_id": claim.booth_id}]
