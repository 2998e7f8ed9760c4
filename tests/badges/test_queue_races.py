"""Stations at the same instant take different badges; a server killed between lease and report loses none. Both databases."""

import multiprocessing
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.badges import print_queue, services
from app.badges.models import BadgePrint, PrintJob, PrintState
from app.badges.queries import Selection
from app.core import clock
from app.core.db import db, transaction, unit_of_work
from tests.factories.accounts import UserFactory
from tests.factories.badges import PrintStationFactory
from tests.factories.events import EventFactory
from tests.factories.registrations import RegistrationFactory
from tests.support.race import make_app, run_together

pytestmark = [pytest.mark.race, pytest.mark.own_database, pytest.mark.real_time]
STATIONS, ROUNDS = 3, 5


@pytest.fixture
def queue(own_database: str, tmp_path: Path) -> Iterator[Flask]:
    """Badges for every meeting of the stations, for whichever is free."""
    app = make_app(own_database, tmp_path)
    with app.app_context():
        with transaction():
            event = EventFactory()
            for number in range(STATIONS):
                PrintStationFactory(event_id=event.id, name=f"Quầy {number}", token=f"station {number}")
            for _badge in range(STATIONS * ROUNDS):
                RegistrationFactory(event_id=event.id)
            services.queue_selection(event, Selection(), station=None, by=UserFactory())
        yield app
        db.session.remove()
        db.engine.dispose()


def take(_app: Flask, barrier: Any, index: int) -> tuple[list[int], list[int]]:
    """Take badges together with the others; then once more as somebody who looks first and takes afterwards."""
    desk = print_queue.find_desk(f"station {index}")
    assert desk is not None
    db.session.rollback()
    taken = []
    for _round in range(ROUNDS - 1):
        barrier.wait()
        found = unit_of_work(lambda: services.take_job(desk))
        taken.append(found.job_id if found else 0)
    return taken, [_look_and_take(barrier) for _round in range(2)]


def _look_and_take(barrier: Any) -> int:
    barrier.wait()
    waiting = sa.select(PrintJob.id).where(PrintJob.state == PrintState.WAITING).order_by(PrintJob.id).limit(1)
    found = db.session.scalar(waiting) or 0
    db.session.rollback()
    barrier.wait()
    unit_of_work(lambda: db.session.execute(sa.update(PrintJob).where(PrintJob.id == found).values(state=PrintState.SENT)))
    return found


def test_stations_that_ask_at_once_take_different_badges(queue: Flask, own_database: str, tmp_path: Path) -> None:
    seen: list[tuple[list[int], list[int]]] = run_together(STATIONS, take, own_database, tmp_path)

    taken = [job for jobs, _control in seen for job in jobs]
    assert (len(taken), len(set(taken)), 0 in taken) == (STATIONS * (ROUNDS - 1), STATIONS * (ROUNDS - 1), False)
    # The control: without the guard all of them take the same one.
    assert {control[0] for _jobs, control in seen} == {seen[0][1][0]}


def report_and_die(url: str, folder: Path) -> None:
    """Be a server that gives a badge to a station and is killed while it notes that the badge was printed."""
    app = make_app(url, folder, FAIR_FAILPOINTS="badges.reported=kill")
    client, headers = app.test_client(), {"Authorization": "Bearer station 0"}
    job = client.post("/api/v1/print-stations/next", json={}, headers=headers).json["job"]
    told = {"lease": job["lease"], "result": "printed"}
    client.post(f"/api/v1/print-stations/jobs/{job['id']}/report", json=told, headers=headers)


def test_a_server_killed_between_lease_and_report_loses_no_badge(queue: Flask, own_database: str, tmp_path: Path) -> None:
    """It dies with the report in its hands, before the commit. The badge comes back after the lease and is logged once."""
    db.engine.dispose()
    process = multiprocessing.get_context("fork").Process(target=report_and_die, args=(own_database, tmp_path))
    process.start()
    process.join(timeout=60)
    assert process.exitcode == -signal.SIGKILL

    # Nothing half: still leased, nothing logged.
    with transaction():
        job = db.session.scalars(sa.select(PrintJob).where(PrintJob.state == PrintState.SENT)).one()
        lease = job.lease
        assert (bool(lease), job.print_id, db.session.query(BadgePrint).count()) == (True, None, 0)
        job.leased_until = clock.now()
    other = print_queue.find_desk("station 1")
    assert other is not None
    db.session.rollback()
    with transaction():
        taken = services.take_job(other)
        assert taken is not None
        assert (taken.job_id, taken.lease != lease) == (job.id, True)
        services.report_printed(other, taken.job_id, taken.lease)
    assert db.session.query(BadgePrint).count() == 1
