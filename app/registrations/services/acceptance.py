"""What follows from accepting an exhibitor: reserved booths, a payment request, staff passes; and how it is undone."""

from typing import Any

from app.accounts.models import User
from app.booths import services as booths
from app.booths.errors import ClaimChanged
from app.booths.models import LIVE, BoothClaim, ClaimState
from app.core.db import db
from app.core.i18n import _, force_locale
from app.events.models import Event
from app.payments.models import Invoice, InvoiceState
from app.payments.services.invoices import Charge, cancel_invoice, create_invoice
from app.registrations import queries
from app.registrations.errors import BoothLost, TooManyStaff
from app.registrations.models import Application
from app.registrations.services import people
from app.registrations.services.people import Person
from app.registrations.terms import Category

STAFF_PER_BOOTH = 2


def live_claims(application: Application) -> list[BoothClaim]:
    """Return the claims by which the application has booths now."""
    return [row.claim for row in application.booths if row.claim.state in LIVE]


def reserve_booths(application: Application, *, by: User) -> None:
    """Give the exhibitor the booths it applied for.

    Raises:
        BoothLost: one of them was taken away meanwhile.
    """
    for row in application.booths:
        if row.claim.state is ClaimState.APPLIED:
            try:
                booths.reserve(row.claim, by=by)
            except ClaimChanged as error:
                raise BoothLost(row.claim.booth.code) from error


def request_payment(event: Event, application: Application, claims: list[BoothClaim], *, by: User) -> Invoice | None:
    """Ask the exhibitor for the price of `claims` as it was when they were made; None when nothing is to be paid.

    The first request carries the application's code as transfer text (R-57).
    """
    if not claims:
        return None
    with force_locale(application.locale):
        charges = [charge for claim in claims for charge in _charges(claim)]
    code = application.code if application.invoice_id is None else ""
    invoice = create_invoice(event, application.organisation, charges, by=by, code=code)
    if application.invoice_id is None:
        application.invoice_id = invoice.id
        db.session.flush()
    return invoice


def _charges(claim: BoothClaim) -> list[Charge]:
    booth, unit = claim.booth, _("booth")
    charges = [Charge(_("Rent of booth %(code)s", code=booth.code), claim.rent_vnd, claim.vat_pct, unit=unit)]
    if claim.corner_vnd:
        text = _("Corner surcharge for booth %(code)s", code=booth.code)
        charges.append(Charge(text, claim.corner_vnd, claim.vat_pct, unit=unit))
    return charges


def staff_quota(application: Application) -> int:
    """Return how many staff passes the exhibitor has: two a booth and what was wished beyond."""
    count = len(live_claims(application)) or application.booth_count
    return STAFF_PER_BOOTH * count + int((application.details or {}).get("extra_staff") or 0)


def set_staff(event: Event, application: Application, names: list[str], *, by: Any) -> None:
    """Let exactly these people have passes: new names are registered, missing ones cancelled, the others keep their code.

    Raises:
        TooManyStaff: more names than passes.
    """
    wanted = list(dict.fromkeys(name for name in names if name))
    quota = staff_quota(application)
    if len(wanted) > quota:
        raise TooManyStaff(quota)
    present = {row.full_name: row for row in queries.staff_of(application)}
    for name, row in present.items():
        if name not in wanted:
            people.cancel(row, by=by, reason="staff list changed")
    unit = application.organisation
    for name in wanted:
        if name not in present:
            person = Person(full_name=name, unit=unit.name, province_code=unit.province_code, country=unit.country)
            people.register(
                event,
                person,
                category=Category.EXHIBITOR,
                source="staff",
                locale=application.locale,
                application_id=application.id,
            )


def undo(event: Event, application: Application, *, actor: Any, by: User | None, reason: str) -> None:
    """Free the booths, cancel the payment request and the passes of an application that ends."""
    for claim in live_claims(application):
        booths.release(claim, by=actor, reason=reason)
    if application.invoice_id is not None:
        invoice = db.session.get(Invoice, application.invoice_id)
        if invoice is not None and invoice.state is not InvoiceState.CANCELLED:
            cancel_invoice(event, invoice, by=by, reason=reason)
    for row in queries.staff_of(application):
        people.cancel(row, by=actor, reason=reason)
