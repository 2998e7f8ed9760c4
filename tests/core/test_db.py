"""The database door."""

from datetime import datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import StatementError

from app.accounts.models import User
from app.core.db import WriteOnRead, intent, refusing
from app.core.errors import Conflict
from tests.factories.accounts import UserFactory


class Taken(Conflict):
    code = "taken"


def test_a_read_refuses_to_write(db) -> None:
    with intent("read"), pytest.raises(WriteOnRead):
        UserFactory()


def test_a_read_refuses_statements_that_write(db) -> None:
    with intent("read"), pytest.raises(WriteOnRead):
        db.execute(sa.update(User).values(full_name="x"))


def test_the_violated_constraint_becomes_the_named_refusal(db) -> None:
    UserFactory(email="a@example.vn")
    with pytest.raises(Taken), refusing("uq_user_email", Taken("x")):
        UserFactory(email="a@example.vn")
    assert db.scalar(sa.select(sa.func.count()).select_from(User)) == 1


def test_a_naive_time_is_refused(db) -> None:
    with pytest.raises(StatementError):
        UserFactory(created_at=datetime(2026, 1, 1))


def test_times_come_back_in_utc(db) -> None:
    user = UserFactory()
    db.commit()
    db.expire_all()
    assert user.created_at.utcoffset().total_seconds() == 0
