"""Who is told when an event is called off or has a new date."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.core.db import db
from app.events.models import Event
from app.registrations.models import Application, CoExhibitor, Registration
from app.registrations.terms import ApplicationState, CoExhibitorState, RegistrationState

_APPLYING = (
    ApplicationState.SUBMITTED,
    ApplicationState.NEEDS_CHANGES,
    ApplicationState.ACCEPTED,
    ApplicationState.WAITLISTED,
)
_COMING = (RegistrationState.PENDING, RegistrationState.CONFIRMED, RegistrationState.WAITLISTED)


def applications_to_tell(event: Event, after: int, limit: int) -> Sequence[Application]:
    """Return applications that may still lead to a booth, behind the id `after`, with unit and co-exhibitors."""
    chosen = sa.select(Application).where(_applying(event), Application.id > after)
    loaded = chosen.options(joinedload(Application.organisation))
    return db.session.scalars(loaded.order_by(Application.id).limit(limit)).all()


def co_exhibitors_to_tell(event: Event, applications: Sequence[Application]) -> Sequence[CoExhibitor]:
    """Return the co-exhibitors of these applications who have an address."""
    chosen = sa.select(CoExhibitor).where(
        CoExhibitor.event_id == event.id,
        CoExhibitor.application_id.in_([application.id for application in applications]),
        CoExhibitor.state != CoExhibitorState.REMOVED,
        CoExhibitor.contact_email != "",
    )
    return db.session.scalars(chosen.order_by(CoExhibitor.id)).all()


def people_to_tell(event: Event, after: str, limit: int) -> Sequence[Registration]:
    """Return one registration for each address behind `after`, in the order of addresses."""
    firsts = sa.select(sa.func.min(Registration.id)).where(_coming(event), Registration.email > after)
    firsts = firsts.group_by(Registration.email).order_by(Registration.email).limit(limit)
    chosen = sa.select(Registration).where(Registration.id.in_(firsts))
    return db.session.scalars(chosen.order_by(Registration.email)).all()


def count_to_tell(event: Event) -> tuple[int, int]:
    """Return how many applications and how many addresses of people are told. Two queries."""
    applications = sa.select(sa.func.count()).select_from(Application).where(_applying(event))
    addresses = sa.select(sa.func.count(Registration.email.distinct())).where(_coming(event), Registration.email != "")
    return db.session.scalar(applications) or 0, db.session.scalar(addresses) or 0


def _applying(event: Event) -> sa.ColumnElement[bool]:
    return sa.and_(Application.event_id == event.id, Application.state.in_(_APPLYING), Application.contact_email != "")


def _coming(event: Event) -> sa.ColumnElement[bool]:
    return sa.and_(Registration.event_id == event.id, Registration.state.in_(_COMING))
