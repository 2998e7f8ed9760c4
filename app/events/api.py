"""The machine's door to events: the description of the API, and the public calendar."""

from datetime import datetime
from typing import Any

from flask import current_app
from pydantic import AwareDatetime

from app.core import clock
from app.core.access import public
from app.core.api import Answer, openapi, operation
from app.core.i18n import language
from app.core.web import FeatureBlueprint, site_url
from app.events import calendar as shared_calendar
from app.events.models import Event

bp = FeatureBlueprint("events_api", __name__, url_prefix="/api/v1")


class EventAnswer(Answer):
    slug: str
    code: str
    name: str
    kind: str
    state: str
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    timezone: str
    place: str
    url: str


class EventsAnswer(Answer):
    as_of: datetime
    events: list[EventAnswer]


@bp.get("/openapi.json", endpoint="openapi")
@public
@operation("The description of this API")
def describe() -> dict[str, Any]:
    return openapi(current_app)


@bp.get("/events")
@public
@operation("Public events that run now or come next", answer=EventsAnswer)
def events() -> Any:
    on = shared_calendar.what_is_on(coming=100, ended=0)
    return EventsAnswer(as_of=clock.now(), events=[_told(event) for event in [*on.running, *on.coming]])


def _told(event: Event) -> EventAnswer:
    return EventAnswer(
        slug=event.slug,
        code=event.code,
        name=event.text("name", language()),
        kind=event.kind,
        state=event.state,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        timezone=event.timezone,
        place=event.place,
        url=site_url("events.event_page", event_slug=event.slug),
    )
