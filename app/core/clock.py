"""The one source of time."""

import contextlib
import contextvars
from collections.abc import Iterator
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_told: contextvars.ContextVar[datetime | None] = contextvars.ContextVar("told_time", default=None)


def now() -> datetime:
    """Return the current instant, aware, in UTC."""
    return _told.get() or datetime.now(UTC)


def today(zone: str) -> date:
    """Return the current date in the IANA `zone`."""
    return now().astimezone(ZoneInfo(zone)).date()


@contextlib.contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let the block happen at `moment`: the demo data tell a story that began in August."""
    token = _told.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _told.reset(token)
