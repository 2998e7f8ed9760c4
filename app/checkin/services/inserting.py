"""Insert rows unless their keys stand there already. The one-row form is made once and kept: every scan asks it."""

import functools
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from app.core.db import db

_DIALECTS: dict[str, Any] = {"postgresql": postgresql, "sqlite": sqlite}


def insert(table: Any) -> Any:
    """Return an insert that knows ON CONFLICT, for many rows."""
    return _DIALECTS[db.session.get_bind().dialect.name].insert(table)


def insert_new(table: Any, row: dict[str, Any], *, unless: tuple[str, ...]) -> bool:
    """Insert `row` unless one with the same `unless` is there; tell whether it was inserted.

    SQLAlchemy compiles an insert with ON CONFLICT anew at each use, which was two fifths of a scan; a text it keeps.
    """
    return db.session.connection().execute(_statement(table, tuple(row), unless), row).first() is not None


@functools.lru_cache(maxsize=32)
def _statement(table: Any, names: tuple[str, ...], unless: tuple[str, ...]) -> sa.TextClause:
    """Both databases speak it alike. The names are those of our columns; values are bound."""
    columns = ", ".join(f'"{table.c[name].name}"' for name in names)
    places, key = ", ".join(f":{name}" for name in names), ", ".join(f'"{name}"' for name in unless)
    text = f'INSERT INTO "{table.name}" ({columns}) VALUES ({places}) ON CONFLICT ({key}) DO NOTHING RETURNING 1'  # noqa: S608 -- names of our columns
    return sa.text(text).bindparams(*(sa.bindparam(name, type_=table.c[name].type) for name in names))
