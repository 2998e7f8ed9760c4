"""Hands committed jobs to Huey. A lost message does no harm: the row is the truth and the sweep finds it."""

import logging
import threading
from typing import TYPE_CHECKING

from flask import Flask, current_app
from sqlalchemy import event, orm

from app.core.db import db
from app.jobs.models import Job

if TYPE_CHECKING:
    from app.jobs.hueys import Queue

log = logging.getLogger(__name__)
_lock = threading.Lock()


def queue_of(app: Flask) -> "Queue":
    """Return the app's queue, made at the first use: a web worker must not inherit a connection through fork."""
    from app.jobs.hueys import Queue  # noqa: PLC0415 -- slow import

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
