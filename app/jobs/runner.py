"""Runs one job: claims its row, calls the handler, and finishes the row in the handler's transaction."""

import contextlib
import contextvars
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

import sqlalchemy as sa
from flask import current_app

from app.core import clock, failpoints
from app.core.db import db, intent, transaction, unit_of_work
from app.jobs import registry
from app.jobs.errors import GiveUp, LeaseLost, TryLater
from app.jobs.models import Job, JobState

log = logging.getLogger(__name__)
MOST_FAILURES = 8


@dataclass(frozen=True)
class Claim:
    """The right to finish a job, as long as nobody claims it again: `attempt` is the fencing token."""

    job_id: int
    name: str
    subscriber: str
    payload: dict[str, Any]
    attempt: int
    failures: int
    inline: bool

    def still_ours(self) -> sa.ColumnElement[bool]:
        return sa.and_(Job.id == self.job_id, Job.state == JobState.RUNNING, Job.attempts == self.attempt)


_current: contextvars.ContextVar[tuple[Claim, registry.Handler] | None] = contextvars.ContextVar("job", default=None)


def current() -> tuple[Claim, registry.Handler] | None:
    """Return the job this thread runs."""
    return _current.get()


def lease() -> timedelta:
    """Return how long a claim holds without a sign of life."""
    return timedelta(seconds=current_app.config["JOBS_LEASE_SECONDS"])


def run(job_id: int, *, inline: bool = False) -> Exception | None:
    """Run the job if it is due and nobody else runs it.

    Args:
        inline: the caller's session is the only connection (tests), so progress is written through it too.
    Returns: what the handler raised, after it was noted on the row.
    """
    claim = _claim(job_id, inline)
    if claim is None:
        return None
    try:
        handler = registry.find(claim.name, claim.subscriber)
        if handler is None:
            raise GiveUp(f"no handler for {claim.name} in {claim.subscriber or 'any feature'}")
        with _running(claim, handler):
            _perform(claim, handler)
    except LeaseLost:
        log.warning("job %d %s was taken over by another worker", claim.job_id, claim.name)
    except Exception as error:
        _note_failure(claim, error)
        return error
    return None


def _claim(job_id: int, inline: bool) -> Claim | None:
    now = clock.now()
    waiting = sa.and_(Job.state == JobState.PENDING, Job.run_at <= now)
    abandoned = sa.and_(Job.state == JobState.RUNNING, Job.leased_until < now)
    statement = (
        sa.update(Job)
        .where(Job.id == job_id, sa.or_(waiting, abandoned))
        .values(
            state=JobState.RUNNING,
            attempts=Job.attempts + 1,
            # A worker that died took the try with it: what kills workers must be parked too.
            failures=Job.failures + sa.case((Job.state == JobState.RUNNING, 1), else_=0),
            leased_until=now + lease(),
            dedupe_key=None,
        )
        .returning(Job.id, Job.name, Job.subscriber, Job.payload, Job.attempts, Job.failures)
        .execution_options(synchronize_session=False)
    )
    with transaction():
        row = db.session.execute(statement).one_or_none()
    return Claim(*row._tuple(), inline=inline) if row else None  # type: ignore[misc]


@contextlib.contextmanager
def _running(claim: Claim, handler: registry.Handler) -> Iterator[None]:
    token = _current.set((claim, handler))
    try:
        yield
    finally:
        _current.reset(token)


def _perform(claim: Claim, handler: registry.Handler) -> None:
    publish: Callable[[], Any] | None = partial(handler.function, **claim.payload)
    if handler.slow:
        with intent("read"):
            try:
                publish = handler.function(**claim.payload)
            finally:
                db.session.rollback()

    def finish() -> None:
        if publish is not None:
            publish()
        failpoints.reach("jobs.before_commit")
        _mark(claim, state=JobState.DONE, finished_at=clock.now(), leased_until=None, last_error="")

    unit_of_work(finish)


def _mark(claim: Claim, **values: Any) -> None:
    """Change the row, in the caller's transaction.

    Raises:
        LeaseLost: somebody claimed it after us.
    """
    db.session.flush()
    statement = sa.update(Job).where(claim.still_ours()).values(**values)
    result = db.session.execute(statement, execution_options={"synchronize_session": False})
    if result.rowcount != 1:  # type: ignore[attr-defined]
        raise LeaseLost


def _note_failure(claim: Claim, error: Exception) -> None:
    now = clock.now()
    values: dict[str, Any] = {"last_error": f"{type(error).__name__}: {error}"[:2000], "leased_until": None}
    failures = claim.failures + 1
    parked = isinstance(error, GiveUp) or (failures >= MOST_FAILURES and not isinstance(error, TryLater))
    if parked:
        values |= {"state": JobState.PARKED, "failures": failures, "finished_at": now}
    elif isinstance(error, TryLater):
        values |= {"state": JobState.PENDING, "run_at": now + timedelta(seconds=error.seconds)}
    else:
        # 5 s, 15 s, 45 s … at most an hour.
        pause = min(5 * 3 ** (failures - 1), 3600)
        values |= {"state": JobState.PENDING, "failures": failures, "run_at": now + timedelta(seconds=pause)}
    log.warning("job %d %s failed (%d): %s", claim.job_id, claim.name, failures, type(error).__name__)
    with contextlib.suppress(LeaseLost):
        unit_of_work(partial(_fail, claim, values, parked))


def _fail(claim: Claim, values: dict[str, Any], parked: bool) -> None:
    handler = registry.find(claim.name, claim.subscriber)
    if parked and handler and handler.when_parked:
        handler.when_parked(**claim.payload)
    _mark(claim, **values)


def run_all(*, raise_errors: bool = True) -> int:
    """Run in this session all jobs that are due, also those that they ask for. For tests and the demo loader.

    Args:
        raise_errors: raise what a handler raises; otherwise it is only noted on the row.
    Returns: number of runs.
    """
    db.session.commit()
    count = 0
    while job_ids := _due():
        for job_id in job_ids:
            error = run(job_id, inline=True)
            db.session.expire_all()
            count += 1
            if error is not None and raise_errors:
                raise error
    return count


def _due() -> list[int]:
    due = sa.select(Job.id).where(Job.state == JobState.PENDING, Job.run_at <= clock.now())
    return list(db.session.scalars(due.order_by(Job.run_at, Job.id)))
