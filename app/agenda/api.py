"""The machine's door to the agenda: what everybody may see of published events."""

from datetime import datetime
from typing import Any

from pydantic import AwareDatetime

from app.agenda import queries
from app.agenda.models import Session, TalkState
from app.core import clock
from app.core.access import public
from app.core.api import Answer, operation
from app.core.errors import NotFound
from app.core.i18n import language
from app.core.web import FeatureBlueprint, site_url
from app.events.models import Event
from app.events.queries import get_event

bp = FeatureBlueprint("agenda_api", __name__, url_prefix="/api/v1")


class TalkAnswer(Answer):
    title: str
    speaker: str
    unit: str


class SessionAnswer(Answer):
    id: int
    uid: str
    sequence: int
    kind: str
    title: str
    title_en: str
    abstract: str
    room: str
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    url: str
    talks: list[TalkAnswer]


class AgendaAnswer(Answer):
    event: str
    timezone: str
    version: int
    as_of: datetime
    sessions: list[SessionAnswer]


@bp.get("/events/<string:event_slug>/agenda", endpoint="agenda")
@public
@operation("The public agenda of a published event", answer=AgendaAnswer, errors=(404,))
def agenda(event_slug: str) -> Any:
    event = get_event(event_slug)
    if not event.is_published:
        raise NotFound
    return AgendaAnswer(
        event=event.slug,
        timezone=event.timezone,
        version=queries.agenda_version(event),
        as_of=clock.now(),
        sessions=[_told(session, event) for session in queries.sessions_of(event, public=True)],
    )


def _told(session: Session, event: Event) -> SessionAnswer:
    return SessionAnswer(
        id=session.id,
        uid=session.uid,
        sequence=session.sequence,
        kind=session.kind,
        title=session.title,
        title_en=session.title_en,
        abstract=session.abstract,
        room=session.room.name,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        url=site_url("agenda.session_page", event_slug=event.slug, session_id=session.id),
        talks=[
            TalkAnswer(title=talk.name(language()), speaker=talk.speaker.display_name, unit=talk.speaker.unit)
            for talk in session.talks
            if talk.state != TalkState.DECLINED
        ],
    )
