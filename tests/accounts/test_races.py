"""Guards of accounts between processes, on both databases: the database decides who was first."""

import contextlib
import secrets
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyotp
import pytest
from flask import Flask, g

from app.accounts import ciphers, queries, services, throttle
from app.accounts.errors import LastAdmin, LinkUsed
from app.accounts.idempotency import idempotent
from app.accounts.models import Membership, MembershipRole, SecretPurpose, User
from app.accounts.services import two_factor
from app.accounts.services.invitations import accept
from app.core import clock
from app.core.db import db, transaction
from app.core.errors import TooMany
from app.core.web import in_one_transaction
from tests.factories.accounts import MembershipFactory, OrganisationFactory, UserFactory
from tests.support.race import make_app, run_together

pytestmark = [pytest.mark.race, pytest.mark.own_database, pytest.mark.real_time]

CALLERS = 4


def prepare(url: str, folder: Path) -> dict[str, Any]:
    """Make the rows that the callers fight for."""
    app = make_app(url, folder)
    with app.app_context():
        organisation, boss = OrganisationFactory(), MembershipFactory()
        invited, _row = services.secrets.issue(
            SecretPurpose.INVITATION,
            lifetime=timedelta(days=1),
            email="moi@example.vn",
            data={"organisation_id": organisation.id, "membership_role": "staff"},
        )
        totp = pyotp.random_base32()
        user = UserFactory(totp_secret=ciphers.encrypt(totp))
        admins = [boss.id, *(MembershipFactory(organisation=boss.organisation).id for _number in range(CALLERS - 1))]
        found = {"invitation": invited, "user": user.id, "totp": totp, "admins": admins, "organisation": boss.organisation_id}
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    return found | {"code": pyotp.TOTP(totp).at(clock.now())}


def fight(app: Flask, barrier: Any, index: int, rows: dict[str, Any]) -> dict[str, Any]:
    """Do everything at the same time as the other callers, and tell what came of it."""
    won = {}
    for name, act in (("invitation", take_invitation), ("code", use_code), ("tries", try_often), ("admin", leave)):
        barrier.wait(timeout=60)
        won[name] = act(index, rows)
    barrier.wait(timeout=60)
    return won | {"answer": create_once(app)}


def take_invitation(_index: int, rows: dict[str, Any]) -> bool:
    with contextlib.suppress(LinkUsed), transaction():
        accept(rows["invitation"], full_name="Lò Thị Mai", password="chè xanh bốn mùa Tả Lèng")
        return True
    return False


def use_code(_index: int, rows: dict[str, Any]) -> bool:
    with transaction():
        user = queries.get_user(rows["user"])
        return two_factor.use_code(user, rows["code"])


def try_often(_index: int, _rows: dict[str, Any]) -> int:
    passed = 0
    for _number in range(5):
        with contextlib.suppress(TooMany), transaction():
            throttle.count("race", 10, timedelta(hours=1))
            passed += 1
    return passed


def leave(index: int, rows: dict[str, Any]) -> bool:
    with contextlib.suppress(LastAdmin), transaction():
        membership = db.session.get_one(Membership, rows["admins"][index])
        services.members.remove(membership, by=membership.user)
        return True
    return False


@in_one_transaction
@idempotent
def create_randomly() -> str:
    return secrets.token_hex(8)


def create_once(app: Flask) -> str:
    with app.test_request_context("/api/v1/x", method="POST", json={}, headers={"Idempotency-Key": "k"}):
        g.keep_changes = False
        return create_randomly().get_data(as_text=True)


def test_of_several_callers_at_once_as_many_win_as_may(own_database: str, tmp_path: Path) -> None:
    rows = prepare(own_database, tmp_path)
    outcomes = run_together(CALLERS, fight, own_database, tmp_path, rows)
    assert [sum(outcome[name] for outcome in outcomes) for name in ("invitation", "code", "tries", "admin")] == [1, 1, 10, 3]
    assert len({outcome["answer"] for outcome in outcomes}) == 1
    app = make_app(own_database, tmp_path)
    with app.app_context():
        remaining = db.session.query(Membership).filter_by(organisation_id=rows["organisation"], role=MembershipRole.ADMIN)
        assert (db.session.query(User).filter_by(email="moi@example.vn").count(), remaining.count()) == (1, 1)
        db.session.remove()
        db.engine.dispose()
