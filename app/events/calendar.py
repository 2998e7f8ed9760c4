"""The shared calendar over all agencies: what is planned, what is on, and who may see its name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from app.accounts.belonging import memberships_of
from app.accounts.models import AUTHORITIES, Membership, MembershipRole, Organisation, OrganisationKind, User
from app.core import clock
from app.core.db import db
from app.events.models import Event, EventHost, EventKind, EventRole, EventState, HostRole, HostState, Venue, Visibility
from app.events.queries import with_place
from app.events.terms import CALLED_OFF, PUBLISHED

# A year of the whole nation is some hundred events; more is not a calendar any more.
MOST_ENTRIES = 2000


@dataclass(frozen=True)
class Choice:
    """What part of the calendar is wanted; None leaves a filter open.

    Attributes:
        from_at, until_at: events that touch this time.
        province_codes: where they take place: one province, or those of a region.
        organisation_id: owned, or hosted after agreement, by this organisation.
    """

    from_at: datetime
    until_at: datetime
    province_codes: frozenset[int] | None = None
    kind: EventKind | None = None
    organisation_id: int | None = None


@dataclass(frozen=True)
class Entry:
    """An event as this reader may see it: without a name it only says that somebody is busy."""

    event: Event
    is_named: bool


def entries(choice: Choice, user: User | None) -> list[Entry]:
    """Return the events of `choice` in order of time.

    Everybody sees published events; people of authorities also what is only planned. Unlisted and private events are
    named only to those who have a role in them. Rehearsals are in no calendar.
    """
    states = set(PUBLISHED) if not _plans(user) else set(EventState)
    statement = (
        sa.select(Event)
        .outerjoin(Venue, Venue.id == Event.venue_id)
        .where(
            Event.starts_at < choice.until_at,
            Event.ends_at > choice.from_at,
            Event.is_rehearsal.is_(False),
            Event.state.in_(sorted(states)),
            *_filters(choice),
        )
        .options(*with_place())
        .order_by(Event.starts_at, Event.id)
        .limit(MOST_ENTRIES)
    )
    events = list(db.session.scalars(statement))
    mine = _ids_with_role(user, events)
    return [Entry(event, event.visibility is Visibility.PUBLIC or event.id in mine) for event in events]


def province_of_place() -> sa.ColumnElement[int | None]:
    """Return the province of the venue, or the planned one, as SQL over Event and an outer joined Venue."""
    return sa.func.coalesce(Venue.province_code, Event.province_code)


def _filters(choice: Choice) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    if choice.province_codes is not None:
        found.append(province_of_place().in_(sorted(choice.province_codes)))
    if choice.kind is not None:
        found.append(Event.kind == choice.kind)
    if choice.organisation_id is not None:
        found.append(sa.or_(Event.owner_id == choice.organisation_id, _hosted_by([choice.organisation_id])))
    return found


def _hosted_by(organisation_ids: Sequence[int] | sa.Select[tuple[int]]) -> sa.ColumnElement[bool]:
    return Event.id.in_(
        sa.select(EventHost.event_id).where(
            EventHost.organisation_id.in_(organisation_ids), EventHost.state == HostState.ACCEPTED
        )
    )


def _plans(user: User | None) -> bool:
    """Tell whether `user` works for an authority: they see what is planned, so that nothing is planned twice."""
    return user is not None and (
        user.is_admin or any(membership.organisation.kind in AUTHORITIES for membership in memberships_of(user))
    )


def has_role(user: User) -> sa.ColumnElement[bool]:
    """Return the condition on Event that `user` has a role there, as `roles_of` sees it, ministries' reading aside."""
    led = (
        sa.select(Organisation.id)
        .join(Membership, Membership.organisation_id == Organisation.id)
        .where(
            Membership.user_id == user.id,
            Membership.role.in_([MembershipRole.ADMIN, MembershipRole.LEADER]),
            Organisation.kind.in_(AUTHORITIES),
        )
    )
    hosted = sa.select(EventHost.event_id).where(
        EventHost.organisation_id.in_(led),
        EventHost.state == HostState.ACCEPTED,
        EventHost.role.in_([HostRole.HOST, HostRole.CO_HOST, HostRole.IMPLEMENTING]),
    )
    given = sa.select(EventRole.event_id).where(EventRole.user_id == user.id)
    return sa.or_(Event.id.in_(given), Event.owner_id.in_(led), Event.id.in_(hosted))


def _ids_with_role(user: User | None, events: Sequence[Event]) -> frozenset[int]:
    hidden = [event.id for event in events if event.visibility is not Visibility.PUBLIC]
    if user is None or not hidden:
        return frozenset()
    if any(
        membership.organisation.kind is OrganisationKind.MINISTRY
        and membership.role in (MembershipRole.ADMIN, MembershipRole.LEADER)
        for membership in memberships_of(user)
    ):
        return frozenset(hidden)
    return frozenset(db.session.scalars(sa.select(Event.id).where(Event.id.in_(hidden), has_role(user))))


def my_events(user: User) -> sa.Select[tuple[Event]]:
    """Return the statement for the events in which `user` has a role, the latest first; page it with core.paging."""
    return sa.select(Event).where(has_role(user)).options(*with_place()).order_by(Event.starts_at.desc(), Event.id.desc())


@dataclass(frozen=True)
class WhatIsOn:
    """What the home page shows."""

    running: list[Event]
    coming: list[Event]
    ended: list[Event]


def what_is_on(*, coming: int = 6, ended: int = 3) -> WhatIsOn:
    """Return public events: those that run now, the next ones, and those that ended last."""
    now = clock.now()
    shown = (
        sa.select(Event)
        .where(Event.state.in_(sorted(PUBLISHED)), Event.visibility == Visibility.PUBLIC, Event.is_rehearsal.is_(False))
        .options(*with_place())
    )
    sure = shown.where(Event.state.not_in(sorted(CALLED_OFF)))
    return WhatIsOn(
        list(db.session.scalars(sure.where(Event.starts_at <= now, Event.ends_at > now).order_by(Event.ends_at, Event.id))),
        list(db.session.scalars(shown.where(Event.starts_at > now).order_by(Event.starts_at, Event.id).limit(coming))),
        list(db.session.scalars(sure.where(Event.ends_at <= now).order_by(Event.ends_at.desc(), Event.id).limit(ended))),
    )


def public_events() -> list[Event]:
    """Return the public events for the site map, the latest first; at most 2,000."""
    statement = sa.select(Event).where(
        Event.state.in_(sorted(PUBLISHED)), Event.visibility == Visibility.PUBLIC, Event.is_rehearsal.is_(False)
    )
    return list(db.session.scalars(statement.order_by(Event.starts_at.desc(), Event.id).limit(MOST_ENTRIES)))
