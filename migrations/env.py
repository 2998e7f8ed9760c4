"""Run migrations through the application's own engine, in one transaction each where the database can."""

import contextlib
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import context
from flask import current_app

from app.core.db import intent

migrate = current_app.extensions["migrate"]
db = migrate.db


def include_object(_item: Any, name: str | None, kind: str, _reflected: bool, _other: Any) -> bool:
    """Leave out the search index of people, which is raw SQL and described by no model."""
    return not (kind in ("table", "index") and "registration_search" in (name or ""))


@contextlib.contextmanager
def unbound(connection: sa.Connection) -> Iterator[None]:
    """Let SQLite rebuild a table that others refer to: dropping the old one would count as deleting its rows.

    The switch works outside of transactions only, so it is turned on the driver's connection; all keys are looked at after.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    driver = connection.connection.dbapi_connection
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
        broken = driver.execute("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise RuntimeError(f"rows without what they refer to: {broken[:5]}")
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


def run() -> None:
    """Run the migrations online; offline SQL is printed when asked."""
    if context.is_offline_mode():
        context.configure(url=str(db.engine.url), target_metadata=db.metadata, literal_binds=True)
        with context.begin_transaction():
            context.run_migrations()
        return
    with intent("write"), db.engine.connect() as connection, unbound(connection):
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            include_object=include_object,
            transaction_per_migration=True,
            **migrate.configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
