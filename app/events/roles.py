"""What a person may be in an event: roles given there, and what follows from an organisation."""

import sqlalchemy as sa
from flask import g, has_request_context

from app.accounts.models import AUTHORITIES, Membership, MembershipRole, Organisation, OrganisationKind, User
from app.core.db import db
from app.events.models import Event, EventHost, EventRole, HostRole, HostState, Role


def roles_of(user: User | None, event: Event) -> frozenset[Role]:
    """Return the roles of `user` in `event`; empty for strangers. One or two queries a request, kept for its time.

    Admins of the owning organisation and of hosts and co-hosts that accepted are organisers, its leaders have the
    leadership role; admins of a ministry read every event as leadership (S-01).
    """
    if user is None:
        return frozenset()
    cache: dict[tuple[int, int], frozenset[Role]] = g.setdefault("event_roles", {}) if has_request_context() else {}
    key = (user.id, event.id)
    if key not in cache:
        cache[key] = _given(user, event) | _inherited(user, event)
    return cache[key]


def _given(user: User, event: Event) -> frozenset[Role]:
    given = sa.select(EventRole.role).where(EventRole.event_id == event.id, EventRole.user_id == user.id)
    return frozenset(db.session.scalars(given))


def _inherited(user: User, event: Event) -> frozenset[Role]:
    rows = db.session.execute(
        sa.select(Membership.role, Organisation.kind, Organisation.id, EventHost.role)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .outerjoin(
            EventHost,
            sa.and_(
                EventHost.event_id == event.id,
                EventHost.organisation_id == Organisation.id,
                EventHost.state == HostState.ACCEPTED,
                EventHost.role.in_([HostRole.HOST, HostRole.CO_HOST, HostRole.IMPLEMENTING]),
            ),
        )
        .where(Membership.user_id == user.id, Organisation.kind.in_(AUTHORITIES))
    )
    found: set[Role] = set()
    for membership, kind, organisation_id, host_role in rows:
        organises = organisation_id == event.owner_id or host_role is not None
        if organises and membership == MembershipRole.ADMIN:
            found.add(Role.ORGANISER)
        if organises and membership == MembershipRole.LEADER:
            found.add(Role.LEADERSHIP)
        if kind == OrganisationKind.MINISTRY and membership in (MembershipRole.ADMIN, MembershipRole.LEADER):
            found.add(Role.LEADERSHIP)
    return frozenset(found)
