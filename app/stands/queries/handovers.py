"""Which booths are to be handed over and given back, and the signed protocols."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import Organisation
from app.booths.models import BOOKED, Booth, BoothClaim, ClaimState
from app.core.db import db
from app.core.errors import NotFound
from app.core.text import fold
from app.events.models import Event
from app.payments.models import Invoice, InvoiceState
from app.registrations.models import Application, ApplicationBooth
from app.stands.models import Handover, HandoverKind, HandoverPhoto

PER_PAGE = 50
STATES = {
    "waiting": (ClaimState.RESERVED, ClaimState.CONFIRMED, ClaimState.SOLD),
    "out": (ClaimState.OCCUPIED,),
    "back": (ClaimState.VACATED,),
}


@dataclass(frozen=True)
class Visit:
    """One booth on the hall master's round. `open_vnd`: what is not paid of it."""

    claim: BoothClaim
    unit: str
    open_vnd: int


@dataclass(frozen=True)
class Round:
    """One page of booths; `counts` by state for the tabs."""

    visits: list[Visit]
    has_next: bool
    counts: dict[str, int]


def round_of(event: Event, state: str, *, text: str = "", zone: str = "", page: int = 1) -> Round:
    """Return one page of the booths in `state` (waiting, out, back) in natural order. Two queries.

    Args:
        text: part of a booth's number or of a unit's name, accents aside.
    """
    statement = (
        sa.select(BoothClaim, Organisation.name, *_money())
        .join(Booth, Booth.id == BoothClaim.booth_id)
        .outerjoin(Organisation, Organisation.id == BoothClaim.organisation_id)
        .outerjoin(Invoice, Invoice.id == BoothClaim.invoice_id)
        .where(BoothClaim.event_id == event.id, BoothClaim.state.in_(STATES[state]))
        .options(joinedload(BoothClaim.booth).joinedload(Booth.hall))
        .order_by(Booth.sort_key, BoothClaim.id)
    )
    if zone:
        statement = statement.where(Booth.zone == zone)
    for word in fold(text).split()[:6]:
        by_code = Booth.code.startswith(word.upper(), autoescape=True)
        statement = statement.where(sa.or_(by_code, Organisation.search_key.contains(word, autoescape=True)))
    rows = db.session.execute(statement.limit(PER_PAGE + 1).offset((max(page, 1) - 1) * PER_PAGE)).all()
    visits = [Visit(claim, unit or "–", _open(claim, total, paid)) for claim, unit, total, paid in rows[:PER_PAGE]]
    return Round(visits, len(rows) > PER_PAGE, _counts(event))


def _money() -> tuple[sa.ColumnElement[int | None], sa.ColumnElement[int | None]]:
    live = Invoice.state != InvoiceState.CANCELLED
    return sa.case((live, Invoice.total_vnd)), sa.case((live, Invoice.paid_vnd))


def _open(claim: BoothClaim, total: int | None, paid: int | None) -> int:
    """Return what is open: of the request that the booth is on, else its whole price."""
    if claim.state not in (ClaimState.RESERVED, ClaimState.CONFIRMED):
        return 0
    if total is None:
        return claim.total_vnd
    return max(total - (paid or 0), 0)


def _counts(event: Event) -> dict[str, int]:
    rows = db.session.execute(
        sa.select(BoothClaim.state, sa.func.count())
        .where(BoothClaim.event_id == event.id, BoothClaim.state.in_(BOOKED))
        .group_by(BoothClaim.state)
    )
    found = {state: number for state, number in rows}
    return {name: sum(found.get(state, 0) for state in states) for name, states in STATES.items()}


def open_vnd_of(claim: BoothClaim) -> int:
    """Return what is not paid of one booth."""
    statement = sa.select(*_money()).select_from(BoothClaim).outerjoin(Invoice, Invoice.id == BoothClaim.invoice_id)
    total, paid = db.session.execute(statement.where(BoothClaim.id == claim.id)).one()
    return _open(claim, total, paid)


def get_booking(event: Event, claim_id: int) -> BoothClaim:
    """Return a booked booth with its exhibitor. Raises: NotFound: no such booking in this event."""
    statement = sa.select(BoothClaim).where(
        BoothClaim.event_id == event.id, BoothClaim.id == claim_id, BoothClaim.state.in_(BOOKED)
    )
    booth = joinedload(BoothClaim.booth).joinedload(Booth.hall)
    found = db.session.scalar(statement.options(booth, joinedload(BoothClaim.organisation)))
    if found is None:
        raise NotFound
    return found


def application_of(claim: BoothClaim) -> Application | None:
    """Return the application that has the booth."""
    statement = sa.select(Application).join(ApplicationBooth, ApplicationBooth.application_id == Application.id)
    return db.session.scalar(statement.where(ApplicationBooth.claim_id == claim.id))


def get_handover(event: Event, handover_id: int) -> Handover:
    """Return a protocol with everything of it. Raises: NotFound."""
    found = db.session.scalar(
        sa.select(Handover).where(Handover.event_id == event.id, Handover.id == handover_id).options(*_whole())
    )
    if found is None:
        raise NotFound
    return found


def handovers_of_claims(event: Event, claim_ids: list[int]) -> dict[int, dict[HandoverKind, Handover]]:
    """Return the protocols of these bookings by claim and kind. One query."""
    rows = db.session.scalars(sa.select(Handover).where(Handover.event_id == event.id, Handover.claim_id.in_(claim_ids)))
    found: dict[int, dict[HandoverKind, Handover]] = {}
    for row in rows:
        found.setdefault(row.claim_id, {})[row.kind] = row
    return found


def handovers_of(application: Application) -> list[Handover]:
    """Return the protocols of an application's booths, oldest first."""
    statement = (
        sa.select(Handover)
        .join(ApplicationBooth, ApplicationBooth.claim_id == Handover.claim_id)
        .where(Handover.event_id == application.event_id, ApplicationBooth.application_id == application.id)
    )
    return list(db.session.scalars(statement.options(*_whole()).order_by(Handover.id)))


def _whole() -> tuple[sa.orm.interfaces.ORMOption, ...]:
    photos = selectinload(Handover.photos).joinedload(HandoverPhoto.file)
    return joinedload(Handover.signature), joinedload(Handover.done_by), photos
