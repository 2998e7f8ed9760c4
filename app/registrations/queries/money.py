"""Reads of what exhibitors are asked to pay."""

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.booths.models import BoothClaim
from app.core.db import db
from app.payments.models import Invoice
from app.registrations.models import Application, ApplicationBooth


def requests_of(application: Application) -> list[Invoice]:
    """Return all payment requests of an exhibitor in its event, cancelled ones too, the oldest first, with their lines."""
    chosen = sa.select(Invoice).where(Invoice.event_id == application.event_id, Invoice.payer_id == application.organisation_id)
    return list(db.session.scalars(chosen.options(selectinload(Invoice.lines), joinedload(Invoice.payer)).order_by(Invoice.id)))


def find_application_of(claim: BoothClaim) -> Application | None:
    """Return the application that names the claim, None when an officer gave the booth without one."""
    chosen = sa.select(Application).join(ApplicationBooth, ApplicationBooth.application_id == Application.id)
    found = chosen.where(ApplicationBooth.event_id == claim.event_id, ApplicationBooth.claim_id == claim.id)
    return db.session.scalar(found.options(joinedload(Application.organisation)))
