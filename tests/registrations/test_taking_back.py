"""Money that was assigned to the wrong request is taken back; the booth it paid for waits again and is never lost by it."""

from datetime import timedelta

import pytest

from app.audit.models import AuditEntry
from app.booths import queries as booths
from app.booths import services
from app.booths.errors import BoothHandedOver
from app.booths.models import ClaimState
from app.events.models import Role
from app.payments import queries as payments
from app.payments.errors import MoneyUsed, NotAssigned
from app.payments.models import InvoiceState, MatchState
from app.payments.services import bank
from app.payments.services.credit import move_credit, refund, reissue
from app.payments.services.invoices import cancel_invoice
from app.payments.services.refunds import Settlement, settle
from app.registrations.services import decisions, late, taking_back
from app.registrations.terms import ApplicationState
from tests.conftest import START
from tests.factories.accounts import UserFactory
from tests.factories.booths import make_fair
from tests.factories.events import person_with
from tests.factories.payments import make_invoice
from tests.factories.registrations import ApplicationFactory
from tests.payments.test_guards import findings

WHY = "Của đơn vị khác"


def day(number: int):
    return (START + timedelta(days=number)).date()


@pytest.fixture
def officer(db):
    return UserFactory()


@pytest.fixture
def asked(db, outbox, officer):
    """An accepted exhibitor with booth A02: event, application, claim, payment request."""
    begin = START + timedelta(days=60)
    dates = {"starts_at": begin, "ends_at": begin + timedelta(days=5), "balance_due_on": day(40)}
    event, (_first, booth, *_rest) = make_fair(4, **dates)
    application = ApplicationFactory(event_id=event.id, state=ApplicationState.SUBMITTED)
    decisions.assign_booth(event, application, "A02", by=officer)
    invoice = decisions.accept(event, application, by=officer)
    return event, application, booths.find_live_claim(booth), invoice


@pytest.fixture
def pay(asked, officer, run_jobs):
    """Book a transfer for the request and let what follows from it happen."""
    event, _application, _claim, invoice = asked

    def book(amount: int):
        credit = bank.note_transfer(event, invoice, amount, by=officer, memo="CT DEN", occurred_at=START)
        run_jobs()
        return credit

    return book


def take_back(asked, credit, officer):
    event, _application, _claim, invoice = asked
    return taking_back.take_back(event, credit, invoice, by=officer, reason=WHY)


def test_a_sold_booth_waits_for_its_deposit_again_and_the_exhibitor_is_told(
    asked, pay, officer, outbox, clock, run_jobs
) -> None:
    event, application, claim, invoice = asked
    credit = pay(invoice.total_vnd)
    assert claim.state is ClaimState.SOLD
    clock.move_to(START + timedelta(days=6))
    assert take_back(asked, credit, officer) == [claim]
    assert (claim.state, claim.due_on, invoice.deposit_due_on) == (ClaimState.RESERVED, day(9), day(9))
    assert (invoice.state, invoice.paid_vnd) == (InvoiceState.OPEN, 0)
    assert (credit.state, credit.invoice_id, payments.count_unmatched(event)) == (MatchState.UNMATCHED, None, 1)
    assert booths.find_live_claim(claim.booth).id == claim.id
    run_jobs()
    letters = [letter.subject for letter in outbox if letter.to == application.contact_email]
    assert letters[-1] == "Gian A02 đang chờ thanh toán lại"
    assert set(map(len, findings().values())) == {0}


def test_a_day_that_is_later_stays(asked, pay, officer) -> None:
    _event, _application, claim, invoice = asked
    take_back(asked, pay(invoice.deposit_vnd), officer)
    assert (claim.state, claim.deposit_due_on, claim.balance_due_on) == (ClaimState.RESERVED, day(7), day(40))


def test_what_is_still_paid_counts(asked, pay, officer) -> None:
    _event, _application, claim, invoice = asked
    pay(invoice.deposit_vnd)
    rest = pay(invoice.open_vnd)
    take_back(asked, rest, officer)
    assert (claim.state, claim.due_on, invoice.state) == (ClaimState.CONFIRMED, day(40), InvoiceState.PART_PAID)


def test_reason_and_amounts_are_kept(db, asked, pay, officer) -> None:
    _event, _application, claim, invoice = asked
    credit = pay(invoice.total_vnd)
    take_back(asked, credit, officer)
    db.flush()
    kept = {row.action: row for row in db.query(AuditEntry).where(AuditEntry.reason == WHY)}
    told = kept["payments.credit_taken_back"].data
    assert (told["amount_vnd"], told["paid_before_vnd"], told["paid_vnd"]) == (invoice.total_vnd, invoice.total_vnd, 0)
    assert (kept["booths.payment_taken_back"].data["from"], kept["booths.payment_taken_back"].data["to"]) == (
        "sold",
        "reserved",
    )


def test_the_next_right_payment_confirms_the_booth_again(asked, pay, officer) -> None:
    _event, _application, claim, invoice = asked
    take_back(asked, pay(invoice.total_vnd), officer)
    pay(invoice.deposit_vnd)
    assert claim.state is ClaimState.CONFIRMED


@pytest.mark.parametrize("is_vacated", [False, True])
def test_a_booth_that_was_handed_over_keeps_its_money(asked, pay, officer, is_vacated: bool) -> None:
    event, _application, claim, invoice = asked
    credit = pay(invoice.total_vnd)
    services.occupy(claim, by=officer)
    if is_vacated:
        services.vacate(claim, by=officer)
    with pytest.raises(BoothHandedOver):
        take_back(asked, credit, officer)
    assert (invoice.state, credit.state, payments.count_unmatched(event)) == (InvoiceState.PAID, MatchState.MATCHED, 0)


def test_money_beyond_the_whole_price_is_taken_back_from_a_booth_that_was_handed_over(asked, pay, officer) -> None:
    _event, _application, claim, invoice = asked
    pay(invoice.total_vnd)
    surplus = pay(500_000)
    services.occupy(claim, by=officer)
    assert (take_back(asked, surplus, officer), claim.state, invoice.state) == ([], ClaimState.OCCUPIED, InvoiceState.PAID)


def test_money_that_went_along_to_a_new_request_is_taken_from_there(asked, pay, officer) -> None:
    event, _application, _claim, invoice = asked
    credit = pay(1_000_000)
    new = reissue(event, invoice, [], by=officer, reason="đổi giá")
    assert new.paid_vnd == 1_000_000
    take_back(asked, credit, officer)
    assert (new.paid_vnd, payments.credit_of(invoice), set(map(len, findings().values()))) == (0, 0, {0})


def test_money_of_a_cancelled_request_stops_being_its_payers_credit(asked, pay, officer) -> None:
    event, _application, _claim, invoice = asked
    cancel_invoice(event, invoice, by=officer, reason="rút lui")
    credit = pay(700_000)
    assert (credit.state, payments.credit_of(invoice)) == (MatchState.LATE, 700_000)
    take_back(asked, credit, officer)
    assert (payments.credit_of(invoice), late.cases_of(event), payments.sums_of(event).unmatched_vnd) == (0, [], 700_000)


@pytest.mark.parametrize("use", ["paid back", "used", "divided"])
def test_money_that_was_paid_back_used_or_divided_is_not_taken_back(asked, pay, officer, use: str) -> None:
    event, application, _claim, invoice = asked
    credit = pay(1_000_000)
    cancel_invoice(event, invoice, by=officer, reason="rút lui")
    if use == "paid back":
        refund(event, invoice, 1, by=officer, memo="FT9")
    elif use == "used":
        move_credit(event, invoice, make_invoice(event, application.organisation), by=officer)
    else:
        settle(event, invoice, Settlement("x", 400_000, 0), by=officer, reason="rút lui")
    with pytest.raises(MoneyUsed):
        take_back(asked, credit, officer)
    assert payments.count_unmatched(event) == 0


def test_who_is_slow_undoes_no_later_assignment(asked, pay, officer) -> None:
    event, application, _claim, _invoice = asked
    credit = pay(1_000_000)
    take_back(asked, credit, officer)
    bank.assign(event, credit, make_invoice(event, application.organisation), by=officer)
    with pytest.raises(NotAssigned):
        take_back(asked, credit, officer)
    assert credit.state is MatchState.PARTIAL


def test_finance_takes_an_assignment_back_on_the_page(client, db, asked, pay) -> None:
    event, _application, claim, invoice = asked
    credit = pay(invoice.total_vnd)
    db.commit()
    client.sign_in(person_with(Role.FINANCE, event))
    desk = f"/manage/events/{event.slug}/payments"
    path = f"{desk}/{invoice.code}/credits/{credit.id}/take-back"
    assert [path in client.get(page).text for page in (f"{desk}/{invoice.code}", f"{desk}/bank?show=all")] == [True, True]
    assert "A02: đã thanh toán đủ → đã phân" in client.get(path).text
    assert client.submit(path, {"reason": " "}, form="reason").status_code == 422
    assert client.submit(path, {"reason": WHY}, form="reason").status_code == 303
    assert WHY in client.get(f"{desk}/{invoice.code}").text
    assert [client.get(path).status_code, client.post(path, data={"reason": WHY}).status_code] == [409, 409]
    db.refresh(claim)
    assert claim.state is ClaimState.RESERVED


def test_the_page_says_why_it_is_refused(client, db, asked, pay, officer) -> None:
    event, _application, claim, invoice = asked
    credit = pay(invoice.total_vnd)
    services.occupy(claim, by=officer)
    db.commit()
    client.sign_in(person_with(Role.FINANCE, event))
    path = f"/manage/events/{event.slug}/payments/{invoice.code}/credits/{credit.id}/take-back"
    for answer in (client.get(path), client.post(path, data={"reason": WHY})):
        assert (answer.status_code, "Gian A02 đã bàn giao cho đơn vị trưng bày" in answer.text) == (409, True)


def test_only_who_may_assign_may_take_back(client, db, asked, pay) -> None:
    event, _application, _claim, invoice = asked
    credit = pay(1_000_000)
    db.commit()
    path = f"/manage/events/{event.slug}/payments/{invoice.code}/credits/{credit.id}/take-back"
    statuses = {}
    for role in (Role.ORGANISER, Role.FINANCE, Role.AUDITOR, Role.REVIEWER):
        client.sign_in(person_with(role, event))
        statuses[role] = client.get(path).status_code
    assert statuses == {Role.ORGANISER: 200, Role.FINANCE: 200, Role.AUDITOR: 403, Role.REVIEWER: 403}
