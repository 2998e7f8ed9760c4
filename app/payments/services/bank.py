"""What the bank told: statements imported line by line, credits assigned by hand."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa

from app.accounts.models import User
from app.audit import services as audit
from app.core import clock, failpoints
from app.core.db import db, refusing
from app.core.i18n import _, _l
from app.events.models import Event
from app.payments import queries
from app.payments.errors import AlreadyBooked, InvoiceClosed, MoneyUsed, NotAssigned
from app.payments.matching import Match, match
from app.payments.models import Account, BankTransaction, EntryKind, Invoice, InvoiceState, LedgerEntry, MatchState
from app.payments.services.credit import take_credit_back
from app.payments.services.ledger import (
    apply_payment,
    post,
    receive,
    receive_late,
    receive_unmatched,
    take_payment_back,
)
from app.payments.statements import Credit

_UNIQUE = "uq_bank_transaction_event_id_reference"


class Outcome(StrEnum):
    """What becomes of a line."""

    MATCHED = "matched"
    PARTIAL = "partial"
    OVERPAID = "overpaid"
    UNMATCHED = "unmatched"
    LATE = "late"
    DUPLICATE = "duplicate"
    CONFLICT = "conflict"

    @property
    def label(self) -> str:
        return str(_OUTCOMES[self])


_OUTCOMES = {
    Outcome.MATCHED: _l("matched"),
    Outcome.PARTIAL: _l("part payment"),
    Outcome.OVERPAID: _l("overpaid"),
    Outcome.UNMATCHED: _l("not matched"),
    Outcome.LATE: _l("too late"),
    Outcome.DUPLICATE: _l("known already"),
    Outcome.CONFLICT: _l("same reference, other amount"),
}


@dataclass(frozen=True)
class Proposal:
    """What the import would do with one line."""

    credit: Credit
    outcome: Outcome
    invoice: Invoice | None = None
    suggestions: tuple[str, ...] = ()


@dataclass
class Result:
    """How many lines came to which outcome."""

    counts: dict[Outcome, int] = field(default_factory=dict)

    def add(self, outcome: Outcome) -> None:
        self.counts[outcome] = self.counts.get(outcome, 0) + 1

    @property
    def booked(self) -> int:
        return sum(count for outcome, count in self.counts.items() if outcome not in (Outcome.DUPLICATE, Outcome.CONFLICT))


def preview(event: Event, credits: Sequence[Credit]) -> list[Proposal]:
    """Return what `import_credits` would do with each line, in their order. Reads only; five queries for 500 lines."""
    known = queries.known_references(event, [credit.reference for credit in credits])
    codes = queries.all_codes()
    matches = [match(credit.memo, event.id, codes) for credit in credits]
    named = queries.invoices_by_code(event, [found.code for found in matches if found.code])
    # Money for a request that another one replaced belongs to that other one.
    invoices = {code: queries.newest_of(invoice) for code, invoice in named.items()}
    paid = {invoice.id: invoice.paid_vnd for invoice in invoices.values()}
    proposals = []
    for credit, found in zip(credits, matches, strict=True):
        proposal = _propose(credit, found, invoices, known, paid)
        if proposal.outcome not in (Outcome.DUPLICATE, Outcome.CONFLICT):
            known[credit.reference] = credit.amount_vnd
        proposals.append(proposal)
    return proposals


def _propose(
    credit: Credit, found: Match, invoices: dict[str, Invoice], known: dict[str, int], paid: dict[int, int]
) -> Proposal:
    if credit.reference in known:
        same = known[credit.reference] == credit.amount_vnd
        return Proposal(credit, Outcome.DUPLICATE if same else Outcome.CONFLICT)
    invoice = invoices.get(found.code)
    if invoice is None:
        return Proposal(credit, Outcome.UNMATCHED, suggestions=found.suggestions)
    if invoice.state == InvoiceState.CANCELLED:
        return Proposal(credit, Outcome.LATE, invoice)
    paid[invoice.id] += credit.amount_vnd
    return Proposal(credit, _outcome(paid[invoice.id], invoice.total_vnd), invoice)


def _outcome(paid_vnd: int, total_vnd: int) -> Outcome:
    if paid_vnd < total_vnd:
        return Outcome.PARTIAL
    return Outcome.MATCHED if paid_vnd == total_vnd else Outcome.OVERPAID


def import_credits(event: Event, credits: Sequence[Credit], *, by: User | None) -> Result:
    """Book each line once: for the request whose exact code it names, otherwise into suspense (I12).

    The unique reference decides, so the same file twice, overlapping files and two people at once change nothing twice.
    """
    result = Result()
    for proposal in preview(event, credits):
        outcome = proposal.outcome
        if outcome not in (Outcome.DUPLICATE, Outcome.CONFLICT):
            try:
                outcome = Outcome(_book(event, proposal.credit, proposal.invoice, by=by).state)
            except AlreadyBooked:
                outcome = Outcome.DUPLICATE
        result.add(outcome)
    counts = {outcome.value: count for outcome, count in result.counts.items()}
    audit.record(by, "payments.statement_imported", event, event=event, data=counts)
    return result


def _book(event: Event, credit: Credit, invoice: Invoice | None, *, by: User | None) -> BankTransaction:
    with refusing(_UNIQUE, AlreadyBooked(_("This credit was booked before."), field="reference")):
        entry, state = _enter(event, credit, invoice, by=by)
        transaction = BankTransaction(
            event_id=event.id,
            reference=credit.reference,
            amount_vnd=credit.amount_vnd,
            memo=credit.memo,
            occurred_at=credit.occurred_at,
            state=state,
            invoice_id=invoice.id if invoice is not None and state != MatchState.UNMATCHED else None,
            entry_id=entry.id,
            imported_at=clock.now(),
        )
        db.session.add(transaction)
    return transaction


def _enter(event: Event, credit: Credit, invoice: Invoice | None, *, by: User | None) -> tuple[LedgerEntry, MatchState]:
    told = {"by": by, "memo": credit.memo, "occurred_at": credit.occurred_at}
    if invoice is not None:
        try:
            entry = receive(event, invoice, credit.amount_vnd, **told)  # type: ignore[arg-type]
        except InvoiceClosed:  # cancelled, perhaps a moment ago: the money waits as the payer's credit
            return receive_late(event, invoice, credit.amount_vnd, **told), MatchState.LATE  # type: ignore[arg-type]
        return entry, MatchState(_outcome(invoice.paid_vnd, invoice.total_vnd))
    return receive_unmatched(event, credit.amount_vnd, **told), MatchState.UNMATCHED  # type: ignore[arg-type]


def note_transfer(
    event: Event, invoice: Invoice, amount_vnd: int, *, by: User, memo: str, occurred_at: datetime, reference: str = ""
) -> BankTransaction:
    """Book a transfer that a person saw on the account.

    Args:
        reference: the bank's, so that a later import of the statement knows the line.
    Raises:
        AlreadyBooked: a credit with this reference is booked.
    """
    # For a cancelled request it is booked all the same: the money is there and waits on the page "needs attention".
    invoice = queries.newest_of(invoice)
    credit = Credit(0, reference or f"hand-{uuid.uuid4().hex}", amount_vnd, memo, occurred_at)
    return _book(event, credit, invoice, by=by)


def assign(event: Event, transaction: BankTransaction, invoice: Invoice, *, by: User) -> None:
    """Move a credit that waits in suspense to the request it belongs to.

    Raises:
        AlreadyBooked: it is assigned, perhaps by somebody else a moment ago. InvoiceClosed: the request is cancelled.
    """
    claimed = db.session.execute(
        sa.update(BankTransaction)
        .where(BankTransaction.id == transaction.id, BankTransaction.state == MatchState.UNMATCHED)
        .values(invoice_id=invoice.id, state=MatchState.MATCHED)
        .returning(BankTransaction.id)
    ).scalar()
    if claimed is None:
        raise AlreadyBooked(_("This credit has been assigned already."))
    amount = transaction.amount_vnd
    apply_payment(event, invoice, amount)
    amounts = {Account.SUSPENSE: amount, Account.RECEIVABLE: -amount}
    post(event, EntryKind.MATCHED, amounts, invoice=invoice, by=by, memo=transaction.memo)
    db.session.refresh(transaction)
    transaction.state = MatchState(_outcome(invoice.paid_vnd, invoice.total_vnd))
    audit.record(by, "payments.credit_assigned", invoice, event=event, data={"amount_vnd": amount, "credit": transaction.id})


def holder_of(transaction: BankTransaction, invoice: Invoice) -> Invoice:
    """Return the request that has the money of a credit that was assigned to `invoice`: this, or what took its place.

    Raises:
        NotAssigned: the credit belongs to another request or to none.
        MoneyUsed: the money has been divided, paid back or used since.
    """
    if transaction.invoice_id != invoice.id:
        raise NotAssigned
    chain = queries.replacements_of(invoice)
    # Of money that was divided by the terms nobody knows any more which transfer was paid back and which was kept.
    if queries.refunds_of(link.id for link in chain):
        raise MoneyUsed
    holder = chain[-1]
    is_cancelled = holder.state is InvoiceState.CANCELLED
    if transaction.amount_vnd > (queries.credit_of(holder) if is_cancelled else holder.paid_vnd):
        raise MoneyUsed
    return holder


def take_back(event: Event, transaction: BankTransaction, invoice: Invoice, *, by: User, reason: str) -> Invoice:
    """Take back that a credit belongs to `invoice`; it waits in suspense again. Booths are the caller's business.

    Args:
        invoice: the request that the officer saw the credit with.
    Returns: the request that had the money, which may have taken the place of `invoice`.
    Raises:
        NotAssigned: perhaps somebody else took it back a moment ago. MoneyUsed: see `holder_of`.
    """
    holder = holder_of(transaction, invoice)
    # The negative control of the race test switches the guard off.
    guard = sa.true() if failpoints.reach("payments.take_back") else BankTransaction.invoice_id == invoice.id
    claimed = db.session.execute(
        sa.update(BankTransaction)
        .where(BankTransaction.id == transaction.id, guard)
        .values(invoice_id=None, state=MatchState.UNMATCHED)
        .returning(BankTransaction.id)
    ).scalar()
    if claimed is None:
        raise NotAssigned
    db.session.refresh(transaction)
    amount, is_live = transaction.amount_vnd, holder.state is not InvoiceState.CANCELLED
    give = take_payment_back if is_live else take_credit_back
    give(event, holder, amount, by=by, memo=reason)
    before = holder.paid_vnd + amount if is_live else 0
    told = {"paid_before_vnd": before, "paid_vnd": holder.paid_vnd}
    data = {"amount_vnd": amount, "credit": transaction.id, "request": holder.code, **told}
    audit.record(by, "payments.credit_taken_back", invoice, event=event, reason=reason, data=data)
    return holder
