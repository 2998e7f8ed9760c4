"""What follows from accepting an exhibitor: reserved booths, a payment request, staff passes; and how it is undone."""

import math
from dataclasses import replace
from decimal import Decimal
from typing import Any

from app.accounts.models import User
from app.booths import services as booths
from app.booths.errors import ClaimChanged
from app.booths.models import LIVE, BoothClaim, ClaimState
from app.booths.services import quoting
from app.core import clock
from app.core.db import db
from app.core.i18n import force_locale
from app.events.models import Event
from app.jobs import services as jobs
from app.payments.models import Invoice
from app.payments.services.invoices import create_invoice
from app.registrations import queries
from app.registrations.errors import BoothLost, StaffListClosed, TooManyStaff
from app.registrations.models import Application, CoExhibitor, CoExhibitorStaff, Registration
from app.registrations.queries.contractors import contractors_of
from app.registrations.services import billing, people
from app.registrations.services.people import Person
from app.registrations.terms import Category

# The area of a standard booth, for which staff passes are counted.
STANDARD_M2 = Decimal(9)


def live_claims(application: Application) -> list[BoothClaim]:
    """Return the claims by which the application has booths now."""
    return [row.claim for row in application.booths if row.claim.state in LIVE]


def reserve_booths(application: Application, *, by: User | None) -> None:
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


def request_payment(event: Event, application: Application, claims: list[BoothClaim], *, by: User | None) -> Invoice | None:
    """Ask the exhibitor for the price of those `claims` that no request asks for yet; None when nothing is to be paid.

    The price is the one of the moment when they were made. The first request carries the application's code as transfer
    text (R-57).
    """
    unbilled = [claim for claim in claims if claim.invoice_id is None]
    if not unbilled:
        return None
    classes = billing.firm_classes(application.organisation)
    for claim in unbilled:
        quoting.support(claim, classes, by=by)
    with force_locale(application.locale):
        charges = [charge for claim in unbilled for charge in booths.charges_of(claim)]
    code = application.code if application.invoice_id is None else ""
    invoice = create_invoice(event, application.organisation, charges, by=by, code=code)
    booths.link(unbilled, invoice)
    if application.invoice_id is None:
        application.invoice_id = invoice.id
        db.session.flush()
    return invoice


def staff_quota(application: Application) -> int:
    """Return how many staff passes there are for all booths: by area, and what was wished beyond."""
    per_unit = queries.terms_of(application.event_id).staff_per_9m2
    areas = [claim.booth.area_m2 for claim in live_claims(application)] or [STANDARD_M2] * application.booth_count
    units = sum(max(1, math.ceil(area / STANDARD_M2)) for area in areas)
    return per_unit * units + int((application.details or {}).get("extra_staff") or 0)


def own_quota(application: Application) -> int:
    """Return how many staff passes the exhibitor has left for its own people, after those of its co-exhibitors."""
    return max(0, staff_quota(application) - queries.handed_on(application))


def set_staff(event: Event, application: Application, names: list[str], *, by: Any, officer: bool = False) -> None:
    """Let exactly these people have passes: new names are registered, missing ones cancelled, the others keep their code.

    Args:
        officer: an organiser acts, for whom there is no last day.
    Raises:
        TooManyStaff: more names than passes. StaffListClosed: after the last day for names.
    """
    _require_time(event, officer=officer)
    wanted = list(dict.fromkeys(name for name in names if name))
    quota = own_quota(application)
    if len(wanted) > quota:
        raise TooManyStaff(quota)
    unit = application.organisation
    whose = Person(full_name="", unit=unit.name, province_code=unit.province_code, country=unit.country)
    _let_have_passes(event, application, queries.staff_of(application), wanted, whose, by=by)


def set_co_staff(event: Event, firm: CoExhibitor, names: list[str], *, by: Any, officer: bool = False) -> None:
    """Let exactly these people of a co-exhibitor have passes, out of those that the main exhibitor handed on.

    Args:
        officer: an organiser acts, for whom there is no last day.
    Raises:
        TooManyStaff: more names than passes. StaffListClosed: after the last day for names.
    """
    _require_time(event, officer=officer)
    wanted = list(dict.fromkeys(name for name in names if name))
    if len(wanted) > firm.staff_most:
        raise TooManyStaff(firm.staff_most)
    application = firm.application
    present = queries.staff_of_co_exhibitors(application).get(firm.id, [])
    whose = Person(full_name="", unit=firm.name, province_code=firm.province_code, country=firm.country)
    made = _let_have_passes(event, application, present, wanted, whose, by=by)
    rows = [CoExhibitorStaff(event_id=event.id, registration_id=row.id, co_exhibitor_id=firm.id) for row in made]
    db.session.add_all(rows)
    db.session.flush()


def names_are_open(event: Event) -> bool:
    """Tell whether exhibitors may still change the names of their staff."""
    due = queries.terms_of(event.id).staff_due_at
    return due is None or clock.now() <= due


def _require_time(event: Event, *, officer: bool) -> None:
    if not officer and not names_are_open(event):
        raise StaffListClosed


def _let_have_passes(
    event: Event, application: Application, present: list[Registration], wanted: list[str], whose: Person, *, by: Any
) -> list[Registration]:
    """Cancel the passes of who is not wanted any more and register who is new. Returns: the new passes."""
    for row in present:
        if row.full_name not in wanted:
            people.cancel(row, by=by, reason="staff list changed")
    known = {row.full_name for row in present}
    values: dict[str, Any] = {"category": Category.EXHIBITOR, "source": "staff", "locale": application.locale}
    return [
        people.register(event, replace(whose, full_name=name), application_id=application.id, **values)
        for name in wanted
        if name not in known
    ]


def undo(event: Event, application: Application, *, actor: Any, by: User | None, reason: str, withdrawn: bool = False) -> None:
    """Free the booths, cancel the payment requests and the passes of an application that ends.

    Args:
        withdrawn: the exhibitor gives up, so the event's terms say what is paid back.
    """
    for claim in live_claims(application):
        booths.release(claim, by=actor, reason=reason)
    billing.give_up_all(event, application, by=by, reason=reason, by_terms=withdrawn)
    jobs.tell("registrations.application_ended", application_id=application.id, event_id=event.id, withdrawn=withdrawn)
    for row in [*queries.staff_of(application, everybody=True), *contractors_of(application)]:
        people.cancel(row, by=actor, reason=reason)
