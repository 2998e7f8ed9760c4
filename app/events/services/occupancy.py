"""The hours that events hold of venues: the same venue at the same time is impossible, not only warned of."""

from datetime import datetime

import sqlalchemy as sa

from app.accounts.models import User
from app.core.db import db, refusing
from app.events import queries
from app.events.errors import VenueTaken
from app.events.models import Event, VenueHour, Visibility
from app.events.roles import roles_of
from app.events.terms import CALLED_OFF

_HOUR_SECONDS = 3600


def hours_between(starts_at: datetime, ends_at: datetime) -> range:
    """Return the hours since 1970 (UTC) that the time touches: 08:00–11:30 and 12:00–17:00 of one day do not meet."""
    first = int(starts_at.timestamp()) // _HOUR_SECONDS
    last = -(-int(ends_at.timestamp()) // _HOUR_SECONDS)
    return range(first, last)


def hold_venue(event: Event, *, by: User | None = None) -> None:
    """Give `event` the hours of its venue that it needs now, and free the others.

    Called after each change of venue, dates or state. The key of `venue_hour` decides between two planners.

    Raises:
        VenueTaken: another live event has one of the hours; it is named to those who may see it.
    """
    db.session.flush()
    try:
        with refusing("pk_venue_hour", VenueTaken()):
            db.session.execute(sa.delete(VenueHour).where(VenueHour.event_id == event.id))
            if rows := _needed(event):
                db.session.execute(sa.insert(VenueHour), rows)
    except VenueTaken as error:
        other = queries.find_venue_holder(event)
        if other is None:
            raise
        raise VenueTaken(other, named=_may_name(other, by)) from error


def _needed(event: Event) -> list[dict[str, int]]:
    if event.venue_id is None or event.is_rehearsal or event.state in CALLED_OFF:
        return []
    hours = hours_between(event.starts_at, event.ends_at)
    return [{"venue_id": event.venue_id, "hour": hour, "event_id": event.id} for hour in hours]


def _may_name(other: Event, by: User | None) -> bool:
    return other.visibility == Visibility.PUBLIC or bool(roles_of(by, other))
