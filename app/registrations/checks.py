"""Invariants of registrations for `flask doctor`: each check returns one line a row that breaks it."""

import sqlalchemy as sa

from app.booths.models import LIVE, BoothClaim
from app.core.db import db
from app.payments.models import Invoice, InvoiceState
from app.registrations.models import Application, ApplicationBooth, Capacity, Registration
from app.registrations.services.capacity import COUNTED, OCCUPYING
from app.registrations.terms import ApplicationState


def find_wrong_capacity() -> list[str]:
    """I2: the counter of places says what the registrations say."""
    rows = sa.select(Registration.event_id, Registration.category, sa.func.sum(Registration.party_size).label("people"))
    rows = rows.where(Registration.category.in_(COUNTED), Registration.state.in_(OCCUPYING))
    taken = rows.group_by(Registration.event_id, Registration.category).subquery()
    both = sa.select(Capacity.event_id, Capacity.category, Capacity.used, sa.func.coalesce(taken.c.people, 0)).outerjoin(
        taken, sa.and_(taken.c.event_id == Capacity.event_id, taken.c.category == Capacity.category)
    )
    return [
        f"event {event}: {used} places of {category.value} are counted, {people} are taken"
        for event, category, used, people in db.session.execute(both)
        if used != people
    ]


def find_booths_without_application() -> list[str]:
    """An application that has ended has no booth and no open payment request."""
    ended = (ApplicationState.DECLINED, ApplicationState.WITHDRAWN, ApplicationState.WAITLISTED)
    claims = (
        sa.select(Application.code, Application.state)
        .join(ApplicationBooth, ApplicationBooth.application_id == Application.id)
        .join(BoothClaim, BoothClaim.id == ApplicationBooth.claim_id)
        .where(Application.state.in_(ended[:2]), BoothClaim.state.in_(LIVE))
    )
    invoices = (
        sa.select(Application.code, Application.state)
        .join(Invoice, Invoice.id == Application.invoice_id)
        .where(Application.state.in_(ended), Invoice.state != InvoiceState.CANCELLED)
    )
    found = [f"application {code} is {state.value} and still has a booth" for code, state in db.session.execute(claims)]
    found += [f"application {code} is {state.value}, but asked for money" for code, state in db.session.execute(invoices)]
    return found


def find_undecided_reviews() -> list[str]:
    """Who decided and when is known of every decision."""
    decided = (ApplicationState.ACCEPTED, ApplicationState.DECLINED, ApplicationState.WAITLISTED)
    statement = sa.select(Application.code).where(
        Application.state.in_(decided), sa.or_(Application.reviewed_at.is_(None), Application.reviewed_by_id.is_(None))
    )
    return [f"application {code} was decided by nobody" for code in db.session.scalars(statement.order_by(Application.code))]
