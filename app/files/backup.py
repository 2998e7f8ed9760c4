"""Backups: one state of the database with every file it names, proved by hashes, put in place whole or not at all."""

import contextlib
import hashlib
import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask

from app.core import clock, failpoints, health
from app.core.db import db
from app.files import dumps
from app.files.errors import BackupRefused
from app.files.storage import storage

MANIFEST = "manifest.json"
FORMAT = 1


@dataclass
class Manifest:
    """What a backup holds: the SHA-256 of each of its files by path, and the hashes that the storage had lost."""

    kind: str
    created_at: str
    revision: str
    format: int = FORMAT
    contents: dict[str, str] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)


def create(target: Path) -> Manifest:
    """Write a backup to the new folder `target`. It appears there only when it is complete.

    Raises:
        BackupRefused: the folder exists, or the database's tool fails.
    """
    if target.exists():
        raise BackupRefused(f"{target} exists already.")
    part = target.with_name(f"{target.name}.part-{secrets.token_hex(4)}")
    part.mkdir(parents=True, mode=0o700)
    try:
        manifest = _fill(part)
        failpoints.reach("backup.before_rename")
        _sync(part)
        part.rename(target)
        _sync(target.parent)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return manifest


def _fill(part: Path) -> Manifest:
    dump = dumps.dump_of_this_database()
    hashes, revision = dump.write(part / dump.file_name)
    manifest = Manifest(dump.kind, clock.now().isoformat(), revision)
    manifest.contents[dump.file_name] = _hash(part / dump.file_name)
    for sha256 in hashes:
        name = f"files/{sha256[:2]}/{sha256}"
        try:
            content = storage().open(sha256)
        except FileNotFoundError:
            manifest.missing.append(sha256)
            continue
        (part / name).parent.mkdir(parents=True, exist_ok=True)
        with content, (part / name).open("wb") as copy:
            shutil.copyfileobj(content, copy, 2**20)
        manifest.contents[name] = sha256
    with (part / MANIFEST).open("w") as output:
        json.dump(asdict(manifest), output, indent=1)
    for path in part.rglob("*"):
        _sync(path)
    return manifest


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _hash(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def check_hashes(source: Path) -> Manifest:
    """Return the manifest of a backup whose files are all there and unchanged.

    Raises:
        BackupRefused: no backup, of another kind of database, or damaged.
    """
    try:
        manifest = Manifest(**json.loads((source / MANIFEST).read_text()))
    except (OSError, ValueError, TypeError) as error:
        raise BackupRefused(f"{source} is no complete backup.") from error
    dump = dumps.dump_of_this_database()
    if manifest.format != FORMAT or manifest.kind != dump.kind:
        raise BackupRefused(f"The backup is of {manifest.kind}, the configured database is {dump.kind}.")
    for name, expected in manifest.contents.items():
        path = source / name
        if not path.is_file() or _hash(path) != expected:
            raise BackupRefused(f"{name} is missing or damaged.")
    return manifest


def verify(source: Path, app: Flask) -> list[str]:
    """Check the hashes of a backup and run the doctor on a copy of it. Returns: what is wrong."""
    manifest = check_hashes(source)
    problems = [f"the file {sha256} was missing when the backup was made" for sha256 in manifest.missing]
    with tempfile.TemporaryDirectory(prefix="fairground-verify-", dir=source.parent) as folder:
        files = Path(folder) / "files"
        for name in manifest.contents:
            if name.startswith("files/"):
                _link(source / name, Path(folder) / name)
        dump = dumps.dump_of_this_database()
        with dump.copy(source / dump.file_name, Path(folder)) as url:
            problems += examine(app, DATABASE_URL=url, STORAGE_URL=f"file:{files}")
    return problems


def _link(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(OSError):
        os.link(source, target)
        return
    shutil.copyfile(source, target)


def examine(app: Flask, **changed: str) -> list[str]:
    """Run `flask doctor` in a process of its own: on this installation, or with settings `changed`. Returns: what is broken."""
    settings = {key: str(app.config[key]) for key in ("FAIR_ENV", "SECRET_KEY", "BASE_URL", "STORAGE_URL")}
    settings |= {"DATABASE_URL": db.engine.url.render_as_string(hide_password=False), "JOBS_URL": "memory:"} | changed
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "doctor", "--json"]
    environment = os.environ | settings
    answer = subprocess.run(command, cwd=app.root_path, env=environment, check=False, capture_output=True, text=True)
    try:
        checks: list[dict[str, Any]] = json.loads(answer.stdout)["checks"]
    except (ValueError, KeyError):
        return [f"the doctor did not answer: {(answer.stderr.strip().splitlines() or ['no message'])[-1]}"]
    return [f"{check['key']} {check['promise']}: {row}" for check in checks for row in check["rows"]]


def replaces_data() -> bool:
    """Tell whether a restore would replace anything."""
    return not dumps.dump_of_this_database().is_empty()


def restore(source: Path, app: Flask, *, progress: Any = iter) -> Manifest:
    """Put the backup in place of the present database and add its files. Until it is complete nothing is served.

    Args:
        progress: wraps the iteration over the files.
    Raises:
        BackupRefused: the backup is damaged or of another kind; then nothing is changed.
    """
    manifest = check_hashes(source)
    with _nothing_is_served(app):
        for sha256 in progress(list(_file_hashes(manifest))):
            with (source / f"files/{sha256[:2]}/{sha256}").open("rb") as content:
                storage().put(sha256, content)
        failpoints.reach("restore.after_files")
        dump = dumps.dump_of_this_database()
        dump.read(source / dump.file_name)
        failpoints.reach("restore.after_database")
    return manifest


def _file_hashes(manifest: Manifest) -> Iterable[str]:
    return (sha256 for name, sha256 in manifest.contents.items() if name.startswith("files/"))


@contextlib.contextmanager
def _nothing_is_served(app: Flask) -> Iterator[None]:
    """Set the marker for the block; it stays when the block fails or the program dies."""
    marker = health.restore_marker(app)
    marker.parent.mkdir(parents=True, exist_ok=True)
    marker.write_text(clock.now().isoformat())
    _sync(marker)
    _sync(marker.parent)
    yield
    marker.unlink()
