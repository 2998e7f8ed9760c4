"""Counts attempts in the database: neither a restart nor a second worker resets them, no race lets one through.

For sign-in, reset, second factor, lookups by code: whatever could be guessed. A refusal rolls its own transaction back, but
the counter stands at its limit until the window ends. A view whose refused answer must count calls `keep_changes()`.
"""

import ipaddress
import math
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from app.accounts.models import Throttle
from app.core import clock
from app.core.codes import digest
from app.core.db import db
from app.core.errors import TooMany
from app.core.i18n import _n


def key_of(purpose: str, subject: str) -> str:
    """Return the key of `subject` (an address, an e-mail, a code) for `purpose`: nothing personal is kept."""
    return f"{purpose}:{digest(subject)[:40]}"


def address_key(purpose: str, address: str | None) -> str:
    """Return the key of a client's address; a whole /64 of IPv6 is one client."""
    try:
        parsed = ipaddress.ip_address(address or "")
    except ValueError:
        return key_of(purpose, address or "unknown")
    if parsed.version == 6:
        return key_of(purpose, str(ipaddress.ip_network((parsed, 64), strict=False)))
    return key_of(purpose, str(parsed))


def count(key: str, limit: int, window: timedelta, *, amount: int = 1) -> int:
    """Count one attempt (or `amount`) for `key` and return how many there were since its window began.

    One atomic statement; callers with the same key queue for its row until they commit.

    Args:
        key: at most 100 characters, see `key_of` and `address_key`.
        limit: attempts allowed in `window`, which begins with the first.
    Raises:
        TooMany: more than `limit`; `extra["retry_after"]` is in seconds.
    """
    now = clock.now()
    insert = (postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite).insert
    fresh = insert(Throttle).values(key=key, window_started_at=now, attempts=amount)
    is_over = Throttle.window_started_at <= now - window
    statement = fresh.on_conflict_do_update(
        index_elements=["key"],
        set_={
            "attempts": sa.case((is_over, amount), else_=Throttle.attempts + amount),
            "window_started_at": sa.case((is_over, fresh.excluded.window_started_at), else_=Throttle.window_started_at),
        },
    ).returning(Throttle.attempts, Throttle.window_started_at)
    attempts, started_at = db.session.execute(statement).one()
    if attempts > limit:
        raise too_many(max(1, math.ceil((started_at + window - now).total_seconds())))
    return int(attempts)


def require_room(key: str, limit: int, window: timedelta) -> None:
    """Refuse while there were more than `limit` attempts for `key` in its window; counts nothing.

    Raises:
        TooMany: as `count`.
    """
    statement = sa.select(Throttle.attempts, Throttle.window_started_at).where(Throttle.key == key)
    row = db.session.execute(statement).first()
    if row is not None and row.attempts > limit and row.window_started_at + window > clock.now():
        raise too_many(max(1, math.ceil((row.window_started_at + window - clock.now()).total_seconds())))


def too_many(seconds: int) -> TooMany:
    """Return the refusal that says when to come back."""
    minutes = math.ceil(seconds / 60)
    message = _n(
        "Too many attempts. Please try again in %(num)s minute.",
        "Too many attempts. Please try again in %(num)s minutes.",
        minutes,
    )
    return TooMany(message, retry_after=seconds)


def forgive(key: str) -> None:
    """Take one attempt back: it was rightful."""
    db.session.execute(
        sa.update(Throttle).where(Throttle.key == key, Throttle.attempts > 0).values(attempts=Throttle.attempts - 1)
    )


def clear(key: str) -> None:
    """Forget the attempts of `key`."""
    db.session.execute(sa.delete(Throttle).where(Throttle.key == key))


def sweep() -> None:
    """Delete counters whose windows are surely over."""
    db.session.execute(
        sa.delete(Throttle).where(Throttle.window_started_at < clock.now() - timedelta(days=2)),
        execution_options={"synchronize_session": False},
    )
