"""What payments put into pages of others: menu, figure, next step, go-live check; and what doctor checks."""

from collections import Counter
from collections.abc import Iterable

import sqlalchemy as sa
from flask import Flask, url_for

from app.core import doctor, navigation, registry
from app.core.db import db
from app.core.i18n import _, _l, _n, format_money_short
from app.core.registry import Check, Step, Tile, Urgency
from app.events.models import Event, EventKind
from app.payments import queries
from app.payments.documents import payment_request
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
)
from app.payments.policies import PaymentPermission
from app.payments.services.bank import Outcome
from app.payments.services.refunds import clone_terms


@registry.tiles.provide(order=20, permission=PaymentPermission.SEE)
def received_tile(event: Event) -> Tile | None:
    """What was received of what is due."""
    sums = queries.sums_of(event)
    if not sums.requests:
        return None
    base = _("of %(due)s due", due=format_money_short(sums.due_vnd))
    share = min(sums.received_vnd / sums.due_vnd, 1) if sums.due_vnd else None
    url = url_for("payments.invoices", event_slug=event.slug)
    return Tile(_("Received so far"), format_money_short(sums.received_vnd), base, share, url)


@registry.steps.provide(order=20, permission=PaymentPermission.MANAGE)
def unmatched_step(event: Event) -> Step | None:
    """Credits that a person must assign."""
    count = queries.count_unmatched(event)
    if not count:
        return None
    title = _n("%(num)d credit is not matched", "%(num)d credits are not matched", count)
    return Step(title, url_for("payments.credits", event_slug=event.slug), urgency=Urgency.SOON)


@registry.checks.provide(order=20)
def account_check(event: Event) -> Check | None:
    """A fair asks for money: the account for transfers is known."""
    if event.kind is not EventKind.FAIR:
        return None
    done = bool(event.bank_bin and event.bank_account and event.bank_account_name)
    url = url_for("events.settings_money", event_slug=event.slug)
    return Check(_("The account for transfers is known"), done, url, blocks=False)


registry.add_cloner(
    registry.Cloner(
        "payments.refund_terms",
        _l("Terms of withdrawal"),
        count=lambda event: len(queries.refund_tiers_of(event)),
        copy=clone_terms,
        order=15,
    )
)


@doctor.check("I11", "every ledger entry balances")
def _entries_balance() -> Iterable[str]:
    total = sa.func.sum(LedgerLine.amount_vnd)
    for entry_id, off in db.session.execute(
        sa.select(LedgerLine.entry_id, total).group_by(LedgerLine.entry_id).having(total != 0)
    ):
        yield f"ledger_entry {entry_id} is {off} đồng off"


@doctor.check("I11", "what a request says is paid is what the ledger says")
def _paid_follows_the_ledger() -> Iterable[str]:
    booked = sa.func.coalesce(-sa.func.sum(LedgerLine.amount_vnd), 0)
    in_ledger = (
        sa.select(booked)
        .join(LedgerEntry, LedgerEntry.id == LedgerLine.entry_id)
        .where(
            LedgerEntry.invoice_id == Invoice.id,
            LedgerEntry.kind.in_([EntryKind.RECEIVED, EntryKind.MATCHED, EntryKind.TAKEN_BACK]),
            LedgerLine.account == Account.RECEIVABLE,
        )
        .scalar_subquery()
    )
    live = Invoice.state != InvoiceState.CANCELLED
    for code, paid, right in db.session.execute(
        sa.select(Invoice.code, Invoice.paid_vnd, in_ledger).where(live, Invoice.paid_vnd != in_ledger)
    ):
        yield f"invoice {code} says {paid} đồng, the ledger {right}"
    state = sa.case(
        (sa.and_(Invoice.paid_vnd == 0, Invoice.total_vnd > 0), InvoiceState.OPEN),
        (Invoice.paid_vnd < Invoice.total_vnd, InvoiceState.PART_PAID),
        (Invoice.paid_vnd == Invoice.total_vnd, InvoiceState.PAID),
        else_=InvoiceState.OVERPAID,
    )
    for code in db.session.scalars(sa.select(Invoice.code).where(live, Invoice.state != state)):
        yield f"invoice {code} has a state that its payments do not give"


@doctor.check("I11", "nothing is left on its way between two requests")
def _nothing_is_on_its_way() -> Iterable[str]:
    on_its_way = sa.select(sa.func.coalesce(sa.func.sum(LedgerLine.amount_vnd), 0)).where(
        LedgerLine.account == Account.CLEARING
    )
    if off := db.session.scalar(on_its_way):
        yield f"{off} đồng are on their way between requests"


@doctor.check("I12", "unassigned money is what waits as credit, of the bank or of a cancelled request")
def find_lost_suspense() -> Iterable[str]:
    """Compare, event by event, what waits for a person with the account it is booked on."""
    unmatched = sa.select(BankTransaction.event_id, sa.func.sum(BankTransaction.amount_vnd))
    waiting: Counter[int] = Counter()
    for event_id, amount in db.session.execute(
        unmatched.where(BankTransaction.state == MatchState.UNMATCHED).group_by(BankTransaction.event_id)
    ):
        waiting[event_id] += int(amount)
    for event_id, amount in queries.credit_by_event():
        waiting[event_id] += amount
    booked = sa.select(LedgerEntry.event_id, -sa.func.sum(LedgerLine.amount_vnd)).join(LedgerLine)
    rows = db.session.execute(booked.where(LedgerLine.account == Account.SUSPENSE).group_by(LedgerEntry.event_id)).all()
    kept = {event_id: int(amount) for event_id, amount in rows}
    for event_id in sorted({*waiting, *kept}):
        if waiting[event_id] != kept.get(event_id, 0):
            yield f"event {event_id} has {waiting[event_id]} đồng that wait, the ledger says {kept.get(event_id, 0)}"


@doctor.check("I11", "what is to be paid back is what the ledger says")
def find_refunds_without_ledger() -> Iterable[str]:
    """Compare, event by event, the refunds that wait with the account they were booked on."""
    due = sa.func.coalesce(sa.func.sum(Refund.refund_vnd), 0)
    waiting = sa.select(Refund.event_id, due).where(Refund.paid_out_at.is_(None)).group_by(Refund.event_id)
    told = {event_id: int(amount) for event_id, amount in db.session.execute(waiting)}
    booked = sa.select(LedgerEntry.event_id, -sa.func.sum(LedgerLine.amount_vnd)).join(LedgerLine)
    rows = db.session.execute(booked.where(LedgerLine.account == Account.REFUND).group_by(LedgerEntry.event_id)).all()
    kept = {event_id: int(amount) for event_id, amount in rows}
    for event_id in sorted({*told, *kept}):
        if told.get(event_id, 0) != kept.get(event_id, 0):
            yield f"event {event_id} is to pay back {told.get(event_id, 0)} đồng, the ledger says {kept.get(event_id, 0)}"


@doctor.check("I12", "each bank credit is booked once, with its amount")
def _credits_are_booked() -> Iterable[str]:
    booked = (
        sa.select(sa.func.coalesce(sa.func.sum(LedgerLine.amount_vnd), 0))
        .where(LedgerLine.entry_id == BankTransaction.entry_id, LedgerLine.account == Account.BANK)
        .scalar_subquery()
    )
    for credit_id in db.session.scalars(sa.select(BankTransaction.id).where(booked != BankTransaction.amount_vnd)):
        yield f"bank_transaction {credit_id} is not booked with its amount"
    twice = sa.select(BankTransaction.entry_id).group_by(BankTransaction.entry_id).having(sa.func.count() > 1)
    for entry_id in db.session.scalars(twice):
        yield f"ledger_entry {entry_id} stands for two credits"


registry.name_subjects({"invoice": _l("payment request"), "bank_transaction": _l("transfer"), "refund": _l("refund")})
registry.name_deeds(
    {
        "payments.invoice_created": _l("Payment requested"),
        "payments.invoice_cancelled": _l("Payment request cancelled"),
        "payments.received": _l("Transfer booked"),
        "payments.received_late": _l("Transfer for a cancelled request booked"),
        "payments.invoice_replaced": _l("Payment request replaced"),
        "payments.credit_moved": _l("Credit moved to another request"),
        "payments.refund_terms_set": _l("Terms of withdrawal set"),
        "payments.refund_settled": _l("Refund settled"),
        "payments.refunded": _l("Money paid back"),
        "payments.statement_imported": _l("Bank statement imported"),
        "payments.credit_assigned": _l("Credit assigned"),
        "payments.credit_taken_back": _l("Assignment of a credit taken back"),
    }
)


def init_app(app: Flask) -> None:
    """Put this feature's pages into the menus; templates show a request with `payment_request(invoice, event)`."""
    app.jinja_env.globals |= {"PaymentPermission": PaymentPermission, "payment_request": payment_request}
    navigation.add_manage_item(50, "payments.invoices", _l("Money"), PaymentPermission.SEE, count=queries.count_unmatched)


registry.name_details(
    {
        "balance_pct": _l("Of the rest"),
        "credit": _l("Number of the transfer"),
        "days": _l("Days before the start"),
        "days_before": _l("Days before the start"),
        "kept_vnd": _l("Kept"),
        "paid_before_vnd": _l("Paid until now"),
        "paid_vnd": _l("Paid afterwards"),
        "refund_vnd": _l("Paid back"),
        "tiers": _l("Terms"),
    }
)
registry.name_values("payments", {"kind": Outcome})
