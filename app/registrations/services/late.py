"""Money without a booth: paid for a request that was cancelled. It is never lost and never sells a booth twice."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.accounts.models import User
from app.audit import services as audit
from app.booths import queries as booth_queries
from app.booths import services as booths
from app.booths.models import Booth, BoothClaim, BoothState, ClaimState
from app.core.db import db
from app.core.i18n import force_locale
from app.events.models import Event
from app.payments import queries as payments
from app.payments.models import Invoice
from app.payments.services.credit import move_credit, refund
from app.payments.services.invoices import create_invoice
from app.registrations import queries
from app.registrations.errors import NothingToGive
from app.registrations.models import Application
from app.registrations.services.applications import attach_holds
from app.registrations.terms import ApplicationState


@dataclass(frozen=True)
class Case:
    """A cancelled request with money that waits, the booths it was for, and which of them are free."""

    invoice: Invoice
    credit_vnd: int
    lost: Sequence[Booth]
    free: Sequence[Booth]
    application: Application | None


def cases_of(event: Event) -> list[Case]:
    """Return what waits for a decision, the newest first. The number of queries does not grow with the cases."""
    found = payments.credits_left(event)
    claims: dict[int, list[BoothClaim]] = {}
    for claim in booth_queries.claims_paid_by([invoice.id for invoice, _left in found]):
        if claim.invoice_id is not None and claim.state in (ClaimState.RELEASED, ClaimState.EXPIRED):
            claims.setdefault(claim.invoice_id, []).append(claim)
    states = booth_queries.states_of(event)
    applications = queries.applications_of_claims(event, [claim.id for ended in claims.values() for claim in ended])
    return [_case(invoice, left, claims.get(invoice.id, []), states, applications) for invoice, left in found]


def _case(
    invoice: Invoice,
    left: int,
    claims: list[BoothClaim],
    states: dict[int, BoothState],
    applications: dict[int, Application],
) -> Case:
    lost = [claim.booth for claim in claims]
    free = [booth for booth in lost if booth.id not in states and booth.merged_into_id is None]
    application = next((applications[claim.id] for claim in claims if claim.id in applications), None)
    return Case(invoice, left, lost, free, application)


def case_of(event: Event, invoice: Invoice) -> Case:
    """Return the case of one request.

    Raises:
        NothingToGive: no money of it waits (any more).
    """
    found = [case for case in cases_of(event) if case.invoice.id == invoice.id]
    if not found:
        raise NothingToGive
    return found[0]


def give_back(event: Event, case: Case, *, by: User, reason: str) -> list[BoothClaim]:
    """Give the exhibitor the lost booths again at the price that they had; the money pays for them.

    Raises:
        BoothTaken: one of them has gone to another. BoothBlocked, BoothMerged: not for sale. NothingToGive: there was none.
    """
    ended = booth_queries.claims_paid_by([case.invoice.id])
    lost = [claim for claim in ended if claim.state in (ClaimState.RELEASED, ClaimState.EXPIRED)]
    if not lost:
        raise NothingToGive
    with db.session.begin_nested():
        made = [booths.take_again(claim, by=by, reason=reason) for claim in sorted(lost, key=lambda claim: claim.booth_id)]
    return _pay(event, case, made, by=by, reason=reason)


def give_other(event: Event, case: Case, codes: Sequence[str], *, by: User, reason: str) -> list[BoothClaim]:
    """Give the exhibitor other booths at the price of today; the money pays for them as far as it goes.

    Raises:
        NotFound: no such booth. BoothTaken, BoothBlocked, BoothMerged, PriceMissing: about one of them.
    """
    chosen = booth_queries.booths_with(event, codes)
    if not chosen:
        raise NothingToGive
    with db.session.begin_nested():
        made = [
            booths.assign(booth, case.invoice.payer, by=by, reason=reason)
            for booth in sorted(chosen, key=lambda booth: booth.id)
        ]
    return _pay(event, case, made, by=by, reason=reason)


def _pay(event: Event, case: Case, claims: list[BoothClaim], *, by: User, reason: str) -> list[BoothClaim]:
    """Ask for the price of the new claims, pay it with the waiting money, and let the booths be what they are paid for."""
    application = case.application
    with force_locale(application.locale if application is not None else "vi"):
        charges = [charge for claim in claims for charge in booths.charges_of(claim)]
    fresh = create_invoice(event, case.invoice.payer, charges, by=by)
    booths.link(claims, fresh)
    move_credit(event, case.invoice, fresh, by=by)
    if application is not None and application.state is ApplicationState.ACCEPTED:
        attach_holds(application, claims)
        if application.invoice_id in (None, case.invoice.id):
            application.invoice_id = fresh.id
            db.session.flush()
    booths.settle(fresh, by=by)
    data = {"booths": [claim.booth.code for claim in claims], "request": fresh.code}
    audit.record(by, "registrations.late_money_used", case.invoice, event=event, reason=reason, data=data)
    return claims


def pay_back(event: Event, case: Case, *, by: User, reference: str) -> None:
    """Note that the waiting money was paid back."""
    refund(event, case.invoice, case.credit_vnd, by=by, memo=reference)
