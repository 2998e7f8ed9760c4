"""The ledger only grows; doctor sees what is broken; who waits for money is told."""

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from app.core import clock, doctor
from app.jobs import registry
from app.jobs.models import Job
from app.payments.models import BankTransaction, InvoiceState, MatchState
from app.payments.services import bank
from app.payments.services.ledger import receive
from app.payments.statements import Credit
from tests.factories.events import EventFactory
from tests.factories.payments import make_invoice


@pytest.mark.parametrize("table", ["ledger_entry", "ledger_line"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_the_ledger_is_never_changed(db, table: str, statement: str) -> None:
    make_invoice()
    with pytest.raises(DBAPIError, match="never changed"), db.begin_nested():
        db.execute(sa.text(statement.format(table)))


def findings() -> dict[str, list[str]]:
    """Run the checks of money in the test's own transaction."""
    own = [check for check in doctor._checks.values() if check.function.__module__ == "app.payments.setup"]
    return {check.promise: [str(row) for row in check.function()] for check in own}


def test_doctor_finds_nothing_where_all_is_right(db) -> None:
    event = EventFactory()
    receive(event, make_invoice(event), 5, by=None)
    assert set(map(len, findings().values())) == {0}


def test_doctor_sees_a_request_that_does_not_follow_the_ledger(db) -> None:
    invoice = make_invoice()
    invoice.paid_vnd = 7
    db.flush()
    assert sorted(row for rows in findings().values() for row in rows) == [
        f"invoice {invoice.code} has a state that its payments do not give",
        f"invoice {invoice.code} says 7 đồng, the ledger 0",
    ]


def test_doctor_sees_an_entry_that_does_not_balance(db) -> None:
    invoice = make_invoice()
    entry = db.scalar(sa.text("SELECT max(id) FROM ledger_entry"))
    db.execute(sa.text(f"INSERT INTO ledger_line (entry_id, account, amount_vnd) VALUES ({entry}, 'bank', 9)"))
    assert (invoice.state, [f"ledger_entry {entry} is 9 đồng off"] in findings().values()) == (InvoiceState.OPEN, True)


def test_doctor_sees_a_credit_that_waits_and_is_booked_nowhere(db) -> None:
    event = EventFactory()
    bank.import_credits(event, [Credit(2, "FT1", 5, "?", clock.now())], by=None)
    assert set(map(len, findings().values())) == {0}
    db.execute(sa.update(BankTransaction).values(state=MatchState.MATCHED))
    assert [f"event {event.id} has 0 đồng that wait, the ledger says 5"] in findings().values()


def test_reaching_deposit_and_sum_is_told_once_each(db, monkeypatch) -> None:
    handlers = {"tests": registry.Handler(lambda **_payload: None, slow=False, when_parked=None)}
    monkeypatch.setitem(registry._handlers, "payments.paid", handlers)
    event = EventFactory()
    invoice = make_invoice(event)
    told = []
    for amount in (1_000_000, 1_673_000, 1_000_000, 1_673_000, 1):
        receive(event, invoice, amount, by=None)
        told.append(db.scalar(sa.select(sa.func.count(Job.id)).where(Job.name == "payments.paid")))
    assert told == [0, 1, 1, 2, 2]
