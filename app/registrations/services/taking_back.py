"""Money that was assigned to the wrong payment request: what depends on it waits for payment again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.accounts.models import User
from app.booths import services as booths
from app.booths.models import BoothClaim, ClaimState
from app.core.db import db
from app.events.models import Event
from app.payments.models import BankTransaction, Invoice
from app.payments.services import bank
from app.registrations import notices, queries


@dataclass(frozen=True)
class Waiting:
    """A booth that would wait for payment again, and until when."""

    claim: BoothClaim
    state: ClaimState
    due_on: date | None


@dataclass(frozen=True)
class Outlook:
    """What taking the assignment back would do. `invoice` has the money; it may have taken the place of the one named."""

    invoice: Invoice
    paid_vnd: int
    waiting: Sequence[Waiting]


def foresee(credit: BankTransaction, invoice: Invoice) -> Outlook:
    """Return what taking back would do, changing nothing.

    Raises:
        NotAssigned, MoneyUsed, BoothHandedOver: it would be refused.
    """
    holder = bank.holder_of(credit, invoice)
    left = max(holder.paid_vnd - credit.amount_vnd, 0)
    waiting = [
        Waiting(claim, then, _due(booths.later_days(claim, then), then)) for claim, then in booths.awaiting_again(holder, left)
    ]
    return Outlook(holder, left, waiting)


def _due(days: dict[str, date | None], then: ClaimState) -> date | None:
    return days["deposit_due_on" if then is ClaimState.RESERVED else "balance_due_on"]


def take_back(event: Event, credit: BankTransaction, invoice: Invoice, *, by: User, reason: str) -> list[BoothClaim]:
    """Put a credit back among the unassigned; booths that it paid for wait again and stay their exhibitors'.

    Args:
        invoice: the request that the officer saw the credit with.
    Returns: the booths that wait again.
    Raises:
        NotAssigned: perhaps somebody else was faster. MoneyUsed: it was divided, paid back or used.
        BoothHandedOver: a booth that it paid for is with its exhibitor. ClaimChanged: a booth changed at this moment.
    """
    with db.session.begin_nested():
        holder = bank.take_back(event, credit, invoice, by=by, reason=reason)
        changed = booths.unsettle(holder, by=by, reason=reason)
    application = queries.find_application_of(changed[0]) if changed else None
    if application is not None:
        wanted = holder.deposit_vnd if changed[0].state is ClaimState.RESERVED else 0
        amount = (wanted or holder.total_vnd) - holder.paid_vnd
        names = ", ".join(claim.booth.name for claim in changed)
        notices.payment_awaited_again(application, event, names, holder, amount_vnd=amount, due_on=changed[0].due_on)
    return changed
