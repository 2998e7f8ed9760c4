"""kill -9 of a worker in the middle of a batch leaves no half file; another worker finishes it once (FT06, I18)."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.badges import checks, designs, services
from app.badges.models import BadgeBatch, BadgePrint, BatchState
from app.badges.queries import Selection
from app.core.db import db, transaction
from app.files.models import StoredFile
from app.files.services import read_content
from tests.factories.accounts import UserFactory
from tests.factories.events import EventFactory
from tests.factories.registrations import RegistrationFactory
from tests.support import pdf
from tests.support.race import make_app

ROOT = Path(__file__).parents[2]
PEOPLE = 3
pytestmark = [pytest.mark.own_database, pytest.mark.race, pytest.mark.real_time]


@pytest.fixture
def batch_id(tmp_path: Path) -> Iterator[int]:
    """A batch that waits in a real database; the context of its app stays open."""
    app = make_app(f"sqlite:///{tmp_path}/own.sqlite", tmp_path)
    with app.app_context():
        db.create_all()
        with transaction():
            event = EventFactory()
            for _number in range(PEOPLE):
                RegistrationFactory(event_id=event.id)
            asked = services.ask_for_batch(event, Selection(), designs.designs_of(event)[1], by=UserFactory()).id
        yield asked
        db.session.remove()
        db.engine.dispose()


def start_worker(folder: Path, failpoints: str = "") -> "subprocess.Popen[bytes]":
    environment = os.environ | {
        "FAIR_ENV": "testing",
        "DATABASE_URL": f"sqlite:///{folder}/own.sqlite",
        "JOBS_URL": f"sqlite:///{folder}/jobs.sqlite",
        "STORAGE_URL": f"file:{folder}/files",
        "JOBS_LEASE_SECONDS": "1",
        "JOBS_SWEEP_SECONDS": "0.3",
        "FAIR_FAILPOINTS": failpoints,
    }
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "jobs", "work", "--threads", "1"]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)


def test_a_batch_survives_its_worker(batch_id: int, tmp_path: Path) -> None:
    """The worker dies after the PDF is drawn and stored, before anything is committed."""
    assert start_worker(tmp_path, "upload.before_commit=kill").wait(timeout=60) == -signal.SIGKILL
    batch = db.session.get_one(BadgeBatch, batch_id)
    assert (batch.state, batch.file_id) == (BatchState.WAITING, None)
    assert (db.session.query(BadgePrint).count(), db.session.query(StoredFile).count()) == (0, 0)
    db.session.rollback()

    worker = start_worker(tmp_path)
    try:
        while batch.state is BatchState.WAITING:  # pytest's own timeout ends it
            time.sleep(0.1)
            db.session.refresh(batch)
            db.session.rollback()
    finally:
        worker.kill()
        worker.wait()

    assert (batch.state, batch.done) == (BatchState.READY, PEOPLE)
    [stored] = db.session.query(StoredFile)
    assert pdf.page_sizes(read_content(stored)) == [(86, 54)] * PEOPLE
    assert db.session.query(BadgePrint).count() == PEOPLE
    assert [*checks.find_batches_without_file()] == []
