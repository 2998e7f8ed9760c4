"""Money: requests, receipts and a ledger that always balances."""

from datetime import date

import pytest
import sqlalchemy as sa

from app.payments.errors import InvoiceClosed, WrongAmount
from app.payments.models import Account, EntryKind, InvoiceState, LedgerLine
from app.payments.services.invoices import Charge, cancel_invoice, create_invoice
from app.payments.services.ledger import post, receive, receive_unmatched
from tests.factories.accounts import OrganisationFactory
from tests.factories.events import EventFactory
from tests.factories.payments import make_invoice


def balance(db, account: Account) -> int:
    return db.scalar(sa.select(sa.func.coalesce(sa.func.sum(LedgerLine.amount_vnd), 0)).where(LedgerLine.account == account))


def test_the_corner_booth_of_the_scenario_costs_what_it_says(db) -> None:
    invoice = make_invoice()
    assert (invoice.net_vnd, invoice.vat_vnd, invoice.total_vnd) == (4_950_000, 396_000, 5_346_000)


def test_half_is_asked_as_deposit_within_a_week(db) -> None:
    invoice = make_invoice()
    assert (invoice.deposit_vnd, invoice.deposit_due_on.isoformat()) == (2_673_000, "2026-10-27")


def test_the_deposit_is_not_due_after_the_rest(db) -> None:
    event = EventFactory(balance_due_on=date(2026, 10, 24))
    assert make_invoice(event).deposit_due_on == date(2026, 10, 24)


def test_numbers_of_one_event_follow_each_other(db) -> None:
    event = EventFactory(code="HCKC26")
    assert [make_invoice(event).code for _ in range(2)] == ["HCKC26TT0001", "HCKC26TT0002"]


def test_a_request_is_a_receivable_of_revenue_and_tax(db) -> None:
    make_invoice()
    assert (balance(db, Account.RECEIVABLE), balance(db, Account.REVENUE), balance(db, Account.VAT)) == (
        5_346_000,
        -4_950_000,
        -396_000,
    )


def test_a_free_booth_is_paid_at_once(db) -> None:
    invoice = make_invoice(charges=[Charge("Gian hàng được hỗ trợ", 0, 8)])
    assert invoice.state == InvoiceState.PAID


@pytest.mark.parametrize(
    ("amounts", "state"),
    [
        ([2_673_000], InvoiceState.PART_PAID),
        ([2_673_000, 2_673_000], InvoiceState.PAID),
        ([5_346_001], InvoiceState.OVERPAID),
    ],
)
def test_the_state_follows_what_was_paid(db, amounts: list[int], state: InvoiceState) -> None:
    event = EventFactory()
    invoice = make_invoice(event)
    for amount in amounts:
        receive(event, invoice, amount, by=None)
    assert (invoice.state, invoice.paid_vnd) == (state, sum(amounts))


def test_money_received_moves_from_receivable_to_bank(db) -> None:
    event = EventFactory()
    receive(event, make_invoice(event), 5_346_000, by=None)
    assert (balance(db, Account.BANK), balance(db, Account.RECEIVABLE)) == (5_346_000, 0)


@pytest.mark.parametrize("amount", [0, -1])
def test_nothing_and_less_is_refused(db, amount: int) -> None:
    event = EventFactory()
    with pytest.raises(WrongAmount):
        receive(event, make_invoice(event), amount, by=None)


def test_a_cancelled_request_takes_no_money(db) -> None:
    event = EventFactory()
    invoice = make_invoice(event)
    cancel_invoice(event, invoice, by=None, reason="rút lui")
    with pytest.raises(InvoiceClosed):
        receive(event, invoice, 1, by=None)


def test_cancelling_twice_books_once(db) -> None:
    event = EventFactory()
    invoice = make_invoice(event)
    cancel_invoice(event, invoice, by=None, reason="rút lui")
    with pytest.raises(InvoiceClosed):
        cancel_invoice(event, invoice, by=None, reason="rút lui")
    assert balance(db, Account.REVENUE) == 0


def test_what_was_paid_for_a_cancelled_request_waits_in_suspense(db) -> None:
    event = EventFactory()
    invoice = make_invoice(event)
    receive(event, invoice, 2_673_000, by=None)
    cancel_invoice(event, invoice, by=None, reason="rút lui")
    assert (balance(db, Account.SUSPENSE), balance(db, Account.RECEIVABLE), balance(db, Account.BANK)) == (
        -2_673_000,
        0,
        2_673_000,
    )


def test_unknown_money_waits_in_suspense(db) -> None:
    receive_unmatched(EventFactory(), 4_500_000, by=None, memo="CT DEN")
    assert balance(db, Account.SUSPENSE) == -4_500_000


def test_an_entry_that_does_not_balance_cannot_be_written(db) -> None:
    with pytest.raises(ValueError, match="unbalanced"):
        post(EventFactory(), EntryKind.RECEIVED, {Account.BANK: 1})


def test_tax_is_rounded_to_the_nearest_dong_per_line(db) -> None:
    invoice = create_invoice(
        EventFactory(), OrganisationFactory(), [Charge("Ổ cắm", 333_333, 8), Charge("Ổ cắm", 6, 8)], by=None
    )
    assert [line.vat_vnd for line in invoice.lines] == [26_667, 0]
