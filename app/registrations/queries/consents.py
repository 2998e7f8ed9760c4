"""What somebody consented to: the latest statement for each purpose counts."""

import sqlalchemy as sa

from app.core.db import db
from app.registrations.models import Application, Consent, Registration
from app.registrations.terms import ConsentPurpose


def history_of(subject: Application | Registration) -> list[Consent]:
    """Return all statements of an application or a registration, the oldest first."""
    column = Consent.application_id if isinstance(subject, Application) else Consent.registration_id
    statement = sa.select(Consent).where(Consent.event_id == subject.event_id, column == subject.id)
    return list(db.session.scalars(statement.order_by(Consent.id)))


def consents_of(subject: Application | Registration) -> dict[ConsentPurpose, bool]:
    """Return what holds now, by purpose. A purpose that is missing was never answered: no consent."""
    return {row.purpose: row.granted for row in history_of(subject)}
