"""A backup is complete or absent; what is restored is what was saved; a half restore serves nobody."""

import json
import multiprocessing
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.audit import services as audit
from app.core import health
from app.core.db import db, transaction
from app.files import backup
from app.files.errors import BackupRefused
from app.files.models import StoredFile
from app.files.services import keep_document
from app.files.storage import storage
from app.jobs import services as jobs
from app.jobs.models import Job
from tests.support.race import make_app

pytestmark = [pytest.mark.own_database, pytest.mark.real_time]
# For what has nothing to do with the kind of database.
one_engine = pytest.mark.parametrize("own_database", ["sqlite"], indirect=True)


@pytest.fixture
def installation(own_database: str, tmp_path: Path) -> Iterator[Flask]:
    """A small installation: a job with its audit entry, and two files."""
    if own_database.startswith("postgresql") and not shutil.which("pg_dump") and os.environ.get("REQUIRE_POSTGRES") != "1":
        pytest.skip("pg_dump is not here")
    app = make_app(own_database, tmp_path / "installation")
    with app.app_context():
        with transaction():
            audit.record("test", "jobs.asked", jobs.enqueue("test.asked", number=1))
            for content in (b"first", b"second"):
                keep_document(content, "text/plain", "note.txt")
        yield app
        db.session.remove()
        db.engine.dispose()


def state() -> tuple[list[Any], list[str]]:
    """Return what the database holds and which contents can be read."""
    names = [row.payload for row in db.session.execute(sa.select(Job.payload).order_by(Job.id))]
    hashes = sorted(db.session.scalars(sa.select(StoredFile.sha256)))
    db.session.rollback()
    return names, [storage().open(sha256).read().decode() for sha256 in hashes]


def change() -> None:
    with transaction():
        jobs.enqueue("test.asked", number=2)
        keep_document(b"third", "text/plain", "note.txt")


def test_what_is_restored_is_what_was_saved(installation: Flask, tmp_path: Path) -> None:
    before = state()
    manifest = backup.create(tmp_path / "saved")
    assert (len(manifest.contents), manifest.missing) == (3, [])
    change()
    assert state() != before

    assert backup.verify(tmp_path / "saved", installation) == []
    backup.restore(tmp_path / "saved", installation)
    assert state() == before
    assert not health.restore_marker(installation).exists()


def test_a_backup_is_restored_in_an_empty_place(installation: Flask, tmp_path: Path) -> None:
    before = state()
    backup.create(tmp_path / "saved")
    db.drop_all()
    db.session.rollback()
    for path in (tmp_path / "installation" / "files").glob("??/*"):
        path.unlink()
    backup.restore(tmp_path / "saved", installation)
    assert state() == before


def test_damage_is_found_and_nothing_is_changed(installation: Flask, tmp_path: Path) -> None:
    backup.create(tmp_path / "saved")
    change()
    after = state()
    blob = next((tmp_path / "saved" / "files").glob("??/*"))
    blob.write_bytes(b"something else")
    for act in (backup.verify, backup.restore):
        with pytest.raises(BackupRefused, match="refused") as refusal:
            act(tmp_path / "saved", installation)
        assert refusal.value.message == f"{blob.relative_to(tmp_path / 'saved')} is missing or damaged."
    assert state() == after
    assert not health.restore_marker(installation).exists()


@one_engine
def test_a_lost_file_is_told_not_hidden(installation: Flask, tmp_path: Path) -> None:
    [first, _second] = (tmp_path / "installation" / "files").glob("??/*")
    first.unlink()
    assert backup.create(tmp_path / "saved").missing == [first.name]
    problems = backup.verify(tmp_path / "saved", installation)
    assert problems[0] == f"the file {first.name} was missing when the backup was made"
    assert problems[1].startswith("I17 each file that a row names is in the storage, whole: stored_file ")
    assert len(problems) == 2


@one_engine
def test_a_backup_does_not_overwrite_another_and_a_folder_is_no_backup(installation: Flask, tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    with pytest.raises(BackupRefused):
        backup.create(tmp_path / "taken")
    with pytest.raises(BackupRefused):
        backup.restore(tmp_path / "taken", installation)
    (tmp_path / "taken" / "manifest.json").write_text(json.dumps({"kind": "oracle", "created_at": "", "revision": ""}))
    with pytest.raises(BackupRefused):
        backup.restore(tmp_path / "taken", installation)


def die_at(failpoint: str, app: Flask, act: Any) -> None:
    """Run `act` in a process that is killed at the failpoint."""

    def child() -> None:
        db.session.remove()
        db.engine.dispose(close=False)
        app.config["FAIR_FAILPOINTS"] = f"{failpoint}=kill"
        act()
        os._exit(0)

    process = multiprocessing.get_context("fork").Process(target=child)
    process.start()
    process.join(timeout=60)
    assert process.exitcode == -9


@one_engine
def test_a_killed_backup_is_no_backup(installation: Flask, tmp_path: Path) -> None:
    die_at("backup.before_rename", installation, lambda: backup.create(tmp_path / "saved"))
    assert not (tmp_path / "saved").exists()
    assert backup.create(tmp_path / "saved").missing == []


@pytest.mark.parametrize("failpoint", ["restore.after_files", "restore.after_database"])
def test_a_killed_restore_serves_nobody_until_it_is_repeated(installation: Flask, tmp_path: Path, failpoint: str) -> None:
    before = state()
    backup.create(tmp_path / "saved")
    change()
    db.session.remove()
    die_at(failpoint, installation, lambda: backup.restore(tmp_path / "saved", installation))
    assert installation.test_client().get("/readyz").status_code == 503

    backup.restore(tmp_path / "saved", installation)
    assert installation.test_client().get("/readyz").status_code == 200
    assert state() == before


@one_engine
def test_the_command_line_creates_and_restores(installation: Flask, tmp_path: Path) -> None:
    cli = installation.test_cli_runner()
    path = str(tmp_path / "saved")
    assert cli.invoke(args=["backup", "create", path]).output == f"Backup complete: {path}, 2 files.\n"
    restored = cli.invoke(args=["backup", "restore", path, "--quiet"])
    assert (restored.exit_code, restored.output) == (0, "")
    again = cli.invoke(args=["backup", "create", path])
    assert (again.exit_code, again.output) == (1, f"Error: {path} exists already.\n")
