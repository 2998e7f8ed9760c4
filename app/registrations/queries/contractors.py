"""Reads of contractors: the event's terms, and who was named by whom."""

import sqlalchemy as sa

from app.core.db import db
from app.core.errors import NotFound
from app.events.models import Event
from app.registrations.models import Application, ContractorTerms, Registration
from app.registrations.terms import Category, RegistrationState

# Shown on one page; a fair has some hundreds.
MOST_SHOWN = 500
_LIVE = (RegistrationState.PENDING, RegistrationState.CONFIRMED, RegistrationState.BLOCKED)


def terms_of_contractors(event: Event) -> ContractorTerms | None:
    """Return when contractors may come and how many an exhibitor may name; None: the event has said nothing."""
    return db.session.get(ContractorTerms, event.id)


def contractors_of(application: Application) -> list[Registration]:
    """Return the contractors that this exhibitor named, in the order in which they were."""
    statement = sa.select(Registration).where(
        Registration.application_id == application.id,
        Registration.category == Category.CONTRACTOR,
        Registration.state.in_(_LIVE),
        Registration.erased_at.is_(None),
    )
    return list(db.session.scalars(statement.order_by(Registration.id)))


def contractors(event: Event) -> list[tuple[Registration, str]]:
    """Return the event's contractors by firm, each with the code of the application that named them (empty: the organiser)."""
    code = sa.func.coalesce(Application.code, "")
    statement = (
        sa.select(Registration, code)
        .outerjoin(Application, Application.id == Registration.application_id)
        .where(
            Registration.event_id == event.id,
            Registration.category == Category.CONTRACTOR,
            Registration.state.in_(_LIVE),
            Registration.erased_at.is_(None),
        )
        .order_by(Registration.unit, Registration.sort_key, Registration.id)
        .limit(MOST_SHOWN)
    )
    return [row._tuple() for row in db.session.execute(statement)]


def get_contractor(event: Event, code: str) -> Registration:
    """Return the contractor with this short code. Raises: NotFound."""
    statement = sa.select(Registration).where(
        Registration.event_id == event.id, Registration.short_code == code, Registration.category == Category.CONTRACTOR
    )
    found = db.session.scalar(statement)
    if found is None:
        raise NotFound
    return found
