"""A repeated request gets the first answer, and its effect happens once."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from flask import g, jsonify, make_response

from app.accounts import idempotency, throttle
from app.accounts.errors import KeyMalformed, KeyReused
from app.accounts.idempotency import idempotent
from app.accounts.models import IdempotencyRecord, Throttle
from app.core import clock as times
from app.core.db import db as database
from app.core.errors import Conflict
from app.core.web import in_one_transaction


@idempotent
def create(status: int = 201, refuse: bool = False):
    """Count once and say how often it was counted."""
    number = throttle.count("effect", 100, timedelta(days=1))
    if refuse:
        raise Conflict("taken")
    return make_response(jsonify({"number": number}), status)


@pytest.fixture
def send(app, db):
    """Send a POST through the decorated view, as a token or a device."""

    def post(
        key: str | None = "k1", body: object = None, *, holder: str = "api_token", number: int = 1, path="/api/v1/x", **kw
    ):
        headers = {} if key is None else {"Idempotency-Key": key}
        with app.test_request_context(path, method="POST", json=body or {"a": 1}, headers=headers):
            setattr(g, holder, SimpleNamespace(id=number))
            try:
                return in_one_transaction(create)(**kw)
            finally:
                for name in ("api_token", "device", "keep_changes"):
                    g.pop(name, None)

    return post


def effects() -> int:
    return database.session.scalar(sa.select(Throttle.attempts)) or 0


def test_the_same_request_gets_the_same_answer_and_one_effect(send) -> None:
    first, second = send(), send()
    assert (first.status_code, second.status_code, second.get_json(), effects()) == (201, 201, first.get_json(), 1)
    assert (first.headers.get("Idempotent-Replayed"), second.headers.get("Idempotent-Replayed")) == (None, "true")


def test_without_a_key_each_request_counts(send) -> None:
    assert [send(None).get_json()["number"] for _number in range(2)] == [1, 2]


def test_another_body_or_path_under_the_same_key_is_refused(send) -> None:
    send()
    for change in ({"body": {"a": 2}}, {"path": "/api/v1/y"}):
        with pytest.raises(KeyReused):
            send(**change)
    assert effects() == 1


def test_keys_of_others_are_other_keys(send) -> None:
    send()
    assert [send(number=2).status_code, send(holder="device").status_code, effects()] == [201, 201, 3]


def test_a_refusal_is_not_kept(send) -> None:
    with pytest.raises(Conflict):
        send(refuse=True)
    assert (send(status=422).status_code, effects()) == (422, 0)
    assert (send().status_code, send().status_code, effects()) == (201, 201, 1)


def test_after_a_day_the_key_is_free_again(send, clock) -> None:
    send()
    clock.move_to(times.now() + timedelta(hours=24, minutes=1))
    assert (send(body={"b": 1}).get_json()["number"], effects()) == (1, 1)


def test_old_records_are_swept(send, db, clock) -> None:
    send()
    clock.move_to(times.now() + timedelta(hours=25))
    send("k2")
    idempotency.sweep()
    assert db.scalars(sa.select(IdempotencyRecord.key)).all() == ["k2"]


@pytest.mark.parametrize("key", ["", " ", "ư", "x" * 129, "a b"])
def test_a_malformed_key_is_refused(send, key: str) -> None:
    with pytest.raises(KeyMalformed):
        send(key)
