"""Lead an event through its states; what must be done before it is opened."""

from flask import flash
from flask.typing import ResponseReturnValue

from app.accounts.access import me
from app.core import clock, registry
from app.core.errors import DomainError
from app.core.i18n import _
from app.core.web import go, page
from app.events import services
from app.events.access import event_permission
from app.events.forms import StateForm
from app.events.models import Event, EventState
from app.events.policies import EventPermission
from app.events.services import states
from app.events.terms import NEEDS_REASON, TRANSITIONS
from app.events.views.blueprint import bp

# Steps back and out stand apart from the way forward.
_OUT = (EventState.POSTPONED, EventState.CANCELLED)


def _forward(event: Event) -> list[EventState]:
    """Return the states that can follow, the next one first, steps back last; a start is offered on the first day."""
    order = list(EventState)
    here = order.index(event.state)
    too_early = clock.today(event.timezone) < event.days[0]
    ways = TRANSITIONS[event.state] - set(_OUT) - ({EventState.RUNNING} if too_early else set())
    return sorted(ways, key=lambda state: (order.index(state) < here, order.index(state)))


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
    return page(
        "events/go_live.html",
        status=form.status,
        event=event,
        form=form,
        checks=registry.checks.collect(event, me()),
        hearers=states.hearers(event),
        forward=_forward(event),
        out=[state for state in _OUT if state in TRANSITIONS[event.state]],
        needs_reason=NEEDS_REASON,
    )
