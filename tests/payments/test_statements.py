"""Bank statements: read, matched by exact code only, booked once (A-07, PY01, PY05, PY06)."""

from datetime import datetime

import pytest
import sqlalchemy as sa

from app.documents.spreadsheet import read_table
from app.events.models import Event
from app.payments import queries
from app.payments.errors import AlreadyBooked, InvoiceClosed
from app.payments.matching import match
from app.payments.models import Account, BankTransaction, InvoiceState, LedgerLine, MatchState
from app.payments.services import bank
from app.payments.services.bank import Outcome
from app.payments.services.invoices import cancel_invoice
from app.payments.statements import parse_amount, read_statement
from tests.factories.accounts import UserFactory
from tests.factories.events import HANOI, EventFactory
from tests.factories.payments import make_invoice

HEAD = "Ngày giao dịch,Số tham chiếu,Ghi có,Nội dung\n"
# The six lines of the scenario: exact, a space inside the code, lower case, 400.000 too little, unknown, repeated.
STATEMENT = HEAD + (
    '20/10/2026,FT001,"+5,346,000",HCKC26DK0203 thanh toan\n'
    '20/10/2026 09:15,FT002,"5.346.000,00",MBVCB.7788 HCKC26 DK0147 CT TU 0123\n'
    "20/10/2026,FT003,5346000,ct den hckc26dk0148\n"
    "21/10/2026,FT004,4946000,HCKC26DK0149\n"
    "21/10/2026,FT005,4500000,nop tien gian hang\n"
    '20/10/2026,FT001,"+5,346,000",HCKC26DK0203 thanh toan\n'
)


@pytest.fixture
def event(db) -> Event:
    event = EventFactory(code="HCKC26")
    for number in ("0203", "0147", "0148", "0149"):
        make_invoice(event, code=f"HCKC26DK{number}")
    return event


def credits(event: Event, text: str = STATEMENT):
    found, problems = read_statement(read_table(text.encode()), event.timezone)
    assert problems == []
    return found


def balance(db, account: Account) -> int:
    return db.scalar(sa.select(sa.func.coalesce(sa.func.sum(LedgerLine.amount_vnd), 0)).where(LedgerLine.account == account))


def test_the_six_lines_of_the_scenario(db, event) -> None:
    expected = {Outcome.MATCHED: 3, Outcome.PARTIAL: 1, Outcome.UNMATCHED: 1, Outcome.DUPLICATE: 1}
    previewed = [proposal.outcome for proposal in bank.preview(event, credits(event))]
    result = bank.import_credits(event, credits(event), by=None)
    assert (result.counts, {outcome: previewed.count(outcome) for outcome in set(previewed)}) == (expected, expected)
    states = {number: queries.get_invoice(event, f"HCKC26DK{number}").state for number in ("0203", "0147", "0148", "0149")}
    assert states == dict.fromkeys(("0203", "0147", "0148"), InvoiceState.PAID) | {"0149": InvoiceState.PART_PAID}
    assert (balance(db, Account.BANK), balance(db, Account.SUSPENSE)) == (25_484_000, -4_500_000)


def test_the_preview_changes_nothing(db, event) -> None:
    bank.preview(event, credits(event))
    assert (db.scalar(sa.select(sa.func.count(BankTransaction.id))), balance(db, Account.BANK)) == (0, 0)


@pytest.mark.parametrize("change", ["same", "reordered", "longer"])
def test_importing_again_changes_nothing(db, event, change: str) -> None:
    bank.import_credits(event, credits(event), by=None)
    before = balance(db, Account.BANK)
    lines = STATEMENT.removeprefix(HEAD).splitlines()
    if change == "reordered":
        lines.reverse()
    again = credits(event, HEAD + "\n".join(lines[:5] if change == "longer" else lines))
    assert (set(bank.import_credits(event, again, by=None).counts), balance(db, Account.BANK)) == ({Outcome.DUPLICATE}, before)


def test_without_references_a_line_is_known_by_its_content(db, event) -> None:
    text = "Date;Credit;Description\n20/10/2026;5.346.000;HCKC26DK0203\n20/10/2026;5.346.000;hckc26dk0203\n"
    result = bank.import_credits(event, credits(event, text), by=None)
    assert result.counts == {Outcome.MATCHED: 1, Outcome.DUPLICATE: 1}


def test_a_known_reference_with_another_amount_is_pointed_out(event) -> None:
    bank.import_credits(event, credits(event), by=None)
    changed = credits(event, HEAD + "20/10/2026,FT001,1,HCKC26DK0203\n")
    assert bank.import_credits(event, changed, by=None).counts == {Outcome.CONFLICT: 1}


def test_a_second_payment_of_one_request_is_too_much(event) -> None:
    bank.import_credits(event, credits(event), by=None)
    more = credits(event, HEAD + "22/10/2026,FT009,1,HCKC26DK0203\n")
    assert bank.import_credits(event, more, by=None).counts == {Outcome.OVERPAID: 1}
    assert queries.get_invoice(event, "HCKC26DK0203").state == InvoiceState.OVERPAID


def test_money_for_a_cancelled_request_waits(event) -> None:
    cancel_invoice(event, queries.get_invoice(event, "HCKC26DK0203"), by=None, reason="rút lui")
    counts = bank.import_credits(event, credits(event), by=None).counts
    assert (counts[Outcome.LATE], counts[Outcome.UNMATCHED]) == (1, 1)
    assert [invoice.code for invoice, _left in queries.credits_left(event)] == ["HCKC26DK0203"]


CODES = {"HCKC26DK0147": 1, "HCKC26DK0148": 1, "HCKC27DK0147": 2}


@pytest.mark.parametrize(
    ("memo", "code", "suggestions"),
    [
        ("HCKC26DK0147", "HCKC26DK0147", ()),
        ("hckc26 dk 0147 Chè Tả Lèng", "HCKC26DK0147", ()),
        ("MBVCB.123.HCKC26-DK0147.CT tu 0123", "HCKC26DK0147", ()),
        ("CTDENHCKC26DK0147", "HCKC26DK0147", ()),
        ("HCKC26DK0147 HCKC26DK0148", "", ("HCKC26DK0147", "HCKC26DK0148")),
        ("HCKC26DK0147 HCKC27DK0147", "", ("HCKC26DK0147",)),
        ("HCKC27DK0147", "", ()),
        ("HCKC26DK01471", "", ("HCKC26DK0147",)),
        ("HCKC26DKO147", "", ("HCKC26DK0147",)),
        ("HCKC26DK0157", "", ("HCKC26DK0147",)),
        ("DK0147", "", ()),
        ("nop tien", "", ()),
        ("", "", ()),
    ],
)
def test_only_a_sure_code_is_matched(memo: str, code: str, suggestions: tuple[str, ...]) -> None:
    found = match(memo, 1, CODES)
    assert (found.code, found.suggestions) == (code, suggestions)


@pytest.mark.parametrize(
    ("text", "amount"),
    [("1.000.000", 10**6), ("1,000,000", 10**6), ("+4,500,000", 4_500_000), ("4.500.000,00 VND", 4_500_000), ("12", 12)],
)
def test_amounts_are_read_exactly(text: str, amount: int) -> None:
    assert parse_amount(text) == amount


@pytest.mark.parametrize("text", ["1e6", "NaN", "4.5", "4.500.00", "1.000,50", "10000000000000000", "4.500,000.0", "-1", "٣"])
def test_what_is_not_surely_an_amount_is_refused(db, text: str) -> None:
    with pytest.raises(ValueError):
        parse_amount(text)


def test_debits_are_passed_over(event) -> None:
    text = HEAD + "20/10/2026,FT1,-400000,phí\n20/10/2026,FT2,,chuyển đi\n20/10/2026,FT3,0,\n"
    assert credits(event, text) == []


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Ngày,Nội dung\n20/10/2026,a\n", [1]),
        (HEAD + "20/10/2026,FT1,1e6,a\n99/99/2026,FT2,5,b\n20/10/2026,FT3,5,c\n", [2, 3]),
    ],
)
def test_what_cannot_be_read_is_named_by_line(db, text: str, lines: list[int]) -> None:
    _found, problems = read_statement(read_table(text.encode()), "Asia/Ho_Chi_Minh")
    assert [problem.line for problem in problems] == lines


def waiting(event) -> BankTransaction:
    bank.import_credits(event, credits(event), by=None)
    return queries.db.session.scalar(sa.select(BankTransaction).where(BankTransaction.state == MatchState.UNMATCHED))


def test_a_waiting_credit_is_assigned_by_hand_once(db, event) -> None:
    credit = waiting(event)
    invoice = make_invoice(event, code="HCKC26DK0300")
    bank.assign(event, credit, invoice, by=UserFactory())
    assert (credit.state, invoice.paid_vnd, balance(db, Account.SUSPENSE)) == (MatchState.PARTIAL, 4_500_000, 0)
    with pytest.raises(AlreadyBooked):
        bank.assign(event, credit, invoice, by=UserFactory())
    assert invoice.paid_vnd == 4_500_000


def test_nothing_is_assigned_to_a_cancelled_request(db, event) -> None:
    invoice = make_invoice(event, code="HCKC26DK0300")
    cancel_invoice(event, invoice, by=None, reason="rút lui")
    credit = waiting(event)
    with pytest.raises(InvoiceClosed):
        bank.assign(event, credit, invoice, by=UserFactory())
    assert balance(db, Account.SUSPENSE) == -4_500_000


def test_a_transfer_noted_by_hand_is_not_booked_again_from_the_statement(db, event) -> None:
    invoice = queries.get_invoice(event, "HCKC26DK0203")
    told = {"memo": "", "occurred_at": datetime(2026, 10, 20, 9, tzinfo=HANOI), "reference": "FT001"}
    bank.note_transfer(event, invoice, 5_346_000, by=UserFactory(), **told)
    assert bank.import_credits(event, credits(event), by=None).counts[Outcome.DUPLICATE] == 2
    with pytest.raises(AlreadyBooked):
        bank.note_transfer(event, invoice, 5_346_000, by=UserFactory(), **told)
    assert invoice.paid_vnd == 5_346_000
