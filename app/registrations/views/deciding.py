"""One decision on many applications: choose in the list, see them once more, decide. All or none."""

from collections.abc import Sequence

from flask import flash, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from app.accounts.access import me
from app.core.errors import DomainError
from app.core.i18n import _, _n
from app.core.web import go, page
from app.events.access import event_permission
from app.events.models import Event
from app.registrations import queries, services
from app.registrations.forms.review import DecisionForm
from app.registrations.models import Application
from app.registrations.policies import RegistrationPermission
from app.registrations.terms import APPLICATION_TONES, ApplicationState
from app.registrations.views.blueprint import bp

MOST_AT_ONCE = 100


@bp.route("/manage/events/<string:event_slug>/applications/decide", methods=["GET", "POST"])
@event_permission(RegistrationPermission.REVIEW)
def decide_many(event: Event) -> ResponseReturnValue:
    codes = request.form.getlist("chosen") if request.method == "POST" else request.args.getlist("code")
    chosen = queries.applications_with(event, codes[:MOST_AT_ONCE])
    form = DecisionForm.from_request()
    if not chosen:
        form.refuse(None, _("Please choose at least one application."))
        return _decide_page(event, chosen, form, 422 if request.method == "POST" else 200)
    if not form.submitted_and_valid():
        return _decide_page(event, chosen, form, form.status)
    try:
        services.decide_all(event, chosen, form.decision.data, by=me(), note=form.reason.data or "", seen=_seen(chosen))
    except DomainError as error:
        form.refuse(error.field, error.message)
        return _decide_page(event, queries.applications_with(event, codes), form, error.status)
    flash(_n("Decided: %(num)s application.", "Decided: %(num)s applications.", len(chosen)), "success")
    return go("registrations.applications", event_slug=event.slug)


def _seen(chosen: Sequence[Application]) -> dict[int, ApplicationState]:
    """Return the states that the reviewer saw: somebody may have decided since."""
    told = {row.id: request.form.get(f"seen-{row.id}", "") for row in chosen}
    return {key: ApplicationState(state) for key, state in told.items() if state in list(ApplicationState)}


def _decide_page(event: Event, chosen: Sequence[Application], form: DecisionForm, status: int) -> Response:
    fitting = services.possible_for(chosen)
    form.decision.choices = [choice for choice in form.decision.choices if choice.value in fitting]
    return page(
        "registrations/review/decide.html",
        status=status,
        event=event,
        chosen=chosen,
        form=form,
        tones=APPLICATION_TONES,
    )
