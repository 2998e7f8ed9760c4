"""What follows from money: the booths of an exhibitor who paid as agreed are confirmed, and the exhibitor learns it."""

import sqlalchemy as sa

from app.booths import services as booths
from app.booths.models import BOOKED, BoothClaim
from app.core import failpoints
from app.core.db import db
from app.events.models import Event
from app.payments.models import Invoice
from app.registrations import notices, queries
from app.registrations.models import Application
from app.registrations.services import acceptance
from app.registrations.services.applications import attach_holds
from app.registrations.terms import ApplicationState


def confirm_booths(invoice_id: int) -> int:
    """Confirm or sell the booths of a payment request that has reached its deposit or its sum (R-49); mail the exhibitor.

    Doing it twice, or five times at once, changes nothing and mails once: only who changes a booth mails.

    Returns: how many booths changed.
    """
    # Locked: money that is taken back at this moment must not leave a booth confirmed behind it.
    invoice = db.session.get(Invoice, invoice_id, with_for_update=True, populate_existing=True)
    if invoice is None:
        return 0
    failpoints.reach("registrations.confirming")
    changed = booths.settle(invoice)
    event = db.session.get(Event, invoice.event_id)
    application = queries.find_application_of(changed[0]) if changed else None
    if application is not None and event is not None:
        names = ", ".join(claim.booth.name for claim in changed)
        notices.booths_confirmed(application, event, names, invoice)
    return len(changed)


def follow_request(old_id: int, new_id: int) -> None:
    """Let applications whose payment request was replaced name the new one."""
    named = sa.update(Application).where(Application.invoice_id == old_id)
    db.session.execute(named.values(invoice_id=new_id), execution_options={"synchronize_session": "fetch"})


def join_application(claim_id: int) -> None:
    """Let a booth that an officer gave to a firm belong to the firm's application; an accepted one is asked to pay for it."""
    claim = db.session.get(BoothClaim, claim_id)
    if claim is None or claim.state not in BOOKED or queries.find_application_of(claim) is not None:
        return
    application = queries.find_application_for(claim)
    event = db.session.get(Event, claim.event_id)
    if application is None or event is None:
        return
    attach_holds(application, [claim])
    if application.state is ApplicationState.ACCEPTED:
        acceptance.request_payment(event, application, [claim], by=claim.made_by)


def tell_lapsed(claim_id: int) -> None:
    """Tell the exhibitor that a booth was released because its payment did not come."""
    claim, application, event = _known(claim_id)
    if claim is not None and application is not None and event is not None:
        notices.booth_lapsed(application, event, claim.booth.name)


def tell_changed(claim_id: int, *, what: str, before: str, reason: str, difference_vnd: int) -> None:
    """Tell the exhibitor what an officer has changed about a booth."""
    claim, application, event = _known(claim_id)
    if claim is not None and application is not None and event is not None:
        now = "–" if what == "released" else claim.booth.name
        told = {"what": what, "before": before, "reason": reason, "difference_vnd": difference_vnd}
        notices.booth_changed(application, event, now, **told)


def _known(claim_id: int) -> tuple[BoothClaim | None, Application | None, Event | None]:
    claim = db.session.get(BoothClaim, claim_id)
    if claim is None:
        return None, None, None
    return claim, queries.find_application_of(claim), db.session.get(Event, claim.event_id)
