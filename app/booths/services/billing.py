"""The money of bookings: what a payment request asks for, and what follows when it is paid or the price changes."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from app.accounts.models import User
from app.audit import services as audit
from app.booths import queries
from app.booths.errors import BoothHandedOver, ClaimChanged
from app.booths.models import BOOKED, BoothClaim, ClaimState
from app.booths.quotes import printed_claim
from app.booths.services.bookings import confirm, sell
from app.booths.services.claiming import try_step
from app.core import clock
from app.core.db import db
from app.core.i18n import _, force_locale
from app.events.models import Event
from app.payments.models import Invoice, InvoiceLine, InvoiceState
from app.payments.services import refunds
from app.payments.services.credit import move_credit, reissue
from app.payments.services.invoices import Charge, cancel_invoice

# Who must pay again has at least so long.
TIME_AGAIN = timedelta(days=3)


def source_of(claim: BoothClaim) -> str:
    """Return how lines of payment requests name the claim they are for."""
    return f"claim {claim.id}"


def charges_of(claim: BoothClaim) -> list[Charge]:
    """Return the lines of a payment request for one booth, at its frozen price, in the language of the moment."""
    told: dict[str, Any] = {"unit": _("booth"), "source": source_of(claim)}
    return [Charge(line.text, line.net_vnd, line.vat_pct, share_vnd=line.vat_vnd, **told) for line in printed_claim(claim)]


def link(claims: Iterable[BoothClaim], invoice: Invoice) -> None:
    """Let `invoice` be what these booths are paid by, with its days."""
    for claim in claims:
        claim.invoice_id = invoice.id
        claim.deposit_due_on = invoice.deposit_due_on if invoice.deposit_vnd else None
        claim.balance_due_on = invoice.balance_due_on
    db.session.flush()


def settle(invoice: Invoice, *, by: Any = None) -> list[BoothClaim]:
    """Confirm the booths whose deposit has come, sell those that are paid in full. Doing it twice changes nothing.

    Returns: the claims that changed.
    """
    if invoice.state is InvoiceState.CANCELLED or invoice.paid_vnd < invoice.deposit_vnd:
        return []
    is_paid = invoice.paid_vnd >= invoice.total_vnd
    changed = []
    for claim in queries.claims_paid_by([invoice.id]):
        if is_paid and claim.state in (ClaimState.RESERVED, ClaimState.CONFIRMED):
            sell(claim, by=by)
        elif claim.state is ClaimState.RESERVED:
            confirm(claim, by=by)
        else:
            continue
        changed.append(claim)
    return changed


def awaiting_again(invoice: Invoice, paid_vnd: int) -> list[tuple[BoothClaim, ClaimState]]:
    """Return the booths that are no longer paid as they stand when `paid_vnd` is all that is paid, each with its state then.

    Raises:
        BoothHandedOver: one that would not be paid in full is with its exhibitor, or was.
    """
    if invoice.state is InvoiceState.CANCELLED or paid_vnd >= invoice.total_vnd:
        return []
    has_deposit = bool(invoice.deposit_vnd) and paid_vnd >= invoice.deposit_vnd
    then = ClaimState.CONFIRMED if has_deposit else ClaimState.RESERVED
    beyond = (ClaimState.SOLD,) if has_deposit else (ClaimState.SOLD, ClaimState.CONFIRMED)
    claims = queries.claims_paid_by([invoice.id])
    for claim in claims:
        if claim.state in (ClaimState.OCCUPIED, ClaimState.VACATED):
            raise BoothHandedOver(claim.booth.name)
    return [(claim, then) for claim in claims if claim.state in beyond]


def unsettle(invoice: Invoice, *, by: User, reason: str) -> list[BoothClaim]:
    """Let booths wait again for money that was taken back from their request: they stay their exhibitors', the clock runs on.

    What is awaited again has its day as before, or some days from today when that is later.

    Returns: the claims that changed.
    Raises:
        BoothHandedOver: see `awaiting_again`. ClaimChanged: somebody changed one of them at this moment.
    """
    changed = []
    for claim, then in awaiting_again(invoice, invoice.paid_vnd):
        before = claim.state
        days = later_days(claim, then)
        if not try_step(claim, then, BoothClaim.state == before, reminded_on=None, **days):
            raise ClaimChanged(claim.booth.code)
        invoice.deposit_due_on = days["deposit_due_on"] or invoice.deposit_due_on
        invoice.balance_due_on = days["balance_due_on"] or invoice.balance_due_on
        until = claim.due_on.isoformat() if claim.due_on is not None else ""
        data = {"booth": claim.booth.code, "from": before, "to": then, "total_vnd": claim.total_vnd, "until": until}
        audit.record(by, "booths.payment_taken_back", claim, reason=reason, data=data)
        changed.append(claim)
    db.session.flush()
    return changed


def later_days(claim: BoothClaim, then: ClaimState) -> dict[str, date | None]:
    """Return `deposit_due_on` and `balance_due_on` of a claim that waits again in `then`; a day it never had stays none."""
    soonest = clock.today(claim.booth.event.timezone) + TIME_AGAIN
    deposit, balance = claim.deposit_due_on, claim.balance_due_on
    if deposit is not None and then is ClaimState.RESERVED:
        deposit = max(deposit, soonest)
    if balance is not None:
        balance = max(balance, soonest, deposit or soonest)
    return {"deposit_due_on": deposit, "balance_due_on": balance}


def requests_of(claims: Sequence[BoothClaim]) -> list[Invoice]:
    """Return the live payment requests that ask money for these claims, the oldest first, as they are now.

    Until the transaction ends nobody books money for them.
    """
    named = sa.select(InvoiceLine.invoice_id).where(InvoiceLine.source.in_([source_of(claim) for claim in claims]))
    ids = [claim.invoice_id for claim in claims if claim.invoice_id is not None]
    chosen = sa.select(Invoice).where(
        sa.or_(Invoice.id.in_(named), Invoice.id.in_(ids)), Invoice.state != InvoiceState.CANCELLED
    )
    locked = chosen.order_by(Invoice.id).with_for_update(of=Invoice)
    return list(db.session.scalars(locked, execution_options={"populate_existing": True}))


def bill_again(
    event: Event, claims: Sequence[BoothClaim], *, by: User | None, reason: str, always: bool = False, locale: str = "vi"
) -> Invoice | None:
    """Bring the payment requests of `claims`, some of which may have ended, in line with the booths as they are now.

    Where the sum has changed, one new request takes the place of the old ones, what was paid goes along and other lines
    stay. Where nothing is left to ask for they are cancelled, and what was paid waits as credit.

    Args:
        always: whether a request with the right sum is replaced, too: its texts have changed.
    Returns: the new request.
    """
    requests = requests_of(claims)
    if not requests:
        return None
    asked = queries.claims_paid_by([invoice.id for invoice in requests])
    live = [claim for claim in asked if claim.state in BOOKED]
    ours = {source_of(claim) for claim in (*asked, *claims)} | {""}
    lines = [line for invoice in requests for line in invoice.lines]
    kept = [line for line in lines if line.source not in ours]
    if not always and _asks_for(live, [line for line in lines if line.source in ours]):
        return None
    if not live and not kept:
        for invoice in requests:
            cancel_invoice(event, invoice, by=by, reason=reason)
        return None
    with force_locale(locale):
        charges = [charge for claim in live for charge in charges_of(claim)]
    fresh = _replace(event, requests, charges + [Charge.of(line) for line in kept], by=by, reason=reason)
    link(live, fresh)
    return fresh


def _asks_for(claims: list[BoothClaim], lines: list[InvoiceLine]) -> bool:
    """Tell whether `lines` ask exactly for the prices of `claims`."""
    asked: dict[str, int] = {}
    for line in lines:
        asked[line.source] = asked.get(line.source, 0) + line.net_vnd + line.vat_vnd
    if "" in asked:  # lines older than the rate card do not say for which booth they are
        return sum(asked.values()) == sum(claim.total_vnd for claim in claims)
    return asked == {source_of(claim): claim.total_vnd for claim in claims}


def _replace(event: Event, requests: list[Invoice], charges: list[Charge], *, by: User | None, reason: str) -> Invoice:
    first, *others = requests
    fresh = reissue(event, first, charges, by=by, reason=reason)
    for other in others:
        cancel_invoice(event, other, by=by, reason=reason)
        other.replaced_by_id = fresh.id
        db.session.flush()
        move_credit(event, other, fresh, by=by)
    return fresh


def settle_by_terms(event: Event, claim: BoothClaim, *, by: User | None, reason: str) -> None:
    """Divide what was paid for a booth that was given up by the event's terms of withdrawal; the rest is asked for anew."""
    for invoice in requests_of([claim]):
        mine = [line for line in invoice.lines if line.source == source_of(claim)]
        part = sum(line.net_vnd + line.vat_vnd for line in mine) or None
        source = f"{source_of(claim)} of {invoice.code}"
        settlement = refunds.preview(event, invoice, source=source, part_vnd=part)
        rest = [Charge.of(line) for line in invoice.lines if part and line not in mine]
        if rest:
            fresh = reissue(event, invoice, rest, by=by, reason=reason, settled=settlement)
            link([other for other in queries.claims_paid_by([invoice.id]) if other.state in BOOKED], fresh)
        else:
            refunds.withdraw(event, invoice, settlement, by=by, reason=reason)
