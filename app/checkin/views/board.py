"""The live board."""

from flask import Response, request
from flask.typing import ResponseReturnValue

from app.checkin.policies import CheckinPermission
from app.checkin.queries.board import gate_names, visits_per_day_and_hour
from app.checkin.queries.live import live_board
from app.checkin.views.blueprint import bp, desk_page
from app.core.i18n import _
from app.documents.spreadsheet import write_csv
from app.events.access import event_permission
from app.events.models import Event
from app.files.sending import send_document


@bp.get("")
@event_permission(CheckinPermission.SEE)
def board(event: Event) -> ResponseReturnValue:
    return _unless_known(desk_page("checkin/board.html", fragment="checkin/_board.html", event=event, board=live_board(event)))


@bp.get("/screen")
@event_permission(CheckinPermission.SEE)
def screen(event: Event) -> ResponseReturnValue:
    """The board for the big screen: no menu, large figures, everything in one view."""
    return _unless_known(
        desk_page("checkin/screen.html", fragment="checkin/_screen.html", event=event, board=live_board(event))
    )


@bp.get("/figures.csv")
@event_permission(CheckinPermission.SEE)
def figures(event: Event) -> ResponseReturnValue:
    names = gate_names(event)
    headers = [_("Day"), _("Hour"), _("Gate"), _("By code"), _("By counter"), _("Total")]
    rows = [
        [hour.day.isoformat(), f"{hour.hour:02d}:00", names[hour.gate_id], hour.scanned, hour.counted, hour.total]
        for hour in visits_per_day_and_hour(event)
    ]
    return send_document(write_csv(headers, rows), "text/csv", f"{event.slug}-check-in.csv")


def _unless_known(response: Response) -> Response:
    """Screens ask every few seconds; nothing is sent while nothing changed."""
    response.headers["Cache-Control"] = "private, no-cache"
    response.vary.update(["Cookie", "Accept-Language"])
    response.add_etag()
    response.make_conditional(request)
    return response
