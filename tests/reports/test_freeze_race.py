"""Several people freeze at the same moment: each number is given once, on both databases."""

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.accounts.models import User
from app.core.db import db, unit_of_work
from app.core.errors import Conflict
from app.events.queries import get_event
from app.reports import services
from app.reports.models import FrozenSummary
from tests.factories.accounts import UserFactory
from tests.factories.events import EventFactory
from tests.factories.reports import STARTS_AT
from tests.support.race import make_app, run_together

pytestmark = [pytest.mark.race, pytest.mark.own_database, pytest.mark.real_time]

PROCESSES = 2


def freeze(app: Flask, barrier: Any, index: int) -> int | None:
    """Return the number that this process got; None when another one was first."""

    def work() -> int:
        return services.freeze(get_event("ocop"), by=db.session.scalars(sa.select(User)).one()).number

    barrier.wait(timeout=60)
    try:
        return unit_of_work(work)
    except Conflict:
        return None


def test_a_number_goes_to_one_of_several(own_database: str, tmp_path: Path) -> None:
    app = make_app(own_database, tmp_path)
    with app.app_context():
        EventFactory(slug="ocop", venue=None, starts_at=STARTS_AT.replace(year=2025))
        UserFactory()
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    numbers = run_together(PROCESSES, freeze, own_database, tmp_path)
    given = sorted(number for number in numbers if number is not None)
    with app.app_context():
        kept = list(db.session.scalars(sa.select(FrozenSummary.number).order_by(FrozenSummary.number)))
        db.session.remove()
        db.engine.dispose()
    assert (given, given[0]) == (kept, 1)
    assert given == list(range(1, len(given) + 1))
