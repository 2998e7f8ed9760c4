"""Reads of services and orders."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import Organisation
from app.booths.models import LIVE, Booth, BoothClaim
from app.core.db import db
from app.core.errors import NotFound
from app.events.models import Event
from app.payments.models import Invoice, InvoiceState
from app.registrations.models import Application, ApplicationBooth
from app.stands.models import ServiceNeed, StandOrder, StandService


def services_of(event: Event, *, offered: bool = False) -> list[StandService]:
    """Return the list of services in its order."""
    chosen = sa.select(StandService).where(StandService.event_id == event.id)
    if offered:
        chosen = chosen.where(StandService.is_offered)
    return list(db.session.scalars(chosen.order_by(StandService.position, StandService.id)))


def count_services(event: Event) -> int:
    """Return how many services the list has."""
    return db.session.scalar(sa.select(sa.func.count(StandService.id)).where(StandService.event_id == event.id)) or 0


def get_service(event: Event, service_id: int) -> StandService:
    """Return a service of the event. Raises: NotFound."""
    chosen = sa.select(StandService).where(StandService.event_id == event.id, StandService.id == service_id)
    found = db.session.scalar(chosen)
    if found is None:
        raise NotFound
    return found


def orders_of(application: Application) -> list[StandOrder]:
    """Return what an exhibitor has ordered, in the order of the list, services and requests loaded."""
    chosen = sa.select(StandOrder).join(StandService, StandService.id == StandOrder.service_id)
    chosen = chosen.where(StandOrder.application_id == application.id, StandOrder.cancelled_at.is_(None))
    options = (joinedload(StandOrder.service), joinedload(StandOrder.invoice))
    return list(db.session.scalars(chosen.options(*options).order_by(StandService.position, StandService.id, StandOrder.id)))


def all_orders(event: Event) -> list[StandOrder]:
    """Return all live orders of an event by exhibitor, with services, applications, organisations and requests."""
    chosen = (
        sa.select(StandOrder)
        .join(StandService, StandService.id == StandOrder.service_id)
        .join(Application, Application.id == StandOrder.application_id)
        .join(Organisation, Organisation.id == Application.organisation_id)
        .where(StandOrder.event_id == event.id, StandOrder.cancelled_at.is_(None))
        .options(
            joinedload(StandOrder.service),
            joinedload(StandOrder.invoice),
            joinedload(StandOrder.application).joinedload(Application.organisation),
        )
        .order_by(Organisation.sort_key, Application.id, StandService.position, StandService.id, StandOrder.id)
    )
    return list(db.session.scalars(chosen))


def booth_codes(event: Event) -> dict[int, list[str]]:
    """Return the booths of each application that has some, in natural order. One query."""
    chosen = (
        sa.select(ApplicationBooth.application_id, Booth)
        .join(BoothClaim, BoothClaim.id == ApplicationBooth.claim_id)
        .join(Booth, Booth.id == BoothClaim.booth_id)
        .where(ApplicationBooth.event_id == event.id, BoothClaim.state.in_(LIVE))
        .order_by(Booth.sort_key)
    )
    found: dict[int, list[str]] = {}
    for application_id, booth in db.session.execute(chosen):
        found.setdefault(application_id, []).append(booth.name)
    return found


@dataclass(frozen=True)
class ServiceSum:
    """What was ordered of one service."""

    quantity: int
    net_vnd: int
    vat_vnd: int

    @property
    def total_vnd(self) -> int:
        return self.net_vnd + self.vat_vnd


def sums_by_service(orders: list[StandOrder]) -> dict[int, ServiceSum]:
    """Return the sums of each service, by id."""
    sums: dict[int, ServiceSum] = {}
    for order in orders:
        before = sums.get(order.service_id, ServiceSum(0, 0, 0))
        sums[order.service_id] = ServiceSum(
            before.quantity + order.quantity, before.net_vnd + order.net_vnd, before.vat_vnd + order.vat_vnd
        )
    return sums


def open_request_of(application: Application) -> Invoice | None:
    """Return the payment request onto which services can be put: the exhibitor's first, while nothing is paid for it."""
    if application.invoice_id is None:
        return None
    chosen = sa.select(Invoice).where(Invoice.event_id == application.event_id, Invoice.id == application.invoice_id)
    invoice = db.session.scalar(chosen.options(selectinload(Invoice.lines), joinedload(Invoice.payer)))
    return invoice if invoice is not None and invoice.state == InvoiceState.OPEN else None


def missing_needs(application: Application) -> set[ServiceNeed]:
    """Return the outlets that none of the exhibitor's booths has, although the plan says where outlets are."""
    known, mine = _outlets(Booth.event_id == application.event_id), _outlets(_booths_of(application))
    return {need for need in (ServiceNeed.POWER, ServiceNeed.WATER) if known[need] and not mine[need]}


def _booths_of(application: Application) -> sa.ColumnElement[bool]:
    mine = (
        sa.select(BoothClaim.booth_id)
        .join(ApplicationBooth, ApplicationBooth.claim_id == BoothClaim.id)
        .where(ApplicationBooth.application_id == application.id, BoothClaim.state.in_(LIVE))
    )
    return Booth.id.in_(mine)


def _outlets(condition: sa.ColumnElement[bool]) -> dict[ServiceNeed, bool]:
    power, water = sa.func.sum(Booth.power_points), sa.func.sum(Booth.water_points)
    row: Any = db.session.execute(sa.select(power, water).where(condition)).one()
    return {ServiceNeed.POWER: bool(row[0]), ServiceNeed.WATER: bool(row[1])}
