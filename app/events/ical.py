"""Events as iCalendar: stable UIDs, SEQUENCE that grows with changes, a VTIMEZONE, cancelled events kept as cancelled."""

import functools
from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar, Timezone
from icalendar import Event as Component

from app.core import clock
from app.core.i18n import _, language
from app.core.web import site_url
from app.events.models import PUBLISHED, Event, EventState

MEDIA_TYPE = "text/calendar"
_STATUS = {EventState.CANCELLED: "CANCELLED", EventState.POSTPONED: "TENTATIVE"}


def render_events(events: Iterable[tuple[Event, bool]], *, name: str) -> bytes:
    """Return a calendar of (event, is_named): an event that may not be named is only "busy"."""
    entries = list(events)
    calendar: Any = Calendar()
    calendar.add("prodid", "-//Fairground//Events//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for zone in sorted({event.timezone for event, _named in entries}):
        calendar.add_component(_zone(zone))
    for event, is_named in entries:
        calendar.add_component(_component(event, is_named))
    content: bytes = calendar.to_ical()
    return content


@functools.cache
def _zone(name: str) -> Any:
    """Return the VTIMEZONE of a zone; making it takes longer than all the rest."""
    return Timezone.from_tzinfo(ZoneInfo(name))


def uid(event: Event) -> str:
    """Return what identifies the event for ever, whatever becomes of its name and address."""
    return f"event-{event.id}@fairground"


def _component(event: Event, is_named: bool) -> Any:
    zone = ZoneInfo(event.timezone)
    component: Any = Component()
    component.add("uid", uid(event))
    component.add("sequence", event.sequence)
    component.add("dtstamp", clock.now())
    component.add("dtstart", event.starts_at.astimezone(zone))
    component.add("dtend", event.ends_at.astimezone(zone))
    component.add("status", _STATUS.get(event.state, "CONFIRMED" if event.state in PUBLISHED else "TENTATIVE"))
    if not is_named:
        component.add("summary", _("busy"))
        return component
    component.add("summary", event.text("name", language()))
    if event.place:
        component.add("location", event.place)
    if event.is_published:
        component.add("url", site_url("events.event_page", event_slug=event.slug))
    return component
