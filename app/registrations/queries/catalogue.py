"""The public catalogue: accepted exhibitors whose latest word on it was yes."""

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import Organisation
from app.core.db import db
from app.events.models import Event
from app.registrations import search
from app.registrations.models import Application, Consent
from app.registrations.queries.applications import loading
from app.registrations.terms import ApplicationState, ConsentPurpose


def catalogue(event: Event, *, text: str = "") -> sa.Select[tuple[Application]]:
    """Return the statement for the exhibitors that the public may see, by name; page it with core.paging.

    Who withdraws the consent is gone with the next request.

    Args:
        text: words of the unit's name; accents do not matter.
    """
    statement = _shown(event).options(*loading())
    for word in search.words(text)[:8]:
        statement = statement.where(Organisation.search_key.contains(word, autoescape=True))
    return statement


def first_in_catalogue(event: Event, *, limit: int = 6) -> list[Application]:
    """Return the first exhibitors of the catalogue with organisation and province: one query for the busiest page."""
    plain = joinedload(Application.organisation).joinedload(Organisation.province)
    return list(db.session.scalars(_shown(event).options(plain).limit(limit)))


def _shown(event: Event) -> sa.Select[tuple[Application]]:
    latest = (
        sa.select(sa.func.max(Consent.id))
        .where(Consent.application_id == Application.id, Consent.purpose == ConsentPurpose.CATALOGUE)
        .correlate(Application)
        .scalar_subquery()
    )
    agreed = sa.exists().where(Consent.id == latest, Consent.granted.is_(True))
    return (
        sa.select(Application)
        .join(Organisation, Organisation.id == Application.organisation_id)
        .where(Application.event_id == event.id, Application.state == ApplicationState.ACCEPTED, agreed)
        .order_by(Organisation.sort_key, Application.id)
    )
