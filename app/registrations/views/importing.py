"""Import of a list of people: first a preview with every fault, then all rows or none."""

from flask import flash
from flask.typing import ResponseReturnValue

from app.accounts.access import me
from app.core.errors import DomainError
from app.core.i18n import _, _n
from app.core.web import go, page
from app.documents.errors import TableRefused
from app.documents.spreadsheet import read_table
from app.events.access import event_permission
from app.events.models import Event
from app.registrations import services
from app.registrations.forms.tables import ImportForm, pack
from app.registrations.importing import Reading, read_people
from app.registrations.policies import RegistrationPermission
from app.registrations.terms import Category
from app.registrations.views.blueprint import bp

MOST_SHOWN = 200


@bp.route("/manage/events/<string:event_slug>/people/import", methods=["GET", "POST"])
@event_permission(RegistrationPermission.MANAGE_PEOPLE)
def import_people(event: Event) -> ResponseReturnValue:
    form = ImportForm.from_request()
    if not form.submitted_and_valid():
        return _page(event, form)
    content = form.table_bytes()
    if not content:
        form.refuse("file", _("Please choose a file."))
        return _page(event, form)
    try:
        reading = read_people(read_table(content), category=Category(form.category.data))
    except TableRefused as error:
        form.refuse("file", error.message)
        return _page(event, form)
    if reading.problems or form.file.data:
        return _page(event, form, reading, packed=pack(content))
    try:
        taken = services.import_people(event, services.imports_of(reading.entries), by=me(), basis=form.basis.data)
    except DomainError as error:
        form.refuse(None, error.message)
        return _page(event, form, reading)
    flash(_n("%(num)s person was registered.", "%(num)s people were registered.", taken.created))
    if taken.skipped:
        flash(_n("%(num)s row was there already.", "%(num)s rows were there already.", taken.skipped), "info")
    return go("registrations.people", event_slug=event.slug)


def _page(event: Event, form: ImportForm, reading: Reading | None = None, *, packed: str = "") -> ResponseReturnValue:
    problems = reading.problems if reading else []
    warnings = reading.warnings if reading else []
    return page(
        "registrations/people/import.html",
        status=422 if problems else form.status,
        event=event,
        form=form,
        reading=reading,
        problems=problems[:MOST_SHOWN],
        problem_count=len(problems),
        warnings=warnings[:MOST_SHOWN],
        packed="" if problems else packed,
    )
