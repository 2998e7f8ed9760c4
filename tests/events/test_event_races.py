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
from app.core.db import db, unit_of_work
from app.core.errors import DomainError, Unavailable
from app.events import services
from app.events.models import EventKind, EventRole, Role, Venue, VenueHour
from app.events.services import granting
from tests.factories.accounts import DepartmentFactory
from tests.factories.events import EventFactory, EventRoleFactory, VenueFactory
from tests.support.race import make_app, run_together

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
PLANNERS = 3
pytestmark = [pytest.mark.race, pytest.mark.own_database]


def prepare(url: str, folder: Path) -> Flask:
    app = make_app(url, folder)
    with app.app_context():
        for _ in range(2):
            VenueFactory()
        for _ in range(PLANNERS):
            DepartmentFactory()
        db.session.commit()
        close()
    return app


def take_the_guard_away(app: Flask) -> None:
    """Replace `venue_hour` by a table of the same columns that counts nothing."""
    with app.app_context():
        VenueHour.__table__.drop(db.engine)  # type: ignore[attr-defined]
        columns = (sa.Column(name, sa.Integer) for name in ("venue_id", "hour", "event_id"))
        sa.Table("venue_hour", sa.MetaData(), *columns).create(db.engine)
        close()


def close() -> None:
    """Let go of all connections: the processes that follow must not share them."""
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


def plan_it(app: Flask, barrier: Any, index: int, venue_number: int) -> str:
    first = datetime(2026, 12, 5 + index % 2, 8, tzinfo=HANOI)
    barrier.wait(timeout=60)

    def attempt() -> str:
        venue = db.session.scalars(sa.select(Venue).order_by(Venue.id).offset(venue_number).limit(1)).one()
        owner = db.session.scalars(sa.select(Organisation).order_by(Organisation.id).offset(index).limit(1)).one()
        wish = services.Plan(EventKind.CONFERENCE, "Hội nghị", services.Place(venue=venue), first, first.replace(day=8))
        services.plan_event(wish, owner, by=None)
        return "planned"

    return insist(attempt)


def test_one_planner_gets_the_venue_and_without_the_key_all_do(own_database: str, tmp_path: Path) -> None:
    app = prepare(own_database, tmp_path)
    answers = run_together(PLANNERS, plan_it, own_database, tmp_path, 0)
    assert sorted(answers) == ["planned"] + ["venue_taken"] * (PLANNERS - 1)
    take_the_guard_away(app)
    assert run_together(PLANNERS, plan_it, own_database, tmp_path, 1) == ["planned"] * PLANNERS


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
    app = prepare(own_database, tmp_path)
    with app.app_context():
        event = EventFactory()
        for _ in range(2):
            EventRoleFactory(event_id=event.id, role=Role.ORGANISER)
        db.session.commit()
        close()
    assert sorted(run_together(2, leave, own_database, tmp_path)) == ["last_organiser", "left"]
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(EventRole)) == 1
        close()
