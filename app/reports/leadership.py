"""The year for leaders: the events they may read, one line each."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import AUTHORITIES, Membership, MembershipRole, Organisation, OrganisationKind, User
from app.booths.models import Booth, BoothClaim
from app.checkin.models import VisitorCount
from app.checkin.queries.visits import visits_by_event
from app.core.db import db
from app.events.models import Event, EventHost, EventRole, EventState, HostRole, HostState, Role, Venue
from app.registrations.queries import count_exhibitors_by_event
from app.reports.models import FrozenSummary
from app.reports.queries import LET

_READING = (Role.ORGANISER, Role.FINANCE, Role.AUDITOR, Role.LEADERSHIP)
_LEADING = (MembershipRole.ADMIN, MembershipRole.LEADER)
_ORGANISING = (HostRole.HOST, HostRole.CO_HOST, HostRole.IMPLEMENTING)


@dataclass(frozen=True)
class Line:
    """One event with the figures that tell how it stands. None: not counted, or there is no such thing."""

    event: Event
    booths: int
    taken: int
    exhibitors: int
    visits: int | None
    frozen: int | None


def overview(user: User, *, limit: int = 100) -> list[Line]:
    """Return the events that `user` may read, newest first: a fixed number of queries whatever their number."""
    statement = (
        sa.select(Event)
        .where(Event.is_rehearsal.is_(False), Event.state != EventState.DRAFT, readable_by(user))
        .options(joinedload(Event.planned_province), joinedload(Event.venue).joinedload(Venue.province))
        .order_by(Event.starts_at.desc(), Event.id)
        .limit(limit)
    )
    events = list(db.session.scalars(statement))
    ids = [event.id for event in events]
    booths = _sums(Booth.event_id, sa.func.count(), Booth.event_id.in_(ids))
    taken = _sums(BoothClaim.event_id, sa.func.count(), BoothClaim.event_id.in_(ids), BoothClaim.state.in_(LET))
    units = count_exhibitors_by_event(ids)
    frozen = _sums(FrozenSummary.event_id, sa.func.max(FrozenSummary.number), FrozenSummary.event_id.in_(ids))
    visits = _visits(ids)
    return [
        Line(
            event,
            booths.get(event.id, 0),
            taken.get(event.id, 0),
            units.get(event.id, 0),
            visits.get(event.id),
            frozen.get(event.id),
        )
        for event in events
    ]


def _visits(ids: list[int]) -> dict[int, int]:
    """Return what summaries call visits, by event: entries of guests with their parties and taps of clickers."""
    found = {event_id: int(number) for event_id, number in db.session.execute(visits_by_event(ids))}
    taps = _sums(VisitorCount.event_id, sa.func.sum(VisitorCount.delta), VisitorCount.event_id.in_(ids))
    for event_id, number in taps.items():
        found[event_id] = found.get(event_id, 0) + number
    return found


def readable_by(user: User) -> sa.ColumnElement[bool]:
    """Return the condition that app.events.roles decides one by one: given roles, own and hosting organisations, a ministry."""
    given = sa.exists().where(EventRole.event_id == Event.id, EventRole.user_id == user.id, EventRole.role.in_(_READING))
    memberships = (
        sa.select(Membership.organisation_id)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .where(Membership.user_id == user.id, Membership.role.in_(_LEADING), Organisation.kind.in_(AUTHORITIES))
    )
    hosted = sa.exists().where(
        EventHost.event_id == Event.id,
        EventHost.organisation_id.in_(memberships),
        EventHost.state == HostState.ACCEPTED,
        EventHost.role.in_(_ORGANISING),
    )
    ministry = memberships.where(Organisation.kind == OrganisationKind.MINISTRY).exists()
    return sa.or_(given, Event.owner_id.in_(memberships), hosted, ministry)


def _sums(
    event_id: sa.orm.InstrumentedAttribute[int], number: sa.ColumnElement[int], *where: sa.ColumnElement[bool]
) -> dict[int, int]:
    rows = db.session.execute(sa.select(event_id, number).where(*where).group_by(event_id))
    return {key: int(value) for key, value in rows}
