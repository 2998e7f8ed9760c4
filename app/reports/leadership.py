"""The year for leaders: the events they may read, one line each."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import Membership, MembershipRole, Organisation, OrganisationKind, User
from app.booths.models import LIVE, Booth, BoothClaim
from app.core.db import db
from app.events.models import Event, EventHost, EventRole, EventState, HostState, Role, Venue
from app.registrations.models import Application
from app.registrations.terms import ApplicationState

_READING = (Role.ORGANISER, Role.FINANCE, Role.AUDITOR, Role.LEADERSHIP)


@dataclass(frozen=True)
class Line:
    """One event with the three figures that tell how it stands."""

    event: Event
    booths: int
    taken: int
    exhibitors: int


def overview(user: User, *, limit: int = 60) -> list[Line]:
    """Return the events that `user` may read, newest first: four queries whatever their number."""
    statement = (
        sa.select(Event)
        .where(Event.is_rehearsal.is_(False), Event.state != EventState.DRAFT, readable_by(user))
        .options(joinedload(Event.owner), joinedload(Event.venue).joinedload(Venue.province))
        .order_by(Event.starts_at.desc(), Event.id)
        .limit(limit)
    )
    events = list(db.session.scalars(statement))
    ids = [event.id for event in events]
    booths = _counts(sa.select(Booth.event_id, sa.func.count()).where(Booth.event_id.in_(ids)).group_by(Booth.event_id))
    claims = sa.select(BoothClaim.event_id, sa.func.count()).where(BoothClaim.event_id.in_(ids))
    taken = _counts(claims.where(BoothClaim.state.in_(LIVE), BoothClaim.state != "held").group_by(BoothClaim.event_id))
    accepted = sa.select(Application.event_id, sa.func.count()).where(Application.event_id.in_(ids))
    units = _counts(accepted.where(Application.state == ApplicationState.ACCEPTED).group_by(Application.event_id))
    return [Line(event, booths.get(event.id, 0), taken.get(event.id, 0), units.get(event.id, 0)) for event in events]


def readable_by(user: User) -> sa.ColumnElement[bool]:
    """Return the condition that app.events.roles decides one by one: given roles, own and hosting organisations, a ministry."""
    given = sa.exists().where(EventRole.event_id == Event.id, EventRole.user_id == user.id, EventRole.role.in_(_READING))
    led = (
        sa.select(Membership.organisation_id)
        .where(Membership.user_id == user.id, Membership.role.in_([MembershipRole.ADMIN, MembershipRole.LEADER]))
        .scalar_subquery()
    )
    hosted = sa.exists().where(
        EventHost.event_id == Event.id, EventHost.organisation_id.in_(led), EventHost.state == HostState.ACCEPTED
    )
    ministry = sa.exists().where(
        Membership.user_id == user.id,
        Membership.role.in_([MembershipRole.ADMIN, MembershipRole.LEADER]),
        Membership.organisation_id == Organisation.id,
        Organisation.kind == OrganisationKind.MINISTRY,
    )
    return sa.or_(given, Event.owner_id.in_(led), hosted, ministry)


def _counts(statement: sa.Select[tuple[int, int]]) -> dict[int, int]:
    return {event_id: count for event_id, count in db.session.execute(statement)}
