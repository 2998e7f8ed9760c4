"""Hands committed jobs to Huey. A lost message does no harm: the row is the truth and the sweep finds it."""

import json
import logging
import threading
from collections.abc import Iterable
from typing import Any

from flask import Flask, current_app
from huey import Huey, MemoryHuey, PostgresHuey, RedisHuey, SqliteHuey
from huey.registry import Message
from huey.serializer import Serializer
from sqlalchemy import event, orm

from app.core.db import db
from app.jobs import runner
from app.jobs.models import Job

log = logging.getLogger(__name__)
_lock = threading.Lock()


class JsonSerializer(Serializer):  # type: ignore[misc]
    """Messages as JSON: whoever can write the queue must not be able to run code, as pickle would let them."""

    def _serialize(self, data: Any) -> bytes:
        return json.dumps(list(data)).encode()

    def _deserialize(self, data: bytes) -> Message:
        return Message(*json.loads(bytes(data)))


class Queue:
    """Huey with its one task: run the job row of this id."""

    def __init__(self, app: Flask) -> None:
        self.huey = _make_huey(app.config["JOBS_URL"])

        def run(job_id: int) -> None:
            with app.app_context():
                runner.run(job_id)

        self._run = self.huey.task(name="run")(run)

    def put(self, job_ids: Iterable[int]) -> None:
        for job_id in job_ids:
            self.huey.enqueue(self._run.s(job_id))


def _make_huey(url: str) -> Huey:
    options: dict[str, Any] = {"name": "fairground", "results": False, "serializer": JsonSerializer()}
    if url.startswith("sqlite:///"):
        # No fsync: the row in the main database is the truth.
        return SqliteHuey(filename=url.removeprefix("sqlite:///"), fsync=False, **options)
    if url.startswith(("postgresql://", "postgres://")):
        return PostgresHuey(dsn=url, **options)
    if url.startswith(("redis://", "rediss://")):
        return RedisHuey(url=url, **options)
    if url == "memory:":
        return MemoryHuey(**options)
    raise ValueError("JOBS_URL must start with sqlite:///, postgresql:// or redis://, or be memory:.")


def queue_of(app: Flask) -> Queue:
    """Return the app's queue, made at the first use: a web worker must not inherit a connection through fork."""
    with _lock:
        if "jobs" not in app.extensions:
            app.extensions["jobs"] = Queue(app)
        queue: Queue = app.extensions["jobs"]
        return queue


def after_commit(jobs: list[Job]) -> None:
    """Hand `jobs` over when the current session commits."""
    db.session.info.setdefault("fresh_jobs", []).extend(jobs)


@event.listens_for(orm.Session, "after_commit")
def _on_commit(session: orm.Session) -> None:
    if session.in_nested_transaction():
        return
    jobs = session.info.pop("fresh_jobs", None)
    if not jobs or not current_app.config["JOBS_URL"]:
        return
    try:
        queue_of(current_app._get_current_object()).put(job.id for job in jobs)  # type: ignore[attr-defined]
    except Exception:
        log.exception("handing jobs over failed; the sweep will find them")


@event.listens_for(orm.Session, "after_soft_rollback")
def _on_rollback(session: orm.Session, previous: orm.SessionTransaction) -> None:
    if previous.parent is None:
        session.info.pop("fresh_jobs", None)
