"""What must hold of events at every committed state; `flask doctor` asks."""

from collections.abc import Iterator

import sqlalchemy as sa

from app.accounts.models import Membership, MembershipRole, User
from app.core import doctor
from app.core.db import db
from app.events.models import Event, EventRole, Role, VenueHour
from app.events.services.occupancy import hours_between
from app.events.terms import CALLED_OFF


@doctor.check("EV1", "each live event holds exactly the hours of its venue that it needs, and no other event holds any")
def venues_are_held() -> Iterator[str]:
    held = (
        sa.select(VenueHour.event_id, VenueHour.venue_id, sa.func.count().label("hours"))
        .group_by(VenueHour.event_id, VenueHour.venue_id)
        .subquery()
    )
    rows = db.session.execute(
        sa.select(Event, held.c.venue_id, held.c.hours)
        .outerjoin(held, held.c.event_id == Event.id)
        .where(sa.or_(Event.venue_id.is_not(None), held.c.hours.is_not(None)))
        .order_by(Event.id)
    )
    for event, venue_id, hours in rows:
        is_live = event.venue_id is not None and event.state not in CALLED_OFF and not event.is_rehearsal
        needed = len(hours_between(event.starts_at, event.ends_at)) if is_live else 0
        if (hours or 0) != needed or (needed and venue_id != event.venue_id):
            yield f"event {event.id} ({event.slug}): holds {hours or 0} hours of venue {venue_id}, needs {needed}"


@doctor.check("EV2", "each event has an organiser who can act: by role, or as admin of the organisation that plans it")
def events_have_organisers() -> Iterator[str]:
    by_role = sa.exists().where(
        EventRole.event_id == Event.id,
        EventRole.role == Role.ORGANISER,
        EventRole.user_id == User.id,
        User.is_active.is_(True),
    )
    by_unit = sa.exists().where(
        Membership.organisation_id == Event.owner_id,
        Membership.role == MembershipRole.ADMIN,
        Membership.user_id == User.id,
        User.is_active.is_(True),
    )
    orphans = sa.select(Event.id, Event.slug).where(~by_role, ~by_unit).order_by(Event.id)
    for event_id, slug in db.session.execute(orphans):
        yield f"event {event_id} ({slug}): nobody can organise it"
