"""What somebody consented to: the latest statement for each purpose counts."""

import sqlalchemy as sa

from app.core.db import db
from app.registrations.models import Application, CoExhibitor, Consent, Registration
from app.registrations.terms import ConsentPurpose

Subject = Application | CoExhibitor | Registration


def column_of(subject: Subject) -> str:
    """Return the column of a consent that names its subject."""
    if isinstance(subject, Application):
        return "application_id"
    return "co_exhibitor_id" if isinstance(subject, CoExhibitor) else "registration_id"


def history_of(subject: Subject) -> list[Consent]:
    """Return all statements of one subject, the oldest first."""
    column = getattr(Consent, column_of(subject))
    statement = sa.select(Consent).where(Consent.event_id == subject.event_id, column == subject.id)
    return list(db.session.scalars(statement.order_by(Consent.id)))


def consents_of(subject: Subject) -> dict[ConsentPurpose, bool]:
    """Return what holds now, by purpose. A purpose that is missing was never answered: no consent."""
    return {row.purpose: row.granted for row in history_of(subject)}
