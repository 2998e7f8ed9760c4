"""Reads of events."""

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.core.db import db
from app.core.errors import NotFound
from app.events.models import Event, Venue


def get_event(slug: str) -> Event:
    """Return the event with its owner and venue.

    Raises:
        NotFound: no such event.
    """
    event = db.session.scalar(
        sa.select(Event)
        .where(Event.slug == slug)
        .options(
            joinedload(Event.owner),
            joinedload(Event.venue).joinedload(Venue.province),
            joinedload(Event.venue).joinedload(Venue.commune),
        )
    )
    if event is None:
        raise NotFound
    return event
