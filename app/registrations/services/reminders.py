"""Reminders of payments for booths: three days before the last day, and on it."""

from datetime import date, timedelta

import sqlalchemy as sa

from app.booths import queries as booth_queries
from app.booths.models import BoothClaim
from app.core import clock
from app.core.db import db
from app.events.models import Event
from app.payments.models import Invoice
from app.registrations import notices, queries
from app.registrations.models import Application

# Days before the last day of a payment on which the exhibitor is reminded the first time.
REMIND_DAYS = 3


def remind_all() -> int:
    """Mail exhibitors whose payment is due in three days, and again on the day; each once. Returns: how many mails."""
    # A day is already tomorrow somewhere; the exact day is looked at in the event's zone.
    soon = clock.now().date() + timedelta(days=REMIND_DAYS + 1)
    return sum(_remind(event) for event in booth_queries.events_with_due(soon))


def _remind(event: Event) -> int:
    today = clock.today(event.timezone)
    due = [claim for claim in booth_queries.due_claims(event, today + timedelta(days=REMIND_DAYS)) if _is_time(claim, today)]
    groups: dict[tuple[int, date], list[BoothClaim]] = {}
    for claim in due:
        application = queries.find_application_of(claim)
        if application is not None and claim.due_on is not None and _mark(claim, today):
            groups.setdefault((application.id, claim.due_on), []).append(claim)
    for (application_id, due_on), claims in groups.items():
        _mail_due(event, application_id, due_on, claims, today)
    return len(groups)


def _is_time(claim: BoothClaim, today: date) -> bool:
    """Tell whether a reminder is due that was not sent: of three days before, or of the last day. Late ones get no more."""
    due_on = claim.due_on
    if due_on is None or due_on < today:
        return False
    since = due_on if today == due_on else due_on - timedelta(days=REMIND_DAYS)
    return claim.reminded_on is None or claim.reminded_on < since


def _mark(claim: BoothClaim, today: date) -> bool:
    """Note the reminder; False when another worker did."""
    seen = BoothClaim.reminded_on.is_(None) if claim.reminded_on is None else BoothClaim.reminded_on == claim.reminded_on
    marked = sa.update(BoothClaim).where(BoothClaim.id == claim.id, BoothClaim.state == claim.state, seen)
    changed = db.session.execute(marked.values(reminded_on=today), execution_options={"synchronize_session": False})
    return bool(changed.rowcount == 1)  # type: ignore[attr-defined]


def _mail_due(event: Event, application_id: int, due_on: date, claims: list[BoothClaim], today: date) -> None:
    application = db.session.get_one(Application, application_id)
    ids = {claim.invoice_id for claim in claims if claim.invoice_id is not None}
    invoices = [db.session.get_one(Invoice, number) for number in sorted(ids)]
    amount = sum(_awaited(invoice, claims) for invoice in invoices) or sum(claim.total_vnd for claim in claims)
    names = ", ".join(claim.booth.name for claim in claims)
    first = invoices[0] if invoices else None
    notices.payment_due(application, event, names, first, due=notices.Due(amount, due_on, due_on == today))


def _awaited(invoice: Invoice, claims: list[BoothClaim]) -> int:
    is_deposit = any(claim.invoice_id == invoice.id and claim.due_on == claim.deposit_due_on for claim in claims)
    wanted = invoice.deposit_vnd if is_deposit else invoice.total_vnd
    return max(wanted - invoice.paid_vnd, 0)
