"""Reads of published versions, pictures under plans, and of the day after which numbers are closed."""

import sqlalchemy as sa
from sqlalchemy.orm import defer, joinedload

from app.booths.models import PlanPicture, PlanPrint, PlanVersion
from app.core import clock, registry
from app.core.db import db
from app.core.errors import NotFound
from app.events.models import Event


def versions_of(event: Event) -> list[PlanVersion]:
    """Return the published versions, newest first, with who published them and without their items."""
    statement = sa.select(PlanVersion).where(PlanVersion.event_id == event.id).order_by(PlanVersion.number.desc())
    return list(db.session.scalars(statement.options(defer(PlanVersion.items), joinedload(PlanVersion.published_by))))


def latest_version(event: Event) -> PlanVersion | None:
    """Return the newest published version without its items; None before the first."""
    statement = sa.select(PlanVersion).where(PlanVersion.event_id == event.id).order_by(PlanVersion.number.desc()).limit(1)
    return db.session.scalar(statement.options(defer(PlanVersion.items)))


def get_version(event: Event, number: int) -> PlanVersion:
    """Return one version with its items.

    Raises:
        NotFound: no such version of this event.
    """
    statement = sa.select(PlanVersion).where(PlanVersion.event_id == event.id, PlanVersion.number == number)
    version = db.session.scalar(statement.options(joinedload(PlanVersion.published_by)))
    if version is None:
        raise NotFound
    return version


def pictures_of(event: Event) -> list[PlanPicture]:
    """Return the pictures of an event, oldest first, with their files."""
    statement = sa.select(PlanPicture).where(PlanPicture.event_id == event.id).order_by(PlanPicture.id)
    return list(db.session.scalars(statement.options(joinedload(PlanPicture.file))))


def get_picture(event: Event, number: int) -> PlanPicture:
    """Return one picture with its file.

    Raises:
        NotFound: no such picture of this event.
    """
    statement = sa.select(PlanPicture).where(PlanPicture.event_id == event.id, PlanPicture.id == number)
    picture = db.session.scalar(statement.options(joinedload(PlanPicture.file)))
    if picture is None:
        raise NotFound
    return picture


def prints_of(event: Event) -> list[PlanPrint]:
    """Return the last prints that jobs draw or drew, newest first."""
    statement = sa.select(PlanPrint).where(PlanPrint.event_id == event.id).order_by(PlanPrint.id.desc()).limit(10)
    return list(db.session.scalars(statement))


def get_print(event: Event, number: int) -> PlanPrint:
    """Return one print with its file.

    Raises:
        NotFound: no such print of this event, or it is not drawn yet.
    """
    statement = sa.select(PlanPrint).where(PlanPrint.event_id == event.id, PlanPrint.id == number)
    found = db.session.scalar(statement.options(joinedload(PlanPrint.file)))
    if found is None or found.file is None:
        raise NotFound
    return found


def numbers_closed(event: Event) -> bool:
    """Tell whether booths get other numbers only with a reason: the fascia boards are being made (R-50)."""
    return any(day <= clock.now() for day in registry.fascia_deadlines.collect(event))
