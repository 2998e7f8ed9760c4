"""kill -9 of a real worker loses no mail, and a double happens only between the mail server's "250" and our commit."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
import sqlalchemy as sa

from app.core.db import db, transaction
from app.jobs.models import Job, JobState
from app.mail import services
from app.mail.models import Message, MessageState
from tests.support.mails import Sink, hello_template
from tests.support.race import make_app

ROOT = Path(__file__).parents[2]
MAILS = 4
pytestmark = [pytest.mark.own_database, pytest.mark.race, pytest.mark.real_time]


class Worker:
    """`flask jobs work` as a process of its own, with short leases."""

    def __init__(self, url: str, folder: Path, sink: Sink) -> None:
        self.environment = {
            **os.environ,
            "FAIR_ENV": "testing",
            "DATABASE_URL": url,
            "JOBS_URL": f"sqlite:///{folder}/jobs.sqlite",
            "STORAGE_URL": f"file:{folder}/files",
            "SMTP_URL": sink.url,
            "JOBS_LEASE_SECONDS": "1",
            "JOBS_SWEEP_SECONDS": "0.3",
        }
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, failpoints: str = "") -> None:
        command = [sys.executable, "-m", "flask", "--app", "wsgi", "jobs", "work", "--threads", "1"]
        environment = self.environment | {"FAIR_FAILPOINTS": failpoints}
        self.process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)

    def __enter__(self) -> "Worker":
        return self

    def __exit__(self, *_details: object) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def wait_for_death(self) -> None:
        assert self.process is not None
        assert self.process.wait(timeout=60) == -signal.SIGKILL

    def stop(self) -> int:
        assert self.process is not None
        self.process.terminate()
        return self.process.wait(timeout=60)


@pytest.fixture
def mails(own_database: str, tmp_path: Path) -> Iterator[list[str]]:
    """Message-IDs of mails that wait in a real database; the context of its app stays open."""
    app = make_app(own_database, tmp_path)
    with app.app_context():
        with transaction(), hello_template(app):
            written = [
                services.send(template="test/hello", to=f"p{n}@example.com", locale="vi", context={"name": str(n)})
                for n in range(MAILS)
            ]
            found = [message.message_id for message in written]
        yield found
        db.session.remove()
        db.engine.dispose()


def wait_until_all_is_done() -> None:
    """Wait for the facts, whatever time they take; pytest's own timeout ends it."""
    while True:
        states = Counter(db.session.scalars(sa.select(Job.state).where(Job.name == "mail.requested")))
        db.session.rollback()
        if states == {JobState.DONE: MAILS}:
            break
        time.sleep(0.1)
    assert set(db.session.scalars(sa.select(Message.state))) == {MessageState.SENT}
    db.session.rollback()


def test_no_mail_is_lost_whenever_the_worker_is_killed(mails: list[str], own_database: str, tmp_path: Path) -> None:
    """FT03, FT06: before the mail server is asked, between DATA and "250", between "250" and the commit."""
    with Sink() as sink, Worker(own_database, tmp_path, sink) as worker:
        worker.start("mail.before_send=kill")
        worker.wait_for_death()
        assert sink.message_ids() == []

        # The server has the mail, the worker dies before it hears so.
        process: list[psutil.Process] = []
        sink.before_answer = lambda: process[0].kill() if process else None
        worker.start()
        process.append(psutil.Process(worker.process.pid if worker.process else 0))
        worker.wait_for_death()
        sink.before_answer = lambda: None
        after_second = Counter(sink.message_ids())

        worker.start("mail.after_send=kill")
        worker.wait_for_death()
        after_third = Counter(sink.message_ids())
        assert sum(after_third.values()) == sum(after_second.values()) + 1

        worker.start()
        wait_until_all_is_done()
        assert worker.stop() == 0
    received = Counter(sink.message_ids())
    assert set(received) == set(mails)
    # Two kills came after the server had taken a mail; only those may be there again, with their first Message-ID.
    assert sum(received.values()) - len(mails) == 2
