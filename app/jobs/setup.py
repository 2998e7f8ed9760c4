"""What operators ask of background work."""

from collections.abc import Iterable
from datetime import timedelta

import sqlalchemy as sa

from app.core import clock, doctor, health
from app.core.db import db
from app.jobs import queries
from app.jobs.models import Job, JobState

# A worker that runs starts due work in seconds; the sweep of a lost message takes 15 s.
MOST_WAITING = timedelta(minutes=5)


@health.probe("jobs")
def _jobs_are_worked_on() -> None:
    if queries.waiting_time() > MOST_WAITING and not queries.worker_is_there():
        raise health.NotReady("due work has been waiting for more than 5 minutes; is the worker running?")


@health.figure("jobs", "Jobs by state", ("state",))
def _jobs_by_state() -> dict[tuple[str, ...], float]:
    return {(state.value,): number for state, number in queries.count_by_state().items()}


@health.figure("jobs_waiting_seconds", "Age of the oldest due job that no worker has taken")
def _waiting_seconds() -> dict[tuple[str, ...], float]:
    return {(): queries.waiting_time().total_seconds()}


@doctor.check("I16", "a job that runs has a living claim, and a finished one has an end")
def _jobs_have_their_times() -> Iterable[str]:
    # A dead worker's job is taken over within a minute of its lease; ten minutes mean that nobody does.
    lost = sa.and_(Job.state == JobState.RUNNING, Job.leased_until < clock.now() - timedelta(minutes=10))
    finished = Job.state.in_([JobState.DONE, JobState.PARKED])
    for job in db.session.scalars(sa.select(Job).where(sa.or_(lost, sa.and_(finished, Job.finished_at.is_(None))))):
        yield f"job {job.id} ({job.name}) is {job.state.value} without one"
