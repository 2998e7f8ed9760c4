"""Sign-in sheets on paper and as a table."""

from flask import request
from flask.typing import ResponseReturnValue

from app.agenda.queries import get_session, sessions_of
from app.checkin import sheets
from app.checkin.policies import CheckinPermission
from app.checkin.queries.attendance import attendance_of, count_by_session, signing_by_province
from app.checkin.views.blueprint import bp, desk_page
from app.core.errors import NotFound
from app.core.web import MAX_ID
from app.events.access import event_permission
from app.events.models import Event
from app.files.sending import send_document

_SHEETS = {
    "pdf": (sheets.as_pdf, "application/pdf"),
    "xlsx": (sheets.as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


@bp.get("/sign-in-sheets")
@event_permission(CheckinPermission.SUPERVISE)
def sheet_list(event: Event) -> ResponseReturnValue:
    return desk_page(
        "checkin/sheets.html",
        event=event,
        sessions=sessions_of(event),
        counts=count_by_session(event),
        provinces=signing_by_province(event),
        kinds=list(_SHEETS),
    )


@bp.get("/sign-in-sheet.<string:kind>")
@event_permission(CheckinPermission.SUPERVISE)
def sign_in_sheet(event: Event, kind: str) -> ResponseReturnValue:
    if kind not in _SHEETS:
        raise NotFound
    number = request.args.get("session", "", type=str)
    session = get_session(event, int(number)) if number.isdecimal() and int(number) <= MAX_ID else None
    if number and session is None:
        raise NotFound
    province = _province(event)
    draw, media_type = _SHEETS[kind]
    part = f"-{session.id}" if session else f"-province-{province}" if province is not None else ""
    content = draw(event, attendance_of(event, session, province), session)
    return send_document(content, media_type, f"{event.slug}-sign-in{part}.{kind}")


def _province(event: Event) -> int | None:
    """Return the province that is asked for; None: all."""
    asked = request.args.get("province", "")
    if not asked:
        return None
    found = next((one.code for one in signing_by_province(event) if str(one.code) == asked), None)
    if found is None:
        raise NotFound
    return found
