"""Reads of money: payment requests, the ledger, what the bank told."""

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import Organisation
from app.core.db import db
from app.core.errors import NotFound
from app.core.text import fold
from app.events.models import Event
from app.payments.models import (
    Account,
    BankTransaction,
    EntryKind,
    Invoice,
    InvoiceState,
    LedgerEntry,
    LedgerLine,
    MatchState,
    Refund,
    RefundTier,
)

# States in which money is still awaited.
AWAITING = (InvoiceState.OPEN, InvoiceState.PART_PAID)


@dataclass(frozen=True)
class Sums:
    """Money of an event in đồng; cancelled requests do not count."""

    due_vnd: int
    received_vnd: int
    requests: int
    unmatched_vnd: int
    unmatched: int

    @property
    def open_vnd(self) -> int:
        return max(self.due_vnd - self.received_vnd, 0)


def sums_of(event: Event) -> Sums:
    """Return what is due, received and waits unmatched: two queries."""
    live = sa.and_(Invoice.event_id == event.id, Invoice.state != InvoiceState.CANCELLED)
    total, paid = sa.func.coalesce(sa.func.sum(Invoice.total_vnd), 0), sa.func.coalesce(sa.func.sum(Invoice.paid_vnd), 0)
    due, received, requests = db.session.execute(sa.select(total, paid, sa.func.count(Invoice.id)).where(live)).one()
    waiting = sa.select(sa.func.coalesce(sa.func.sum(BankTransaction.amount_vnd), 0), sa.func.count(BankTransaction.id))
    unmatched = db.session.execute(waiting.where(*_unmatched(event))).one()
    return Sums(int(due), int(received), int(requests), int(unmatched[0]), int(unmatched[1]))


def _unmatched(event: Event) -> tuple[sa.ColumnElement[bool], ...]:
    return BankTransaction.event_id == event.id, BankTransaction.state == MatchState.UNMATCHED


def count_unmatched(event: Event) -> int:
    """Return how many bank credits belong to no request yet."""
    return int(db.session.scalar(sa.select(sa.func.count(BankTransaction.id)).where(*_unmatched(event))) or 0)


def invoices(event: Event, *, state: InvoiceState | None = None, text: str = "") -> sa.Select[tuple[Invoice]]:
    """Return the statement for the requests, the newest first, with payers; page it with core.paging.

    Args:
        text: part of a code or words of a payer's name, accents aside.
    """
    statement = sa.select(Invoice).join(Organisation, Organisation.id == Invoice.payer_id).where(Invoice.event_id == event.id)
    if state is not None:
        statement = statement.where(Invoice.state == state)
    for word in fold(text).split()[:6]:
        named = Organisation.search_key.contains(word, autoescape=True)
        statement = statement.where(sa.or_(named, Invoice.code.contains(word.upper(), autoescape=True)))
    return statement.options(joinedload(Invoice.payer)).order_by(Invoice.created_at.desc(), Invoice.id.desc())


def get_invoice(event: Event, code: str) -> Invoice:
    """Return the request with its payer and lines. Raises: NotFound: no such code in this event."""
    chosen = sa.select(Invoice).where(Invoice.event_id == event.id, Invoice.code == code)
    invoice = db.session.scalar(chosen.options(joinedload(Invoice.payer), selectinload(Invoice.lines)))
    if invoice is None:
        raise NotFound
    return invoice


def find_invoice(event: Event, code: str) -> Invoice | None:
    """Return the request whose code somebody typed, spaces and case aside; None for none."""
    plain = "".join(code.split()).upper()
    return db.session.scalar(sa.select(Invoice).where(Invoice.event_id == event.id, Invoice.code == plain))


def entries_of(invoice: Invoice) -> list[LedgerEntry]:
    """Return the ledger entries of a request in their order, with lines."""
    chosen = sa.select(LedgerEntry).where(LedgerEntry.event_id == invoice.event_id, LedgerEntry.invoice_id == invoice.id)
    return list(db.session.scalars(chosen.options(selectinload(LedgerEntry.lines)).order_by(LedgerEntry.id)))


def transactions(event: Event, *, state: MatchState | None = None) -> sa.Select[tuple[BankTransaction]]:
    """Return the statement for the bank credits, the newest first, with their requests; page it with core.paging."""
    statement = sa.select(BankTransaction).where(BankTransaction.event_id == event.id)
    if state is not None:
        statement = statement.where(BankTransaction.state == state)
    options = joinedload(BankTransaction.invoice).joinedload(Invoice.payer)
    return statement.options(options).order_by(BankTransaction.occurred_at.desc(), BankTransaction.id.desc())


def transactions_of(invoice: Invoice) -> list[BankTransaction]:
    """Return the bank credits that are assigned to a request, the oldest first."""
    chosen = sa.select(BankTransaction).where(
        BankTransaction.event_id == invoice.event_id, BankTransaction.invoice_id == invoice.id
    )
    return list(db.session.scalars(chosen.order_by(BankTransaction.occurred_at, BankTransaction.id)))


def get_transaction(event: Event, transaction_id: int) -> BankTransaction:
    """Return one bank credit of the event. Raises: NotFound."""
    chosen = sa.select(BankTransaction).where(BankTransaction.event_id == event.id, BankTransaction.id == transaction_id)
    found = db.session.scalar(chosen)
    if found is None:
        raise NotFound
    return found


def known_references(event: Event, references: Iterable[str]) -> dict[str, int]:
    """Return the amounts of those references that were imported before."""
    wanted = list(references)
    known: dict[str, int] = {}
    for start in range(0, len(wanted), 500):
        rows = db.session.execute(
            sa.select(BankTransaction.reference, BankTransaction.amount_vnd).where(
                BankTransaction.event_id == event.id, BankTransaction.reference.in_(wanted[start : start + 500])
            )
        )
        known |= {reference: amount for reference, amount in rows}
    return known


def all_codes() -> dict[str, int]:
    """Return the event of each transfer code of all events: money for another event must not be taken for ours."""
    return {code: event_id for code, event_id in db.session.execute(sa.select(Invoice.code, Invoice.event_id))}


def invoices_by_code(event: Event, codes: Iterable[str]) -> dict[str, Invoice]:
    """Return the requests with these codes, by code, with payers."""
    wanted = sorted(set(codes))
    found: dict[str, Invoice] = {}
    for start in range(0, len(wanted), 500):
        chosen = sa.select(Invoice).where(Invoice.event_id == event.id, Invoice.code.in_(wanted[start : start + 500]))
        found |= {invoice.code: invoice for invoice in db.session.scalars(chosen.options(joinedload(Invoice.payer)))}
    return found


def awaiting_amount(event: Event, amount_vnd: int) -> list[Invoice]:
    """Return up to five requests for which exactly this amount, as a whole or as deposit, is still awaited."""
    fits = sa.or_(
        Invoice.total_vnd - Invoice.paid_vnd == amount_vnd,
        sa.and_(Invoice.paid_vnd == 0, Invoice.deposit_vnd == amount_vnd),
    )
    chosen = sa.select(Invoice).where(Invoice.event_id == event.id, Invoice.state.in_(AWAITING), fits)
    return list(db.session.scalars(chosen.options(joinedload(Invoice.payer)).order_by(Invoice.id).limit(5)))


def newest_of(invoice: Invoice) -> Invoice:
    """Return the request that took the place of `invoice`, however often the price changed; itself when none did."""
    return replacements_of(invoice)[-1]


def replacements_of(invoice: Invoice) -> list[Invoice]:
    """Return `invoice` and the requests that took its place one after the other."""
    chain = [invoice]
    while chain[-1].replaced_by_id is not None:
        chain.append(db.session.get_one(Invoice, chain[-1].replaced_by_id))
    return chain


# Entries that make or use the credit of a cancelled request. What a live request got out of suspense (MATCHED) is none.
_CREDIT = (
    *(EntryKind.CANCELLED, EntryKind.RECEIVED, EntryKind.REFUNDED),
    *(EntryKind.TRANSFERRED, EntryKind.SETTLED, EntryKind.TAKEN_BACK),
)


def _credit_sums() -> sa.Select[tuple[int | None, int]]:
    left = -sa.func.sum(LedgerLine.amount_vnd)
    return (
        sa.select(LedgerEntry.invoice_id, left)
        .join(LedgerLine, LedgerLine.entry_id == LedgerEntry.id)
        .where(LedgerLine.account == Account.SUSPENSE, LedgerEntry.kind.in_(_CREDIT), LedgerEntry.invoice_id.is_not(None))
        .group_by(LedgerEntry.invoice_id)
        .having(left > 0)
    )


def credit_of(invoice: Invoice) -> int:
    """Return what was paid for a cancelled request and neither paid back nor used for another one."""
    row = db.session.execute(_credit_sums().where(LedgerEntry.invoice_id == invoice.id)).first()
    return int(row[1]) if row else 0


def credits_left(event: Event) -> list[tuple[Invoice, int]]:
    """Return the cancelled requests whose money waits for a decision, the newest first, with that money; payers loaded."""
    sums = {number: int(left) for number, left in db.session.execute(_credit_sums().where(LedgerEntry.event_id == event.id))}
    chosen = sa.select(Invoice).where(Invoice.event_id == event.id, Invoice.id.in_(sums)).options(joinedload(Invoice.payer))
    return [(invoice, sums[invoice.id]) for invoice in db.session.scalars(chosen.order_by(Invoice.cancelled_at.desc()))]


def credit_by_event() -> list[tuple[int, int]]:
    """Return the events with money of cancelled requests that waits for a decision, and how much."""
    left = _credit_sums().subquery()
    chosen = sa.select(Invoice.event_id, sa.func.sum(left.c[1])).join(left, left.c[0] == Invoice.id)
    return [(event_id, int(amount)) for event_id, amount in db.session.execute(chosen.group_by(Invoice.event_id))]


def count_credits_left(event: Event) -> int:
    """Return how many cancelled requests have money that waits for a decision."""
    sums = _credit_sums().where(LedgerEntry.event_id == event.id).subquery()
    return db.session.scalar(sa.select(sa.func.count()).select_from(sums)) or 0


def refund_tiers_of(event: Event) -> list[RefundTier]:
    """Return the event's terms of withdrawal, the earliest first."""
    chosen = sa.select(RefundTier).where(RefundTier.event_id == event.id)
    return list(db.session.scalars(chosen.order_by(RefundTier.days_before.desc())))


def refunds(event: Event) -> sa.Select[tuple[Refund]]:
    """Return the statement for what was divided after withdrawals, due ones first, with requests and payers."""
    chosen = sa.select(Refund).where(Refund.event_id == event.id)
    due = sa.case((sa.and_(Refund.paid_out_at.is_(None), Refund.refund_vnd > 0), 0), else_=1)
    payers = joinedload(Refund.invoice).joinedload(Invoice.payer)
    return chosen.options(payers).order_by(due, Refund.created_at.desc(), Refund.id.desc())


def get_refund(event: Event, refund_id: int) -> Refund:
    """Return one refund of the event. Raises: NotFound."""
    chosen = sa.select(Refund).where(Refund.event_id == event.id, Refund.id == refund_id)
    found = db.session.scalar(chosen.options(joinedload(Refund.invoice).joinedload(Invoice.payer)))
    if found is None:
        raise NotFound
    return found


def refunds_due(event: Event) -> tuple[int, int]:
    """Return how many refunds wait to be paid out, and how much they are."""
    total = sa.func.coalesce(sa.func.sum(Refund.refund_vnd), 0)
    waiting = sa.select(sa.func.count(Refund.id), total).where(
        Refund.event_id == event.id, Refund.paid_out_at.is_(None), Refund.refund_vnd > 0
    )
    number, amount = db.session.execute(waiting).one()
    return int(number), int(amount)


def refunds_of(invoice_ids: Iterable[int]) -> list[Refund]:
    """Return what was divided for these requests, the oldest first."""
    chosen = sa.select(Refund).where(Refund.invoice_id.in_(list(invoice_ids)))
    return list(db.session.scalars(chosen.order_by(Refund.id)))
