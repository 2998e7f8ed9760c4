"""Booths in from a table and out as one."""

from flask import Response, flash, make_response
from flask.typing import ResponseReturnValue

from app.accounts.access import me
from app.booths import queries, services
from app.booths.errors import BoothsRefused
from app.booths.forms import ImportForm, pack
from app.booths.pages import desk_page
from app.booths.policies import BoothPermission
from app.booths.services.seeding import ground_of
from app.booths.sheets import MOST_ROWS, NewBooth, Problem, read_booths, table_of
from app.core.errors import NotFound
from app.core.i18n import _, _n
from app.core.web import FeatureBlueprint, go
from app.documents.errors import TableRefused
from app.documents.spreadsheet import Sheet, read_table, write_csv, write_xlsx
from app.events.access import event_permission
from app.events.models import Event

bp = FeatureBlueprint("booth_tables", __name__, url_prefix="/manage/events/<string:event_slug>/booths")
# More would not be read; the rest is counted.
MOST_SHOWN = 200
_TYPES = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


@bp.route("/import", methods=["GET", "POST"])
@event_permission(BoothPermission.MANAGE)
def upload(event: Event) -> ResponseReturnValue:
    """First post: a file, answered by a preview. Second post: the rows of the preview, taken over."""
    form = ImportForm.from_request()
    if not form.submitted_and_valid():
        return _import_page(event, form)
    content = form.table_bytes()
    if not content:
        form.refuse("file", _("Please choose a file."))
        return _import_page(event, form)
    try:
        rows, problems = read_booths(read_table(content, most_rows=MOST_ROWS), ground_of(event))
    except TableRefused as error:
        form.refuse("file", error.message)
        return _import_page(event, form)
    if problems or form.file.data:
        return _import_page(event, form, rows, problems)
    try:
        number = services.add_booths(event, rows, by=me(), source="import")
    except BoothsRefused as error:
        return _import_page(event, form, rows, error.problems)
    flash(_n("%(num)s booth was added.", "%(num)s booths were added.", number), "success")
    return go("booth_desk.index", event_slug=event.slug)


def _import_page(
    event: Event, form: ImportForm, rows: list[NewBooth] | None = None, problems: list[Problem] | None = None
) -> Response:
    problems = problems or []
    return desk_page(
        "booths/import.html",
        status=422 if problems else form.status,
        event=event,
        form=form,
        rows=rows or [],
        problems=problems[:MOST_SHOWN],
        problem_count=len(problems),
        packed=pack(rows) if rows and not problems else "",
        zones=dict.fromkeys(row.zone for row in rows or []),
    )


@bp.get("/export.<string:format>")
@event_permission(BoothPermission.SEE)
def export(event: Event, format: str) -> ResponseReturnValue:  # noqa: A002 -- the word of the address
    if format not in _TYPES:
        raise NotFound
    headers, rows = table_of(queries.booths_of(event))
    content = write_csv(headers, rows) if format == "csv" else write_xlsx([Sheet(_("Booths"), headers, rows)])
    response = make_response(content)
    response.content_type = _TYPES[format] + ("; charset=utf-8" if format == "csv" else "")
    response.headers["Content-Disposition"] = f'attachment; filename="{event.slug}-booths.{format}"'
    return response
