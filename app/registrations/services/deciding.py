"""One decision on one or many applications, by its name in the form."""

from collections.abc import Sequence

from app.accounts.models import User
from app.core.db import db
from app.core.errors import DomainError
from app.events.models import Event
from app.registrations.errors import DecisionRefused
from app.registrations.models import Application
from app.registrations.services import decisions
from app.registrations.terms import TRANSITIONS, ApplicationState

TARGETS = {
    "accept": ApplicationState.ACCEPTED,
    "ask_for_changes": ApplicationState.NEEDS_CHANGES,
    "waitlist": ApplicationState.WAITLISTED,
    "decline": ApplicationState.DECLINED,
}


def possible_for(applications: Sequence[Application]) -> set[str]:
    """Return the decisions that are possible now for each of these applications."""
    return {name for name, target in TARGETS.items() if all(target in TRANSITIONS[row.state] for row in applications)}


def decide(
    event: Event, application: Application, decision: str, *, by: User, note: str, seen: ApplicationState | None
) -> None:
    """Carry a decision out; two at once: the slower one is refused and learns what was decided.

    Raises: as the decision in `services.decisions`.
    """
    match decision:
        case "accept":
            decisions.accept(event, application, by=by, note=note, seen=seen)
        case "ask_for_changes":
            decisions.ask_for_changes(event, application, by=by, note=note, seen=seen)
        case "waitlist":
            decisions.waitlist(event, application, by=by, note=note, seen=seen)
        case _:
            decisions.decline(event, application, by=by, reason=note, seen=seen)


def decide_all(
    event: Event,
    applications: Sequence[Application],
    decision: str,
    *,
    by: User,
    note: str,
    seen: dict[int, ApplicationState],
) -> None:
    """Decide the same on all of these, or on none.

    Raises:
        DecisionRefused: one of them cannot be decided so; names it and says why.
    """
    with db.session.begin_nested():
        # Always in the same order, so that two who decide on the same ones never wait for each other.
        for application in sorted(applications, key=lambda row: row.id):
            code, unit = application.code, application.organisation.name
            try:
                decide(event, application, decision, by=by, note=note, seen=seen.get(application.id))
            except DomainError as error:
                raise DecisionRefused(code, unit, error.message) from error
