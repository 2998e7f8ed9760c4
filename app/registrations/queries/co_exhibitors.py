"""Reads of co-exhibitors, their passes, and the terms that hold for exhibitors of an event."""

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from app.booths.models import BoothClaim
from app.core.codes import digest
from app.core.db import db
from app.core.errors import NotFound
from app.events.models import Event
from app.registrations.errors import LinkUnknown
from app.registrations.models import (
    Application,
    CoExhibitor,
    CoExhibitorBooth,
    CoExhibitorStaff,
    ExhibitorTerms,
    Registration,
)
from app.registrations.terms import ApplicationState, CoExhibitorState, RegistrationState


def terms_of(event_id: int) -> ExhibitorTerms:
    """Return what holds for exhibitors of the event; the defaults, as a row that is not kept, when nothing was set."""
    found = db.session.get(ExhibitorTerms, event_id)
    return found or ExhibitorTerms(event_id=event_id, fascia_chars=30, staff_per_9m2=2)


def co_exhibitors_of(application: Application, *, removed: bool = False) -> list[CoExhibitor]:
    """Return the co-exhibitors of an application by name, with booths. Two queries.

    Args:
        removed: also those who were removed, at the end.
    """
    statement = sa.select(CoExhibitor).where(
        CoExhibitor.event_id == application.event_id, CoExhibitor.application_id == application.id
    )
    if not removed:
        statement = statement.where(CoExhibitor.state != CoExhibitorState.REMOVED)
    is_removed = sa.case((CoExhibitor.state == CoExhibitorState.REMOVED, 1), else_=0)
    return list(
        db.session.scalars(statement.options(*with_booths()).order_by(is_removed, CoExhibitor.sort_key, CoExhibitor.id))
    )


def get_co_exhibitor(application: Application, co_exhibitor_id: int) -> CoExhibitor:
    """Return one co-exhibitor of the application, also a removed one. Raises: NotFound."""
    statement = sa.select(CoExhibitor).where(
        CoExhibitor.event_id == application.event_id,
        CoExhibitor.application_id == application.id,
        CoExhibitor.id == co_exhibitor_id,
    )
    found = db.session.scalar(statement.options(*with_booths()))
    if found is None:
        raise NotFound
    return found


def find_co_exhibitor_by_link(secret: str) -> CoExhibitor:
    """Return the live co-exhibitor of an accepted or reviewed application that the private link opens.

    Raises:
        LinkUnknown: there is none, the link was replaced, or the firm was removed.
    """
    statement = (
        sa.select(CoExhibitor)
        .join(Application, Application.id == CoExhibitor.application_id)
        .where(
            CoExhibitor.link_digest == digest(secret),
            CoExhibitor.state != CoExhibitorState.REMOVED,
            Application.state.not_in([ApplicationState.WITHDRAWN, ApplicationState.DECLINED]),
        )
    )
    main = joinedload(CoExhibitor.application).joinedload(Application.organisation)
    found = db.session.scalar(statement.options(*with_booths(), main))
    if found is None:
        raise LinkUnknown
    return found


def with_booths() -> tuple[ExecutableOption, ...]:
    """Return the options that bring a co-exhibitor's province and booths along: one query more whatever the number of rows."""
    booths = selectinload(CoExhibitor.booths).joinedload(CoExhibitorBooth.claim).joinedload(BoothClaim.booth)
    return (joinedload(CoExhibitor.province), booths)


def staff_of_co_exhibitors(application: Application) -> dict[int, list[Registration]]:
    """Return the confirmed passes of the application's co-exhibitors by co-exhibitor, in the order of names. One query."""
    statement = (
        sa.select(CoExhibitorStaff.co_exhibitor_id, Registration)
        .join(Registration, Registration.id == CoExhibitorStaff.registration_id)
        .where(
            Registration.event_id == application.event_id,
            Registration.application_id == application.id,
            Registration.state == RegistrationState.CONFIRMED,
        )
        .order_by(Registration.sort_key, Registration.id)
    )
    found: dict[int, list[Registration]] = {}
    for co_exhibitor_id, person in db.session.execute(statement):
        found.setdefault(co_exhibitor_id, []).append(person)
    return found


def live_co_exhibitors(event: Event, application_ids: Collection[int] | None = None) -> list[CoExhibitor]:
    """Return the co-exhibitors of the event's accepted applications with booths, by name. Two queries."""
    statement = (
        sa.select(CoExhibitor)
        .join(Application, Application.id == CoExhibitor.application_id)
        .where(
            CoExhibitor.event_id == event.id,
            CoExhibitor.state != CoExhibitorState.REMOVED,
            Application.state == ApplicationState.ACCEPTED,
        )
    )
    if application_ids is not None:
        statement = statement.where(CoExhibitor.application_id.in_(application_ids))
    return list(db.session.scalars(statement.options(*with_booths()).order_by(CoExhibitor.sort_key, CoExhibitor.id)))


def handed_on(application: Application) -> int:
    """Return how many of its staff passes the application has handed on to co-exhibitors."""
    statement = sa.select(sa.func.coalesce(sa.func.sum(CoExhibitor.staff_most), 0)).where(
        CoExhibitor.event_id == application.event_id,
        CoExhibitor.application_id == application.id,
        CoExhibitor.state != CoExhibitorState.REMOVED,
    )
    return int(db.session.scalar(statement) or 0)
