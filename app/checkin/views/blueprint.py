"""The one blueprint of this feature's pages for the people in charge."""

from typing import Any

from flask import Response

from app.checkin.policies import CheckinPermission
from app.core.web import FeatureBlueprint, page

bp = FeatureBlueprint("checkin", __name__, url_prefix="/manage/events/<string:event_slug>/check-in")


def desk_page(template: str, **context: Any) -> Response:
    """Render a page of check-in; its tabs ask for permissions."""
    return page(template, permissions=CheckinPermission, **context)
