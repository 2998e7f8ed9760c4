"""Processes against one database: places, decisions and forms are given once; with the guards off the control fails.

Money that is taken back while it confirms a booth leaves no booth confirmed.
"""

import time
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from app.accounts.models import User
from app.booths.models import BoothClaim, ClaimState
from app.core import clock
from app.core.db import db, intent, transaction, unit_of_work
from app.core.errors import DomainError
from app.events.models import Event
from app.payments.models import BankTransaction, Invoice
from app.payments.services import bank
from app.payments.statements import Credit
from app.registrations import services
from app.registrations.models import Application, ApplicationState, Category, Registration
from app.registrations.services import Person, paid, taking_back
from tests.factories.accounts import UserFactory
from tests.factories.booths import BoothClaimFactory, make_fair
from tests.factories.events import EventFactory
from tests.factories.payments import make_invoice
from tests.factories.registrations import ApplicationFactory
from tests.support.race import make_app, run_together

pytestmark = [pytest.mark.race, pytest.mark.own_database, pytest.mark.real_time]
MANY = 4


def prepare(url: str, folder: Any) -> tuple[int, int, int]:
    """Create an event with two places for delegates, a sent application and a reviewer; return their ids."""
    app = make_app(url, folder)
    with app.app_context():
        with transaction():
            event = EventFactory(delegate_capacity=2, code="X1")
            ids = (event.id, ApplicationFactory(event_id=event.id, contact_email="").id, UserFactory().id)
        db.session.remove()
        db.engine.dispose()
    return ids


def contend(_app: Any, barrier: Any, index: int, ids: tuple[int, int, int]) -> tuple[str, str, str]:
    """Meet three times: for two places, for one decision, with one form. Each decides on what it saw."""
    with intent("read"):
        event, application = db.session.get(Event, ids[0]), db.session.get(Application, ids[1])
        reviewer = db.session.get(User, ids[2])
        db.session.commit()

    def take_place() -> None:
        services.register(event, Person(full_name=f"Đại biểu {index}"), category=Category.DELEGATE)

    def decide() -> None:
        if index % 2:
            services.decline(event, application, by=reviewer, reason="Hết chỗ", seen=ApplicationState.SUBMITTED)
        else:
            services.waitlist(event, application, by=reviewer, seen=ApplicationState.SUBMITTED)

    def send_form() -> None:
        services.register(event, Person(full_name="Lò Văn Én"), link_secret="k" * 43)

    return met(barrier, take_place), met(barrier, decide), met(barrier, send_form)


def met(barrier: Any, work: Callable[[], None]) -> str:
    barrier.wait()
    try:
        unit_of_work(work)
    except DomainError as error:
        return error.code
    return "done"


def test_places_decisions_and_forms_are_given_once(own_database: str, tmp_path) -> None:
    ids = prepare(own_database, tmp_path)
    places, decisions, forms = zip(*run_together(MANY, contend, own_database, tmp_path, ids), strict=True)
    assert sorted(places) == ["done"] * 2 + ["no_places_left"] * 2
    assert sorted(decisions) == ["already_decided"] * 3 + ["done"]
    assert sorted(forms) == ["conflict"] * 3 + ["done"]
    app = make_app(own_database, tmp_path)
    with app.app_context():
        people = sa.select(sa.func.count()).where(Registration.full_name == "Lò Văn Én")
        assert db.session.scalar(people) == 1
        db.session.remove()
        db.engine.dispose()


def test_without_the_guards_all_come_in_and_all_decide(own_database: str, tmp_path) -> None:
    ids = prepare(own_database, tmp_path)
    off = {"FAIR_FAILPOINTS": "registrations.capacity=off,registrations.decision=off"}
    places, decisions, _forms = zip(*run_together(MANY, contend, own_database, tmp_path, ids, **off), strict=True)
    assert (places, decisions) == (("done",) * MANY, ("done",) * MANY)


def prepare_paid(url: str, folder: Any) -> None:
    """Book the whole price of a booth; the job that sells the booth has not run yet."""
    with make_app(url, folder).app_context():
        with transaction():
            event, (booth, *_rest) = make_fair()
            invoice = make_invoice(event, code="HCKC26DK0203")
            BoothClaimFactory(of=booth, invoice_id=invoice.id)
            bank.import_credits(event, [Credit(1, "FT1", invoice.total_vnd, invoice.code, clock.now())], by=None)
            UserFactory()
        db.session.remove()
        db.engine.dispose()


def confirm_or_take_back(_app: Any, barrier: Any, index: int) -> None:
    """Sell the booth for the money that came; the other takes the money back in the middle of it."""
    with intent("read"):
        event, invoice, credit, officer = (
            db.session.scalars(sa.select(model)).first() for model in (Event, Invoice, BankTransaction, User)
        )
        db.session.commit()
    barrier.wait()
    if index:
        time.sleep(0.2)  # the other has begun
        unit_of_work(lambda: taking_back.take_back(event, credit, invoice, by=officer, reason="nhầm"))
    else:
        unit_of_work(lambda: paid.confirm_booths(invoice.id))


def test_money_that_is_taken_back_while_it_sells_a_booth_leaves_none_sold(own_database: str, tmp_path) -> None:
    prepare_paid(own_database, tmp_path)
    slow = {"FAIR_FAILPOINTS": "registrations.confirming=sleep:0.6"}
    run_together(2, confirm_or_take_back, own_database, tmp_path, **slow)
    with make_app(own_database, tmp_path).app_context():
        after = (db.session.scalar(sa.select(Invoice.paid_vnd)), db.session.scalar(sa.select(BoothClaim.state)))
        db.session.remove()
        db.engine.dispose()
    assert after == (0, ClaimState.RESERVED)
