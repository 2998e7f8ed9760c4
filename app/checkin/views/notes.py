"""Notes for the gate: what stewards should know of a person, and who welcomes a guest."""

from flask import flash, request
from flask.typing import ResponseReturnValue

from app.accounts.access import me
from app.checkin.forms import NoteForm
from app.checkin.policies import CheckinPermission
from app.checkin.queries import notes
from app.checkin.services import noting
from app.checkin.views.blueprint import bp, desk_page
from app.core.i18n import _
from app.core.web import go
from app.events.access import event_permission
from app.events.models import Event
from app.registrations.queries.people import find_by_code


@bp.route("/notes", methods=["GET", "POST"])
@event_permission(CheckinPermission.SUPERVISE)
def note_list(event: Event) -> ResponseReturnValue:
    hosts = notes.possible_hosts(event)
    form = NoteForm.for_hosts(hosts, data={"code": request.args.get("code", "")[:40]})
    if form.submitted_and_valid():
        person = find_by_code(event, form.code.data)
        if person is not None:
            noting.write_note(person, form.note(hosts), by=me())
            flash(_("The note on %(name)s was saved.", name=person.full_name), "success")
            return go(".note_list", event_slug=event.slug)
        form.refuse("code", _("Nobody of this event has this code."))
    return desk_page("checkin/notes.html", status=form.status, event=event, form=form, notes=notes.notes_of(event))


@bp.post("/notes/<int:registration_id>/remove")
@event_permission(CheckinPermission.SUPERVISE)
def note_remove(event: Event, registration_id: int) -> ResponseReturnValue:
    note = notes.get_note(event, registration_id)
    name = note.registration.full_name
    noting.remove_note(note, note.registration, by=me())
    flash(_("The note on %(name)s was removed.", name=name), "success")
    return go(".note_list", event_slug=event.slug)
