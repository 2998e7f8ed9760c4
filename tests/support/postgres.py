"""Find a PostgreSQL server and make databases of our own on it."""

import contextlib
import functools
import os
import secrets
from collections.abc import Iterator

import psycopg

_CANDIDATES = ("postgresql:///postgres", "postgresql://127.0.0.1:5432/postgres", "postgresql://root@127.0.0.1:5432/postgres")


@functools.cache
def find_postgres() -> str | None:
    """Return the URL of a server that answers: TEST_POSTGRES_URL, the local socket or port 5432; else None."""
    given = os.environ.get("TEST_POSTGRES_URL")
    for url in (given,) if given else _CANDIDATES:
        with contextlib.suppress(psycopg.OperationalError), psycopg.connect(url, connect_timeout=3):
            return url
    return None


@contextlib.contextmanager
def make_database(template: str = "") -> Iterator[str]:
    """Create a database with a random name, give its URL, drop it at the end.

    Args:
        template: URL of a database that nobody is connected to; the new one begins as a copy of it.
    """
    server = find_postgres()
    assert server is not None, "no PostgreSQL answers"
    name = f"fairground_{secrets.token_hex(6)}"
    copied = f' TEMPLATE "{template.rsplit("/", 1)[1]}"' if template else ""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"{copied}')
        # What tests commit must outlive killed processes of ours, not a power cut of the server.
        connection.execute(f'ALTER DATABASE "{name}" SET synchronous_commit = off')
    try:
        yield server.rsplit("/", 1)[0] + "/" + name
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
