"""A speaker's place in a session: put in, ordered, answered for, uploaded for, released."""

from flask import flash, request
from flask.typing import ResponseReturnValue

from app.accounts.access import me
from app.agenda import queries
from app.agenda.forms import TalkDetailsForm, UploadForm
from app.agenda.models import Talk, TalkState
from app.agenda.policies import AgendaPermission
from app.agenda.services import presentations, speakers
from app.agenda.views.blueprint import bp
from app.agenda.views.planning import session_context, talk_form_for
from app.core.errors import DomainError, NotFound
from app.core.i18n import _
from app.core.web import go, page
from app.events.access import event_permission
from app.events.models import Event
from app.files.policies import PRESENTATION

ROOT = "/manage/events/<string:event_slug>/agenda"
TALK = f"{ROOT}/talks/<int:talk_id>"


@bp.route(f"{ROOT}/sessions/<int:session_id>/talks", methods=["GET", "POST"])
@event_permission(AgendaPermission.MANAGE)
def add_talk(event: Event, session_id: int) -> ResponseReturnValue:
    session = queries.get_session(event, session_id)
    form = talk_form_for(event)
    if form.submitted_and_valid():
        speaker = queries.get_speaker(event, form.speaker.data)
        details = {"title": form.title.data or "", "upload_until": form.upload_until.data}
        try:
            speakers.add_talk(event, session, speaker, by=me(), **details)
        except DomainError as error:
            form.refuse(error.field, error.message)
        else:
            flash(_("%(speaker)s is in the session.", speaker=speaker.display_name), "success")
            return go("agenda.session", event_slug=event.slug, session_id=session.id)
    context = session_context(event, session, form)
    return page("agenda/talk_new.html", status=form.status, event=event, form=form, **context)


@bp.route(TALK, methods=["GET", "POST"])
@event_permission(AgendaPermission.MANAGE)
def talk(event: Event, talk_id: int) -> ResponseReturnValue:
    found = queries.get_talk(event.id, talk_id)
    form = TalkDetailsForm.for_event(event, obj=found)
    if form.submitted_and_valid():
        titles = (form.title.data or "", form.title_en.data or "")
        speakers.change_talk(event, found, *titles, by=me(), upload_until=form.upload_until.data)
        flash(_("Saved."), "success")
        return _back(event, found)
    return _show_talk(event, found, form, form.status)


def _show_talk(event: Event, found: Talk, form: TalkDetailsForm, status: int, problem: str = "") -> ResponseReturnValue:
    versions = queries.versions_of([found])[found.id]
    return page(
        "agenda/talk.html",
        status=status,
        event=event,
        form=form,
        talk=found,
        versions=versions,
        policy=PRESENTATION,
        problem=problem,
        upload_form=UploadForm.from_request(is_public=bool(versions and versions[0].is_public)),
    )


def _back(event: Event, found: Talk) -> ResponseReturnValue:
    return go("agenda.session", event_slug=event.slug, session_id=found.session_id)


@bp.post(f"{TALK}/presentation")
@event_permission(AgendaPermission.MANAGE)
def upload_for_speaker(event: Event, talk_id: int) -> ResponseReturnValue:
    found = queries.get_talk(event.id, talk_id)
    upload = request.files.get("file")
    try:
        if upload is None or not upload.filename:
            return _show_talk(event, found, TalkDetailsForm.for_event(event, obj=found), 422, _("Please choose a file."))
        is_public = bool(UploadForm.from_request().is_public.data)
        presentations.submit_presentation(event, found, upload.stream, upload.filename, by=me(), is_public=is_public)
    except DomainError as error:
        form = TalkDetailsForm.for_event(event, obj=found)
        return _show_talk(event, found, form, error.status, str(error.message))
    flash(_("The presentation has arrived."), "success")
    return go("agenda.talk", event_slug=event.slug, talk_id=talk_id)


@bp.post(f"{TALK}/remove")
@event_permission(AgendaPermission.MANAGE)
def remove_talk(event: Event, talk_id: int) -> ResponseReturnValue:
    found = queries.get_talk(event.id, talk_id)
    speakers.remove_talk(event, found, by=me())
    return _back(event, found)


@bp.post(f"{TALK}/up")
@event_permission(AgendaPermission.MANAGE)
def move_talk_up(event: Event, talk_id: int) -> ResponseReturnValue:
    found = queries.get_talk(event.id, talk_id)
    speakers.move_talk_up(event, found, by=me())
    return _back(event, found)


@bp.post(f"{TALK}/state/<string:state>")
@event_permission(AgendaPermission.MANAGE)
def answer_for_speaker(event: Event, talk_id: int, state: str) -> ResponseReturnValue:
    if state not in (TalkState.CONFIRMED, TalkState.DECLINED):
        raise NotFound
    speakers.answer(event, queries.get_talk(event.id, talk_id), TalkState(state), by=me())
    flash(_("Saved."), "success")
    return go("agenda.talk", event_slug=event.slug, talk_id=talk_id)


@bp.post(f"{TALK}/release")
@event_permission(AgendaPermission.MANAGE)
def release(event: Event, talk_id: int) -> ResponseReturnValue:
    found = queries.get_talk(event.id, talk_id)
    speakers.release(event, found, by=me(), released=found.released_at is None)
    flash(_("Saved."), "success")
    return go("agenda.talk", event_slug=event.slug, talk_id=talk_id)
