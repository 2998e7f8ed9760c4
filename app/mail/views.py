"""The outbox of the demo: mails that are shown instead of sent."""

from flask import Response, current_app, request
from flask.typing import ResponseReturnValue

from app.core.access import public
from app.core.errors import NotFound
from app.core.paging import paginate
from app.core.web import CONTENT_SECURITY_POLICY, FeatureBlueprint, page
from app.mail import queries
from app.mail.models import Message

bp = FeatureBlueprint("outbox", __name__, url_prefix="/outbox")
# A mail brings its styles in attributes, and nothing else: no script, no form, nothing from elsewhere.
_MAIL_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; base-uri 'none'; sandbox allow-popups"


def _open_in_demo_only() -> None:
    if current_app.config["FAIR_ENV"] == "production":
        raise NotFound


@bp.get("")
@public
def index() -> ResponseReturnValue:
    _open_in_demo_only()
    mails = paginate(queries.recent_messages(), request.args.get("page", 1, type=int))
    return page("outbox/index.html", mails=mails)


@bp.get("/<int:message_id>")
@public
def message(message_id: int) -> ResponseReturnValue:
    _open_in_demo_only()
    response = page("outbox/message.html", mail=_get(message_id))
    response.headers["Content-Security-Policy"] = f"{CONTENT_SECURITY_POLICY}; frame-src 'self'"
    return response


@bp.get("/<int:message_id>/html")
@public
def html(message_id: int) -> ResponseReturnValue:
    _open_in_demo_only()
    response = Response(_get(message_id).html, content_type="text/html; charset=utf-8")
    response.headers["Content-Security-Policy"] = _MAIL_POLICY
    return response


def _get(message_id: int) -> Message:
    return queries.get_message(message_id)
