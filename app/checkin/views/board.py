"""The live board."""

from flask import request
from flask.typing import ResponseReturnValue

from app.checkin.policies import CheckinPermission
from app.checkin.queries.live import live_board
from app.checkin.views.blueprint import bp, desk_page
from app.events.access import event_permission
from app.events.models import Event


@bp.get("")
@event_permission(CheckinPermission.SEE)
def board(event: Event) -> ResponseReturnValue:
    response = desk_page("checkin/board.html", fragment="checkin/_board.html", event=event, board=live_board(event))
    # Screens ask every few seconds; nothing is sent while nothing changed.
    response.headers["Cache-Control"] = "private, no-cache"
    response.vary.update(["Cookie", "Accept-Language"])
    response.add_etag()
    return response.make_conditional(request)
