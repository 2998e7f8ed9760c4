"""Two officers at once: a line is booked once, an assignment taken back once; without the guards twice (PY01, I12)."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from app.accounts.models import User
from app.core.db import db, intent, unit_of_work
from app.core.errors import DomainError
from app.events.models import Event
from app.payments.models import BankTransaction, EntryKind, Invoice, LedgerEntry
from app.payments.services import bank
from app.payments.statements import Credit
from tests.factories.accounts import UserFactory
from tests.factories.events import EventFactory
from tests.factories.payments import make_invoice
from tests.support.race import make_app, run_together

CREDIT = Credit(2, "FT001", 1_000_000, "HCKC26DK0203", datetime(2026, 10, 20, tzinfo=UTC))
OFFICERS = 2


def prepare(*, guarded: bool) -> None:
    make_invoice(EventFactory(), code="HCKC26DK0203")
    db.session.commit()
    if guarded:
        return
    table = BankTransaction.__table__
    with db.engine.begin() as connection:
        table.drop(connection)
        loose = sa.Table(
            "bank_transaction", sa.MetaData(), *(sa.Column(c.name, c.type, primary_key=c.name == "id") for c in table.c)
        )
        loose.create(connection)


def book(app, barrier, index: int) -> list[str]:
    """Import the line; both have looked before anybody writes."""
    event = db.session.scalars(sa.select(Event)).one()
    db.session.rollback()
    bank.queries.known_references = lambda *_arguments: {}  # the look is always too early
    barrier.wait(timeout=60)
    result = unit_of_work(lambda: bank.import_credits(event, [CREDIT], by=None))
    return [outcome.value for outcome in result.counts]


@pytest.mark.race
@pytest.mark.own_database
@pytest.mark.real_time
@pytest.mark.parametrize(("guarded", "times"), [(True, 1), (False, OFFICERS)])
def test_a_line_is_booked_once_by_two_officers(own_database: str, tmp_path, guarded: bool, times: int) -> None:
    with make_app(own_database, tmp_path).app_context():
        prepare(guarded=guarded)
        db.session.remove()
        db.engine.dispose()
        answers = run_together(OFFICERS, book, own_database, tmp_path)
        paid = db.session.scalar(sa.select(Invoice.paid_vnd))
        db.session.remove()
        db.engine.dispose()
    assert (sorted(answers).count(["partial"]), answers.count(["duplicate"])) == (times, OFFICERS - times)
    assert paid == times * CREDIT.amount_vnd


def assigned() -> tuple[int, int, int]:
    """Book two transfers for one request; return the ids of event, request and the first transfer."""
    event = EventFactory()
    invoice = make_invoice(event, code="HCKC26DK0203")
    bank.import_credits(event, [CREDIT, replace(CREDIT, reference="FT002")], by=None)
    credit = db.session.scalars(sa.select(BankTransaction).order_by(BankTransaction.id)).first()
    ids = (event.id, invoice.id, credit.id)
    UserFactory()
    db.session.commit()
    return ids


def take_back(app, barrier, index: int, ids: tuple[int, int, int]) -> str:
    """Take the first transfer back; both have seen it assigned before anybody writes."""
    with intent("read"):
        event, invoice, credit = (
            db.session.get(model, number) for model, number in zip((Event, Invoice, BankTransaction), ids, strict=True)
        )
        officer = db.session.scalars(sa.select(User)).first()
        db.session.commit()
    barrier.wait(timeout=60)
    try:
        unit_of_work(lambda: bank.take_back(event, credit, invoice, by=officer, reason="nhầm"))
    except DomainError as error:
        return error.code
    return "done"


@pytest.mark.race
@pytest.mark.own_database
@pytest.mark.real_time
@pytest.mark.parametrize(("settings", "times"), [({}, 1), ({"FAIR_FAILPOINTS": "payments.take_back=off"}, OFFICERS)])
def test_an_assignment_is_taken_back_once_by_two_officers(own_database: str, tmp_path, settings, times: int) -> None:
    with make_app(own_database, tmp_path).app_context():
        ids = assigned()
        db.session.remove()
        db.engine.dispose()
        answers = run_together(OFFICERS, take_back, own_database, tmp_path, ids, **settings)
        paid = db.session.scalar(sa.select(Invoice.paid_vnd))
        reversals = sa.select(sa.func.count()).where(LedgerEntry.kind == EntryKind.TAKEN_BACK, LedgerEntry.invoice_id == ids[1])
        booked = db.session.scalar(reversals)
        db.session.remove()
        db.engine.dispose()
    assert sorted(answers) == sorted(["done"] * times + ["not_assigned"] * (OFFICERS - times))
    assert (paid, booked) == ((2 - times) * CREDIT.amount_vnd, times)
