"""Reads of how an event books its booths, and of what is due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.booths.models import BookingRules, Booth, BoothClaim, ClaimState
from app.core.db import db
from app.core.paging import Page, paginate
from app.events.models import Event
from app.events.terms import CALLED_OFF
from app.payments.models import Invoice


@dataclass(frozen=True)
class Rules:
    """The rules of an event, defaults included.

    Attributes:
        hold_minutes: None where the event follows the setting of the site, BOOTH_HOLD_MINUTES.
        most_held: R-52 asks for a number of booths; more than three at once is a pavilion, which the organiser assigns.
        grace_days: days after the last day of a payment before a booth is released by itself.
    """

    hold_minutes: int | None = None
    most_held: int = 3
    most_per_firm: int = 20
    releases_itself: bool = False
    grace_days: int = 3


def rules_of(event_id: int) -> Rules:
    """Return the rules of an event. One query."""
    row = db.session.get(BookingRules, event_id)
    if row is None:
        return Rules()
    return Rules(row.hold_minutes, row.most_held, row.most_per_firm, row.releases_itself, row.grace_days)


def _is_due(until: date) -> sa.ColumnElement[bool]:
    """Return the condition that a payment was or is due until a day, that day included."""
    deposit = sa.and_(BoothClaim.state == ClaimState.RESERVED, BoothClaim.deposit_due_on <= until)
    rest = sa.and_(
        sa.or_(
            BoothClaim.state == ClaimState.CONFIRMED,
            sa.and_(BoothClaim.state == ClaimState.RESERVED, BoothClaim.deposit_due_on.is_(None)),
        ),
        BoothClaim.balance_due_on <= until,
    )
    return sa.or_(deposit, rest)


def overdue_claims(event: Event, today: date) -> list[BoothClaim]:
    """Return the bookings whose payment is late, in order of booths; booth and exhibitor loaded."""
    return due_claims(event, today - timedelta(days=1))


def due_claims(event: Event, until: date) -> list[BoothClaim]:
    """Return the bookings with a payment that is due until that day, in order of booths; booth and exhibitor loaded."""
    return list(db.session.scalars(_bookings(event).where(_is_due(until)).order_by(Booth.sort_key)))


def _bookings(event: Event) -> sa.Select[tuple[BoothClaim]]:
    chosen = sa.select(BoothClaim).join(Booth, Booth.id == BoothClaim.booth_id).where(BoothClaim.event_id == event.id)
    return chosen.options(joinedload(BoothClaim.booth), joinedload(BoothClaim.organisation))


def due_page(event: Event, today: date, *, late: bool, number: int) -> Page[BoothClaim]:
    """Return a page of the bookings whose payment is late, or due within a week; the longest due first."""
    awaits_deposit = sa.and_(BoothClaim.state == ClaimState.RESERVED, BoothClaim.deposit_due_on.is_not(None))
    day = sa.case((awaits_deposit, BoothClaim.deposit_due_on), else_=BoothClaim.balance_due_on)
    wanted = _bookings(event).where(_is_late(today) if late else _is_soon(today))
    return paginate(wanted.order_by(day, Booth.sort_key), number)


def _is_late(today: date) -> sa.ColumnElement[bool]:
    return _is_due(today - timedelta(days=1))


def _is_soon(today: date) -> sa.ColumnElement[bool]:
    return sa.and_(_is_due(today + timedelta(days=7)), sa.not_(_is_late(today)))


def awaited_of(claims: Sequence[BoothClaim]) -> dict[int, tuple[str, int]]:
    """Return by claim the payment request and what it waits for, in VND: the deposit first, then all. One query."""
    ids = {claim.invoice_id for claim in claims if claim.invoice_id is not None}
    requests = {row.id: row for row in db.session.scalars(sa.select(Invoice).where(Invoice.id.in_(ids)))} if ids else {}
    found = {}
    for claim in claims:
        request = requests.get(claim.invoice_id or 0)
        if request is not None:
            deposit = claim.state is ClaimState.RESERVED and claim.deposit_due_on is not None
            found[claim.id] = (request.code, request.deposit_vnd - request.paid_vnd if deposit else request.open_vnd)
    return found


def count_overdue(event: Event, today: date) -> int:
    """Return how many bookings are late with a payment."""
    return _count(event, _is_late(today))


def count_due_soon(event: Event, today: date) -> int:
    """Return how many bookings have a payment that is due within a week, today included."""
    return _count(event, _is_soon(today))


def _count(event: Event, condition: sa.ColumnElement[bool]) -> int:
    found = sa.select(sa.func.count()).select_from(BoothClaim).where(BoothClaim.event_id == event.id, condition)
    return db.session.scalar(found) or 0


def events_with_due(until: date) -> list[Event]:
    """Return the events in which a payment for a booth is due until that day; nobody is asked to pay for what is called off."""
    ids = sa.select(BoothClaim.event_id).where(_is_due(until)).distinct()
    chosen = sa.select(Event).where(Event.id.in_(ids), Event.state.not_in(sorted(CALLED_OFF)))
    return list(db.session.scalars(chosen.order_by(Event.id)))


def count_of_firm(event_id: int, organisation_id: int) -> int:
    """Return how many numbers of booths a firm has in an event: a merged stand counts its parts."""
    claims = sa.select(sa.func.coalesce(sa.func.sum(Booth.unit_count), 0)).join(BoothClaim, BoothClaim.booth_id == Booth.id)
    live = BoothClaim.state.in_(("applied", "reserved", "confirmed", "sold", "occupied"))
    mine = claims.where(BoothClaim.event_id == event_id, BoothClaim.organisation_id == organisation_id, live)
    return int(db.session.scalar(mine) or 0)


def claims_paid_by(invoice_ids: list[int]) -> list[BoothClaim]:
    """Return all claims, also ended ones, that these payment requests ask money for; booths loaded, in order of claims."""
    chosen = sa.select(BoothClaim).where(BoothClaim.invoice_id.in_(invoice_ids)).options(joinedload(BoothClaim.booth))
    return list(db.session.scalars(chosen.order_by(BoothClaim.id)))
