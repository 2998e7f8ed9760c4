"""Two officers import the same statement at once: each line is booked once, and without the guard twice (PY01, I12)."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from app.core.db import db, unit_of_work
from app.events.models import Event
from app.payments.models import BankTransaction, Invoice
from app.payments.services import bank
from app.payments.statements import Credit
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
