"""What is paid back when an exhibitor gives up booths (A-26), in the ledger and once only."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from app.accounts.models import User
from app.booths import queries as booth_queries
from app.booths import services as booths
from app.booths.errors import ClaimChanged
from app.booths.models import ClaimState
from app.core import clock
from app.core.db import db as database
from app.core.db import intent, transaction, unit_of_work
from app.core.errors import DomainError
from app.events.models import Event
from app.payments import queries as payments
from app.payments import setup as payments_setup
from app.payments.errors import AlreadySettled
from app.payments.models import Account, Invoice, InvoiceState, LedgerEntry, LedgerLine, Refund
from app.payments.services import refunds
from app.payments.services.invoices import cancel_invoice
from app.payments.services.ledger import receive
from app.payments.services.refunds import Settlement, Tier
from app.registrations import services
from app.registrations.models import Application
from app.registrations.services import billing
from tests.factories.accounts import UserFactory
from tests.factories.booths import make_fair
from tests.factories.events import HANOI
from tests.factories.payments import make_invoice
from tests.factories.registrations import ApplicationFactory
from tests.support.race import make_app, run_together

# X6 of the acceptance scenario: 56 days before the opening.
X6_CANCELS = datetime(2026, 10, 10, 9, 0, tzinfo=HANOI)
SIXTY, FIFTY = Tier(60, 50, 100), Tier(50, 50, 100)


def accept(event: Event, booth_codes: list[str], by: User) -> Application:
    application = ApplicationFactory(event_id=event.id, contact_email="")
    for code in booth_codes:
        services.assign_booth(event, application, code, by=by)
    services.accept(event, application, by=by)
    return application


@pytest.fixture
def officer(db) -> User:
    return UserFactory()


@pytest.fixture
def fair(db) -> Event:
    return make_fair(4)[0]


@pytest.fixture
def exhibitor(fair, officer) -> Application:
    """An exhibitor with a corner and a booth in the row: 5.346.000 and 4.860.000."""
    return accept(fair, ["A01", "A02"], officer)


def invoice_of(application: Application) -> Any:
    return billing.requests_for(application)[0]


def balances(db, event: Event) -> dict[Account, int]:
    rows = sa.select(LedgerLine.account, sa.func.sum(LedgerLine.amount_vnd)).join(LedgerEntry)
    rows = rows.where(LedgerEntry.event_id == event.id).group_by(LedgerLine.account)
    return {account: int(amount) for account, amount in db.execute(rows) if amount}


@pytest.mark.parametrize(("tiers", "back"), [([SIXTY], 0), ([SIXTY, FIFTY], 2_551_500), ([], None)])
def test_x6_gets_what_the_terms_say_56_days_before(db, fair, exhibitor, officer, tiers, back) -> None:
    refunds.set_tiers(fair, tiers, by=officer)
    invoice = invoice_of(exhibitor)
    assert invoice.total_vnd == 5_346_000 + 4_860_000
    receive(fair, invoice, invoice.deposit_vnd, by=None)
    with clock.at(X6_CANCELS):
        assert refunds.days_until(fair) == 56
        (_asked, told) = billing.preview_withdrawal(fair, exhibitor)[0]
        services.withdraw(fair, exhibitor, by=officer)
    made = db.scalars(sa.select(Refund)).all()
    assert invoice.state is InvoiceState.CANCELLED
    assert booth_queries.counts_of(fair).free == 4
    if back is None:
        assert (made, payments.credit_of(invoice)) == ([], 5_103_000)
        return
    assert (told.refund_vnd, told.kept_vnd) == (back, 5_103_000 - back)
    assert [(row.refund_vnd, row.kept_vnd) for row in made] == [(back, 5_103_000 - back)]
    wanted = {Account.BANK: 5_103_000, Account.REFUND: -back, Account.FORFEIT: back - 5_103_000}
    assert balances(db, fair) == {account: amount for account, amount in wanted.items() if amount}


def test_giving_up_one_booth_keeps_the_other_and_its_money(db, fair, exhibitor, officer, run_jobs) -> None:
    refunds.set_tiers(fair, [Tier(30, 50, 100)], by=officer)
    old = invoice_of(exhibitor)
    receive(fair, old, old.deposit_vnd, by=None)
    corner = next(row.claim for row in exhibitor.booths if row.claim.booth.code == "A01")
    (_invoice, told) = billing.preview_release(fair, exhibitor, corner)[0]
    # Half of the corner's share of the deposit.
    assert (told.paid_vnd, told.refund_vnd) == (2_673_000, 1_336_500)
    booths.take_back(corner, by=officer, reason="Giảm diện tích", by_terms=True)
    run_jobs()
    new = invoice_of(exhibitor)
    assert (old.state, old.replaced_by_id) == (InvoiceState.CANCELLED, new.id)
    assert (new.total_vnd, new.paid_vnd) == (4_860_000, 5_103_000 - 2_673_000)
    assert new.code != old.code
    assert [line.text for line in new.lines] == ["Tiền thuê gian A02"]
    assert exhibitor.invoice_id == new.id
    assert {row.claim.invoice_id for row in exhibitor.booths if row.claim.state is not ClaimState.RELEASED} == {new.id}
    assert balances(db, fair)[Account.REFUND] == -1_336_500
    with pytest.raises(ClaimChanged):
        booths.take_back(corner, by=officer, reason="Một lần nữa", by_terms=True)
    assert db.scalar(sa.select(sa.func.count(Refund.id))) == 1


def test_an_unpaid_booth_that_is_given_up_is_only_asked_for_no_more(db, fair, exhibitor, officer) -> None:
    for row in list(exhibitor.booths):
        booths.take_back(row.claim, by=officer, reason="Rút", by_terms=True)
    assert billing.requests_for(exhibitor) == []
    assert db.scalar(sa.select(sa.func.count(Refund.id))) == 0
    assert balances(db, fair) == {}


def test_a_refund_is_paid_out_once(db, fair, exhibitor, officer) -> None:
    refunds.set_tiers(fair, [Tier(0, 100, 100)], by=officer)
    receive(fair, invoice_of(exhibitor), 1_000_000, by=None)
    services.withdraw(fair, exhibitor, by=officer)
    made = db.scalars(sa.select(Refund)).one()
    assert payments.refunds_due(fair) == (1, 1_000_000)
    assert list(payments_setup.find_refunds_without_ledger()) == []
    refunds.pay_out(fair, made, by=officer, reference="FT26")
    assert (payments.refunds_due(fair), balances(db, fair)) == ((0, 0), {})
    made.paid_out_at = None
    db.flush()
    assert list(payments_setup.find_refunds_without_ledger()) == [
        f"event {fair.id} is to pay back 1000000 đồng, the ledger says 0"
    ]
    made.paid_out_at = clock.now()
    db.flush()
    with pytest.raises(AlreadySettled):
        refunds.pay_out(fair, made, by=officer, reference="FT27")


def test_money_beyond_the_deposit_has_its_own_percentage(fair, exhibitor, officer) -> None:
    refunds.set_tiers(fair, [Tier(10, 0, 80)], by=officer)
    invoice = invoice_of(exhibitor)
    receive(fair, invoice, invoice.total_vnd, by=None)
    (_invoice, told) = billing.preview_withdrawal(fair, exhibitor)[0]
    assert (told.refund_vnd, told.kept_vnd) == (4_082_400, 5_103_000 + 1_020_600)


def prepare(url: str, folder: Any) -> tuple[int, int, int, int]:
    """Make a fair whose terms give half back 50 days before, an exhibitor who paid 2.000.000, and a cancelled request."""
    app = make_app(url, folder)
    with app.app_context():
        with transaction():
            officer = UserFactory()
            event, _booths = make_fair(2, code="X1", starts_at=clock.now() + timedelta(days=56))
            refunds.set_tiers(event, [Tier(50, 50, 100)], by=officer)
            application = accept(event, ["A01"], officer)
            receive(event, invoice_of(application), 2_000_000, by=None)
            other = make_invoice(event, application.organisation)
            receive(event, other, 4_000_000, by=None)
            cancel_invoice(event, other, by=None, reason="Hủy")
            ids = event.id, application.id, officer.id, other.id
        database.session.remove()
        database.engine.dispose()
    return ids


def cancel(_app: Any, barrier: Any, _index: int, ids: tuple[int, int, int, int]) -> tuple[str, str]:
    """Meet twice: to withdraw, and to settle the same cancelled request. Each decides on what it saw."""
    with intent("read"):
        event, application = database.session.get(Event, ids[0]), database.session.get(Application, ids[1])
        officer, other = database.session.get(User, ids[2]), database.session.get(Invoice, ids[3])
        database.session.commit()
    half = Settlement("request", 100_000, 100_000)
    return (
        met(barrier, lambda: services.withdraw(event, application, by=officer)),
        met(barrier, lambda: refunds.settle(event, other, half, by=officer, reason="Rút")),
    )


def met(barrier: Any, work: Any) -> str:
    barrier.wait()
    try:
        unit_of_work(work)
    except DomainError as error:
        return error.code
    return "done"


def refund_sums(url: str, folder: Any) -> list[int]:
    app = make_app(url, folder)
    with app.app_context():
        found = sorted(database.session.scalars(sa.select(Refund.refund_vnd)))
        database.session.remove()
        database.engine.dispose()
    return found


@pytest.mark.race
@pytest.mark.own_database
@pytest.mark.real_time
def test_eight_cancels_at_once_give_one_refund(own_database: str, tmp_path) -> None:
    ids = prepare(own_database, tmp_path)
    withdrawn, settled = zip(*run_together(8, cancel, own_database, tmp_path, ids), strict=True)
    assert sorted(withdrawn) == ["already_decided"] * 7 + ["done"]
    assert sorted(settled) == ["already_settled"] * 7 + ["done"]
    assert refund_sums(own_database, tmp_path) == [100_000, 1_000_000]


@pytest.mark.race
@pytest.mark.own_database
@pytest.mark.real_time
def test_without_the_guard_each_of_them_gives_a_refund(own_database: str, tmp_path) -> None:
    ids = prepare(own_database, tmp_path)
    answers = run_together(3, cancel, own_database, tmp_path, ids, FAIR_FAILPOINTS="payments.settle=off")
    assert [settled for _withdrawn, settled in answers] == ["done"] * 3
    assert refund_sums(own_database, tmp_path) == [100_000] * 3 + [1_000_000]
