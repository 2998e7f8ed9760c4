"""Whole databases into one file and back: SQLite by its own copying, PostgreSQL by pg_dump and pg_restore."""

import contextlib
import os
import secrets
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import psycopg
import sqlalchemy as sa

from app.core.db import db
from app.files.errors import BackupRefused

_HASHES = "SELECT DISTINCT sha256 FROM stored_file ORDER BY sha256"
_REVISION = "SELECT version_num FROM alembic_version"


class Dump(Protocol):
    """What both kinds of database can do. `file_name` is the name within a backup."""

    kind: str
    file_name: str

    def write(self, target: Path) -> tuple[list[str], str]:
        """Write one consistent state; return the hashes of the files it names, and its migration."""

    def read(self, source: Path) -> None:
        """Put the state of `source` in place of the present one: all of it, or nothing when it fails."""

    def copy(self, source: Path, folder: Path) -> contextlib.AbstractContextManager[str]:
        """Give the URL of a passing database with the state of `source`."""

    def is_empty(self) -> bool:
        """Tell whether the present database holds no table."""


def dump_of_this_database() -> Dump:
    """Return the dump for the configured database."""
    return SqliteDump(db.engine.url) if db.engine.dialect.name == "sqlite" else PostgresDump(db.engine.url)


class SqliteDump:
    kind = "sqlite"
    file_name = "database.sqlite"

    def __init__(self, url: sa.URL) -> None:
        self.path = str(url.database)

    def write(self, target: Path) -> tuple[list[str], str]:
        with contextlib.closing(sqlite3.connect(self.path)) as source, contextlib.closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
            hashes = [str(row[0]) for row in copy.execute(_HASHES)]
            return hashes, _sqlite_revision(copy)

    def read(self, source: Path) -> None:
        db.engine.dispose()
        # Written through SQLite as one transaction: processes that have the file open see the new state, never a half one.
        with (
            contextlib.closing(sqlite3.connect(source)) as backup,
            contextlib.closing(sqlite3.connect(self.path, timeout=30)) as target,
        ):
            backup.backup(target)
            target.execute("PRAGMA journal_mode=WAL")

    @contextlib.contextmanager
    def copy(self, source: Path, folder: Path) -> Iterator[str]:
        shutil.copyfile(source, folder / "copy.sqlite")
        yield f"sqlite:///{folder / 'copy.sqlite'}"

    def is_empty(self) -> bool:
        with contextlib.closing(sqlite3.connect(self.path)) as connection:
            return not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]


def _sqlite_revision(connection: sqlite3.Connection) -> str:
    try:
        row = connection.execute(_REVISION).fetchone()
    except sqlite3.OperationalError:
        return ""
    return str(row[0]) if row else ""


class PostgresDump:
    kind = "postgresql"
    file_name = "database.dump"

    def __init__(self, url: sa.URL) -> None:
        self.url = url.set(drivername="postgresql")

    def write(self, target: Path) -> tuple[list[str], str]:
        with psycopg.connect(self._text(self.url)) as connection:
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            # pg_dump reads the very state that we take the hashes from.
            snapshot = _one(connection, "SELECT pg_export_snapshot()")
            self._run("pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={target}", url=self.url)
            hashes = [str(row[0]) for row in connection.execute(_HASHES)]
            known = _one(connection, "SELECT to_regclass('alembic_version')::text")
            return hashes, _one(connection, _REVISION) if known else ""

    def read(self, source: Path) -> None:
        db.engine.dispose()
        self._restore(source, self.url)

    def _restore(self, source: Path, url: sa.URL) -> None:
        options = ["--clean", "--if-exists", "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error"]
        self._run("pg_restore", *options, str(source), url=url)

    @contextlib.contextmanager
    def copy(self, source: Path, folder: Path) -> Iterator[str]:
        name = f"fairground_verify_{secrets.token_hex(6)}"
        url = self.url.set(database=name)
        try:
            with psycopg.connect(self._text(self.url), autocommit=True) as connection:
                connection.execute(f'CREATE DATABASE "{name}"')
        except psycopg.Error as error:
            raise BackupRefused(f"A copy to verify cannot be made: {str(error).splitlines()[0]}") from error
        try:
            self._restore(source, url)
            yield self._text(url)
        finally:
            with psycopg.connect(self._text(self.url), autocommit=True) as connection:
                connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')

    def is_empty(self) -> bool:
        with psycopg.connect(self._text(self.url)) as connection:
            return not int(_one(connection, "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()"))

    def _text(self, url: sa.URL) -> str:
        return url.render_as_string(hide_password=False)

    def _run(self, program: str, *arguments: str, url: sa.URL) -> None:
        if not shutil.which(program):
            raise BackupRefused(f"{program} is missing; install the package postgresql-client.")
        # The password goes by the environment: the list of processes shows arguments to everybody.
        environment = os.environ | ({"PGPASSWORD": str(url.password)} if url.password else {})
        command = [program, f"--dbname={url.set(password=None).render_as_string()}", *arguments]
        answer = subprocess.run(command, env=environment, check=False, capture_output=True, text=True)
        if answer.returncode:
            raise BackupRefused(f"{program} failed: {(answer.stderr.strip().splitlines() or [''])[0]}")


def _one(connection: psycopg.Connection, statement: str) -> str:
    row = connection.execute(statement).fetchone()
    return "" if row is None or row[0] is None else str(row[0])
