"""A booth is held, extended and given at most once, by several processes on both databases (BK01, BK04, BK06, A-06).

RACE_ROUNDS (default 5) sets how often the processes meet; reliability asks for 200 in the nightly run.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.accounts.models import ApiToken, Organisation, User
from app.booths import queries, services
from app.booths.errors import BoothTaken
from app.booths.models import Booth, BoothClaim, ClaimState
from app.booths.services import Holder
from app.core import clock
from app.core.codes import digest
from app.core.db import db, unit_of_work
from app.events.models import Event
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.factories.booths import BoothClaimFactory, make_fair
from tests.support.race import make_app, run_together

pytestmark = [pytest.mark.race, pytest.mark.own_database, pytest.mark.real_time]

PROCESSES = 16
ROUNDS = int(os.environ.get("RACE_ROUNDS", "5"))


@pytest.fixture
def slug(own_database: str, tmp_path: Path) -> Iterator[str]:
    """An open fair of 9 booths in a database of its own, a token for each process; the hold of A03 is just over."""
    app = make_app(own_database, tmp_path)
    with app.app_context():
        event, booths = make_fair(9, venue=None)
        for index in range(PROCESSES):
            user = UserFactory(full_name=f"Cán bộ {index}")
            db.session.add(ApiToken(user_id=user.id, name="race", digest=digest(f"token {index}"), created_at=clock.now()))
            OrganisationFactory(name=f"Đơn vị {index}")
        over = clock.now() - timedelta(seconds=1)
        BoothClaimFactory(of=booths[2], state=ClaimState.HELD, created_at=over - timedelta(minutes=15), expires_at=over)
        db.session.commit()
        yield event.slug
        db.session.remove()
        db.engine.dispose()


@dataclass
class Seen:
    """What one process met."""

    rounds: list[tuple[int, int]]
    ended_hold: int
    same_key: tuple[int, Any]
    same_form: int
    assigning: str
    without_guard: list[int]


def walk(app: Flask, barrier: Any, index: int, slug: str) -> Seen:
    """Meet the others again and again. One process after another start of the application costs more than all meetings."""
    client = app.test_client()
    token = {"Authorization": f"Bearer token {index}"}
    path = f"/api/v1/events/{slug}/booths"
    return Seen(
        rounds=[_hold_and_release(client, barrier, f"{path}/A05/hold", token) for _round in range(ROUNDS)],
        ended_hold=_post(client, barrier, f"{path}/A03/hold", token).status_code,
        same_key=_same_key(client, barrier, f"{path}/A01/hold"),
        same_form=_same_form(barrier, slug),
        assigning=_assign(barrier, slug, index),
        without_guard=_without_guard(client, barrier, index, f"{path}/A09/hold", token),
    )


def _post(client: Any, barrier: Any, path: str, headers: dict[str, str]) -> Any:
    barrier.wait()
    return client.post(path, headers=headers)


def _hold_and_release(client: Any, barrier: Any, path: str, token: dict[str, str]) -> tuple[int, int]:
    """Return status and number of alternatives; the winner gives the booth back for the next round."""
    answer = _post(client, barrier, path, token)
    barrier.wait()
    if answer.status_code == 201:
        client.delete(path, headers=token)
    return answer.status_code, len((answer.json or {}).get("alternatives", ()))


def _same_key(client: Any, barrier: Any, path: str) -> tuple[int, Any]:
    answer = _post(client, barrier, path, {"Authorization": "Bearer token 0", "Idempotency-Key": "the-same-key"})
    return answer.status_code, answer.json


def _same_form(barrier: Any, slug: str) -> int:
    """Send the form of one browser from all processes; return the claim that it led to."""

    def hold() -> int:
        event = db.session.scalars(sa.select(Event).where(Event.slug == slug)).one()
        return services.hold(queries.get_booth(event, "A02"), Holder("one browser")).id

    barrier.wait()
    return unit_of_work(hold)


def _assign(barrier: Any, slug: str, index: int) -> str:
    event = db.session.scalars(sa.select(Event).where(Event.slug == slug)).one()
    officer = db.session.scalars(sa.select(User).where(User.full_name == f"Cán bộ {index}")).one()
    unit = db.session.scalars(sa.select(Organisation).where(Organisation.name == f"Đơn vị {index}")).one()
    db.session.commit()
    barrier.wait()
    try:
        unit_of_work(lambda: services.assign(queries.get_booth(event, "A04"), unit, by=officer).id)
    except BoothTaken as error:
        return str(error.message)
    return "won"


def _without_guard(client: Any, barrier: Any, index: int, path: str, token: dict[str, str]) -> list[int]:
    barrier.wait()
    if index == 0:
        db.session.execute(sa.text("DROP INDEX uq_booth_claim_live"))
        db.session.commit()
    return [_hold_and_release(client, barrier, path, token)[0] for _round in range(2)]


def claims(code: str) -> list[BoothClaim]:
    statement = sa.select(BoothClaim).join(Booth, Booth.id == BoothClaim.booth_id).where(Booth.code == code)
    return list(db.session.scalars(statement.order_by(BoothClaim.id)))


def test_a_booth_has_one_holder_whatever_sixteen_processes_do(own_database, tmp_path, slug) -> None:
    seen: list[Seen] = run_together(PROCESSES, walk, own_database, tmp_path, slug)
    db.session.rollback()
    _one_wins_each_round_and_the_others_are_shown_free_booths(seen)
    _an_ended_hold_goes_to_one_without_a_sweeper(seen)
    _one_request_sent_many_times_is_one_hold(seen)
    _one_officer_assigns_and_the_others_see_who(seen)
    _the_control_without_the_index_oversells(seen)


def _one_wins_each_round_and_the_others_are_shown_free_booths(seen: list[Seen]) -> None:
    expected = [(201, 0)] + [(409, 5)] * (PROCESSES - 1)
    assert [sorted(one.rounds[number] for one in seen) for number in range(ROUNDS)] == [expected] * ROUNDS
    assert [claim.state for claim in claims("A05")] == [ClaimState.RELEASED] * ROUNDS


def _an_ended_hold_goes_to_one_without_a_sweeper(seen: list[Seen]) -> None:
    assert sorted(one.ended_hold for one in seen) == [201] + [409] * (PROCESSES - 1)
    assert [claim.state for claim in claims("A03")] == [ClaimState.EXPIRED, ClaimState.HELD]


def _one_request_sent_many_times_is_one_hold(seen: list[Seen]) -> None:
    assert seen[0].same_key[0] == 201
    assert [one.same_key for one in seen] == [seen[0].same_key] * PROCESSES
    assert [one.same_form for one in seen] == [seen[0].same_form] * PROCESSES
    assert (len(claims("A01")), len(claims("A02"))) == (1, 1)


def _one_officer_assigns_and_the_others_see_who(seen: list[Seen]) -> None:
    (claim,) = claims("A04")
    winner = claim.made_by.full_name
    told = [one.assigning for one in seen]
    assert told.index("won") == int(winner.removeprefix("Cán bộ "))
    assert sum(answer.endswith(f"người giao: {winner}.") for answer in told) == PROCESSES - 1


def _the_control_without_the_index_oversells(seen: list[Seen]) -> None:
    winners = [sum(one.without_guard[number] == 201 for one in seen) for number in range(2)]
    assert max(winners) > 1
