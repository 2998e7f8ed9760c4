"""Sessions as people read them: by day and hour in the event's zone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from app.agenda.models import Session
from app.events.models import Event


@dataclass(frozen=True)
class Hour:
    """Sessions that begin at the same time."""

    starts_at: datetime
    sessions: list[Session]


@dataclass(frozen=True)
class Day:
    """One day of an agenda."""

    on: date
    hours: list[Hour]

    @property
    def sessions(self) -> list[Session]:
        return [session for hour in self.hours for session in hour.sessions]


def days_of(sessions: Iterable[Session], event: Event) -> list[Day]:
    """Group `sessions`, which are ordered by time, by day and by beginning."""
    zone = ZoneInfo(event.timezone)
    days = groupby(sessions, key=lambda session: session.starts_at.astimezone(zone).date())
    return [Day(on, [Hour(at, list(rows)) for at, rows in groupby(found, key=lambda row: row.starts_at)]) for on, found in days]


def now_in(sessions: Iterable[Session], now: datetime) -> Session | None:
    """Return the session that runs now, else the next one; None after the last."""
    return next((session for session in sessions if session.ends_at > now), None)
