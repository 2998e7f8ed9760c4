"""Two planners and one venue, two organisers and the last role: the database decides."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from flask import Flask

from app.accounts.models import Organisation
from app.core.db import Base, db, unit_of_work
from app.core.errors import DomainError, Unavailable
from app.events import services
from app.events.models import Event, EventKind, EventRole, Role, Venue, VenueHour
from app.events.services import granting
from tests.factories.accounts import DepartmentFactory
from tests.factories.events import EventFactory, EventRoleFactory, VenueFactory
from tests.support.race import make_app, run_together

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
PLANNERS = 3
pytestmark = [pytest.mark.race, pytest.mark.own_database]


def prepare(url: str, folder: Path, *, guarded: bool = True) -> None:
    """Make the tables and a venue; without the guard `venue_hour` is a table that counts nothing."""
    app = make_app(url, folder)
    with app.app_context():
        db.create_all()
        if not guarded:
            VenueHour.__table__.drop(db.engine)  # type: ignore[attr-defined]
            free = sa.Table(
                "venue_hour", sa.MetaData(), *(sa.Column(name, sa.Integer) for name in ("venue_id", "hour", "event_id"))
            )
            free.create(db.engine)
        VenueFactory(name="Trung tâm Hội chợ mẫu")
        for _ in range(PLANNERS):
            DepartmentFactory()
        db.session.commit()
        db.session.remove()
        db.engine.dispose()


def insist(attempt: Callable[[], str]) -> str:
    """Do it as a patient person would: "please try again" of a busy machine is no answer."""
    for _ in range(10):
        try:
            return unit_of_work(attempt)
        except Unavailable:
            continue
        except DomainError as error:
            return error.code
    raise AssertionError("the database stayed busy")


def plan_it(app: Flask, barrier: Any, index: int) -> str:
    first = datetime(2026, 12, 5 + index % 2, 8, tzinfo=HANOI)
    barrier.wait(timeout=60)

    def attempt() -> str:
        venue = db.session.scalars(sa.select(Venue)).one()
        owner = db.session.scalars(sa.select(Organisation).order_by(Organisation.id).offset(index).limit(1)).one()
        wish = services.Plan(EventKind.CONFERENCE, "Hội nghị", services.Place(venue=venue), first, first.replace(day=8))
        services.plan_event(wish, owner, by=None)
        return "planned"

    return insist(attempt)


def test_one_of_the_planners_gets_the_venue(own_database: str, tmp_path: Path) -> None:
    prepare(own_database, tmp_path)
    answers = run_together(PLANNERS, plan_it, own_database, tmp_path)
    assert sorted(answers) == ["planned"] + ["venue_taken"] * (PLANNERS - 1)


def test_without_the_key_several_get_it(own_database: str, tmp_path: Path) -> None:
    prepare(own_database, tmp_path, guarded=False)
    assert run_together(PLANNERS, plan_it, own_database, tmp_path) == ["planned"] * PLANNERS


def leave(app: Flask, barrier: Any, index: int) -> str:
    barrier.wait(timeout=60)

    def attempt() -> str:
        rows = db.session.scalars(sa.select(EventRole).where(EventRole.role == Role.ORGANISER).order_by(EventRole.id)).all()
        mine = [row for row in rows if row.id % 2 == index]
        for row in mine:
            granting.take_role(row, by=row.user)
        return "left"

    return insist(attempt)


def test_two_organisers_who_leave_at_once_leave_one_behind(own_database: str, tmp_path: Path) -> None:
    app = make_app(own_database, tmp_path)
    with app.app_context():
        Base.metadata.create_all(db.engine)
        event = EventFactory()
        for _ in range(2):
            EventRoleFactory(event_id=event.id, role=Role.ORGANISER)
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    assert sorted(run_together(2, leave, own_database, tmp_path)) == ["last_organiser", "left"]
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(EventRole)) == 1
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Event)) == 1
        db.session.remove()
        db.engine.dispose()
