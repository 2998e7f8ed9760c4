"""Two editors of one plan and two publishers at once, as processes on both databases: no edit is lost, one publishing wins.

The control saves without asking for the base, as an editor that writes its whole picture would: there an edit is lost.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.accounts.models import User
from app.booths import queries, services
from app.booths.errors import DraftConflict, DraftMoved, NothingToPublish
from app.booths.models import PlanEdit, PlanItem, PlanVersion
from app.booths.services import drafts
from app.core.db import db, unit_of_work
from app.events.models import Event
from tests.factories.accounts import UserFactory
from tests.factories.booths import make_fair
from tests.support.race import make_app, run_together

pytestmark = [pytest.mark.race, pytest.mark.own_database, pytest.mark.real_time]
EDITORS, ROUNDS = 4, 5


@pytest.fixture
def slug(own_database: str, tmp_path: Path) -> Iterator[str]:
    app = make_app(own_database, tmp_path)
    with app.app_context():
        event, _booths = make_fair(EDITORS + 2, venue=None)
        for index in range(EDITORS):
            UserFactory(full_name=f"Cán bộ {index}")
        drafts.open_draft(event)
        db.session.commit()
        yield event.slug
        db.session.remove()
        db.engine.dispose()


def work(app: Flask, barrier: Any, index: int, slug: str) -> dict[str, Any]:
    """Edit one's own booth, then all the same booth, then publish, then do it without the guard."""
    me = db.session.scalar(sa.select(User.id).where(User.full_name == f"Cán bộ {index}"))
    db.session.remove()
    return {
        "own": [_edit(barrier, slug, me, _own(index), 3 * round_) for round_ in range(1, ROUNDS + 1)],
        "same": _edit(barrier, slug, me, _own(EDITORS), 30 + index),
        "publish": _publish(barrier, slug, me),
        "unguarded": _unguarded(barrier, slug, index),
    }


def _own(place: int) -> str:
    return f"A{place + 1:02d}"


def _edit(barrier: Any, slug: str, me: int | None, code: str, y: float) -> str:
    event, user = _who(slug, me)
    base = queries.find_draft(event.id).revision
    (item,) = [item for item in queries.draft_items(event) if item.data and item.data.get("code") == code]
    db.session.remove()
    barrier.wait()

    def attempt() -> str:
        event, user = _who(slug, me)
        try:
            services.save_draft(event, base, [{"op": "set", "key": item.key, "data": {"y": y}}], by=user)
        except DraftConflict as error:
            return f"conflict with {error.differences[0].by}"
        return "saved"

    del event, user
    told = unit_of_work(attempt)
    db.session.remove()
    barrier.wait()
    return told


def _publish(barrier: Any, slug: str, me: int | None) -> str:
    event, _user = _who(slug, me)
    revision = queries.find_draft(event.id).revision
    db.session.remove()
    barrier.wait()

    def attempt() -> str:
        event, user = _who(slug, me)
        try:
            return str(services.publish(event, revision, by=user, reason="x").number)
        except (DraftMoved, NothingToPublish) as error:
            return error.code

    told = unit_of_work(attempt)
    db.session.remove()
    barrier.wait()
    return told


def _unguarded(barrier: Any, slug: str, index: int) -> str:
    """Read the item, meet the others, write all of it back: what the draft does not do."""
    event = db.session.scalars(sa.select(Event).where(Event.slug == slug)).one()
    (item,) = [item for item in queries.draft_items(event) if item.data and item.data.get("code") == _own(EDITORS + 1)]
    event_id = event.id
    db.session.remove()
    barrier.wait()
    seen = dict(item.data or {}) | ({"zone": f"zone {index}"} if index else {"width": 5})

    def attempt() -> str:
        statement = sa.update(PlanItem).where(PlanItem.event_id == event_id, PlanItem.key == item.key)
        db.session.execute(statement.values(data=seen))
        return "saved"

    told = unit_of_work(attempt)
    db.session.remove()
    barrier.wait()
    return told


def _who(slug: str, me: int | None) -> tuple[Event, User | None]:
    return db.session.scalars(sa.select(Event).where(Event.slug == slug)).one(), db.session.get(User, me)


def test_no_edit_is_lost_and_one_publishing_wins(slug: str, own_database: str, tmp_path: Path) -> None:
    told = run_together(EDITORS, work, own_database, tmp_path, slug)
    event = db.session.scalars(sa.select(Event).where(Event.slug == slug)).one()
    drafted = {item.data["code"]: item.data for item in queries.draft_items(event) if item.type == "booth" and item.data}
    # Own booths: all saved, whatever the others did in between, and all there.
    assert [one["own"] for one in told] == [["saved"] * ROUNDS] * EDITORS
    assert [drafted[_own(index)]["y"] for index in range(EDITORS)] == [3 * ROUNDS] * EDITORS
    # The same field: one wins, the others are told by whom.
    same = [one["same"] for one in told]
    winner = same.index("saved")
    assert sorted(same) == sorted(["saved"] + [f"conflict with Cán bộ {winner}"] * (EDITORS - 1))
    assert drafted[_own(EDITORS)]["y"] == 30 + winner
    revisions = db.session.scalars(
        sa.select(PlanEdit.revision).where(PlanEdit.event_id == event.id).order_by(PlanEdit.revision)
    )
    assert list(revisions) == list(range(1, EDITORS * ROUNDS + 2))
    # One publishing.
    assert sorted(one["publish"] for one in told) == sorted(["1"] + ["nothing_to_publish"] * (EDITORS - 1))
    assert db.session.scalar(sa.select(sa.func.count()).select_from(PlanVersion)) == 1
    # The control: all say saved, and what one of them changed is gone.
    assert [one["unguarded"] for one in told] == ["saved"] * EDITORS
    last = drafted[_own(EDITORS + 1)]
    assert (last["width"] == 5) + (last["zone"] != "A") == 1
