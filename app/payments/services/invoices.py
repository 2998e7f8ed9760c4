"""Payment requests: made, cancelled."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Self

import sqlalchemy as sa

from app.accounts.models import Organisation, User
from app.audit import services as audit
from app.core import clock
from app.core.db import db
from app.core.i18n import _
from app.events.models import Event
from app.events.services import next_number
from app.jobs import services as jobs
from app.payments.errors import InvoiceClosed
from app.payments.models import Account, EntryKind, Invoice, InvoiceLine, InvoiceState
from app.payments.services.ledger import post


@dataclass(frozen=True)
class Charge:
    """One line of a payment request, before VAT.

    Attributes:
        unit: the word after the quantity, "gian".
        vat_pct: whole percent, from 0 to 100.
        share_vnd: the VAT where it is a share of the VAT of several lines; None: that of this line alone.
        source: what it is for, see InvoiceLine.
    """

    text: str
    unit_price_vnd: int
    vat_pct: int
    quantity: int = 1
    unit: str = ""
    share_vnd: int | None = None
    source: str = ""

    @classmethod
    def of(cls, line: InvoiceLine) -> Self:
        """Return the charge of a line that was asked for before, for a request that takes its place."""
        told: dict[str, Any] = {"unit": line.unit, "share_vnd": line.vat_vnd, "source": line.source}
        return cls(line.text, line.unit_price_vnd, line.vat_pct, line.quantity, **told)

    @property
    def net_vnd(self) -> int:
        return self.unit_price_vnd * self.quantity

    @property
    def vat_vnd(self) -> int:
        """VAT of the line, half a đồng rounded up."""
        if self.share_vnd is not None:
            return self.share_vnd
        return (self.net_vnd * self.vat_pct + 50) // 100


def create_invoice(event: Event, payer: Organisation, charges: Sequence[Charge], *, by: User | None, code: str = "") -> Invoice:
    """Ask `payer` for the sum of `charges` and book it as receivable.

    Deposit and dates follow the event: `deposit_pct` within `deposit_days`, the rest by `balance_due_on` (R-49).

    Args:
        code: transfer text of the payment request; made from the event's code and a number when empty.
    Returns: the flushed invoice; its code is what the payer writes into the transfer (R-57).
    """
    now = clock.now()
    net, vat = sum(charge.net_vnd for charge in charges), sum(charge.vat_vnd for charge in charges)
    invoice = Invoice(
        event_id=event.id,
        code=code or f"{event.code}TT{next_number(event, 'invoice'):04d}",
        payer_id=payer.id,
        net_vnd=net,
        vat_vnd=vat,
        total_vnd=net + vat,
        deposit_vnd=(net + vat) * event.deposit_pct // 100,
        deposit_due_on=deposit_due_on(event),
        balance_due_on=event.balance_due_on,
        state=InvoiceState.OPEN if net + vat else InvoiceState.PAID,
        created_at=now,
        lines=[_line(position, charge) for position, charge in enumerate(charges, start=1)],
    )
    db.session.add(invoice)
    db.session.flush()
    amounts = {Account.RECEIVABLE: net + vat, Account.REVENUE: -net, Account.VAT: -vat}
    post(event, EntryKind.INVOICED, amounts, invoice=invoice, by=by, memo=invoice.code)
    audit.record(by, "payments.invoice_created", invoice, event=event, data={"total_vnd": invoice.total_vnd})
    if not invoice.total_vnd:
        jobs.tell("payments.paid", invoice_id=invoice.id, event_id=event.id)
    return invoice


def deposit_due_on(event: Event) -> date:
    """Return the day of the deposit: never after the day on which everything is due, unless that day is past."""
    today = clock.today(event.timezone)
    due = today + timedelta(days=event.deposit_days)
    return min(due, event.balance_due_on) if event.balance_due_on and event.balance_due_on >= today else due


def _line(position: int, charge: Charge) -> InvoiceLine:
    return InvoiceLine(
        position=position,
        text=charge.text,
        unit=charge.unit,
        quantity=charge.quantity,
        unit_price_vnd=charge.unit_price_vnd,
        vat_pct=charge.vat_pct,
        net_vnd=charge.net_vnd,
        vat_vnd=charge.vat_vnd,
        source=charge.source,
    )


def cancel_invoice(event: Event, invoice: Invoice, *, by: User | None, reason: str) -> None:
    """Take back a payment request. What was paid stays with the payer as credit in suspense.

    Raises:
        InvoiceClosed: it is cancelled already, perhaps by somebody else a moment ago.
    """
    paid = db.session.execute(
        sa.update(Invoice)
        .where(Invoice.id == invoice.id, Invoice.state != InvoiceState.CANCELLED)
        .values(state=InvoiceState.CANCELLED, cancelled_at=clock.now())
        .returning(Invoice.paid_vnd)
    ).scalar()
    if paid is None:
        raise InvoiceClosed(_("This payment request has been cancelled already."))
    db.session.refresh(invoice)
    invoice.paid_vnd = 0
    amounts = {
        Account.RECEIVABLE: -(invoice.total_vnd - paid),
        Account.REVENUE: invoice.net_vnd,
        Account.VAT: invoice.vat_vnd,
        Account.SUSPENSE: -paid,
    }
    post(event, EntryKind.CANCELLED, amounts, invoice=invoice, by=by, memo=reason)
    audit.record(by, "payments.invoice_cancelled", invoice, event=event, reason=reason)
