"""The one source of time."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """Return the current instant, aware, in UTC."""
    return datetime.now(UTC)


def today(zone: str) -> date:
    """Return the current date in the IANA `zone`."""
    return now().astimezone(ZoneInfo(zone)).date()
