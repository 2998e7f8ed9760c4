"""Background work of the agenda."""

from app.agenda import notices, queries
from app.core.db import db
from app.events.models import Event
from app.events.terms import News
from app.jobs.registry import handler


@handler("events.news")
def tell_speakers(event_id: int, news: str, reason: str) -> None:
    """Tell the invited speakers; their calendars strike the sessions of what is cancelled."""
    event = db.session.get_one(Event, event_id)
    for speaker in queries.invited_speakers(event):
        notices.event_news(speaker, event, News(news), reason)
