"""Payment requests and the ledger. What was sold is known only by its text and price: payments know no booth."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Organisation
from app.core.db import Base, Vnd, WithId
from app.core.i18n import _l
from app.payments import ddl


class InvoiceState(StrEnum):
    OPEN = "open"
    PART_PAID = "part_paid"
    PAID = "paid"
    OVERPAID = "overpaid"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        return str(_STATES[self])


_STATES: dict[InvoiceState, Any] = {
    InvoiceState.OPEN: _l("payment awaited"),
    InvoiceState.PART_PAID: _l("paid in part"),
    InvoiceState.PAID: _l("paid"),
    InvoiceState.OVERPAID: _l("overpaid"),
    InvoiceState.CANCELLED: _l("request cancelled"),
}


class Invoice(WithId, Base):
    """A payment request (đề nghị thanh toán). `code` is the transfer text: [A-Z0-9]{8,15} (R-57)."""

    __tablename__ = "invoice"
    __table_args__ = (
        sa.UniqueConstraint("event_id", "id"),
        sa.ForeignKeyConstraint(
            ["event_id", "replaced_by_id"], ["invoice.event_id", "invoice.id"], name="fk_invoice_replaced_by"
        ),
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
    # The request that took its place when the price changed; money for the old code goes there.
    replaced_by_id: Mapped[int | None] = mapped_column(index=True)

    @property
    def open_vnd(self) -> int:
        """Return what is still awaited."""
        return 0 if self.state == InvoiceState.CANCELLED else max(self.total_vnd - self.paid_vnd, 0)

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
    # What the line is for, in words of a higher feature: "claim 12", "order 5".
    source: Mapped[str] = mapped_column(sa.String(40), default="")

    invoice: Mapped[Invoice] = relationship(back_populates="lines")


class RefundTier(Base):
    """From so many days before the event on: which part of the deposit and of the rest is paid back (R-49, A-26)."""

    __tablename__ = "refund_tier"
    __table_args__ = (
        sa.CheckConstraint("days_before >= 0", name="days_before"),
        sa.CheckConstraint("deposit_pct BETWEEN 0 AND 100 AND balance_pct BETWEEN 0 AND 100", name="percents"),
    )

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"), primary_key=True)
    days_before: Mapped[int] = mapped_column(primary_key=True)
    deposit_pct: Mapped[int]
    balance_pct: Mapped[int]


class Refund(WithId, Base):
    """What a withdrawal or a lower price gives back and keeps. `source` says of what: each is settled once."""

    __tablename__ = "refund"
    __table_args__ = (
        sa.UniqueConstraint("event_id", "source"),
        sa.ForeignKeyConstraint(["event_id", "invoice_id"], ["invoice.event_id", "invoice.id"]),
        sa.CheckConstraint("refund_vnd >= 0 AND kept_vnd >= 0 AND refund_vnd + kept_vnd = paid_vnd", name="adds_up"),
        sa.Index("ix_refund_due", "event_id", "paid_out_at"),
    )

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    invoice_id: Mapped[int] = mapped_column(index=True)
    source: Mapped[str] = mapped_column(sa.String(60))
    # What had been paid for it, and how it is divided.
    paid_vnd: Mapped[Vnd]
    refund_vnd: Mapped[Vnd]
    kept_vnd: Mapped[Vnd]
    # The rule that was used; None: no rule, all is paid back.
    days_before: Mapped[int | None]
    deposit_pct: Mapped[int | None]
    balance_pct: Mapped[int | None]
    reason: Mapped[str] = mapped_column(sa.String(300), default="")
    created_at: Mapped[datetime]
    paid_out_at: Mapped[datetime | None]
    reference: Mapped[str] = mapped_column(sa.String(120), default="")

    invoice: Mapped[Invoice] = relationship(viewonly=True)


class Account(StrEnum):
    """Accounts of the ledger. A debit is positive, a credit negative; the lines of an entry sum to zero."""

    RECEIVABLE = "receivable"
    BANK = "bank"
    REVENUE = "revenue"
    VAT = "vat"
    SUSPENSE = "suspense"
    # Between two requests while money goes from one to the other; always zero in sum.
    CLEARING = "clearing"
    # What the payer gets back after a withdrawal, until it is paid out.
    REFUND = "refund"
    # What the organiser keeps of it by the event's terms.
    FORFEIT = "forfeit"

    @property
    def label(self) -> str:
        return str(_ACCOUNTS[self])


_ACCOUNTS: dict[Account, Any] = {
    Account.RECEIVABLE: _l("Receivable"),
    Account.BANK: _l("Bank"),
    Account.REVENUE: _l("Revenue"),
    Account.VAT: _l("VAT to be paid"),
    Account.SUSPENSE: _l("Unassigned money"),
    Account.CLEARING: _l("On its way between requests"),
    Account.REFUND: _l("To be paid back"),
    Account.FORFEIT: _l("Kept after withdrawal"),
}


class EntryKind(StrEnum):
    INVOICED = "invoiced"
    RECEIVED = "received"
    MATCHED = "matched"
    CANCELLED = "cancelled"
    REFUNDED = "refunded"
    TRANSFERRED = "transferred"
    SETTLED = "settled"
    TAKEN_BACK = "taken_back"

    @property
    def label(self) -> str:
        return str(_ENTRIES[self])


_ENTRIES: dict[EntryKind, Any] = {
    EntryKind.INVOICED: _l("Payment requested"),
    EntryKind.RECEIVED: _l("Money received"),
    EntryKind.MATCHED: _l("Credit assigned"),
    EntryKind.CANCELLED: _l("Request cancelled"),
    EntryKind.REFUNDED: _l("Money paid back"),
    EntryKind.TRANSFERRED: _l("Credit moved to another request"),
    EntryKind.SETTLED: _l("Refund settled"),
    EntryKind.TAKEN_BACK: _l("Assignment taken back"),
}


class LedgerEntry(WithId, Base):
    """One fact about money, written once: a mistake is answered by a further entry."""

    __tablename__ = "ledger_entry"
    __table_args__ = (
        sa.ForeignKeyConstraint(["event_id", "invoice_id"], ["invoice.event_id", "invoice.id"]),
        sa.Index("ix_ledger_entry_event", "event_id", "occurred_at"),
    )

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    invoice_id: Mapped[int | None] = mapped_column(index=True)
    kind: Mapped[EntryKind]
    memo: Mapped[str] = mapped_column(sa.String(300), default="")
    recorded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    occurred_at: Mapped[datetime]
    created_at: Mapped[datetime]

    lines: Mapped[list["LedgerLine"]] = relationship(back_populates="entry")


class LedgerLine(WithId, Base):
    __tablename__ = "ledger_line"
    __table_args__ = (sa.CheckConstraint("amount_vnd <> 0", name="not_zero"),)

    entry_id: Mapped[int] = mapped_column(sa.ForeignKey("ledger_entry.id"), index=True)
    account: Mapped[Account]
    amount_vnd: Mapped[Vnd]

    entry: Mapped[LedgerEntry] = relationship(back_populates="lines")


class MatchState(StrEnum):
    MATCHED = "matched"
    PARTIAL = "partial"
    OVERPAID = "overpaid"
    UNMATCHED = "unmatched"
    # Names a request that was cancelled before: waits on the page "needs attention".
    LATE = "late"

    @property
    def label(self) -> str:
        return str(_MATCHES[self])


_MATCHES: dict[MatchState, Any] = {
    MatchState.MATCHED: _l("matched"),
    MatchState.PARTIAL: _l("part payment"),
    MatchState.OVERPAID: _l("overpaid"),
    MatchState.UNMATCHED: _l("not matched"),
    MatchState.LATE: _l("too late"),
}


class BankTransaction(WithId, Base):
    """A credit on the event's account, applied once: unique by the bank's own reference (I12)."""

    __tablename__ = "bank_transaction"
    __table_args__ = (
        sa.UniqueConstraint("event_id", "reference"),
        sa.ForeignKeyConstraint(["event_id", "invoice_id"], ["invoice.event_id", "invoice.id"]),
        sa.CheckConstraint("amount_vnd > 0", name="credit"),
        sa.Index("ix_bank_transaction_state", "event_id", "state"),
    )

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    # The bank's reference, or a digest of the line where the statement has none.
    reference: Mapped[str] = mapped_column(sa.String(80))
    amount_vnd: Mapped[Vnd]
    memo: Mapped[str] = mapped_column(sa.String(300))
    occurred_at: Mapped[datetime]
    state: Mapped[MatchState]
    invoice_id: Mapped[int | None] = mapped_column(index=True)
    entry_id: Mapped[int] = mapped_column(sa.ForeignKey("ledger_entry.id"))
    imported_at: Mapped[datetime]

    invoice: Mapped[Invoice | None] = relationship(viewonly=True)


for _table in (LedgerEntry.__table__, LedgerLine.__table__):
    for _dialect, _statements in ddl.STATEMENTS[str(_table.name)].items():  # type: ignore[attr-defined]
        for _statement in _statements:
            sa.event.listen(_table, "after_create", sa.DDL(_statement).execute_if(dialect=_dialect))  # type: ignore[no-untyped-call]
