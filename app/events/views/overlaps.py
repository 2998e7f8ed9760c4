"""Overlaps with other events, and the three answers to each."""

from flask import flash
from flask.typing import ResponseReturnValue

from app.accounts.access import me
from app.core.errors import DomainError
from app.core.i18n import _
from app.core.web import go, page
from app.events import neighbours
from app.events.access import event_permission
from app.events.forms import OverlapForm
from app.events.models import Event, OverlapAnswer
from app.events.policies import EventPermission
from app.events.services import collisions
from app.events.views.blueprint import bp


@bp.get("/manage/events/<string:event_slug>/overlaps")
@event_permission(EventPermission.MANAGE)
def overlaps(event: Event) -> ResponseReturnValue:
    return page("events/overlaps.html", event=event, warnings=neighbours.warnings_of(event))


@bp.route("/manage/events/<string:event_slug>/overlaps/<int:other_id>", methods=["GET", "POST"])
@event_permission(EventPermission.MANAGE)
def answer_overlap(event: Event, other_id: int) -> ResponseReturnValue:
    warned = neighbours.get_warning(event, other_id)
    decision = warned.decision
    form = OverlapForm.from_request(
        data={"answer": decision.answer.value if decision else None, "reason": decision.reason if decision else ""}
    )
    if form.submitted_and_valid():
        answer = OverlapAnswer(form.answer.data)
        try:
            collisions.answer_overlap(event, warned, answer, by=me(), reason=form.reason.data or "")
        except DomainError as error:
            form.refuse(error.field, error.message)
        else:
            return _after(event, answer, is_busy=warned.overlap.is_busy)
    return page("events/overlap.html", status=form.status, event=event, warned=warned, form=form)


def _after(event: Event, answer: OverlapAnswer, *, is_busy: bool) -> ResponseReturnValue:
    if answer is OverlapAnswer.MOVE:
        flash(_("Choose the new date here."), "info")
        return go("events.settings_dates", event_slug=event.slug)
    if answer is OverlapAnswer.CO_HOST and not is_busy:
        flash(_("The organiser of the other event is invited as co-host."), "success")
        return go("events.settings_hosts", event_slug=event.slug)
    flash(_("Your answer is noted."), "success")
    return go("events.overlaps", event_slug=event.slug)
