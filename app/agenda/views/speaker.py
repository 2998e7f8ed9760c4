"""A speaker's own page, opened by the private link."""

from typing import Any

from flask import flash, request
from flask.typing import ResponseReturnValue

from app.agenda import ical, queries
from app.agenda.access import speaker_link
from app.agenda.forms import ProfileForm, TitlesForm, UploadForm
from app.agenda.models import Speaker, Talk, TalkState
from app.agenda.services import presentations, speakers
from app.agenda.services.speakers import Profile
from app.agenda.views.blueprint import bp
from app.agenda.views.public import calendar_file
from app.core import clock
from app.core.errors import DomainError, NotFound
from app.core.i18n import _
from app.core.web import go, page
from app.events.models import Event
from app.files import sending
from app.files.policies import PRESENTATION

ROOT = "/speaker/<string:secret>"


@bp.get(ROOT)
@speaker_link
def speaker_page(secret: str, speaker: Speaker, event: Event) -> ResponseReturnValue:
    talks = queries.talks_of(speaker)
    context: dict[str, Any] = {"talks": talks, "versions": queries.versions_of(talks), "now": clock.now()}
    return page("agenda/speaker_page.html", event=event, speaker=speaker, secret=secret, **context)


@bp.route(f"{ROOT}/profile", methods=["GET", "POST"])
@speaker_link
def speaker_profile(secret: str, speaker: Speaker, event: Event) -> ResponseReturnValue:
    form = ProfileForm.from_request(obj=speaker)
    if form.submitted_and_valid():
        told = Profile(form.biography.data or "", form.needs.data or "", bool(form.publish_consent.data))
        speakers.change_profile(event, speaker, told)
        flash(_("Saved."), "success")
        return go("agenda.speaker_page", secret=secret)
    return page("agenda/speaker_profile.html", status=form.status, event=event, speaker=speaker, secret=secret, form=form)


@bp.route(f"{ROOT}/talks/<int:talk_id>", methods=["GET", "POST"])
@speaker_link
def speaker_talk(secret: str, speaker: Speaker, event: Event, talk_id: int) -> ResponseReturnValue:
    talk = _own_talk(speaker, talk_id)
    form = TitlesForm.from_request(obj=talk)
    if form.submitted_and_valid():
        speakers.change_talk(event, talk, form.title.data or "", form.title_en.data or "", by=None)
        flash(_("Saved."), "success")
        return go("agenda.speaker_page", secret=secret)
    return page("agenda/speaker_talk.html", status=form.status, event=event, talk=talk, secret=secret, form=form)


@bp.post(f"{ROOT}/talks/<int:talk_id>/answer/<string:state>")
@speaker_link
def speaker_answer(secret: str, speaker: Speaker, event: Event, talk_id: int, state: str) -> ResponseReturnValue:
    if state not in (TalkState.CONFIRMED, TalkState.DECLINED):
        raise NotFound
    speakers.answer(event, _own_talk(speaker, talk_id), TalkState(state), by=None)
    flash(_("Thank you, your answer has reached the organisers."), "success")
    return go("agenda.speaker_page", secret=secret)


@bp.route(f"{ROOT}/talks/<int:talk_id>/presentation", methods=["GET", "POST"])
@speaker_link
def speaker_upload(secret: str, speaker: Speaker, event: Event, talk_id: int) -> ResponseReturnValue:
    talk = _own_talk(speaker, talk_id)
    form = UploadForm.from_request()
    problem, status = "", form.status
    if form.submitted_and_valid():
        upload = request.files.get("file")
        if upload is None or not upload.filename:
            problem, status = _("Please choose a file."), 422
        else:
            is_public = bool(form.is_public.data)
            try:
                presentations.submit_presentation(event, talk, upload.stream, upload.filename, by=None, is_public=is_public)
            except DomainError as error:
                problem, status = str(error.message), error.status
            else:
                flash(_("Thank you, the presentation has arrived."), "success")
                return go("agenda.speaker_page", secret=secret)
    context: dict[str, Any] = {"versions": queries.versions_of([talk])[talk.id], "policy": PRESENTATION, "problem": problem}
    context["is_late"] = clock.now() > talk.due_at
    return page("agenda/speaker_upload.html", status=status, event=event, talk=talk, secret=secret, form=form, **context)


@bp.get(f"{ROOT}/presentations/<int:presentation_id>")
@speaker_link
def speaker_download(secret: str, speaker: Speaker, event: Event, presentation_id: int) -> ResponseReturnValue:
    found = queries.get_presentation(event, presentation_id)
    _own_talk(speaker, found.talk_id)
    return sending.send(found.file)


@bp.get(f"{ROOT}/agenda.ics")
@speaker_link
def speaker_ics(secret: str, speaker: Speaker, event: Event) -> ResponseReturnValue:
    sessions = [talk.session for talk in queries.talks_of(speaker) if talk.state != TalkState.DECLINED]
    return calendar_file(ical.render_sessions(sessions, event), f"{event.slug}.ics")


def _own_talk(speaker: Speaker, talk_id: int) -> Talk:
    talk = queries.get_talk(speaker.event_id, talk_id)
    if talk.speaker_id != speaker.id:
        raise NotFound
    return talk
