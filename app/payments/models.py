"""Payment requests and the ledger. What was sold is known only by its text and price: payments know no booth."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Organisation
from app.core.db import Base, Vnd, WithId


class InvoiceState(StrEnum):
    OPEN = "open"
    PART_PAID = "part_paid"
    PAID = "paid"
    OVERPAID = "overpaid"
    CANCELLED = "cancelled"


class Invoice(WithId, Base):
    """A payment request (đề nghị thanh toán). `code` is the transfer text: [A-Z0-9]{8,15} (R-57)."""

    __tablename__ = "invoice"
    __table_args__ = (
        sa.UniqueConstraint("event_id", "id"),
        sa.CheckConstraint("total_vnd = net_vnd + vat_vnd", name="total_is_net_and_vat"),
        sa.Index("ix_invoice_event", "event_id", "created_at"),
    )

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    code: Mapped[str] = mapped_column(sa.String(15), unique=True)
    payer_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    state: Mapped[InvoiceState] = mapped_column(default=InvoiceState.OPEN)
    net_vnd: Mapped[Vnd]
    vat_vnd: Mapped[Vnd]
    total_vnd: Mapped[Vnd]
    # Kept equal to the ledger by the service that posts; doctor compares.
    paid_vnd: Mapped[Vnd] = mapped_column(default=0)
    deposit_vnd: Mapped[Vnd] = mapped_column(default=0)
    deposit_due_on: Mapped[date | None]
    balance_due_on: Mapped[date | None]
    created_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]

    payer: Mapped[Organisation] = relationship()
    lines: Mapped[list["InvoiceLine"]] = relationship(back_populates="invoice", order_by="InvoiceLine.position")


class InvoiceLine(WithId, Base):
    __tablename__ = "invoice_line"

    invoice_id: Mapped[int] = mapped_column(sa.ForeignKey("invoice.id"), index=True)
    position: Mapped[int]
    text: Mapped[str] = mapped_column(sa.String(300))
    unit: Mapped[str] = mapped_column(sa.String(40), default="")
    quantity: Mapped[int] = mapped_column(default=1)
    unit_price_vnd: Mapped[Vnd]
    vat_pct: Mapped[int]
    net_vnd: Mapped[Vnd]
    vat_vnd: Mapped[Vnd]

    invoice: Mapped[Invoice] = relationship(back_populates="lines")
