"""Run migrations through the application's own engine, in one transaction each where the database can."""

from typing import Any

from alembic import context
from flask import current_app

from app.core.db import intent

migrate = current_app.extensions["migrate"]
db = migrate.db


def include_object(_item: Any, name: str | None, kind: str, _reflected: bool, _other: Any) -> bool:
    """Leave out SQLite's search tables, which no model describes."""
    return not (kind == "table" and name is not None and name.startswith("registration_search"))


def run() -> None:
    """Run the migrations online; offline SQL is printed when asked."""
    if context.is_offline_mode():
        context.configure(url=str(db.engine.url), target_metadata=db.metadata, literal_binds=True)
        with context.begin_transaction():
            context.run_migrations()
        return
    with intent("write"), db.engine.connect() as connection:
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
