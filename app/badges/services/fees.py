"""What a further print costs: asked for as a payment request, paid in cash, or waived for a reason."""

from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa

from app.accounts.models import Organisation, OrganisationKind, User
from app.accounts.services import organisations
from app.accounts.services.organisations import OrganisationDetails
from app.badges import keys
from app.badges.errors import FeeUndecided
from app.core import clock
from app.core.db import db
from app.core.i18n import _, _l, force_locale
from app.events.models import Event
from app.payments.models import Invoice, InvoiceState
from app.payments.services.invoices import Charge, cancel_invoice, create_invoice
from app.payments.services.ledger import receive
from app.registrations.models import Application, Registration

# Who pays at the desk without a unit; accounting knows such payers together.
RETAIL = "Khách lẻ"


class FeeWay(StrEnum):
    TRANSFER = "transfer"
    CASH = "cash"
    WAIVED = "waived"

    @property
    def label(self) -> str:
        return str(_WAYS[self])


_WAYS = {
    FeeWay.TRANSFER: _l("A payment request, paid by transfer"),
    FeeWay.CASH: _l("Paid in cash just now"),
    FeeWay.WAIVED: _l("Free of charge"),
}


@dataclass(frozen=True)
class Fee:
    """How the price of a further print is settled. `because` is compulsory where it is waived."""

    way: FeeWay = FeeWay.TRANSFER
    because: str = ""


def settle_fee(person: Registration, fee: Fee, *, by: User) -> tuple[int | None, str]:
    """Return the payment request for a further print of the person's badge, or why there is none; (None, "") where it is free.

    Raises:
        FeeUndecided: it is waived without a reason.
    """
    event = db.session.get_one(Event, person.event_id)
    settings = keys.settings_of(event)
    if not settings.reprint_fee_vnd:
        return None, ""
    if fee.way is FeeWay.WAIVED:
        if not fee.because:
            raise FeeUndecided
        return None, fee.because
    with force_locale("vi"):
        text = _("Badge printed again, %(code)s", code=person.short_code)
        charge = Charge(text, settings.reprint_fee_vnd, settings.reprint_vat_pct, unit=_("badge"))
    invoice = create_invoice(event, _payer(person, by), [charge], by=by)
    # A small sum is due at once and whole: the event's deposit is for booths.
    invoice.deposit_vnd, invoice.deposit_due_on = invoice.total_vnd, clock.today(event.timezone)
    if fee.way is FeeWay.CASH:
        with force_locale("vi"):
            memo = _("In cash at the badge desk")
        receive(event, invoice, invoice.total_vnd, by=by, memo=memo)
    return invoice.id, ""


def _payer(person: Registration, by: User) -> Organisation:
    """Return the exhibitor the person works for; else the one payer that stands for people without a unit."""
    if person.application_id is not None:
        return db.session.get_one(Application, person.application_id).organisation
    statement = sa.select(Organisation).where(Organisation.name == RETAIL, Organisation.tax_id.is_(None))
    known = db.session.scalar(statement.order_by(Organisation.id).limit(1))
    return known or organisations.create(OrganisationDetails(OrganisationKind.HOUSEHOLD, RETAIL), by=by)


def cancel_fee(invoice_id: int | None, *, by: User, reason: str) -> None:
    """Take the payment request of a print back that will not be; what was paid stands as credit of the payer."""
    invoice = db.session.get(Invoice, invoice_id) if invoice_id is not None else None
    if invoice is not None and invoice.state is not InvoiceState.CANCELLED:
        cancel_invoice(db.session.get_one(Event, invoice.event_id), invoice, by=by, reason=reason)
