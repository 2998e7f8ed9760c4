"""The organiser plans sessions by day and moves what follows."""

from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from flask import flash, request
from flask.typing import ResponseReturnValue

from app.accounts.access import me
from app.agenda import queries
from app.agenda.days import days_of
from app.agenda.forms import SessionForm, ShiftForm, TalkForm
from app.agenda.models import Session, SessionKind
from app.agenda.policies import AgendaPermission
from app.agenda.services import sessions as services
from app.agenda.services.sessions import Plan
from app.agenda.services.shifting import preview_shift, shift_sessions
from app.agenda.views.blueprint import bp
from app.core.errors import DomainError
from app.core.forms import choices
from app.core.i18n import _, _n
from app.core.web import go, page
from app.events.access import event_permission
from app.events.models import Event

ROOT = "/manage/events/<string:event_slug>/agenda"
# A refusal of the service about the end belongs to the length in the form.
_FIELDS = {"ends_at": "minutes"}


@bp.get(ROOT)
@event_permission(AgendaPermission.SEE)
def plan(event: Event) -> ResponseReturnValue:
    days = days_of(queries.sessions_of(event), event)
    newest = queries.newest_presentations(event)
    return page("agenda/plan.html", event=event, days=days, rooms=queries.rooms_of(event), newest=newest)


@bp.route(f"{ROOT}/sessions/new", methods=["GET", "POST"])
@event_permission(AgendaPermission.MANAGE)
def new_session(event: Event) -> ResponseReturnValue:
    if not queries.rooms_of(event):
        flash(_("Please add a room first."), "info")
        return go("agenda.rooms", event_slug=event.slug)
    form = _session_form(event, data={"starts_at": event.opening_at or event.starts_at})
    if form.submitted_and_valid():
        try:
            session = services.add_session(event, _plan(event, form), by=me())
        except DomainError as error:
            form.refuse(_FIELDS.get(error.field or "", error.field), error.message)
        else:
            flash(_("The session is in the agenda."), "success")
            return go("agenda.session", event_slug=event.slug, session_id=session.id)
    return page("agenda/session_new.html", status=form.status, event=event, form=form)


@bp.route(f"{ROOT}/sessions/<int:session_id>", methods=["GET", "POST"])
@event_permission(AgendaPermission.MANAGE)
def session(event: Event, session_id: int) -> ResponseReturnValue:
    found = queries.get_session(event, session_id)
    form = _session_form(event, data=_values(found))
    if form.submitted_and_valid():
        try:
            services.change_session(event, found, _plan(event, form), by=me())
        except DomainError as error:
            form.refuse(_FIELDS.get(error.field or "", error.field), error.message)
        else:
            flash(_("Saved."), "success")
            return go("agenda.plan", event_slug=event.slug)
    return page("agenda/session.html", status=form.status, event=event, form=form, **session_context(event, found))


def _values(found: Session) -> dict[str, Any]:
    """Return what the form shows at first; the form's room is a number, the session's room is not."""
    names = ("title", "title_en", "starts_at", "abstract", "is_public")
    minutes = int((found.ends_at - found.starts_at).total_seconds() // 60)
    return {name: getattr(found, name) for name in names} | {
        "room": found.room_id,
        "kind": found.kind.value,
        "minutes": minutes,
    }


def session_context(event: Event, found: Session, talk_form: TalkForm | None = None) -> dict[str, Any]:
    """Return what the page of a session shows beside its form."""
    return {
        "session": found,
        "title": found.title,
        "talks": queries.talks_in(found),
        "newest": queries.newest_presentations(event),
        "talk_form": talk_form or talk_form_for(event),
    }


def talk_form_for(event: Event) -> TalkForm:
    """Return the form that puts a speaker into a session."""
    form = TalkForm.for_event(event, prefix="talk-")
    form.speaker.choices = choices((str(speaker.id), speaker.display_name) for speaker in queries.speakers_of(event))
    return form


def _session_form(event: Event, **arguments: object) -> SessionForm:
    form = SessionForm.for_event(event, **arguments)
    form.room.choices = choices((str(room.id), room.name) for room in queries.rooms_of(event))
    return form


def _plan(event: Event, form: SessionForm) -> Plan:
    return Plan(
        room=queries.get_room(event, form.room.data),
        kind=SessionKind(form.kind.data),
        title=form.title.data,
        title_en=form.title_en.data or "",
        abstract=form.abstract.data or "",
        starts_at=form.starts_at.data,
        ends_at=form.ends_at,
        is_public=bool(form.is_public.data),
    )


@bp.post(f"{ROOT}/sessions/<int:session_id>/remove")
@event_permission(AgendaPermission.MANAGE)
def remove_session(event: Event, session_id: int) -> ResponseReturnValue:
    services.remove_session(event, queries.get_session(event, session_id), by=me())
    flash(_("The session was removed."), "success")
    return go("agenda.plan", event_slug=event.slug)


@bp.get(f"{ROOT}/shift")
@event_permission(AgendaPermission.MANAGE)
def shift(event: Event) -> ResponseReturnValue:
    """Choose a session and minutes, and see what would move."""
    sessions = queries.sessions_of(event)
    chosen = next((item for item in sessions if item.id == request.args.get("first", type=int)), None)
    minutes = request.args.get("minutes", 20, type=int)
    moves, problem = [], ""
    if chosen is not None:
        try:
            moves = preview_shift(event, chosen, minutes)
        except DomainError as error:
            problem = str(error.message)
    context: dict[str, Any] = {
        "days": _options(sessions, event),
        "chosen": chosen,
        "minutes": minutes,
        "moves": moves,
        "problem": problem,
    }
    return page("agenda/shift.html", event=event, **context)


def _options(sessions: list[Session], event: Event) -> list[tuple[object, list[Session]]]:
    zone = ZoneInfo(event.timezone)
    return [(day, list(rows)) for day, rows in groupby(sessions, key=lambda item: item.starts_at.astimezone(zone).date())]


@bp.post(f"{ROOT}/sessions/<int:session_id>/shift")
@event_permission(AgendaPermission.MANAGE)
def shift_now(event: Event, session_id: int) -> ResponseReturnValue:
    form = ShiftForm.from_request()
    first = queries.get_session(event, session_id)
    minutes = form.minutes.data if form.submitted_and_valid() else 0
    moved = shift_sessions(event, first, int(minutes or 0), by=me())
    flash(_n("%(num)d session was moved.", "%(num)d sessions were moved.", len(moved)), "success")
    return go("agenda.plan", event_slug=event.slug)
