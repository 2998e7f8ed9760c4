"""Queue for something that is no row: callers with the same name take turns until they commit."""

import zlib

import sqlalchemy as sa

from app.core.db import db

# Keeps our advisory locks apart from those of other features (first of two 32-bit keys).
_SPACE = 7_210_412


def take_turn(name: str) -> None:
    """Wait until nobody else in another transaction has the turn for `name`; it ends with the caller's transaction.

    On SQLite writing transactions take turns anyway.
    """
    if db.session.get_bind().dialect.name == "postgresql":
        key = zlib.crc32(name.encode()) - 2**31
        db.session.execute(sa.select(sa.func.pg_advisory_xact_lock(_SPACE, key)))
