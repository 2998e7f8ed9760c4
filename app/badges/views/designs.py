"""Pages of designs: the list, the designer with its live picture, and what it saves."""

from typing import Any

from flask import Response, jsonify, make_response, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.access import me
from app.badges import designs, previews, services
from app.badges.editor import editor_setup
from app.badges.errors import DesignChanged, LayoutInvalid
from app.badges.forms import AddElementForm, NameForm, NewDesignForm
from app.badges.forms.designs import KIND_WORDS, SIDE_WORDS, WEIGHTS
from app.badges.layouts.fields import GROUPS, Holder
from app.badges.pictures import Preview, address_of, fronts_of, preview_of
from app.badges.policies import BadgePermission
from app.badges.words import titles_of
from app.core.errors import DomainError
from app.core.i18n import _
from app.core.web import FeatureBlueprint, go, page
from app.events.access import event_permission
from app.events.models import Event
from app.files.sending import send_document
from app.registrations.terms import Category

bp = FeatureBlueprint("badge_designs", __name__, url_prefix="/manage/events/<string:event_slug>/badges/designs")
# Far more than sixty elements take.
_LARGEST_LAYOUT = 256 * 2**10


@bp.route("", methods=["GET", "POST"])
@event_permission(BadgePermission.DESIGN)
def index(event: Event) -> ResponseReturnValue:
    form = NewDesignForm.from_request()
    if form.submitted_and_valid():
        try:
            made = services.add_design(event, form.name.data, form.chosen_size, by=me())
        except DomainError as error:
            form.refuse(error.field, error.message)
        else:
            return go("badge_designs.design", event_slug=event.slug, design_id=made.id)
    rows = designs.designs_of(event)
    pictures = fronts_of(event, {row.key: row.drawn for row in rows}, services.sample_holder(), _address(event))
    return page("badges/designs.html", status=form.status, event=event, form=form, rows=rows, pictures=pictures)


@bp.route("/starting/<string:key>", methods=["POST"])
@event_permission(BadgePermission.DESIGN)
def keep_starting(event: Event, key: str) -> ResponseReturnValue:
    """Change a design that every event begins with: from now on it is the event's own."""
    found = designs.find_design(event, key) or designs.default_design(event)
    kept = services.ensure_design(event, found)
    return go("badge_designs.design", event_slug=event.slug, design_id=kept.id)


@bp.route("/<int:design_id>")
@event_permission(BadgePermission.DESIGN)
def design(event: Event, design_id: int) -> ResponseReturnValue:
    found = designs.get_design(event, design_id)
    key = request.args.get("person", "sample")[:40]
    layout = found.drawn
    person = previews.person_for(event, key, layout)
    return page(
        "badges/design.html",
        event=event,
        design=found,
        layout=layout,
        preview=preview_of(event, layout, person, _address(event)),
        person=key,
        people=previews.CHOICES,
        images=designs.images_of(event),
        add=AddElementForm.from_request(data={"version": found.version, "side": "front"}),
        kinds=KIND_WORDS,
        titles=titles_of(layout),
        sides=SIDE_WORDS,
        setup=editor_setup(event, found),
        groups=GROUPS,
        weights=WEIGHTS,
        categories=Category,
    )


@bp.route("/<int:design_id>/preview", methods=["POST"])
@event_permission(BadgePermission.DESIGN)
def preview(event: Event, design_id: int) -> ResponseReturnValue:
    """Draw a layout that is not saved, for somebody."""
    designs.get_design(event, design_id)
    body = _body()
    try:
        layout = services.known_layout(event, body.get("layout"))
    except LayoutInvalid as error:
        return _faults(error)
    person = previews.person_for(event, str(body.get("person", ""))[:40], layout)
    return jsonify(_drawn(event, preview_of(event, layout, person, _address(event)), person))


@bp.route("/<int:design_id>/layout", methods=["POST"])
@event_permission(BadgePermission.DESIGN)
def save(event: Event, design_id: int) -> ResponseReturnValue:
    """Save what the editor has; answer with the version that it is now."""
    found = designs.get_design(event, design_id)
    body = _body()
    seen = body.get("version")
    try:
        services.save_layout(found, body.get("layout"), seen=seen if isinstance(seen, int) else 0, by=me())
    except LayoutInvalid as error:
        return _faults(error)
    except DesignChanged as error:
        answer = {"version": error.version, "differs": error.differs, "layout": found.layout, "message": str(error.message)}
        return make_response(jsonify(answer), 409)
    return jsonify({"version": found.version})


def _body() -> dict[str, Any]:
    request.max_content_length = _LARGEST_LAYOUT
    body = request.get_json(silent=True)
    return body if isinstance(body, dict) else {}


def _faults(error: LayoutInvalid) -> Response:
    faults = [{"side": one.side, "element": one.element, "field": one.field, "message": one.message} for one in error.faults]
    return make_response(jsonify({"faults": faults}), 422)


def _drawn(event: Event, drawn: Preview, person: Holder) -> dict[str, Any]:
    troubles = [
        {"element": one.element, "message": one.trouble.label, "detail": one.detail, "trouble": one.trouble.value}
        for one in drawn.findings
    ]
    return {"elements": drawn.elements, "troubles": troubles, "person": person.full_name}


@bp.route("/<int:design_id>/sample.pdf")
@event_permission(BadgePermission.DESIGN)
def sample(event: Event, design_id: int) -> ResponseReturnValue:
    content = services.sample_pdf(event, designs.get_design(event, design_id))
    return send_document(content, "application/pdf", f"{event.code}-sample-{design_id}.pdf")


@bp.route("/<int:design_id>/rename", methods=["GET", "POST"])
@event_permission(BadgePermission.DESIGN)
def rename(event: Event, design_id: int) -> ResponseReturnValue:
    """Another name; or, sent as a copy, a second design under this name."""
    found = designs.get_design(event, design_id)
    copying = "copy" in request.values
    name = _("%(name)s (copy)", name=found.name)[:80] if copying else found.name
    form = NameForm.from_request(data={"name": name})
    if form.submitted_and_valid():
        try:
            if copying:
                found = services.copy_design(found, event, form.name.data, by=me())
            else:
                services.rename_design(found, form.name.data, by=me())
        except DomainError as error:
            form.refuse(error.field, error.message)
        else:
            return go("badge_designs.design", event_slug=event.slug, design_id=found.id)
    return page("badges/design_name.html", status=form.status, event=event, design=found, form=form, copying=copying)


@bp.route("/<int:design_id>/default", methods=["POST"])
@event_permission(BadgePermission.DESIGN)
def make_default(event: Event, design_id: int) -> ResponseReturnValue:
    services.choose_default(designs.get_design(event, design_id), by=me())
    return go("badge_designs.index", event_slug=event.slug)


@bp.route("/<int:design_id>/remove", methods=["GET", "POST"])
@event_permission(BadgePermission.DESIGN)
def remove(event: Event, design_id: int) -> ResponseReturnValue:
    found = designs.get_design(event, design_id)
    if request.method == "POST":
        services.remove_design(found, by=me())
        return go("badge_designs.index", event_slug=event.slug)
    return page("badges/design_remove.html", event=event, design=found, in_use=designs.is_used(found))


def _address(event: Event) -> Any:
    return address_of(lambda number: url_for("badge_images.image", event_slug=event.slug, image_id=number))
