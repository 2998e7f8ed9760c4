"""Lead an event through its states; what must be done before it is opened."""

from flask import flash
from flask.typing import ResponseReturnValue

from app.accounts.access import me
from app.core import registry
from app.core.errors import DomainError
from app.core.i18n import _
from app.core.web import go, page
from app.events import services
from app.events.access import event_permission
from app.events.forms import StateForm
from app.events.models import Event, EventState
from app.events.policies import EventPermission
from app.events.terms import NEEDS_REASON, TRANSITIONS
from app.events.views.blueprint import bp

# Steps back and out stand apart from the way forward.
_OUT = (EventState.POSTPONED, EventState.CANCELLED)


@bp.route("/manage/events/<string:event_slug>/go-live", methods=["GET", "POST"])
@event_permission(EventPermission.MANAGE)
def go_live(event: Event) -> ResponseReturnValue:
    form = StateForm.from_request()
    if form.submitted_and_valid():
        target = EventState(form.target.data)
        try:
            services.change_state(event, target, by=me(), reason=form.reason.data or "")
        except DomainError as error:
            form.refuse(error.field, error.message)
        else:
            flash(_("The event is “%(state)s” now.", state=target.label), "success")
            return go("events.overview" if target is EventState.OPEN else "events.go_live", event_slug=event.slug)
    ways = TRANSITIONS[event.state]
    return page(
        "events/go_live.html",
        status=form.status,
        event=event,
        form=form,
        checks=registry.checks.collect(event, me()),
        forward=[state for state in EventState if state in ways and state not in _OUT],
        out=[state for state in _OUT if state in ways],
        needs_reason=NEEDS_REASON,
    )
