"""What becomes of money after a withdrawal: by the event's terms a part is paid back, the rest is kept (R-49, A-26)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import sqlalchemy as sa

from app.accounts.models import User
from app.audit import services as audit
from app.core import clock, failpoints
from app.core.codes import random_code
from app.core.db import db, refusing
from app.core.i18n import _
from app.core.registry import CloneRun
from app.events.models import Event
from app.payments import queries
from app.payments.errors import AlreadySettled, WrongAmount
from app.payments.models import Account, EntryKind, Invoice, Refund, RefundTier
from app.payments.services.invoices import cancel_invoice
from app.payments.services.ledger import post


@dataclass(frozen=True)
class Tier:
    """From `days_before` days before the event on, these parts of deposit and rest are paid back."""

    days_before: int
    deposit_pct: int
    balance_pct: int


@dataclass(frozen=True)
class Settlement:
    """How paid money is divided; `source` names what it was paid for, once and for all.

    Attributes:
        days: how many days before the event it happens.
        tier: the rule that counts; None: no rule does.
    """

    source: str
    refund_vnd: int
    kept_vnd: int
    days: int = 0
    tier: Tier | None = None

    @property
    def paid_vnd(self) -> int:
        return self.refund_vnd + self.kept_vnd


def days_until(event: Event) -> int:
    """Return the days from today to the first day of the event, in its zone; 0 once it has begun."""
    today = clock.today(event.timezone)
    return max((event.days[0] - today).days, 0)


def tier_for(tiers: Iterable[RefundTier], days: int) -> Tier | None:
    """Return the rule for a withdrawal so many days before: that with the most days that is still reached."""
    reached = [tier for tier in tiers if tier.days_before <= days]
    chosen = max(reached, key=lambda tier: tier.days_before, default=None)
    return None if chosen is None else Tier(chosen.days_before, chosen.deposit_pct, chosen.balance_pct)


def divide(tiers: Sequence[RefundTier], days: int, *, paid_vnd: int, deposit_vnd: int, source: str) -> Settlement:
    """Return how paid money is divided when the payer withdraws so many days before the event.

    The first money paid is the deposit. Without a rule that is reached everything is kept; without any rule at all
    everything is paid back.
    """
    deposit = min(paid_vnd, deposit_vnd)
    tier = tier_for(tiers, days)
    if not tiers:
        return Settlement(source, paid_vnd, 0, days)
    if tier is None:
        return Settlement(source, 0, paid_vnd, days)
    back = part_of(deposit, tier.deposit_pct, 100) + part_of(paid_vnd - deposit, tier.balance_pct, 100)
    return Settlement(source, back, paid_vnd - back, days, tier)


def part_of(amount_vnd: int, part: int, whole: int) -> int:
    """Return `part` of `whole` of an amount, rounded half up to whole đồng."""
    if not whole:
        return 0
    return int((Decimal(amount_vnd) * part / whole).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def preview(event: Event, invoice: Invoice, *, source: str, part_vnd: int | None = None) -> Settlement:
    """Return what withdrawing now would give back of what was paid for `invoice`.

    Args:
        part_vnd: the gross price of what is given up when it is not everything that the request is for.
    """
    paid, deposit = invoice.paid_vnd, invoice.deposit_vnd
    if part_vnd is not None:
        paid = part_of(paid, part_vnd, invoice.total_vnd)
        deposit = part_of(deposit, part_vnd, invoice.total_vnd)
    return divide(queries.refund_tiers_of(event), days_until(event), paid_vnd=paid, deposit_vnd=deposit, source=source)


def has_terms(event: Event) -> bool:
    """Tell whether the event has terms of withdrawal; without them what was paid stays the payer's credit."""
    return bool(queries.refund_tiers_of(event))


def set_tiers(event: Event, tiers: Iterable[Tier], *, by: User | str) -> None:
    """Set the event's terms of withdrawal."""
    wanted = sorted(tiers, key=lambda tier: -tier.days_before)
    db.session.execute(sa.delete(RefundTier).where(RefundTier.event_id == event.id))
    rows = [{"event_id": event.id, **vars(tier)} for tier in wanted]
    if rows:
        db.session.execute(sa.insert(RefundTier), rows)
    audit.record(by, "payments.refund_terms_set", event, event=event, data={"tiers": [vars(tier) for tier in wanted]})


def clone_terms(source: Event, target: Event, _run: CloneRun) -> None:
    """Copy the terms of withdrawal: they count in days before the event."""
    for tier in queries.refund_tiers_of(source):
        shares = {"deposit_pct": tier.deposit_pct, "balance_pct": tier.balance_pct}
        db.session.add(RefundTier(event_id=target.id, days_before=tier.days_before, **shares))
    db.session.flush()


def withdraw(event: Event, invoice: Invoice, settlement: Settlement, *, by: User | None, reason: str) -> Refund | None:
    """Cancel a request and divide what was paid for it.

    Raises:
        InvoiceClosed: it is cancelled already. AlreadySettled: it was settled by somebody else a moment ago.
    """
    cancel_invoice(event, invoice, by=by, reason=reason)
    return settle(event, invoice, settlement, by=by, reason=reason)


def settle(event: Event, invoice: Invoice, settlement: Settlement, *, by: User | None, reason: str) -> Refund | None:
    """Divide money that lies as credit with a cancelled request; None when nothing was paid.

    Raises:
        AlreadySettled: the same was settled before. WrongAmount: so much was never paid.
    """
    if not settlement.paid_vnd:
        return None
    if settlement.paid_vnd > queries.credit_of(invoice):
        raise WrongAmount(_("More was to be divided than has been paid."))
    tier = settlement.tier
    told: dict[str, Any] = vars(tier) if tier else {}
    # The negative control of the race test switches the guard off.
    source = random_code(12) if failpoints.reach("payments.settle") else settlement.source
    with refusing("uq_refund_event_id_source", AlreadySettled()):
        refund = Refund(
            event_id=event.id,
            invoice_id=invoice.id,
            source=source,
            paid_vnd=settlement.paid_vnd,
            refund_vnd=settlement.refund_vnd,
            kept_vnd=settlement.kept_vnd,
            reason=reason[:300],
            created_at=clock.now(),
            **told,
        )
        db.session.add(refund)
    amounts = {Account.SUSPENSE: settlement.paid_vnd, Account.REFUND: -settlement.refund_vnd}
    amounts[Account.FORFEIT] = -settlement.kept_vnd
    post(event, EntryKind.SETTLED, amounts, invoice=invoice, by=by, memo=settlement.source)
    data = {"refund_vnd": settlement.refund_vnd, "kept_vnd": settlement.kept_vnd, "days": settlement.days}
    audit.record(by, "payments.refund_settled", invoice, event=event, reason=reason, data=data)
    return refund


def pay_out(event: Event, refund: Refund, *, by: User, reference: str) -> None:
    """Note that a refund was transferred to the payer.

    Raises:
        AlreadySettled: it is noted already, perhaps by somebody else a moment ago.
    """
    changed = db.session.execute(
        sa.update(Refund)
        .where(Refund.id == refund.id, Refund.paid_out_at.is_(None), Refund.refund_vnd > 0)
        .values(paid_out_at=clock.now(), reference=reference)
        .returning(Refund.id)
    ).scalar()
    if changed is None:
        raise AlreadySettled
    db.session.refresh(refund)
    amounts = {Account.REFUND: refund.refund_vnd, Account.BANK: -refund.refund_vnd}
    post(event, EntryKind.REFUNDED, amounts, invoice=refund.invoice, by=by, memo=reference)
    audit.record(by, "payments.refunded", refund.invoice, event=event, data={"amount_vnd": refund.refund_vnd})
