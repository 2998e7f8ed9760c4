"""Sessions as iCalendar: stable UIDs, a SEQUENCE that grows with changes, a VTIMEZONE. The library escapes and folds (IN11)."""

import functools
from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar, Timezone
from icalendar import Event as Component

from app.agenda.models import Session, TalkState
from app.core import clock
from app.core.i18n import language
from app.core.web import site_url
from app.events.models import Event, EventState

MEDIA_TYPE = "text/calendar"
_STATUS = {EventState.CANCELLED: "CANCELLED", EventState.POSTPONED: "TENTATIVE"}


def render_sessions(sessions: Iterable[Session], event: Event, *, name: str = "") -> bytes:
    """Return a calendar of `sessions` with rooms and talks, named as the event unless `name` is given."""
    calendar: Any = Calendar()
    calendar.add("prodid", "-//Fairground//Agenda//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _line(name or event.text("name", language())))
    calendar.add_component(_timezone(event.timezone))
    for session in sessions:
        calendar.add_component(_component(session, event))
    content: bytes = calendar.to_ical()
    return content


@functools.cache
def _timezone(zone: str) -> Any:
    """Return the VTIMEZONE of `zone`; finding its changes takes longer than writing sixty sessions."""
    return Timezone.from_tzinfo(ZoneInfo(zone))


def _component(session: Session, event: Event) -> Any:
    zone = ZoneInfo(event.timezone)
    component: Any = Component()
    component.add("uid", f"{session.uid}@fairground")
    component.add("sequence", session.sequence + event.sequence)  # calling the event off is a change, too
    component.add("dtstamp", clock.now())
    component.add("dtstart", session.starts_at.astimezone(zone))
    component.add("dtend", session.ends_at.astimezone(zone))
    component.add("status", _STATUS.get(event.state, "CONFIRMED"))
    component.add("summary", _line(session.name(language())))
    component.add("location", _line(", ".join(filter(None, (session.room.name, event.place)))))
    talks = [f"{talk.speaker.display_name}: {talk.name(language())}" for talk in session.talks if _takes_part(talk.state)]
    description = "\n".join(filter(None, (session.abstract, *talks)))
    if description:
        component.add("description", description)
    if session.is_public and event.is_published:
        component.add("url", site_url("agenda.session_page", event_slug=event.slug, session_id=session.id))
    return component


def _takes_part(state: TalkState) -> bool:
    return state != TalkState.DECLINED


def _line(text: str) -> str:
    return " ".join(text.split())
