"""The latest scans, and a supervisor's way to take one back however old it is."""

from flask import flash, request
from flask.typing import ResponseReturnValue

from app.accounts.access import me
from app.checkin.errors import UndoneAlready
from app.checkin.forms import TakeBackForm
from app.checkin.policies import CheckinPermission
from app.checkin.queries import board, devices, latest
from app.checkin.services import undoing
from app.checkin.views.blueprint import bp, desk_page
from app.core.i18n import _, format_number
from app.core.web import MAX_ID, go
from app.events.access import event_permission
from app.events.models import Event
from app.registrations.queries.people import search


@bp.get("/scans")
@event_permission(CheckinPermission.SUPERVISE)
def scan_list(event: Event) -> ResponseReturnValue:
    text = request.args.get("q", "").strip()[:200]
    gate_id, before = _number("gate"), _number("before")
    people = [person.id for person in search(event, text).rows] if text else None
    return desk_page(
        "checkin/scans.html",
        fragment="checkin/_scans.html",
        event=event,
        scans=latest.latest_scans(event, people=people, gate_id=gate_id, before=before),
        gates=devices.gates_of(event),
        text=text,
        gate_id=gate_id,
        before=before,
    )


def _number(name: str) -> int:
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 11 and int(text) <= MAX_ID else 0


@bp.route("/scans/<int:scan_id>/take-back", methods=["GET", "POST"])
@event_permission(CheckinPermission.SUPERVISE)
def scan_take_back(event: Event, scan_id: int) -> ResponseReturnValue:
    scan, form = latest.get_scan(event, scan_id), TakeBackForm.from_request()
    if form.submitted_and_valid():
        before = board.count_visitors(event)
        try:
            undoing.undo_scan(event, undoing.get_scan(event, scan_id), form.reason.data, by=me())
        except UndoneAlready as error:
            form.refuse(None, str(error.message))
            scan = latest.get_scan(event, scan_id)
        else:
            _tell(before, board.count_visitors(event))
            return go(".scan_list", event_slug=event.slug, q=scan.holder.short_code if scan.holder else None)
    return desk_page("checkin/take_back.html", status=form.status, event=event, scan=scan, form=form)


def _tell(before: int, after: int) -> None:
    """Say what it did to the counts."""
    if before == after:
        flash(_("The scan is taken back."), "success")
        return
    counts = {"before": format_number(before), "after": format_number(after)}
    flash(_("The scan is taken back. Visits: %(before)s → %(after)s", **counts), "success")
