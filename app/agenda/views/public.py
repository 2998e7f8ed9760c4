"""The public agenda: by day and hour, each session, the calendar file, published presentations."""

from flask import Response
from flask.typing import ResponseReturnValue

from app.agenda import ical, queries
from app.agenda.days import days_of, now_in
from app.agenda.models import Session
from app.agenda.views.blueprint import bp
from app.core import clock
from app.core.errors import NotFound
from app.core.web import page
from app.events.access import public_event
from app.events.models import Event
from app.files import sending


def calendar_file(content: bytes, name: str) -> Response:
    """Return a calendar that programs open or subscribe to."""
    response = Response(content, mimetype=ical.MEDIA_TYPE)
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response


@bp.get("/events/<string:event_slug>/agenda")
@public_event
def public_agenda(event: Event) -> ResponseReturnValue:
    now = clock.now()
    sessions = queries.sessions_of(event, public=True)
    return page(
        "agenda/public.html",
        event=event,
        days=days_of(sessions, event),
        current=now_in(sessions, now) if event.starts_at <= now <= event.ends_at else None,
        version=queries.agenda_version(event),
        now=now,
    )


@bp.get("/events/<string:event_slug>/agenda/<int:session_id>")
@public_event
def session_page(event: Event, session_id: int) -> ResponseReturnValue:
    session = _public_session(event, session_id)
    talks = queries.talks_in(session)
    newest = queries.versions_of(talks)
    published = {
        talk.id: newest[talk.id][0] for talk in talks if newest[talk.id] and queries.is_published(newest[talk.id][0], talk)
    }
    return page("agenda/session_page.html", event=event, session=session, talks=talks, published=published)


@bp.get("/events/<string:event_slug>/agenda/<int:session_id>/session.ics")
@public_event
def session_ics(event: Event, session_id: int) -> ResponseReturnValue:
    session = _public_session(event, session_id)
    return calendar_file(ical.render_sessions([session], event), f"{event.slug}-{session.id}.ics")


@bp.get("/events/<string:event_slug>/agenda.ics")
@public_event
def agenda_ics(event: Event) -> ResponseReturnValue:
    return calendar_file(ical.render_sessions(queries.sessions_of(event, public=True), event), f"{event.slug}-agenda.ics")


@bp.get("/events/<string:event_slug>/presentations/<int:presentation_id>")
@public_event
def public_presentation(event: Event, presentation_id: int) -> ResponseReturnValue:
    """Answer only the newest version, and only when everybody may have it; otherwise there is no such file."""
    found = queries.get_presentation(event, presentation_id)
    talk = queries.get_talk(event.id, found.talk_id)
    newest = queries.versions_of([talk])[talk.id][0]
    if newest.id != found.id or not queries.is_published(found, talk):
        raise NotFound
    return sending.send(found.file)


def _public_session(event: Event, session_id: int) -> Session:
    session = queries.get_session(event, session_id)
    if not session.is_public:
        raise NotFound
    return session
