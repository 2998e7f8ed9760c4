"""One place, one offer: allocators, an officer and the public meet at one freed booth, on both databases (WL02, I5)."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.accounts.models import User
from app.allocation import queries, services
from app.allocation.checks import find_wrong_offers
from app.allocation.models import BoothOffer
from app.booths import queries as booth_queries
from app.booths import services as booths
from app.booths.models import LIVE, BoothClaim
from app.booths.services import Holder
from app.core.db import db, unit_of_work
from app.core.errors import DomainError
from app.events.models import Event
from tests.factories.accounts import UserFactory
from tests.factories.allocation import BoothWishFactory
from tests.factories.booths import make_fair
from tests.support.race import make_app, run_together

pytestmark = [pytest.mark.race, pytest.mark.own_database, pytest.mark.real_time]

PROCESSES = 6
ROUNDS = int(os.environ.get("RACE_ROUNDS", "6"))


@pytest.fixture
def slug(own_database: str, tmp_path: Path) -> Iterator[str]:
    """An open fair with one booth, and more who wait than there are rounds."""
    app = make_app(own_database, tmp_path)
    with app.app_context():
        event, _booths = make_fair(1, venue=None)
        UserFactory(full_name="Cán bộ")
        for _wish in range(4 * ROUNDS + 4):
            BoothWishFactory(event_id=event.id)
        db.session.commit()
        yield event.slug
        db.session.remove()
        db.engine.dispose()


def meet(_app: Flask, barrier: Any, index: int, slug: str) -> tuple[list[bool], list[str], bool]:
    """Return for each round whether this process got the booth, what the doctor then found, and the same without the index."""
    won = [_round(barrier, index, slug) for _number in range(ROUNDS)]
    barrier.wait()
    found = find_wrong_offers()
    db.session.rollback()
    barrier.wait()
    if index == 0:
        db.session.execute(sa.text("DROP INDEX uq_booth_claim_live"))
        db.session.commit()
    return won, found, _round(barrier, index, slug)


def _round(barrier: Any, index: int, slug: str) -> bool:
    barrier.wait()
    try:
        won = unit_of_work(lambda: _ways()[index % 3](slug, index))
    except DomainError:
        won = False
    barrier.wait()
    if index == 0:
        unit_of_work(lambda: _free_again(slug))
    return won


def _ways() -> list[Callable[[str, int], bool]]:
    return [_allocate, _offer_by_hand, _hold]


def _event(slug: str) -> Event:
    return db.session.scalars(sa.select(Event).where(Event.slug == slug)).one()


def _allocate(slug: str, _index: int) -> bool:
    return len(services.offer_booths(_event(slug))) == 1


def _offer_by_hand(slug: str, index: int) -> bool:
    event = _event(slug)
    officer = db.session.scalars(sa.select(User).where(User.full_name == "Cán bộ")).one()
    wish = queries.waiting_wishes(event, queries.rules_of(event))[-index]
    return services.offer_to(event, wish, ["A01"], by=officer) is not None


def _hold(slug: str, index: int) -> bool:
    booth = booth_queries.get_booth(_event(slug), "A01")
    return booths.hold(booth, Holder(f"visitor {index}")) is not None


def _free_again(slug: str) -> None:
    """Give the booth back: an offer is declined, a hold let go."""
    event = _event(slug)
    for offer in db.session.scalars(sa.select(BoothOffer).where(BoothOffer.state == "open")):
        found = queries.get_offer(event, offer.id)
        services.decline(event, found, stays=True, by="exhibitor")
    for claim in db.session.scalars(sa.select(BoothClaim).where(BoothClaim.state.in_(LIVE))):
        booths.let_go(claim)


def test_one_place_makes_one_offer_or_one_hold_whoever_comes_first(own_database, tmp_path, slug) -> None:
    seen = run_together(PROCESSES, meet, own_database, tmp_path, slug)
    db.session.rollback()
    assert [sum(won[number] for won, *_rest in seen) for number in range(ROUNDS)] == [1] * ROUNDS
    assert [found for _won, found, _without in seen] == [[]] * PROCESSES
    # The control: without the index the same meeting gives the one place to several.
    assert sum(without for *_rest, without in seen) > 1
