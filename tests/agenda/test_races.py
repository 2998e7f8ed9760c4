"""Two planners at once, by processes on both databases: the key of taken time decides, and without it nobody does."""

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from app.agenda.errors import RoomTaken
from app.agenda.models import Room, Session, SessionKind
from app.agenda.services import sessions
from app.core.db import db, unit_of_work
from app.events.models import Event
from tests.factories.agenda import RoomFactory
from tests.factories.events import HANOI, EventFactory
from tests.support.race import make_app, run_together

START = datetime(2026, 12, 6, 14, 0, tzinfo=HANOI)
PLANNERS = 2


def prepare(*, guarded: bool) -> None:
    event = EventFactory()
    RoomFactory(event_id=event.id)
    db.session.commit()
    if not guarded:
        drop_key()


def drop_key() -> None:
    """Take the primary key of taken time away: what the service looks up first does not help."""
    columns = "room_id INTEGER NOT NULL, slot_at TIMESTAMP WITH TIME ZONE NOT NULL, session_id INTEGER NOT NULL"
    if db.engine.dialect.name == "sqlite":
        columns = columns.replace("TIMESTAMP WITH TIME ZONE", "DATETIME")
    with db.engine.begin() as connection:
        connection.execute(sa.text("DROP TABLE room_slot"))
        connection.execute(sa.text(f"CREATE TABLE room_slot ({columns})"))


def plan(app, barrier, index: int) -> str:
    """Plan the same half hour; all have looked before anybody writes."""
    event, room = db.session.scalars(sa.select(Event)).one(), db.session.scalars(sa.select(Room)).one()
    db.session.rollback()
    sessions.queries.session_in_room = lambda *_arguments: None  # the look is always too early
    title = f"Phiên {index}"
    wanted = sessions.Plan(room, SessionKind.PAPER, title, START, START + timedelta(minutes=30))
    barrier.wait(timeout=60)
    try:
        unit_of_work(lambda: sessions.add_session(event, wanted, by=None))
    except RoomTaken:
        return "refused"
    return "planned"


def outcomes(url: str, folder, *, guarded: bool) -> tuple[list[str], int]:
    with make_app(url, folder).app_context():
        prepare(guarded=guarded)
        # The planners inherit no connection.
        db.session.remove()
        db.engine.dispose()
        answers = run_together(PLANNERS, plan, url, folder)
        count = db.session.scalar(sa.select(sa.func.count(Session.id)))
        db.session.remove()
        db.engine.dispose()
    return answers, count


@pytest.mark.race
@pytest.mark.own_database
@pytest.mark.real_time
@pytest.mark.parametrize(("guarded", "winners"), [(True, 1), (False, PLANNERS)])
def test_one_of_two_planners_gets_the_room(own_database: str, tmp_path, guarded: bool, winners: int) -> None:
    answers, count = outcomes(own_database, tmp_path, guarded=guarded)
    assert (answers.count("planned"), answers.count("refused"), count) == (winners, PLANNERS - winners, winners)
