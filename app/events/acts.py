"""What the public can do now: book a booth, register, and until when."""

from dataclasses import dataclass
from datetime import datetime

from app.events.models import Event, EventKind, EventState

_EXHIBITING = frozenset({EventState.OPEN})
_VISITING = frozenset({EventState.OPEN, EventState.PLAN_LOCKED, EventState.RUNNING})


@dataclass(frozen=True)
class OpenActs:
    """Deadlines of what is open at the moment; None where it is not."""

    exhibit_until: datetime | None
    register_until: datetime | None


def open_acts(event: Event, now: datetime) -> OpenActs:
    """Return until when exhibitors may apply and visitors may register."""
    return OpenActs(exhibit_until(event, now), register_until(event, now))


def exhibit_until(event: Event, now: datetime) -> datetime | None:
    """Return the deadline of applications while they are open: by default the start of the fair."""
    until = event.applications_close_at or event.starts_at
    return until if event.kind is EventKind.FAIR and event.state in _EXHIBITING and now < until else None


def register_until(event: Event, now: datetime) -> datetime | None:
    """Return the deadline of registrations while they are open: by default the end of the event."""
    until = event.registrations_close_at or event.ends_at
    return until if event.state in _VISITING and now < until else None
