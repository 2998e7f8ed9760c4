"""The double-entry ledger: every entry balances, none is changed."""

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa

from app.accounts.models import User
from app.audit import services as audit
from app.core import clock
from app.core.db import db
from app.core.i18n import _
from app.events.models import Event
from app.jobs import services as jobs
from app.payments.errors import InvoiceClosed, MoneyUsed, WrongAmount
from app.payments.models import Account, EntryKind, Invoice, InvoiceState, LedgerEntry, LedgerLine


def post(
    event: Event,
    kind: EntryKind,
    amounts: Mapping[Account, int],
    *,
    invoice: Invoice | None = None,
    by: User | None = None,
    memo: str = "",
    occurred_at: datetime | None = None,
) -> LedgerEntry:
    """Write one balanced entry.

    Args:
        amounts: đồng by account, debit positive; zero amounts are left out.
    Raises:
        ValueError: the amounts do not sum to zero: a programming error.
    """
    if sum(amounts.values()) != 0:
        raise ValueError(f"unbalanced entry {dict(amounts)}")
    now = clock.now()
    entry = LedgerEntry(
        event_id=event.id,
        invoice_id=invoice.id if invoice else None,
        kind=kind,
        memo=memo[:300],
        recorded_by_id=by.id if by else None,
        occurred_at=occurred_at or now,
        created_at=now,
        lines=[LedgerLine(account=account, amount_vnd=amount) for account, amount in amounts.items() if amount],
    )
    db.session.add(entry)
    db.session.flush()
    return entry


def receive(
    event: Event, invoice: Invoice, amount_vnd: int, *, by: User | None, memo: str = "", occurred_at: datetime | None = None
) -> LedgerEntry:
    """Book a transfer for `invoice` and set its state from what is paid now.

    Raises:
        WrongAmount: not above zero. InvoiceClosed: the request was cancelled; such money belongs into suspense.
    """
    if amount_vnd <= 0:
        raise WrongAmount(_("The amount must be above zero."), field="amount")
    apply_payment(event, invoice, amount_vnd)
    amounts = {Account.BANK: amount_vnd, Account.RECEIVABLE: -amount_vnd}
    entry = post(event, EntryKind.RECEIVED, amounts, invoice=invoice, by=by, memo=memo, occurred_at=occurred_at)
    audit.record(by, "payments.received", invoice, event=event, data={"amount_vnd": amount_vnd})
    return entry


def apply_payment(event: Event, invoice: Invoice, amount_vnd: int) -> None:
    """Add to what is paid and set the state from it; whoever waits for the deposit or the whole sum is told.

    The fact `payments.paid` {invoice_id, event_id} is told once when the deposit is reached and once when all is paid.

    Raises:
        InvoiceClosed: the request was cancelled.
    """
    if not _change_paid(invoice, amount_vnd):
        raise InvoiceClosed(_("This payment request has been cancelled."))
    before = invoice.paid_vnd - amount_vnd
    if any(before < step <= invoice.paid_vnd for step in (invoice.deposit_vnd, invoice.total_vnd)):
        jobs.tell("payments.paid", invoice_id=invoice.id, event_id=event.id)


def take_payment_back(event: Event, invoice: Invoice, amount_vnd: int, *, by: User, memo: str) -> None:
    """Book that money which was paid for `invoice` belongs elsewhere: it waits in suspense, the request is open for it again.

    Raises:
        MoneyUsed: the request was cancelled or replaced a moment ago, or has not so much any more.
    """
    if not _change_paid(invoice, -amount_vnd):
        raise MoneyUsed
    amounts = {Account.RECEIVABLE: amount_vnd, Account.CLEARING: -amount_vnd}
    post(event, EntryKind.TAKEN_BACK, amounts, invoice=invoice, by=by, memo=memo)
    return_to_suspense(event, amount_vnd, by=by, memo=memo)


def return_to_suspense(event: Event, amount_vnd: int, *, by: User, memo: str) -> None:
    """Book money that was taken from a request as belonging to none."""
    amounts = {Account.CLEARING: amount_vnd, Account.SUSPENSE: -amount_vnd}
    post(event, EntryKind.TAKEN_BACK, amounts, by=by, memo=memo)


def _change_paid(invoice: Invoice, change_vnd: int) -> bool:
    """Change what is paid and set the state from it; False when the request is cancelled or would have less than nothing."""
    paid = Invoice.paid_vnd + change_vnd
    changed = db.session.execute(
        sa.update(Invoice)
        .where(Invoice.id == invoice.id, Invoice.state != InvoiceState.CANCELLED, paid >= 0)
        .values(
            paid_vnd=paid,
            state=sa.case(
                (sa.and_(paid == 0, Invoice.total_vnd > 0), InvoiceState.OPEN),
                (paid < Invoice.total_vnd, InvoiceState.PART_PAID),
                (paid == Invoice.total_vnd, InvoiceState.PAID),
                else_=InvoiceState.OVERPAID,
            ),
        )
        .returning(Invoice.id)
    ).scalar()
    db.session.refresh(invoice)
    return changed is not None


def receive_unmatched(
    event: Event, amount_vnd: int, *, by: User | None, memo: str, occurred_at: datetime | None = None
) -> LedgerEntry:
    """Book a credit that belongs to no request yet: it waits in suspense, never dropped (I12)."""
    amounts = {Account.BANK: amount_vnd, Account.SUSPENSE: -amount_vnd}
    return post(event, EntryKind.RECEIVED, amounts, by=by, memo=memo, occurred_at=occurred_at)


def receive_late(
    event: Event, invoice: Invoice, amount_vnd: int, *, by: User | None, memo: str, occurred_at: datetime | None = None
) -> LedgerEntry:
    """Book a transfer for a request that was cancelled: it waits as the payer's credit, see `queries.credits_left`."""
    amounts = {Account.BANK: amount_vnd, Account.SUSPENSE: -amount_vnd}
    entry = post(event, EntryKind.RECEIVED, amounts, invoice=invoice, by=by, memo=memo, occurred_at=occurred_at)
    audit.record(by, "payments.received_late", invoice, event=event, data={"amount_vnd": amount_vnd})
    return entry
