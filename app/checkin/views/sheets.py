"""Sign-in sheets on paper and as a table."""

from flask.typing import ResponseReturnValue

from app.checkin import sheets
from app.checkin.policies import CheckinPermission
from app.checkin.queries.attendance import attendance_of
from app.checkin.views.blueprint import bp
from app.core.errors import NotFound
from app.events.access import event_permission
from app.events.models import Event
from app.files.sending import send_document

_SHEETS = {
    "pdf": (sheets.as_pdf, "application/pdf"),
    "xlsx": (sheets.as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


@bp.get("/sign-in-sheet.<string:kind>")
@event_permission(CheckinPermission.SUPERVISE)
def sign_in_sheet(event: Event, kind: str) -> ResponseReturnValue:
    if kind not in _SHEETS:
        raise NotFound
    draw, media_type = _SHEETS[kind]
    return send_document(draw(event, attendance_of(event)), media_type, f"{event.slug}-sign-in.{kind}")
