"""Orders of services: placed and changed by exhibitors until the deadline, asked for by the organiser."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.accounts.models import User
from app.audit import services as audit
from app.booths.locks import take_turn
from app.core import clock
from app.core.db import db, refusing
from app.core.i18n import _, _l, force_locale, format_date
from app.core.registry import CloneRun
from app.events.models import Event
from app.payments.models import Invoice, InvoiceState
from app.payments.services import refunds
from app.payments.services.credit import reissue
from app.payments.services.invoices import Charge, cancel_invoice, create_invoice
from app.registrations.models import Application, ApplicationState
from app.registrations.services import billing
from app.stands.errors import NothingToAsk, OrderRefused, ServiceExists, ServiceInUse
from app.stands.models import ServiceNeed, StandOrder, StandService
from app.stands.queries import orders as queries

MOST = 1000


@dataclass(frozen=True)
class ServiceTerms:
    """A service as the organiser sets it; amounts in đồng without VAT."""

    name: str
    unit: str
    standard_vnd: int
    deadline_on: date
    name_en: str = ""
    early_vnd: int | None = None
    early_until_on: date | None = None
    late_vnd: int | None = None
    closes_on: date | None = None
    vat_pct: int = 8
    most: int | None = None
    needs: ServiceNeed = ServiceNeed.NONE
    is_offered: bool = True


def save_service(event: Event, terms: ServiceTerms, *, by: User | str, service: StandService | None = None) -> StandService:
    """Add a service to the list, or change it; what was ordered keeps its price.

    Raises:
        ServiceExists: the list has one of this name.
    """
    with refusing("uq_stand_service_event_id_name", ServiceExists()):
        if service is None:
            service = StandService(event_id=event.id, position=queries.count_services(event), **vars(terms))
            db.session.add(service)
        else:
            for name, value in vars(terms).items():
                setattr(service, name, value)
        db.session.flush()
    data = {name: str(value) for name, value in vars(terms).items() if value is not None}
    audit.record(by, "stands.service_set", service, event=event, data=data)
    return service


def delete_service(event: Event, service: StandService, *, by: User) -> None:
    """Remove a service that nobody has ever ordered.

    Raises:
        ServiceInUse: it was ordered; take it off the offer instead.
    """
    if db.session.scalar(sa.select(StandOrder.id).where(StandOrder.service_id == service.id).limit(1)):
        raise ServiceInUse
    audit.record(by, "stands.service_deleted", service, event=event, data={"name": service.name})
    db.session.delete(service)
    db.session.flush()


def order(event: Event, application: Application, wanted: Mapping[int, int], *, by: Any) -> int:
    """Let the exhibitor have exactly these numbers of units; each unit keeps the price of the day it was ordered.

    Fewer units give the dearest back first. What a payment request asks for already can only grow.

    Args:
        wanted: numbers by service id; services that are not named stay as they are.
    Returns: how many services changed.
    Raises:
        OrderRefused: names the service: closed, above the limit, without outlet, or fewer than asked for.
    """
    if application.state is not ApplicationState.ACCEPTED:
        raise OrderRefused(0, _l("Services can be ordered once the application is accepted."))
    take_turn(f"services of application {application.id}")
    db.session.execute(sa.select(Application.id).where(Application.id == application.id).with_for_update())
    services = {service.id: service for service in queries.services_of(event)}
    placed = queries.orders_of(application)
    missing = queries.missing_needs(application)
    changed = 0
    for service_id, number in wanted.items():
        service = services.get(service_id)
        rows = [row for row in placed if row.service_id == service_id]
        present = sum(row.quantity for row in rows)
        if service is None or number == present:
            continue
        if number > present:
            _add(event, application, service, number, present, missing)
        else:
            _take_off(event, service, rows, present - number)
        changed += 1
        data = {"service": service.name, "before": present, "after": number}
        audit.record(by, "stands.service_ordered", application, event=event, data=data)
    db.session.flush()
    return changed


def _add(
    event: Event, application: Application, service: StandService, number: int, present: int, missing: set[ServiceNeed]
) -> None:
    today = clock.today(event.timezone)
    tier, price = service.tier_on(today), service.price_on(today)
    if not service.is_offered or tier is None or price is None:
        raise OrderRefused(service.id, _l("This cannot be ordered any more."))
    most = service.most if service.most is not None else MOST
    if number > most:
        raise OrderRefused(service.id, _l("At most %(most)s can be ordered.", most=most))
    if service.needs in missing:
        raise OrderRefused(service.id, _l("Your booth has no outlet for it. Please ask the organisers for another booth."))
    same = sa.and_(
        StandOrder.application_id == application.id,
        StandOrder.service_id == service.id,
        StandOrder.unit_price_vnd == price,
        StandOrder.invoice_id.is_(None),
        StandOrder.cancelled_at.is_(None),
    )
    row = db.session.scalar(sa.select(StandOrder).where(same))
    if row is not None:
        row.quantity += number - present
        return
    db.session.add(
        StandOrder(
            event_id=event.id,
            application_id=application.id,
            service_id=service.id,
            quantity=number - present,
            tier=tier,
            unit_price_vnd=price,
            vat_pct=service.vat_pct,
            ordered_at=clock.now(),
        )
    )


def _take_off(event: Event, service: StandService, rows: list[StandOrder], fewer: int) -> None:
    if clock.today(event.timezone) > service.deadline_on:
        told = _l("Changes were possible until %(day)s.", day=format_date(service.deadline_on))
        raise OrderRefused(service.id, told)
    free = [row for row in rows if row.invoice_id is None]
    if sum(row.quantity for row in free) < fewer:
        raise OrderRefused(service.id, _l("A payment request asks for it already. Please ask the organisers."))
    for row in sorted(free, key=lambda one: (-one.unit_price_vnd, -one.id)):
        taken = min(row.quantity, fewer)
        fewer -= taken
        if taken == row.quantity:
            row.cancelled_at = clock.now()
        else:
            row.quantity -= taken


def ask_for_payment(event: Event, application: Application, *, by: User, onto_open: bool = False) -> Invoice:
    """Ask for what was ordered and not asked for yet.

    Args:
        onto_open: put it onto the open request for the booths, which is replaced by one with a new number.
    Returns: the payment request.
    Raises:
        NothingToAsk: everything is asked for. InvoiceClosed: the open request was cancelled a moment ago.
    """
    take_turn(f"services of application {application.id}")
    rows = [row for row in queries.orders_of(application) if row.invoice_id is None]
    if not rows:
        raise NothingToAsk
    with force_locale(application.locale):
        charges = [_charge(row, application.locale) for row in rows]
    present = queries.open_request_of(application) if onto_open else None
    if present is None:
        invoice = create_invoice(event, application.organisation, charges, by=by)
    else:
        kept = [Charge.of(line) for line in present.lines]
        invoice = reissue(event, present, [*kept, *charges], by=by, reason=_("services added"))
        billing.follow(application, present, invoice)
        follow(present.id, invoice.id)
    for row in rows:
        row.invoice_id = invoice.id
    db.session.flush()
    audit.record(by, "stands.services_asked_for", application, event=event, data={"invoice": invoice.code})
    return invoice


def _charge(row: StandOrder, locale: str) -> Charge:
    text = row.service.text(locale)
    if row.tier != "standard":
        text = f"{text} ({row.tier.label})"
    return Charge(text, row.unit_price_vnd, row.vat_pct, row.quantity, row.service.unit, source=f"order {row.id}")


def ask_everybody(event: Event, *, by: User) -> int:
    """Ask every exhibitor for what was ordered and not asked for yet, and return how many requests were made."""
    waiting = {row.application_id: row.application for row in queries.all_orders(event) if row.invoice_id is None}
    for application in waiting.values():
        ask_for_payment(event, application, by=by)
    return len(waiting)


def follow(old_id: int, new_id: int) -> None:
    """Let orders of a request that was replaced name the one that took its place. Doing it twice changes nothing."""
    db.session.execute(
        sa.update(StandOrder)
        .where(StandOrder.invoice_id == old_id, StandOrder.cancelled_at.is_(None))
        .values(invoice_id=new_id),
        execution_options={"synchronize_session": "fetch"},
    )


def cancel_all(event: Event, application: Application, *, withdrawn: bool) -> int:
    """End the orders of an exhibitor who does not come, and return how many. Doing it twice changes nothing.

    What was paid is divided by the event's terms when the exhibitor withdrew.
    """
    rows = queries.orders_of(application)
    for invoice in {row.invoice.id: row.invoice for row in rows if row.invoice is not None}.values():
        if invoice.state == InvoiceState.CANCELLED:
            continue
        if withdrawn and refunds.has_terms(event):
            told = refunds.preview(event, invoice, source=f"request {invoice.code}")
            refunds.withdraw(event, invoice, told, by=None, reason="withdrawn")
        else:
            cancel_invoice(event, invoice, by=None, reason="withdrawn")
    for row in rows:
        row.cancelled_at = clock.now()
    db.session.flush()
    if rows:
        audit.record("system", "stands.services_cancelled", application, event=event, data={"orders": len(rows)})
    return len(rows)


_COPIED = tuple(ServiceTerms.__annotations__)
_DAYS = ("deadline_on", "early_until_on", "closes_on")


def clone_services(source: Event, target: Event, run: CloneRun) -> None:
    """Copy the list of services; its dates move with the event."""
    for service in queries.services_of(source):
        values = {name: getattr(service, name) for name in _COPIED}
        values |= {name: run.move_day(values[name]) for name in _DAYS}
        db.session.add(StandService(event_id=target.id, position=service.position, **values))
    db.session.flush()


def add_usual(event: Event, usual: Sequence[ServiceTerms], *, by: User | str) -> int:
    """Add those of the usual services whose names the list does not have, and return how many."""
    known = {service.name for service in queries.services_of(event)}
    fresh = [terms for terms in usual if terms.name not in known]
    for terms in fresh:
        save_service(event, terms, by=by)
    return len(fresh)
