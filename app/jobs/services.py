"""Ask for background work, and try parked work again."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from app.core import clock
from app.core.db import db
from app.core.errors import Conflict
from app.core.i18n import _
from app.jobs import handover, registry
from app.jobs.models import Job, JobState


def enqueue(name: str, *, key: str | None = None, run_at: datetime | None = None, **payload: Any) -> Job:
    """Ask for the job `name` in the caller's transaction: it runs after the commit or, after a rollback, never.

    Args:
        key: while a job with this key waits, a second one is not added; the first payload and the earlier
            `run_at` count.
        run_at: not before this instant (found by the sweep, every 15 s).
        payload: ids and other JSON primitives.
    Returns: the flushed row; the first of them when several features subscribe to the name.
    """
    subscribers = registry.subscribers(name) or [""]
    jobs = [_add(name, subscriber, payload, key, run_at) for subscriber in subscribers]
    if run_at is None:
        handover.after_commit(jobs)
    return jobs[0]


def tell(fact: str, **payload: Any) -> None:
    """Tell a fact to the features that subscribe to it, as a job for each; where nobody does, nothing is written."""
    if registry.subscribers(fact):
        enqueue(fact, **payload)


def _add(name: str, subscriber: str, payload: dict[str, Any], key: str | None, run_at: datetime | None) -> Job:
    now = clock.now()
    values: dict[str, Any] = {"name": name, "subscriber": subscriber, "payload": payload, "run_at": run_at or now}
    values |= {"created_at": now, "dedupe_key": key}
    if key is None:
        job = Job(**values)
        db.session.add(job)
        db.session.flush()
        return job
    # DO UPDATE rather than DO NOTHING: it locks the waiting row, so that no worker claims it before our change is committed.
    insert = (postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite).insert
    fresh = insert(Job).values(**values)
    least = sa.case((fresh.excluded.run_at < Job.run_at, fresh.excluded.run_at), else_=Job.run_at)
    statement = fresh.on_conflict_do_update(index_elements=["dedupe_key", "subscriber"], set_={"run_at": least})
    waiting: Job = db.session.scalars(statement.returning(Job), execution_options={"populate_existing": True}).one()
    return waiting


def retry(job: Job) -> None:
    """Let a parked job run again at once, with all its tries.

    Raises:
        Conflict: the job is not parked (any more).
    """
    changed = db.session.execute(
        sa.update(Job)
        .where(Job.id == job.id, Job.state == JobState.PARKED)
        .values(state=JobState.PENDING, run_at=clock.now(), failures=0, finished_at=None)
    )
    if changed.rowcount != 1:  # type: ignore[attr-defined]
        raise Conflict(_("This job is not parked any more."))
    db.session.refresh(job)
    handover.after_commit([job])
