"""Pictures that lie under the drawing of a hall: upload, calibrate, show, take away."""

from typing import Any

from flask import Response, flash
from flask.typing import ResponseReturnValue

from app.accounts.access import me
from app.booths import queries
from app.booths.items import WrongValue
from app.booths.pages import desk_page
from app.booths.picture_forms import CalibrateForm, PictureForm
from app.booths.policies import BoothPermission
from app.booths.services import pictures
from app.core.i18n import _
from app.core.web import FeatureBlueprint, go
from app.events.access import event_permission
from app.events.models import Event
from app.files.errors import EmptyFile, FileTooLarge, WrongType
from app.files.sending import send

bp = FeatureBlueprint("plan_pictures", __name__, url_prefix="/manage/events/<string:event_slug>/booths/backgrounds")


@bp.route("", methods=["GET", "POST"])
@event_permission(BoothPermission.MANAGE)
def index(event: Event) -> ResponseReturnValue:
    """Show the pictures; a file sent here is laid into the draft of its hall."""
    form = PictureForm.for_halls(_halls(event))
    if not form.submitted_and_valid():
        return _page(event, form)
    if not form.file.data:
        form.refuse("file", _("Please choose a file."))
        return _page(event, form)
    try:
        upload = form.file.data
        known = form.known_length()
        pictures.lay(
            event, upload.stream, upload.filename or "", hall=form.hall.data, page=form.page.data or 1, known=known, by=me()
        )
    except (EmptyFile, FileTooLarge, WrongType) as error:
        form.refuse("file", error.message)
        return _page(event, form)
    except WrongValue as error:
        form.refuse("metres", str(error))
        return _page(event, form)
    flash(_("The picture lies in the draft. Lock it when it is in its place."), "success")
    return go(".index", event_slug=event.slug)


def _halls(event: Event) -> list[tuple[str, str]]:
    return [(item.key, item.data["name"]) for item in queries.draft_items(event) if item.type == "hall" and item.data]


def _page(event: Event, form: PictureForm, *, wrong: CalibrateForm | None = None) -> Response:
    laid: dict[int, Any] = {
        item.data["image"]: item for item in queries.draft_items(event) if item.type == "background" and item.data
    }
    return desk_page(
        "booths/plan_pictures.html",
        status=422 if wrong else form.status,
        event=event,
        form=form,
        pictures=queries.pictures_of(event),
        laid=laid,
        halls=dict(_halls(event)),
        calibrate=wrong or CalibrateForm(formdata=None),
    )


@bp.get("/<int:number>")
@event_permission(BoothPermission.MANAGE)
def show(event: Event, number: int) -> ResponseReturnValue:
    return send(queries.get_picture(event, number).file)


@bp.post("/<int:number>/calibrate")
@event_permission(BoothPermission.MANAGE)
def calibrate(event: Event, number: int) -> ResponseReturnValue:
    """Scale a picture by a length that is known on it."""
    picture = queries.get_picture(event, number)
    form = CalibrateForm.from_request()
    try:
        known = form.known_length() if form.submitted_and_valid() else None
    except WrongValue as error:
        form.refuse("metres", str(error))
        known = None
    if known is None:
        return _page(event, PictureForm.for_halls(_halls(event), formdata=None), wrong=form)
    pictures.calibrate(event, picture, known=known, by=me())
    flash(_("The picture has its true size now."), "success")
    return go(".index", event_slug=event.slug)


@bp.post("/<int:number>/remove")
@event_permission(BoothPermission.MANAGE)
def remove(event: Event, number: int) -> ResponseReturnValue:
    pictures.take_away(event, queries.get_picture(event, number), by=me())
    flash(_("The picture was taken out of the draft."), "success")
    return go(".index", event_slug=event.slug)
