"""The organiser's speakers: who has answered, who has uploaded, private links, all presentations in one package."""

from typing import Any

from flask import Response, flash, request
from flask.typing import ResponseReturnValue
from werkzeug.wsgi import wrap_file

from app.accounts.access import me
from app.agenda import links, queries
from app.agenda.forms import SpeakerForm
from app.agenda.models import TalkState
from app.agenda.policies import AgendaPermission
from app.agenda.services import presentations
from app.agenda.services import speakers as services
from app.agenda.services.speakers import Person
from app.agenda.views.blueprint import bp
from app.core.i18n import _, _n
from app.core.web import go, page
from app.events.access import event_permission
from app.events.models import Event
from app.files import sending

ROOT = "/manage/events/<string:event_slug>/speakers"


@bp.get(ROOT)
@event_permission(AgendaPermission.SEE)
def speakers(event: Event) -> ResponseReturnValue:
    talks = queries.talks_in_order(event)
    newest = queries.newest_presentations(event)
    only_missing = request.args.get("show") == "missing"
    missing = [talk for talk in talks if talk.state != TalkState.DECLINED and talk.id not in newest]
    without_talk = {talk.speaker_id for talk in talks}
    return page(
        "agenda/speakers.html",
        event=event,
        talks=missing if only_missing else talks,
        count=len(talks),
        missing=missing,
        only_missing=only_missing,
        newest=newest,
        others=[speaker for speaker in queries.speakers_of(event) if speaker.id not in without_talk],
    )


@bp.route(f"{ROOT}/new", methods=["GET", "POST"])
@event_permission(AgendaPermission.MANAGE)
def new_speaker(event: Event) -> ResponseReturnValue:
    form = SpeakerForm.from_request()
    if form.submitted_and_valid():
        speaker = services.add_speaker(event, _person(form), by=me())
        flash(_("The speaker was added. Now choose a session, then send the private link."), "success")
        return go("agenda.speaker", event_slug=event.slug, speaker_id=speaker.id)
    return page("agenda/speaker_new.html", status=form.status, event=event, form=form)


@bp.route(f"{ROOT}/<int:speaker_id>", methods=["GET", "POST"])
@event_permission(AgendaPermission.MANAGE)
def speaker(event: Event, speaker_id: int) -> ResponseReturnValue:
    found = queries.get_speaker(event, speaker_id)
    name = found.display_name
    form = SpeakerForm.from_request(obj=found)
    if form.submitted_and_valid():
        services.change_speaker(event, found, _person(form), by=me())
        flash(_("Saved."), "success")
        return go("agenda.speakers", event_slug=event.slug)
    talks = queries.talks_of(found)
    context: dict[str, Any] = {"speaker": found, "name": name, "talks": talks, "newest": queries.newest_presentations(event)}
    return page("agenda/speaker.html", status=form.status, event=event, form=form, **context)


def _person(form: SpeakerForm) -> Person:
    return Person(**{name: getattr(form, name).data or "" for name in Person.__dataclass_fields__})


@bp.post(f"{ROOT}/<int:speaker_id>/invite")
@event_permission(AgendaPermission.MANAGE)
def invite(event: Event, speaker_id: int) -> ResponseReturnValue:
    """Make a new link, send it, and show it once for those whom no mail reaches."""
    found = queries.get_speaker(event, speaker_id)
    services.invite(event, found, by=me())
    return page("agenda/speaker_link.html", event=event, speaker=found, address=links.link_address(found))


@bp.post(f"{ROOT}/invite")
@event_permission(AgendaPermission.MANAGE)
def invite_all(event: Event) -> ResponseReturnValue:
    """Send the private link to all who have a talk and a mail address and were never invited."""
    waiting = {talk.speaker_id: talk.speaker for talk in queries.talks_in_order(event)}
    invited = [found for found in waiting.values() if not found.link_number and found.email]
    for found in invited:
        services.invite(event, found, by=me())
    flash(_n("%(num)d speaker was invited.", "%(num)d speakers were invited.", len(invited)), "success")
    return go("agenda.speakers", event_slug=event.slug)


@bp.post(f"{ROOT}/<int:speaker_id>/remove")
@event_permission(AgendaPermission.MANAGE)
def remove_speaker(event: Event, speaker_id: int) -> ResponseReturnValue:
    services.remove_speaker(event, queries.get_speaker(event, speaker_id), by=me())
    return go("agenda.speakers", event_slug=event.slug)


@bp.get("/manage/events/<string:event_slug>/presentations/<int:presentation_id>")
@event_permission(AgendaPermission.SEE)
def download(event: Event, presentation_id: int) -> ResponseReturnValue:
    return sending.send(queries.get_presentation(event, presentation_id).file)


@bp.get("/manage/events/<string:event_slug>/presentations.zip")
@event_permission(AgendaPermission.SEE)
def download_all(event: Event) -> ResponseReturnValue:
    package = presentations.pack(event)
    response = Response(wrap_file(request.environ, package, 2**16), mimetype="application/zip", direct_passthrough=True)
    response.call_on_close(package.close)
    response.headers["Content-Disposition"] = sending.disposition(f"{event.code} – {_('presentations')}.zip")
    response.headers["Content-Security-Policy"] = sending.POLICY
    return response
