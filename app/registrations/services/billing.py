"""What exhibitors are asked for: lines of frozen prices, requests that follow a change, refunds when booths are given up."""

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from app.accounts.models import Organisation, User
from app.booths.firms import classes_of
from app.booths.models import LIVE, BoothClaim, FirmClass
from app.booths.services.billing import charges_of, source_of
from app.core.db import db
from app.core.i18n import force_locale
from app.events.models import Event
from app.payments.models import Invoice, InvoiceLine, InvoiceState
from app.payments.services import refunds
from app.payments.services.credit import reissue
from app.payments.services.invoices import Charge, cancel_invoice
from app.payments.services.refunds import Settlement
from app.registrations.eligibility import eligibility_of
from app.registrations.models import Application


def firm_classes(organisation: Organisation | None) -> frozenset[FirmClass]:
    """Return for which supports of the rent a firm qualifies."""
    if organisation is None:
        return frozenset({FirmClass.ANY})
    return classes_of(organisation, is_rural=eligibility_of(organisation).eligible)


def requests_for(application: Application) -> list[Invoice]:
    """Return the live payment requests for booths of an application, the oldest first, lines loaded."""
    claims = [row.claim for row in application.booths]
    asked = sa.select(InvoiceLine.invoice_id).where(InvoiceLine.source.in_([source_of(claim) for claim in claims]))
    known = {claim.invoice_id for claim in claims} | {application.invoice_id}
    wanted = sa.or_(Invoice.id.in_(asked), Invoice.id.in_([number for number in known if number is not None]))
    chosen = sa.select(Invoice).where(Invoice.event_id == application.event_id, wanted, Invoice.state != InvoiceState.CANCELLED)
    return list(db.session.scalars(chosen.options(selectinload(Invoice.lines)).order_by(Invoice.id)))


def preview_withdrawal(event: Event, application: Application) -> list[tuple[Invoice, Settlement]]:
    """Return how what was paid would be divided if the exhibitor gave up everything now."""
    return [
        (invoice, refunds.preview(event, invoice, source=f"request {invoice.code}")) for invoice in requests_for(application)
    ]


def give_up_all(event: Event, application: Application, *, by: User | None, reason: str, by_terms: bool) -> None:
    """Cancel all payment requests for booths of an application that ends.

    Args:
        by_terms: the exhibitor withdraws, so the event's terms divide what was paid; else it stays the payer's credit.
    """
    for invoice, settlement in preview_withdrawal(event, application):
        if by_terms and refunds.has_terms(event):
            refunds.withdraw(event, invoice, settlement, by=by, reason=reason)
        else:
            cancel_invoice(event, invoice, by=by, reason=reason)


def preview_release(event: Event, application: Application, claim: BoothClaim) -> list[tuple[Invoice, Settlement]]:
    """Return how what was paid for one booth is divided if it is given up now by the event's terms: a reduction of space."""
    found = []
    for invoice in requests_for(application):
        part = sum(line.net_vnd + line.vat_vnd for line in invoice.lines if line.source == source_of(claim))
        if part:
            named = f"{source_of(claim)} of {invoice.code}"
            found.append((invoice, refunds.preview(event, invoice, source=named, part_vnd=part)))
    return found


def follow(application: Application, old: Invoice, new: Invoice) -> None:
    """Let the claims and the application of a request that was replaced name the one that took its place."""
    db.session.execute(
        sa.update(BoothClaim)
        .where(BoothClaim.event_id == old.event_id, BoothClaim.invoice_id == old.id, BoothClaim.state.in_(LIVE))
        .values(invoice_id=new.id),
        execution_options={"synchronize_session": "fetch"},
    )
    if application.invoice_id == old.id:
        application.invoice_id = new.id
    db.session.flush()


def ask_again(
    event: Event,
    application: Application,
    invoice: Invoice,
    claims: Collection[BoothClaim],
    *,
    by: User | None,
    reason: str,
    surplus: Settlement | None = None,
) -> Invoice:
    """Replace a request because the prices of `claims` changed; its other lines stay as they are.

    Args:
        surplus: what was paid beyond the new total and is given back.
    """
    if any(not line.source for line in invoice.lines):
        # Lines older than the rate card do not say for which booth they are: all are written anew.
        mine = [row.claim for row in application.booths if row.claim.invoice_id == invoice.id and row.claim.state in LIVE]
        claims = [*claims, *(claim for claim in mine if claim not in claims)]
    sources = {source_of(claim) for claim in claims}
    with force_locale(application.locale):
        fresh: Sequence[Charge] = [charge for claim in claims for charge in charges_of(claim)]
    kept = [Charge.of(line) for line in invoice.lines if line.source and line.source not in sources]
    following = reissue(event, invoice, [*fresh, *kept], by=by, reason=reason, settled=surplus)
    follow(application, invoice, following)
    return following
