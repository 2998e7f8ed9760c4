"""Idempotency-Key: a repeated request gets the first one's answer, and its effect happens once (AP07)."""

import functools
import hashlib
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar, cast

import sqlalchemy as sa
from flask import Response, g, make_response, request
from sqlalchemy.dialects import postgresql, sqlite

from app.accounts.errors import KeyMalformed, KeyReused
from app.accounts.models import IdempotencyRecord
from app.core import clock
from app.core.db import db

View = TypeVar("View", bound=Callable[..., Any])

KEPT = timedelta(hours=24)
_KEY = re.compile(r"[\x21-\x7e]{1,128}")


def idempotent(view: View) -> View:
    """Answer a POST with a known Idempotency-Key as the first time. Put it under the access decorator, above `@operation`.

    The key belongs to the API token (`g.api_token`) or the device (`g.device`) of the request, else to its address. The record
    is written in the transaction of the effect, so a first try that died left neither. At the same time as the first, a second
    request waits for the database and then gets the same answer. Refusals (4xx) are not kept: the next try is a first one.
    """

    @functools.wraps(view)
    def wrapper(**arguments: Any) -> Response:
        key = request.headers.get("Idempotency-Key")
        if key is None:
            return make_response(view(**arguments))
        if not _KEY.fullmatch(key):
            raise KeyMalformed
        owner, request_digest = _owner(), _digest_of_request()
        record_id = _claim(owner, key, request_digest)
        if record_id is None:
            return _answer_again(owner, key, request_digest)
        response = make_response(view(**arguments))
        if response.status_code < 400:
            _keep(record_id, response)
        return response

    wrapper.takes_idempotency_key = True  # type: ignore[attr-defined]
    return cast(View, wrapper)


def _owner() -> str:
    for name in ("api_token", "device"):
        holder = g.get(name)
        if holder is not None:
            return f"{name}:{holder.id}"
    return f"address:{request.remote_addr}"


def _digest_of_request() -> str:
    parts = (request.method, request.path, request.query_string.decode("latin-1"))
    return hashlib.sha256("\n".join(parts).encode() + b"\n" + request.get_data()).hexdigest()


def _claim(owner: str, key: str, request_digest: str) -> int | None:
    """Return the id of a fresh record, or None when there is one of the last 24 hours. Waits for another's transaction."""
    now = clock.now()
    insert = (postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite).insert
    values = {"request_digest": request_digest, "status": 0, "body": "", "created_at": now}
    statement = (
        insert(IdempotencyRecord)
        .values(owner=owner, key=key, **values)
        .on_conflict_do_update(index_elements=["owner", "key"], set_=values, where=IdempotencyRecord.created_at < now - KEPT)
        .returning(IdempotencyRecord.id)
    )
    return cast("int | None", db.session.scalar(statement))


def _answer_again(owner: str, key: str, request_digest: str) -> Response:
    record = db.session.scalars(
        sa.select(IdempotencyRecord).where(IdempotencyRecord.owner == owner, IdempotencyRecord.key == key)
    ).one()
    if record.request_digest != request_digest:
        raise KeyReused
    response = Response(record.body, status=record.status, mimetype="application/json")
    response.headers["Idempotent-Replayed"] = "true"
    return response


def _keep(record_id: int, response: Response) -> None:
    db.session.execute(
        sa.update(IdempotencyRecord)
        .where(IdempotencyRecord.id == record_id)
        .values(status=response.status_code, body=response.get_data(as_text=True))
    )


def sweep() -> None:
    """Delete records older than 24 hours."""
    db.session.execute(
        sa.delete(IdempotencyRecord).where(IdempotencyRecord.created_at < clock.now() - KEPT),
        execution_options={"synchronize_session": False},
    )
