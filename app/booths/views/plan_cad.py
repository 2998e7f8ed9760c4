"""A CAD drawing becomes booths of the draft: upload, choose layers and scale, look at the preview, take over."""

from typing import Any

from flask import Response, flash, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.access import me
from app.booths import queries
from app.booths.bulk import number as number_of
from app.booths.cad import Findings, find_booths
from app.booths.cad_forms import NEW_HALL, DrawingForm, LayersForm
from app.booths.drawing import draw
from app.booths.errors import DraftRefused
from app.booths.items import WrongValue
from app.booths.pages import desk_page
from app.booths.policies import BoothPermission
from app.booths.services import cad
from app.booths.shapes import plan_of_items
from app.core.errors import NotFound
from app.core.i18n import _, _n
from app.core.web import FeatureBlueprint, go
from app.documents.cad import Drawing, read
from app.documents.errors import DrawingRefused
from app.events.access import event_permission
from app.events.models import Event
from app.files.errors import EmptyFile, FileTooLarge, WrongType
from app.files.models import StoredFile
from app.files.queries import get_file
from app.files.services import read_content

bp = FeatureBlueprint("plan_cad", __name__, url_prefix="/manage/events/<string:event_slug>/booths/drawing")


@bp.route("", methods=["GET", "POST"])
@event_permission(BoothPermission.MANAGE)
def upload(event: Event) -> ResponseReturnValue:
    """Take the file in; its layers are on the next page."""
    form = DrawingForm.from_request()
    if not form.submitted_and_valid():
        return desk_page("booths/cad.html", status=form.status, event=event, form=form)
    if not form.file.data:
        form.refuse("file", _("Please choose a file."))
        return desk_page("booths/cad.html", status=422, event=event, form=form)
    try:
        sent = form.file.data
        stored = cad.keep_drawing(event, sent.stream, sent.filename or "", by=me())
    except (EmptyFile, FileTooLarge, WrongType, DrawingRefused) as error:
        form.refuse("file", error.message)
        return desk_page("booths/cad.html", status=422, event=event, form=form)
    return go(".layers", event_slug=event.slug, number=stored.id)


@bp.route("/<int:number>", methods=["GET", "POST"])
@event_permission(BoothPermission.MANAGE)
def layers(event: Event, number: int) -> ResponseReturnValue:
    """Choose layers and scale; sent back it shows the preview, sent with `commit` the booths go into the draft."""
    stored = _get(event, number)
    drawing = read(read_content(stored))
    form = LayersForm.of(drawing, number, _halls(event), is_first=request.method == "GET")
    if not form.submitted_and_valid():
        return _layers_page(event, stored, drawing, form, status=form.status)
    try:
        findings = find_booths(drawing.layers[form.booths.data], drawing.layers[form.numbers.data], float(form.units.data))
        place = (number_of(form.x.data), number_of(form.y.data))
    except WrongValue as error:
        form.refuse("x", str(error))
        return _layers_page(event, stored, drawing, form, status=422)
    if "commit" not in request.form or not findings.booths:
        return _layers_page(event, stored, drawing, form, findings=findings, place=place)
    try:
        count = cad.take_over(event, findings, hall=form.hall.data, place=place, zone=form.zone.data, by=me())
    except DraftRefused as error:
        form.form_errors = [item["message"] for item in error.errors[:10]]
        return _layers_page(event, stored, drawing, form, status=422, findings=findings, place=place)
    flash(_n("%(num)s booth is in the draft.", "%(num)s booths are in the draft.", count), "success")
    return go("plan_table.index", event_slug=event.slug, type="booth")


def _get(event: Event, number: int) -> StoredFile:
    stored = get_file(number)
    if stored.event_id != event.id or stored.media_type != cad.MEDIA_TYPE:
        raise NotFound
    return stored


def _halls(event: Event) -> list[tuple[str, str]]:
    return [(item.key, item.data["name"]) for item in queries.draft_items(event) if item.type == "hall" and item.data]


def _layers_page(
    event: Event,
    stored: StoredFile,
    drawing: Drawing,
    form: LayersForm,
    *,
    status: int = 200,
    findings: Findings | None = None,
    place: tuple[float, float] = (2, 2),
) -> Response:
    picture = _preview(event, findings, form, place) if findings and findings.booths else ""
    return desk_page(
        "booths/cad_layers.html",
        status=422 if findings is not None and not findings.booths else status,
        event=event,
        stored=stored,
        drawing=drawing,
        form=form,
        findings=findings,
        doubtful=[booth for booth in findings.booths if booth.doubts] if findings else [],
        picture=picture,
    )


def _preview(event: Event, findings: Findings, form: LayersForm, place: tuple[float, float]) -> Any:
    """Return the booths of the drawing in their hall; those to be checked stand out."""
    items = {item.key: item.data for item in queries.draft_items(event) if item.type == "hall" and item.data}
    hall = items.get(form.hall.data) if form.hall.data != NEW_HALL else None
    drawn: list[Any] = [("hall", None, "h0", hall or cad.hall_for(findings, place, _("New hall")))]
    doubtful = []
    for order, booth in enumerate(findings.booths, start=1):
        drawn.append(("booth", -order, f"n{order}", cad.data_of(booth, "h0", place, form.zone.data)))
        if booth.doubts:
            doubtful.append(-order)
    plan = plan_of_items(event.id, drawn)
    base = url_for("booth_desk.index", event_slug=event.slug)
    return draw(plan, {}, base=base, chosen=doubtful, chosen_word=_("please check"))
