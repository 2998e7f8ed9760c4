"""What an exhibitor does: begin, answer step by step, send, withdraw."""

from dataclasses import dataclass, field
from typing import Any

from app.accounts.models import Organisation, User
from app.accounts.services import organisations
from app.accounts.services.organisations import OrganisationDetails
from app.audit import services as audit
from app.booths import services as booths
from app.booths.errors import ClaimChanged, HoldExpired
from app.booths.models import BoothClaim
from app.core import clock
from app.core.codes import digest
from app.core.db import db
from app.events.acts import exhibit_until
from app.events.models import Event
from app.events.services import next_number
from app.registrations import links, notices, queries
from app.registrations.errors import ApplicationsClosed, Incomplete, NotEditable
from app.registrations.models import Application, ApplicationBooth
from app.registrations.services import acceptance
from app.registrations.services.transitions import move
from app.registrations.terms import EDITABLE, ApplicationState, ConsentPurpose

# The code is also the transfer text of the payment request.
MOST_CODE = 15


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """Contact and wishes of R-52. `details` holds further answers by field name, all JSON primitives."""

    contact_name: str
    contact_phone: str
    contact_position: str = ""
    contact_email: str = ""
    booth_kind: str = "standard"
    booth_count: int = 1
    wants_corner: bool = False
    fascia_vi: str = ""
    fascia_en: str = ""
    details: dict[str, Any] = field(default_factory=dict)


def are_open(event: Event) -> bool:
    """Tell whether exhibitors may begin or send an application now."""
    return exhibit_until(event, clock.now()) is not None


def start(
    event: Event,
    unit: OrganisationDetails,
    *,
    organisation: Organisation | None = None,
    locale: str = "vi",
    assisted_by: User | None = None,
    by: User | None = None,
) -> Application:
    """Begin a draft for the unit; from now on it has a code and a private link (`links.link_secret`).

    An organisation is not shared by its tax number: everybody could then claim to be it. The reviewer sees doubles.

    Args:
        organisation: of the signed-in member who applies; None makes a new one.
        assisted_by: the officer who fills in for the exhibitor (A-23).
    Raises:
        ApplicationsClosed: the event takes none now; officers may still add some.
    """
    if not are_open(event) and assisted_by is None:
        raise ApplicationsClosed
    return create_draft(event, unit, organisation=organisation, locale=locale, assisted_by=assisted_by, by=by)


def create_draft(
    event: Event,
    unit: OrganisationDetails,
    *,
    organisation: Organisation | None = None,
    locale: str = "vi",
    assisted_by: User | None = None,
    by: User | str | None = None,
) -> Application:
    """Make a draft whatever the time: for officers and lists."""
    if organisation is None:
        organisation = organisations.create(unit, by=assisted_by or by)
    number = f"DK{next_number(event, 'application'):04d}"
    code = event.code[: MOST_CODE - len(number)] + number
    application = Application(
        event_id=event.id,
        code=code,
        organisation=organisation,
        link_digest=digest(links.secret_for(code)),
        locale=locale,
        assisted_by_id=assisted_by.id if assisted_by else None,
        created_at=clock.now(),
        saved_at=clock.now(),
        details={},
    )
    db.session.add(application)
    db.session.flush()
    audit.record(assisted_by or by or actor_of(application), "registrations.application_started", application)
    return application


def actor_of(application: Application) -> str:
    """Return how the audit trail names an exhibitor who acts through the private link."""
    return f"exhibitor {application.code}"


def require_editable(application: Application) -> None:
    """Raise NotEditable unless the exhibitor may change the answers."""
    if application.state not in EDITABLE:
        raise NotEditable


def save_unit(application: Application, unit: OrganisationDetails, *, by: User | None = None) -> None:
    """Keep what was entered about the unit.

    Raises:
        NotEditable: the application was sent and nobody asked for changes.
    """
    require_editable(application)
    parent = application.organisation.parent
    organisations.change(application.organisation, unit, by=by or actor_of(application), parent=parent)
    application.saved_at = clock.now()


def save_wishes(application: Application, wishes: Wishes) -> None:
    """Keep contact and wishes.

    Raises:
        NotEditable: the application was sent and nobody asked for changes.
    """
    require_editable(application)
    for name, value in vars(wishes).items():
        if name != "details":
            setattr(application, name, value)
    application.details = {**(application.details or {}), **wishes.details}
    application.saved_at = clock.now()
    db.session.flush()


def attach_holds(application: Application, holds: list[BoothClaim]) -> None:
    """Let the browser's held booths belong to the application, so that sending it keeps them."""
    known = {row.claim_id for row in application.booths}
    for claim in holds:
        if claim.id not in known and claim.event_id == application.event_id:
            application.booths.append(ApplicationBooth(event_id=claim.event_id, claim=claim, claim_id=claim.id))
    db.session.flush()


def submit(event: Event, application: Application, *, by: User | None = None) -> list[str]:
    """Send the application to the organisers.

    Returns: codes of booths that were held too long and went to others; the application is sent all the same.
    Raises:
        ApplicationsClosed: too late, and nobody asked for changes. Incomplete: contact or consent is missing.
        AlreadyDecided: it was sent, withdrawn or decided meanwhile.
    """
    late = application.state is ApplicationState.DRAFT and not are_open(event)
    if late and application.assisted_by_id is None:
        raise ApplicationsClosed
    if missing_steps(application):
        raise Incomplete
    move(application, ApplicationState.SUBMITTED, submitted_at=clock.now())
    actor = by or actor_of(application)
    lost = _apply_for_booths(application, actor)
    audit.record(actor, "registrations.application_sent", application, data={"lost_booths": lost})
    notices.application_received(application, event)
    return lost


def missing_steps(application: Application) -> list[str]:
    """Return the names of steps that are not complete: wishes, consents."""
    missing = [] if application.contact_name and application.contact_phone else ["wishes"]
    if not queries.consents_of(application).get(ConsentPurpose.PARTICIPATION, False):
        missing.append("consents")
    return missing


def _apply_for_booths(application: Application, actor: Any) -> list[str]:
    lost = []
    for row in list(application.booths):
        try:
            claim = booths.apply(row.claim, application.organisation, by=actor)
        except (HoldExpired, ClaimChanged):
            lost.append(row.claim.booth.code)
            claim = None
        if claim is None or claim.id != row.claim_id:
            application.booths.remove(row)
            db.session.delete(row)
            db.session.flush()
        if claim is not None and claim.id not in {kept.claim_id for kept in application.booths}:
            attach_holds(application, [claim])
    return lost


def withdraw(event: Event, application: Application, *, by: User | None = None, reason: str = "") -> None:
    """Take the application back: its booths are free again, its payment request is cancelled, its passes end.

    What was paid is divided by the terms of the event (A-26); without terms it stays as credit.

    Raises:
        AlreadyDecided: declined or withdrawn already.
    """
    before = move(application, ApplicationState.WITHDRAWN)
    actor = by or actor_of(application)
    acceptance.undo(event, application, actor=actor, by=by, reason=reason or "withdrawn", withdrawn=True)
    audit.record(actor, "registrations.application_withdrawn", application, reason=reason, data={"from": before.value})
    notices.application_withdrawn(application, event)
