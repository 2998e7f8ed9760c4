"""The designer without JavaScript: every element by its numbers, the badge itself, its colours."""

from collections.abc import Callable
from typing import Any

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.access import me
from app.badges import designs, services
from app.badges.errors import DesignChanged, LayoutInvalid
from app.badges.forms import AddElementForm, ElementForm, FrameForm, RulesForm
from app.badges.forms.designs import SIDE_WORDS, VersionedForm
from app.badges.layouts import editing
from app.badges.layouts.fields import GROUPS
from app.badges.layouts.starting import COLOURS
from app.badges.models import BadgeDesign
from app.badges.pictures import address_of, preview_of
from app.badges.policies import BadgePermission
from app.badges.words import titles_of
from app.core.i18n import _
from app.core.web import FeatureBlueprint, go, page
from app.events.access import event_permission
from app.events.models import Event
from app.registrations.terms import Category

bp = FeatureBlueprint(
    "badge_elements", __name__, url_prefix="/manage/events/<string:event_slug>/badges/designs/<int:design_id>"
)


@bp.route("/elements", methods=["POST"])
@event_permission(BadgePermission.DESIGN)
def add(event: Event, design_id: int) -> ResponseReturnValue:
    found = designs.get_design(event, design_id)
    form = AddElementForm.from_request()
    if form.submitted_and_valid():
        image = next((one.id for one in designs.images_of(event)), 0)
        if form.kind.data == "image" and not image:
            flash(_("Please add a picture first."), "warning")
            return go("badge_designs.design", event_slug=event.slug, design_id=design_id)
        layout, name = editing.with_new(found.layout, form.side.data, form.kind.data, image=image)
        if _saved(found, layout, form):
            return go("badge_elements.element", event_slug=event.slug, design_id=design_id, element=name)
    return _refused(event, found, form)


@bp.route("/elements/<string:element>", methods=["GET", "POST"])
@event_permission(BadgePermission.DESIGN)
def element(event: Event, design_id: int, element: str) -> ResponseReturnValue:
    found = designs.get_design(event, design_id)
    side, place = editing.find_element(found.layout, element)
    raw = found.layout[side][place]
    form = ElementForm.of(raw, found.version, designs.images_of(event))
    if form.submitted_and_valid() and _saved(found, editing.with_changed(found.layout, element, form.fields()), form, element):
        flash(_("The element is saved."))
        return go("badge_elements.element", event_slug=event.slug, design_id=design_id, element=element)
    return page(
        "badges/design_element.html",
        status=form.status,
        event=event,
        design=found,
        form=form,
        element=raw,
        side=side,
        title=titles_of(found.drawn)[element],
        sides=SIDE_WORDS,
        groups=GROUPS,
        preview=_preview(event, found),
    )


@bp.route("/elements/<string:element>/move", methods=["POST"])
@event_permission(BadgePermission.DESIGN)
def move(event: Event, design_id: int, element: str) -> ResponseReturnValue:
    where = request.form.get("where", "")
    return _change(event, design_id, lambda layout: editing.moved(layout, element, where))


@bp.route("/elements/<string:element>/remove", methods=["POST"])
@event_permission(BadgePermission.DESIGN)
def remove(event: Event, design_id: int, element: str) -> ResponseReturnValue:
    return _change(event, design_id, lambda layout: editing.without(layout, element))


def _change(event: Event, design_id: int, change: Callable[[dict[str, Any]], dict[str, Any]]) -> ResponseReturnValue:
    found = designs.get_design(event, design_id)
    form = VersionedForm.from_request()
    if form.submitted_and_valid() and _saved(found, change(found.layout), form):
        return go("badge_designs.design", event_slug=event.slug, design_id=design_id)
    return _refused(event, found, form)


@bp.route("/frame", methods=["GET", "POST"])
@event_permission(BadgePermission.DESIGN)
def frame(event: Event, design_id: int) -> ResponseReturnValue:
    found = designs.get_design(event, design_id)
    kept = {name: found.layout[name] for name in ("width", "height", "fold")}
    form = FrameForm.from_request(data={**kept, "version": found.version})
    if form.submitted_and_valid():
        layout = editing.with_frame(found.layout, form.frame())
        if _saved(found, editing.mirrored_back(layout) if form.copies_front.data else layout, form):
            flash(_("The design is saved."))
            return go("badge_designs.design", event_slug=event.slug, design_id=design_id)
    return page("badges/design_frame.html", status=form.status, event=event, design=found, form=form)


@bp.route("/rules", methods=["GET", "POST"])
@event_permission(BadgePermission.DESIGN)
def rules(event: Event, design_id: int) -> ResponseReturnValue:
    found = designs.get_design(event, design_id)
    form = RulesForm.of(found.layout["rules"], found.version)
    if form.submitted_and_valid() and _saved(found, editing.with_frame(found.layout, {"rules": form.rules()}), form):
        flash(_("The design is saved."))
        return go("badge_designs.design", event_slug=event.slug, design_id=design_id)
    return page(
        "badges/design_rules.html",
        status=form.status,
        event=event,
        design=found,
        form=form,
        categories=Category,
        colours=COLOURS,
        preview=_preview(event, found),
    )


def _saved(found: BadgeDesign, layout: dict[str, Any], form: VersionedForm, element: str = "") -> bool:
    """Save; or show at the fields what is wrong, or who was faster and with what."""
    try:
        services.save_layout(found, layout, seen=form.seen, by=me())
    except LayoutInvalid as error:
        form.show(error, element)
    except DesignChanged as error:
        form.refuse(None, " ".join((str(error.message), _("It differs in: %(what)s.", what="; ".join(error.differs)))))
        form.version.data = str(error.version)
    else:
        return True
    return False


def _refused(event: Event, found: BadgeDesign, form: VersionedForm) -> ResponseReturnValue:
    return page("badges/design_refused.html", status=422, event=event, design=found, form=form)


def _preview(event: Event, found: BadgeDesign) -> Any:
    address = address_of(lambda number: url_for("badge_images.image", event_slug=event.slug, image_id=number))
    return preview_of(event, found.drawn, services.sample_holder(), address)
