"""What reviewers decide about applications. Of two who decide at once, one wins and the other is told (BK08)."""

from collections.abc import Sequence
from typing import Any

from app.accounts.models import User
from app.audit import services as audit
from app.booths import queries as booth_queries
from app.booths import services as booths
from app.core import clock
from app.events.models import Event
from app.payments.models import Invoice
from app.registrations import notices
from app.registrations.errors import AlreadyDecided, ReasonNeeded
from app.registrations.models import Application
from app.registrations.services import acceptance
from app.registrations.services.applications import attach_holds
from app.registrations.services.transitions import move
from app.registrations.terms import ApplicationState


def accept(
    event: Event, application: Application, *, by: User | None, note: str = "", seen: ApplicationState | None = None
) -> Invoice | None:
    """Accept the exhibitor: booths are reserved, payment is requested, the named staff get passes.

    Args:
        by: the reviewer; None when an exhibitor took the offer of the waiting list, which is the organiser's word.
        seen: the state that the reviewer saw; when it has changed since, the decision does not count.
    Returns: the payment request; None when no booth is assigned yet.
    Raises:
        AlreadyDecided: decided or withdrawn meanwhile. BoothLost: a booth was taken away.
    """
    _decide(application, ApplicationState.ACCEPTED, by=by, note=note, seen=seen)
    acceptance.reserve_booths(application, by=by)
    claims = acceptance.live_claims(application)
    invoice = acceptance.request_payment(event, application, claims, by=by)
    names = [str(name) for name in (application.details or {}).get("staff", [])]
    acceptance.set_staff(event, application, names[: acceptance.own_quota(application)], by=by, officer=True)
    codes = ", ".join(claim.booth.code for claim in claims)
    notices.application_accepted(application, event, codes, invoice.code if invoice else "")
    return invoice


def ask_for_changes(
    event: Event, application: Application, *, by: User, note: str, seen: ApplicationState | None = None
) -> None:
    """Send the application back to the exhibitor with a note of what to change.

    Raises:
        ReasonNeeded: without a note. AlreadyDecided: decided or withdrawn meanwhile.
    """
    _require(note)
    _decide(application, ApplicationState.NEEDS_CHANGES, by=by, note=note, seen=seen)
    notices.application_needs_changes(application, event)


def waitlist(event: Event, application: Application, *, by: User, note: str = "", seen: ApplicationState | None = None) -> None:
    """Put the exhibitor on the waiting list; booths it applied for are free again.

    Raises:
        AlreadyDecided: decided or withdrawn meanwhile.
    """
    _decide(application, ApplicationState.WAITLISTED, by=by, note=note, seen=seen)
    acceptance.undo(event, application, actor=by, by=by, reason=note or "waiting list")
    notices.application_waitlisted(application, event)


def decline(event: Event, application: Application, *, by: User, reason: str, seen: ApplicationState | None = None) -> None:
    """Decline the exhibitor; the reason goes into the mail and the trail.

    Raises:
        ReasonNeeded: without a reason. AlreadyDecided: decided or withdrawn meanwhile.
    """
    _require(reason)
    _decide(application, ApplicationState.DECLINED, by=by, note=reason, seen=seen)
    acceptance.undo(event, application, actor=by, by=by, reason=reason)
    notices.application_declined(application, event)


def assign_booth(event: Event, application: Application, booth_code: str, *, by: User) -> None:
    """Give a free booth to the exhibitor (A-06); as `assign_booths`."""
    assign_booths(event, application, [booth_code], by=by)


def assign_booths(event: Event, application: Application, booth_codes: Sequence[str], *, by: User) -> None:
    """Give free booths to the exhibitor, all or none; an accepted one is asked to pay for them at once, together.

    Raises:
        NotFound: no such booth. BoothTaken, BoothBlocked, PriceMissing: as booths say. AlreadyDecided: the application ended.
    """
    if application.state not in (ApplicationState.SUBMITTED, ApplicationState.WAITLISTED, ApplicationState.ACCEPTED):
        raise AlreadyDecided(application.state.label)
    found = sorted((booth_queries.get_booth(event, code) for code in booth_codes), key=lambda booth: booth.id)
    claims = [booths.assign(booth, application.organisation, by=by) for booth in found]
    attach_holds(application, claims)
    data: dict[str, Any] = {"booths": [booth.code for booth in found]}
    audit.record(by, "registrations.booth_assigned", application, data=data)
    if application.state is ApplicationState.ACCEPTED:
        acceptance.request_payment(event, application, claims, by=by)


def _decide(
    application: Application, target: ApplicationState, *, by: User | None, note: str, seen: ApplicationState | None
) -> None:
    values = {"review_note": note[:1000], "reviewed_by_id": by.id if by else None, "reviewed_at": clock.now()}
    before = move(application, target, seen=seen, **values)
    action = f"registrations.application_{target.value}"
    audit.record(by, action, application, reason=note, data={"from": before.value})


def _require(note: str) -> None:
    if not note.strip():
        raise ReasonNeeded
