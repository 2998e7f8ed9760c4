"""What must be looked at after work without a connection."""

from flask import flash
from flask.typing import ResponseReturnValue

from app.accounts.access import me
from app.checkin.forms import SettleForm
from app.checkin.policies import CheckinPermission
from app.checkin.queries import conflicts
from app.checkin.services import reviewing
from app.checkin.terms import ConflictKind, Resolution
from app.checkin.views.blueprint import bp, desk_page
from app.core.errors import NotFound
from app.core.i18n import _
from app.core.web import go
from app.events.access import event_permission
from app.events.models import Event


@bp.get("/review")
@event_permission(CheckinPermission.SUPERVISE)
def review(event: Event) -> ResponseReturnValue:
    return desk_page("checkin/review.html", event=event, found=conflicts.conflicts_of(event))


@bp.route("/review/<string:kind>/<int:scan_id>", methods=["GET", "POST"])
@event_permission(CheckinPermission.SUPERVISE)
def settle(event: Event, kind: str, scan_id: int) -> ResponseReturnValue:
    if kind not in list(ConflictKind):
        raise NotFound
    odd = conflicts.get_conflict(event, ConflictKind(kind), scan_id)
    form = SettleForm.from_request()
    if form.submitted_and_valid():
        reviewing.settle(event, odd, Resolution(form.resolution.data), form.reason.data, by=me())
        flash(_("Settled."), "success")
        return go(".review", event_slug=event.slug)
    return desk_page("checkin/settle.html", status=form.status, event=event, odd=odd, form=form)
