"""The draft of the plan for the editor in the browser: read, and saved by operations (docs/plan-document.md)."""

from typing import Any

from flask import Response, jsonify, make_response, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.access import me
from app.booths import queries, services
from app.booths.document import changes_of, differences_of, document_of, head_of, problems_of, told
from app.booths.errors import DraftConflict, DraftRefused
from app.booths.operations import MOST_OPERATIONS
from app.booths.policies import BoothPermission
from app.core.api import BadBody, json_body
from app.core.i18n import _
from app.core.web import FeatureBlueprint
from app.events.access import event_permission
from app.events.models import Event

bp = FeatureBlueprint("plan_draft", __name__, url_prefix="/manage/events/<string:event_slug>/booths")


@bp.get("/draft.json")
@event_permission(BoothPermission.MANAGE)
def show(event: Event) -> ResponseReturnValue:
    since = request.args.get("since", type=int)
    revision = head_of(event)["revision"]
    response = make_response()
    response.headers["Cache-Control"] = "private, no-cache"
    if since is not None:
        # What is taken changes without the draft: only the short answer has a mark of its own.
        response.set_etag(f"{event.id}-{revision}", weak=True)
        if response.make_conditional(request).status_code == 304:
            return response
    content = jsonify(document_of(event) | {"images": _pictures(event)} if since is None else changes_of(event, since))
    response.data, response.content_type = content.data, "application/json"
    return response


def _pictures(event: Event) -> dict[str, Any]:
    """Return where the pictures of backgrounds are, by their numbers."""
    return {
        str(picture.id): {
            "url": url_for("plan_pictures.show", event_slug=event.slug, number=picture.id),
            "name": picture.name,
            "width": picture.width_px,
            "height": picture.height_px,
        }
        for picture in queries.pictures_of(event)
    }


@bp.patch("/draft.json")
@event_permission(BoothPermission.MANAGE)
def save(event: Event) -> ResponseReturnValue:
    base, operations = _edit()
    try:
        saved = services.save_draft(event, base, operations, by=me())
    except DraftConflict as error:
        return _conflict(event, error)
    except DraftRefused as error:
        return make_response({"code": error.code, "message": str(error.message), "errors": error.errors[:200]}, 422)
    problems = problems_of(event, queries.items_to_check(event))
    return jsonify(head_of(event) | {"items": [told(item) for item in saved.others], "problems": problems})


def _edit() -> tuple[int, list[Any]]:
    """Return base and operations of the body.

    Raises:
        BadBody: not an edit at all.
    """
    body = json_body(parse_constant=_refuse)
    base, operations = (body.get("base"), body.get("operations")) if isinstance(body, dict) else (None, None)
    if not isinstance(base, int) or isinstance(base, bool) or base < 0 or not isinstance(operations, list):
        raise BadBody(_("An edit has a base and operations."))
    if not 0 < len(operations) <= MOST_OPERATIONS:
        raise BadBody(_("An edit has 1 to %(most)s operations.", most=MOST_OPERATIONS))
    return base, operations


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _conflict(event: Event, error: DraftConflict) -> Response:
    content = {
        "code": error.code,
        "message": str(error.message),
        "revision": error.revision,
        "differences": differences_of(event, error.differences),
        "items": [told(item) for item in error.items],
    }
    return make_response(content, 409)
