"""What becomes of money whose request was cancelled, and requests whose price changed."""

from collections.abc import Sequence

import sqlalchemy as sa

from app.accounts.models import User
from app.audit import services as audit
from app.core.db import db
from app.core.i18n import _, format_money
from app.events.models import Event
from app.jobs import services as jobs
from app.payments import queries
from app.payments.errors import MoneyUsed, WrongAmount
from app.payments.models import Account, EntryKind, Invoice
from app.payments.services.invoices import Charge, cancel_invoice, create_invoice
from app.payments.services.ledger import apply_payment, post, return_to_suspense
from app.payments.services.refunds import Settlement, settle


def reissue(
    event: Event,
    old: Invoice,
    charges: Sequence[Charge],
    *,
    by: User | None,
    reason: str,
    settled: Settlement | None = None,
) -> Invoice:
    """Replace a request by one over `charges`: it is never edited. What was paid goes along, the due days stay.

    Transfers that still name the old code are booked for the new request. The fact `payments.invoice_replaced`
    {old_id, new_id, event_id} is told.

    Args:
        settled: what of the paid money is given back or kept first, and does not go along.
    Returns: the flushed new request.
    Raises:
        InvoiceClosed: it is cancelled already, perhaps by somebody else a moment ago.
    """
    cancel_invoice(event, old, by=by, reason=reason)
    if settled is not None:
        settle(event, old, settled, by=by, reason=reason)
    new = create_invoice(event, old.payer, charges, by=by)
    new.deposit_due_on, new.balance_due_on = old.deposit_due_on, old.balance_due_on
    old.replaced_by_id = new.id
    db.session.flush()
    move_credit(event, old, new, by=by)
    audit.record(by, "payments.invoice_replaced", old, event=event, reason=reason, data={"new": new.code})
    jobs.tell("payments.invoice_replaced", old_id=old.id, new_id=new.id, event_id=event.id)
    return new


def move_credit(event: Event, old: Invoice, new: Invoice, *, by: User | None) -> int:
    """Use the credit of a cancelled request for another one and return how much it was."""
    amount = _locked_credit(old)
    if not amount:
        return 0
    taken, given = (
        {Account.SUSPENSE: amount, Account.CLEARING: -amount},
        {Account.CLEARING: amount, Account.RECEIVABLE: -amount},
    )
    post(event, EntryKind.TRANSFERRED, taken, invoice=old, by=by, memo=new.code)
    apply_payment(event, new, amount)
    post(event, EntryKind.MATCHED, given, invoice=new, by=by, memo=old.code)
    audit.record(by, "payments.credit_moved", old, event=event, data={"amount_vnd": amount, "to": new.code})
    return amount


def take_credit_back(event: Event, invoice: Invoice, amount_vnd: int, *, by: User, memo: str) -> None:
    """Book that credit of a cancelled request belongs to no request: its payer was not who paid it.

    Raises:
        MoneyUsed: so much is not left.
    """
    if amount_vnd > _locked_credit(invoice):
        raise MoneyUsed
    amounts = {Account.SUSPENSE: amount_vnd, Account.CLEARING: -amount_vnd}
    post(event, EntryKind.TAKEN_BACK, amounts, invoice=invoice, by=by, memo=memo)
    return_to_suspense(event, amount_vnd, by=by, memo=memo)


def refund(event: Event, invoice: Invoice, amount_vnd: int, *, by: User, memo: str) -> None:
    """Note that credit of a cancelled request was paid back.

    Args:
        memo: the bank's reference of the transfer to the payer, or the reason.
    Raises:
        WrongAmount: not above zero, or more than is left; perhaps somebody else was faster.
    """
    left = _locked_credit(invoice)
    if not 0 < amount_vnd <= left:
        raise WrongAmount(_("At most %(most)s can be paid back.", most=format_money(left)), field="amount")
    amounts = {Account.SUSPENSE: amount_vnd, Account.BANK: -amount_vnd}
    post(event, EntryKind.REFUNDED, amounts, invoice=invoice, by=by, memo=memo)
    audit.record(by, "payments.refunded", invoice, event=event, reason=memo, data={"amount_vnd": amount_vnd})


def _locked_credit(invoice: Invoice) -> int:
    """Return the credit; until the transaction ends nobody else can use it."""
    db.session.execute(sa.select(Invoice.id).where(Invoice.id == invoice.id).with_for_update())
    return queries.credit_of(invoice)
