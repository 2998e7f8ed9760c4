"""A job runs after the commit, at least once, and only its latest claim may finish it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from app.core import clock as times
from app.core.db import WriteOnRead, intent
from app.core.errors import Conflict
from app.jobs import progress, queries, registry, runner, services, sweep
from app.jobs.errors import GiveUp, TryLater
from app.jobs.models import Job, JobState


@pytest.fixture
def deeds() -> list[Any]:
    return []


@pytest.fixture
def subscribe(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Register handlers for one test only."""
    monkeypatch.setattr(registry, "_handlers", {name: dict(known) for name, known in registry._handlers.items()})
    monkeypatch.setattr(registry, "_periodic", dict(registry._periodic))
    return registry.handler


def state(db: Any, job: Job) -> JobState:
    db.refresh(job)
    return job.state


def test_a_job_runs_with_its_payload_and_is_done(db, run_jobs, subscribe, deeds):
    subscribe("test.asked")(lambda number: deeds.append(number))
    job = services.enqueue("test.asked", number=7)

    assert run_jobs() == 1
    assert deeds == [7]
    assert state(db, job) == JobState.DONE


def test_a_job_of_a_rolled_back_change_never_runs(db, run_jobs, subscribe, deeds):
    subscribe("test.asked")(lambda: deeds.append("ran"))
    services.enqueue("test.asked")
    db.rollback()

    assert run_jobs() == 0
    assert deeds == []


def test_a_job_may_not_be_asked_for_while_reading(db):
    with intent("read"), pytest.raises(WriteOnRead):
        services.enqueue("test.asked")


def test_a_job_waits_for_its_time(db, run_jobs, subscribe, deeds, clock):
    subscribe("test.asked")(lambda: deeds.append("ran"))
    services.enqueue("test.asked", run_at=times.now() + timedelta(minutes=5))

    assert run_jobs() == 0
    clock.shift(timedelta(minutes=6))
    assert run_jobs() == 1


def test_a_waiting_job_with_the_same_key_is_enough(db, run_jobs, subscribe, deeds):
    subscribe("test.asked")(lambda number: deeds.append(number))
    first = services.enqueue("test.asked", key="total", number=1)
    second = services.enqueue("test.asked", key="total", number=2)

    assert second.id == first.id
    run_jobs()
    services.enqueue("test.asked", key="total", number=3)
    run_jobs()
    assert deeds == [1, 3]


def test_each_subscriber_of_a_fact_gets_its_own_job(db, run_jobs, subscribe, deeds):
    def first() -> None:
        deeds.append("first")

    def second() -> None:
        raise GiveUp("broken")

    second.__module__ = "tests.elsewhere"
    subscribe("test.happened")(first)
    subscribe("test.happened")(second)
    services.enqueue("test.happened", key="once")

    run_jobs(raise_errors=False)
    assert deeds == ["first"]
    states = dict(db.execute(sa.select(Job.subscriber, Job.state)).all())
    assert states == {__name__: JobState.DONE, "tests.elsewhere": JobState.PARKED}


def test_a_fact_that_nobody_wants_leaves_no_row(db, run_jobs, subscribe, deeds):
    services.tell("test.happened", number=1)
    assert db.scalar(sa.select(sa.func.count()).select_from(Job)) == 0
    subscribe("test.happened")(lambda number: deeds.append(number))
    services.tell("test.happened", number=2)
    run_jobs()
    assert deeds == [2]


def test_what_a_failed_handler_wrote_is_rolled_back_and_tried_again_later(db, run_jobs, subscribe, clock):
    fails = [True]

    def work() -> None:
        services.enqueue("test.followed")
        if fails:
            raise ValueError("not yet")

    subscribe("test.asked")(work)
    subscribe("test.followed")(lambda: None)
    job = services.enqueue("test.asked")

    run_jobs(raise_errors=False)
    assert (state(db, job), job.failures, job.last_error) == (JobState.PENDING, 1, "ValueError: not yet")
    assert db.scalar(sa.select(sa.func.count()).where(Job.name == "test.followed")) == 0

    fails.clear()
    clock.shift(timedelta(seconds=6))
    assert run_jobs() == 2
    assert state(db, job) == JobState.DONE


def test_after_eight_failures_a_job_is_parked_and_a_person_may_retry_it(db, run_jobs, subscribe, clock):
    subscribe("test.asked")(lambda: 1 / 0)
    job = services.enqueue("test.asked")
    for _ in range(9):
        run_jobs(raise_errors=False)
        clock.shift(timedelta(hours=2))

    assert (state(db, job), job.failures) == (JobState.PARKED, 8)
    assert queries.parked_jobs() == [job]
    services.retry(job)
    assert (job.state, job.failures) == (JobState.PENDING, 0)
    with pytest.raises(Conflict):
        services.retry(job)


def test_a_job_without_handler_is_parked_at_once(db, run_jobs):
    job = services.enqueue("test.nobody_knows")
    run_jobs(raise_errors=False)
    assert (state(db, job), job.last_error) == (JobState.PARKED, "GiveUp: no handler for test.nobody_knows in any feature")


def test_trying_later_costs_no_failure(db, run_jobs, subscribe, clock):
    def work() -> None:
        raise TryLater("the other side is down", seconds=60)

    subscribe("test.asked")(work)
    job = services.enqueue("test.asked")
    for _ in range(10):
        run_jobs(raise_errors=False)
        clock.shift(timedelta(seconds=61))
    assert (state(db, job), job.failures, job.attempts) == (JobState.PENDING, 0, 10)


def test_when_parked_runs_in_the_transaction_that_parks(db, run_jobs, subscribe, deeds):
    def work(number: int) -> None:
        raise GiveUp("never")

    subscribe("test.asked", when_parked=lambda number: deeds.append(number))(work)
    services.enqueue("test.asked", number=3)
    run_jobs(raise_errors=False)
    assert deeds == [3]


def test_a_slow_handler_may_not_write_before_it_publishes(db, run_jobs, subscribe, deeds):
    def work() -> Any:
        with pytest.raises(WriteOnRead):
            services.enqueue("test.other")
        db.rollback()
        return lambda: deeds.append(services.enqueue("test.published").name)

    subscribe("test.asked", slow=True)(work)
    subscribe("test.published")(lambda: None)
    services.enqueue("test.asked")
    assert run_jobs() == 2
    assert deeds == ["test.published"]


def test_progress_is_kept_and_extends_the_lease(db, run_jobs, subscribe, clock):
    def work() -> None:
        clock.shift(timedelta(seconds=50))
        progress.report(3, 10)

    subscribe("test.asked", slow=True)(work)
    job = services.enqueue("test.asked")
    started = times.now()
    run_jobs()
    db.refresh(job)
    assert (job.state, job.progress_done, job.progress_total) == (JobState.DONE, 3, 10)
    assert times.now() - started >= timedelta(seconds=50)


def test_progress_outside_a_job_does_nothing(db):
    progress.report(1, 2)
    assert db.scalar(sa.select(sa.func.count(Job.id))) == 0


def test_a_zombie_cannot_publish(db, subscribe, deeds, clock):
    """The lease ends while the first worker sleeps; the second one does the work; the first one wakes up."""
    deed = []

    def work() -> Any:
        if not deed:
            deed.append("zombie")
            clock.shift(timedelta(seconds=61))
            runner.run(job.id, inline=True)
            return lambda: deeds.append("zombie")
        return lambda: deeds.append("second")

    subscribe("test.asked", slow=True)(work)
    job = services.enqueue("test.asked")
    db.commit()
    assert runner.run(job.id, inline=True) is None
    assert (state(db, job), job.attempts) == (JobState.DONE, 2)


def test_the_zombie_s_rows_are_rolled_back(db, subscribe, clock):
    taken = []

    def work() -> Any:
        name = "test.by_second" if taken else "test.by_zombie"
        if not taken:
            taken.append(True)
            clock.shift(timedelta(seconds=61))
            runner.run(job.id, inline=True)
        return lambda: services.enqueue(name)

    subscribe("test.asked", slow=True)(work)
    job = services.enqueue("test.asked")
    db.commit()
    runner.run(job.id, inline=True)
    names = db.scalars(sa.select(Job.name).where(Job.name.like("test.by_%"))).all()
    assert names == ["test.by_second"]


def test_a_running_job_is_not_claimed_twice(db, subscribe, deeds):
    def work() -> None:
        deeds.append("ran")
        assert runner._claim(job.id, True) is None

    subscribe("test.asked", slow=True)(work)
    job = services.enqueue("test.asked")
    db.commit()
    runner.run(job.id, inline=True)
    assert deeds == ["ran"]


@pytest.fixture
def app_with_queue(app, monkeypatch):
    """The app with Huey's memory queue."""
    monkeypatch.setitem(app.config, "JOBS_URL", "memory:")
    yield app
    app.extensions.pop("jobs", None)


def waiting(app) -> int:
    from app.jobs.handover import queue_of

    return queue_of(app).huey.pending_count()


def test_a_committed_job_is_handed_to_huey_as_json(db, app_with_queue):
    from app.jobs.handover import queue_of

    services.enqueue("test.asked")
    with db.begin_nested():
        pass
    assert waiting(app_with_queue) == 0
    db.commit()
    [item] = queue_of(app_with_queue).huey.storage.enqueued_items()
    assert item.startswith(b"[")


def test_the_sweep_hands_over_what_is_overdue_and_what_a_dead_worker_left(db, app_with_queue, clock):
    lost = services.enqueue("test.asked")
    abandoned = services.enqueue("test.asked")
    fresh = services.enqueue("test.asked", run_at=times.now() + timedelta(hours=1))
    db.commit()
    runner._claim(abandoned.id, True)
    assert sweep._overdue() == [lost.id]
    clock.shift(timedelta(seconds=61))
    assert sweep._overdue() == [lost.id, abandoned.id]
    before = waiting(app_with_queue)
    assert sweep.sweep(app_with_queue) == 2
    assert waiting(app_with_queue) == before + 2
    assert state(db, fresh) == JobState.PENDING


def test_a_job_that_kills_its_workers_is_parked(db, app_with_queue, clock):
    job = services.enqueue("test.deadly")
    db.commit()
    for _ in range(8):
        runner._claim(job.id, True)
        clock.shift(timedelta(seconds=61))
    sweep.sweep(app_with_queue)
    assert (state(db, job), job.last_error) == (JobState.PARKED, "The worker died during each try.")


def test_periodic_work_is_asked_for_once_in_each_period(db, app_with_queue, run_jobs, subscribe, deeds, clock):
    registry.periodic("test.nightly", seconds=3600)(lambda: deeds.append("ran"))
    for _ in range(3):
        sweep.sweep(app_with_queue)
        sweep.sweep(app_with_queue)
        run_jobs()
        clock.shift(timedelta(minutes=61))
    assert deeds == ["ran", "ran"]


def test_finished_jobs_are_forgotten_after_two_weeks_but_parked_ones_stay(db, run_jobs, subscribe, clock):
    subscribe("test.asked")(lambda: None)
    done = services.enqueue("test.asked").id
    parked = services.enqueue("test.nobody_knows").id
    run_jobs(raise_errors=False)
    clock.shift(timedelta(days=15))
    sweep.forget_finished()
    assert db.scalars(sa.select(Job.id).where(Job.id.in_([done, parked]))).all() == [parked]


def test_the_command_line_lists_and_retries_parked_jobs(db, app, run_jobs):
    job = services.enqueue("test.nobody_knows")
    run_jobs(raise_errors=False)
    cli = app.test_cli_runner()

    assert f"{job.id}  test.nobody_knows  tries: 1  GiveUp" in cli.invoke(args=["jobs", "list"]).output
    assert cli.invoke(args=["jobs", "retry", str(job.id)]).output == f"Job {job.id} will run again.\n"
    refused = cli.invoke(args=["jobs", "retry", str(job.id)])
    assert refused.exit_code == 1
