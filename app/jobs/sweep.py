"""Finds what Huey lost: overdue jobs, jobs of dead workers, and periodic work whose time has come."""

from datetime import timedelta

import sqlalchemy as sa
from flask import Flask

from app.core import clock
from app.core.db import db, transaction
from app.jobs import queries, registry, services
from app.jobs.handover import queue_of
from app.jobs.models import Job, JobState, PeriodicRun
from app.jobs.registry import periodic
from app.jobs.runner import MOST_FAILURES

# With this many messages waiting the workers are busy, not idle: handing over again would only swell the queue.
FULL_QUEUE = 500
# A worker that has not swept for this long is not there.
SIGN_OF_LIFE = timedelta(minutes=2)


def sweep(app: Flask) -> int:
    """Ask for periodic work that is due and hand over all due jobs again. Returns: number of jobs handed over."""
    with transaction():
        db.session.merge(PeriodicRun(name=queries.SWEEP, next_run_at=clock.now() + SIGN_OF_LIFE))
        _ask_for_periodic_work()
        _park_hopeless()
    with transaction():
        job_ids = _overdue()
    queue = queue_of(app)
    if queue.huey.pending_count() > FULL_QUEUE:
        return 0
    queue.put(job_ids)
    return len(job_ids)


def _ask_for_periodic_work() -> None:
    now = clock.now()
    known = set(db.session.scalars(sa.select(PeriodicRun.name)))
    for name, seconds in registry.periodic_jobs().items():
        following = now + timedelta(seconds=seconds)
        if name not in known:
            db.session.merge(PeriodicRun(name=name, next_run_at=following))
            continue
        due = sa.update(PeriodicRun).where(PeriodicRun.name == name, PeriodicRun.next_run_at <= now)
        if db.session.execute(due.values(next_run_at=following)).rowcount == 1:  # type: ignore[attr-defined]
            services.enqueue(name, key=name)


def _park_hopeless() -> None:
    now = clock.now()
    dead = sa.update(Job).where(Job.state == JobState.RUNNING, Job.leased_until < now, Job.failures >= MOST_FAILURES - 1)
    db.session.execute(
        dead.values(
            state=JobState.PARKED,
            failures=MOST_FAILURES,
            finished_at=now,
            leased_until=None,
            last_error="The worker died during each try.",
        ),
        execution_options={"synchronize_session": False},
    )


def _overdue() -> list[int]:
    now = clock.now()
    due = sa.or_(
        sa.and_(Job.state == JobState.PENDING, Job.run_at <= now),
        sa.and_(Job.state == JobState.RUNNING, Job.leased_until < now),
    )
    return list(db.session.scalars(sa.select(Job.id).where(due).order_by(Job.run_at, Job.id).limit(FULL_QUEUE)))


@periodic("jobs.history_aged", seconds=86400)
def forget_finished() -> None:
    """Delete what was done more than 14 days ago; parked jobs stay."""
    old = clock.now() - timedelta(days=14)
    db.session.execute(
        sa.delete(Job).where(Job.state == JobState.DONE, Job.finished_at < old),
        execution_options={"synchronize_session": False},
    )
