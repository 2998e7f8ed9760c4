"""Processes against one database: places, decisions and forms are given once; with the guards off the control fails."""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from app.accounts.models import User
from app.core.db import db, intent, transaction, unit_of_work
from app.core.errors import DomainError
from app.events.models import Event
from app.registrations import services
from app.registrations.models import Application, ApplicationState, Category, Registration
from app.registrations.services import Person
from tests.factories.accounts import UserFactory
from tests.factories.events import EventFactory
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
