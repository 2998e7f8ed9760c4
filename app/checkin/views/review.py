"""What must be looked at after work without a connection."""

from flask import flash, request
from flask.typing import ResponseReturnValue

from app.accounts.access import me
from app.checkin.forms import SettleForm
from app.checkin.policies import CheckinPermission
from app.checkin.queries import conflicts
from app.checkin.queries.oddities import Odd
from app.checkin.services import reviewing
from app.checkin.terms import ConflictKind, Resolution
from app.checkin.views.blueprint import bp, desk_page
from app.core.errors import NotFound
from app.core.i18n import _, format_number
from app.core.web import go
from app.events.access import event_permission
from app.events.models import Event


@bp.get("/review")
@event_permission(CheckinPermission.SUPERVISE)
def review(event: Event) -> ResponseReturnValue:
    return _list(event, SettleForm.empty())


def _list(event: Event, form: SettleForm, chosen: frozenset[str] = frozenset()) -> ResponseReturnValue:
    found, corrections = conflicts.conflicts_of(event), conflicts.corrections_of(event)
    status = 422 if form.errors else 200
    return desk_page(
        "checkin/review.html", status=status, event=event, found=found, corrections=corrections, form=form, chosen=chosen
    )


@bp.post("/review")
@event_permission(CheckinPermission.SUPERVISE)
def settle_many(event: Event) -> ResponseReturnValue:
    form, chosen = SettleForm.from_request(), frozenset(request.form.getlist("odd"))
    found = [odd for odd in conflicts.conflicts_of(event) if odd.review is None and f"{odd.kind.value}-{odd.scan_id}" in chosen]
    if form.submitted_and_valid():
        if found:
            return _settled(event, found, form)
        form.refuse(None, _("Please tick what you settle."))
    return _list(event, form, chosen)


@bp.route("/review/<string:kind>/<int:scan_id>", methods=["GET", "POST"])
@event_permission(CheckinPermission.SUPERVISE)
def settle(event: Event, kind: str, scan_id: int) -> ResponseReturnValue:
    if kind not in list(ConflictKind):
        raise NotFound
    odd = conflicts.get_conflict(event, ConflictKind(kind), scan_id)
    form = SettleForm.from_request()
    if form.submitted_and_valid():
        return _settled(event, [odd], form)
    return desk_page("checkin/settle.html", status=form.status, event=event, odd=odd, form=form)


def _settled(event: Event, found: list[Odd], form: SettleForm) -> ResponseReturnValue:
    done = reviewing.settle(event, found, Resolution(form.resolution.data), form.reason.data, by=me())
    if done.before == done.after:
        flash(_("Settled."), "success")
    else:
        before, after = format_number(done.before), format_number(done.after)
        told = _(
            "Settled. Visits: %(before)s → %(after)s, because: %(reason)s", before=before, after=after, reason=form.reason.data
        )
        flash(told, "success")
    return go(".review", event_slug=event.slug)
