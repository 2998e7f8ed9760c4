"""Pictures of designs, photos of people."""

from flask import flash, request
from flask.typing import ResponseReturnValue

from app.accounts.access import me
from app.badges import designs, services
from app.badges.forms import ImageForm, PhotoForm
from app.badges.policies import BadgePermission
from app.core.errors import DomainError, NotFound
from app.core.i18n import _
from app.core.web import FeatureBlueprint, go, page
from app.events.access import event_permission
from app.events.models import Event
from app.files.queries import get_file
from app.files.sending import send
from app.registrations import queries as registrations

bp = FeatureBlueprint("badge_images", __name__, url_prefix="/manage/events/<string:event_slug>/badges")


@bp.route("/images/<int:image_id>")
@event_permission(BadgePermission.PRINT)
def image(event: Event, image_id: int) -> ResponseReturnValue:
    return send(get_file(designs.get_image(event, image_id).file_id))


@bp.route("/images", methods=["GET", "POST"])
@event_permission(BadgePermission.DESIGN)
def images(event: Event) -> ResponseReturnValue:
    form = ImageForm.from_request()
    if form.submitted_and_valid():
        sent = request.files.get("picture")
        if sent is None or not sent.filename:
            form.refuse("picture", _("Please choose a file."))
        else:
            try:
                services.add_image(event, sent.stream, sent.filename, name=form.name.data or "", by=me())
            except DomainError as error:
                form.refuse("picture", error.message)
            else:
                flash(_("The picture can be used in designs now."))
                return go("badge_images.images", event_slug=event.slug)
    return page("badges/design_images.html", status=form.status, event=event, form=form, images=designs.images_of(event))


@bp.route("/people/<string:code>/photo", methods=["GET", "POST"])
@event_permission(BadgePermission.PRINT)
def photo(event: Event, code: str) -> ResponseReturnValue:
    registration = registrations.get_registration(event, code)
    form = PhotoForm.from_request()
    if form.submitted_and_valid():
        sent = request.files.get("photo")
        if "remove" in request.form:
            services.forget_photo(registration.id)
            return go("badges.badge", event_slug=event.slug, code=code)
        if sent is None or not sent.filename:
            form.refuse("photo", _("Please choose a file."))
        else:
            try:
                services.keep_photo(registration, event, sent.stream, sent.filename, by=me())
            except DomainError as error:
                form.refuse("photo", error.message)
            else:
                return go("badges.badge", event_slug=event.slug, code=code)
    kept = designs.find_photo(registration)
    return page("badges/photo.html", status=form.status, event=event, registration=registration, form=form, photo=kept)


@bp.route("/people/<string:code>/photo.jpg")
@event_permission(BadgePermission.PRINT)
def photo_file(event: Event, code: str) -> ResponseReturnValue:
    kept = designs.find_photo(registrations.get_registration(event, code))
    if kept is None:
        raise NotFound
    return send(get_file(kept.file_id))
