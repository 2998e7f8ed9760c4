"""Reads of the job table for the operator's page, health and the command line."""

from datetime import timedelta

import sqlalchemy as sa

from app.core import clock
from app.core.db import db
from app.core.errors import NotFound
from app.jobs.models import Job, JobState, PeriodicRun

# The row by which a sweep says that a worker is there.
SWEEP = "jobs.swept"


def get_job(job_id: int) -> Job:
    """Return the job. Raises: NotFound."""
    job = db.session.get(Job, job_id)
    if job is None:
        raise NotFound
    return job


def parked_jobs(limit: int = 100) -> list[Job]:
    """Return parked jobs, the latest first."""
    parked = sa.select(Job).where(Job.state == JobState.PARKED).order_by(Job.finished_at.desc(), Job.id.desc())
    return list(db.session.scalars(parked.limit(limit)))


def recent_jobs(limit: int = 100) -> list[Job]:
    """Return jobs that are not parked, the latest asked for first."""
    recent = sa.select(Job).where(Job.state != JobState.PARKED).order_by(Job.id.desc())
    return list(db.session.scalars(recent.limit(limit)))


def count_by_state() -> dict[JobState, int]:
    """Return the number of jobs in each state, zeros included."""
    counted = db.session.execute(sa.select(Job.state, sa.func.count()).group_by(Job.state))
    return dict.fromkeys(JobState, 0) | {state: number for state, number in counted}


def waiting_time() -> timedelta:
    """Return how long the oldest due job has been waiting for a worker."""
    now = clock.now()
    oldest = db.session.scalar(sa.select(sa.func.min(Job.run_at)).where(Job.state == JobState.PENDING, Job.run_at <= now))
    return timedelta() if oldest is None else max(now - oldest, timedelta())


def worker_is_there() -> bool:
    """Tell whether a worker has swept lately."""
    row = db.session.get(PeriodicRun, SWEEP)
    return row is not None and row.next_run_at > clock.now()
