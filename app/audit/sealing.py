"""Chains the entries of a transaction just before it commits, and checks the chain."""

from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy import event, orm

from app.audit.models import GENESIS, AuditEntry
from app.core.db import db

# Any constant; advisory locks are per database.
_LOCK = 7_210_411


def seal_later(entry: AuditEntry) -> None:
    """Seal `entry` when the current session commits."""
    db.session.info.setdefault("unsealed", []).append(entry)


@event.listens_for(orm.Session, "before_commit")
def _seal(session: orm.Session) -> None:
    if session.in_nested_transaction():
        return
    entries = [entry for entry in session.info.pop("unsealed", ()) if entry in session]
    if not entries:
        return
    session.flush()
    if session.get_bind().dialect.name == "postgresql":
        # The last lock a transaction takes, so it can be part of no deadlock, and it is held only for the commit.
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
    position, previous = _last(session)
    for entry in entries:
        position += 1
        entry.position, entry.previous_hash = position, previous
        entry.hash = previous = entry.digest(position, previous)
    session.flush()


@event.listens_for(orm.Session, "after_soft_rollback")
def _forget(session: orm.Session, previous: orm.SessionTransaction) -> None:
    if previous.parent is None:
        session.info.pop("unsealed", None)


def _last(session: orm.Session) -> tuple[int, str]:
    last = (
        sa.select(AuditEntry.position, AuditEntry.hash)
        .where(AuditEntry.position.is_not(None))
        .order_by(AuditEntry.position.desc())
        .limit(1)
    )
    row = session.execute(last).one_or_none()
    return (row[0], row[1]) if row else (0, GENESIS)


def broken_entries() -> Iterator[tuple[int, str]]:
    """Yield (id, what is wrong) for each entry that does not continue the chain."""
    for entry_id in db.session.scalars(sa.select(AuditEntry.id).where(AuditEntry.position.is_(None))):
        yield entry_id, "was never sealed"
    position, previous = 0, GENESIS
    ordered = sa.select(AuditEntry).where(AuditEntry.position.is_not(None)).order_by(AuditEntry.position)
    for entry in db.session.scalars(ordered.execution_options(yield_per=1000)):
        if entry.position != position + 1:
            yield entry.id, "entries before it are missing"
        elif entry.previous_hash != previous:
            yield entry.id, "does not continue the entry before it"
        elif entry.hash != entry.digest(entry.position, entry.previous_hash):
            yield entry.id, "was changed"
        position, previous = entry.position or 0, entry.hash
