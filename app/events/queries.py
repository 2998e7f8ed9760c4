"""Reads of events and of what belongs to one."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.interfaces import ORMOption

from app.accounts.models import AUTHORITIES, Membership, MembershipRole, Organisation, User
from app.core.db import db
from app.core.errors import NotFound
from app.core.memory import kept_for
from app.core.text import fold
from app.events.models import (
    Event,
    EventHost,
    EventInvitee,
    EventRole,
    Hall,
    HostState,
    OverlapDecision,
    Role,
    Series,
    Venue,
)
from app.events.terms import CALLED_OFF, PUBLISHED, Visibility

Row = TypeVar("Row")


def with_place() -> list[ORMOption]:
    """Return the loading of owner, venue and province with an event: one query."""
    return [
        joinedload(Event.owner),
        joinedload(Event.planned_province),
        joinedload(Event.venue).joinedload(Venue.province),
        joinedload(Event.venue).joinedload(Venue.commune),
    ]


def get_event(slug: str) -> Event:
    """Return the event with its owner and venue.

    Raises:
        NotFound: no such event.
    """
    event = db.session.scalar(sa.select(Event).where(Event.slug == slug).options(*with_place()))
    if event is None:
        raise NotFound
    return event


@kept_for(seconds=1)
def find_published_id(slug: str) -> int | None:
    """Return the key of a published event that is not private; None for any other, also for what does not exist.

    May be a second old, which nobody notices in what is asked every few seconds.
    """
    return db.session.connection().scalar(_PUBLISHED_ID, {"slug": slug})


_events: Any = Event.__table__
_PUBLISHED_ID = sa.select(_events.c.id).where(
    _events.c.slug == sa.bindparam("slug"), _events.c.state.in_(PUBLISHED), _events.c.visibility != Visibility.PRIVATE
)


def find_event(slug: str) -> Event | None:
    """Return the event, or None."""
    return db.session.scalar(sa.select(Event).where(Event.slug == slug).options(*with_place()))


def slugs_like(beginning: str) -> set[str]:
    """Return the addresses in use that start so."""
    return set(db.session.scalars(sa.select(Event.slug).where(Event.slug.startswith(beginning, autoescape=True))))


def codes_like(beginning: str) -> set[str]:
    """Return the codes in use that start so."""
    return set(db.session.scalars(sa.select(Event.code).where(Event.code.startswith(beginning, autoescape=True))))


def find_venue(text: str) -> Venue | None:
    """Return the one venue that `text` names, alone or with its province ("Trung tâm Hội chợ, Quảng Ninh"); None otherwise."""
    key = fold(text)
    found = list(db.session.scalars(sa.select(Venue).where(Venue.search_key == key).limit(2)))
    if not found and "," in text:
        name, _comma, _rest = text.partition(",")
        named = db.session.scalars(sa.select(Venue).where(Venue.search_key == fold(name)).options(joinedload(Venue.province)))
        found = [venue for venue in named if key in (fold(f"{venue.name}, {venue.address}"), fold(venue_label(venue)))]
    return found[0] if len(found) == 1 else None


def venue_label(venue: Venue) -> str:
    """Return the venue as forms offer it: name and province, or city and country."""
    place = venue.province.name if venue.province is not None else venue.address
    return ", ".join(filter(None, (venue.name, place)))


def venues() -> list[Venue]:
    """Return the venues that forms offer; at most 300."""
    statement = sa.select(Venue).options(joinedload(Venue.province), joinedload(Venue.commune))
    return list(db.session.scalars(statement.order_by(Venue.search_key, Venue.id).limit(300)))


def find_venue_holder(event: Event) -> Event | None:
    """Return another event that holds the venue of `event` during its time."""
    return db.session.scalar(
        sa.select(Event)
        .where(
            Event.venue_id == event.venue_id,
            Event.id != event.id,
            Event.is_rehearsal.is_(False),
            Event.state.not_in(CALLED_OFF),
            Event.starts_at < event.ends_at + timedelta(hours=1),
            Event.ends_at > event.starts_at - timedelta(hours=1),
        )
        .order_by(Event.starts_at, Event.id)
        .limit(1)
    )


def halls_of(event: Event) -> list[Hall]:
    """Return the halls in their order."""
    return list(db.session.scalars(sa.select(Hall).where(Hall.event_id == event.id).order_by(Hall.position, Hall.id)))


def get_hall(event: Event, hall_id: int) -> Hall:
    """Return one hall of the event.

    Raises:
        NotFound: no such hall there.
    """
    return _one(sa.select(Hall).where(Hall.event_id == event.id, Hall.id == hall_id))


def hosts_of(event: Event, *, accepted_only: bool = False) -> list[EventHost]:
    """Return hosts by role and place, with their organisations."""
    statement = sa.select(EventHost).where(EventHost.event_id == event.id).options(joinedload(EventHost.organisation))
    if accepted_only:
        statement = statement.where(EventHost.state == HostState.ACCEPTED)
    return list(db.session.scalars(statement.order_by(EventHost.position, EventHost.id)))


def get_host(event: Event, host_id: int) -> EventHost:
    """Return one host of the event.

    Raises:
        NotFound: no such host there.
    """
    return _one(sa.select(EventHost).where(EventHost.event_id == event.id, EventHost.id == host_id))


def invitations_for(user: User) -> list[tuple[EventHost, Event]]:
    """Return the open invitations to co-host that `user` may answer as admin of the invited organisation."""
    statement = (
        sa.select(EventHost, Event)
        .join(Event, Event.id == EventHost.event_id)
        .where(EventHost.state == HostState.INVITED, EventHost.organisation_id.in_(organisations_led_by(user)))
        .options(joinedload(EventHost.organisation), *with_place())
        .order_by(Event.starts_at, EventHost.id)
    )
    return [(host, event) for host, event in db.session.execute(statement)]


def get_invitation(user: User, host_id: int) -> tuple[EventHost, Event]:
    """Return an invitation, answered or not, of an organisation that `user` administers.

    Raises:
        NotFound: no such invitation for this person.
    """
    row = db.session.execute(
        sa.select(EventHost, Event)
        .join(Event, Event.id == EventHost.event_id)
        .where(EventHost.id == host_id, EventHost.organisation_id.in_(organisations_led_by(user)))
    ).one_or_none()
    if row is None:
        raise NotFound
    return row[0], row[1]


def organisations_led_by(user: User) -> sa.Select[tuple[int]]:
    """Return the ids of the authorities whose admin `user` is, as a subquery."""
    return (
        sa.select(Organisation.id)
        .join(Membership, Membership.organisation_id == Organisation.id)
        .where(
            Membership.user_id == user.id,
            Membership.role == MembershipRole.ADMIN,
            Organisation.kind.in_(AUTHORITIES),
        )
    )


def planning_organisations(user: User) -> list[Organisation]:
    """Return the organisations for which `user` may plan events, in order of their names."""
    chosen = sa.select(Organisation).where(Organisation.id.in_(organisations_led_by(user)))
    return list(db.session.scalars(chosen.order_by(Organisation.sort_key, Organisation.id)))


def admins_of(organisation: Organisation) -> list[User]:
    """Return the active admins of an organisation, whom invitations are sent to."""
    statement = (
        sa.select(User)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.organisation_id == organisation.id, Membership.role == MembershipRole.ADMIN, User.is_active.is_(True))
    )
    return list(db.session.scalars(statement.order_by(User.id)))


def find_organisations(text: str, *, limit: int = 20) -> list[Organisation]:
    """Return organisations whose folded name contains every word of `text`."""
    words = fold(text).split()
    if not words:
        return []
    statement = sa.select(Organisation).where(*(Organisation.search_key.contains(word, autoescape=True) for word in words[:8]))
    return list(db.session.scalars(statement.order_by(Organisation.sort_key, Organisation.id).limit(limit)))


def find_organisation_exactly(text: str) -> Organisation | None:
    """Return the one organisation with this name, short name or tax number, accents aside; None for none or several."""
    key = fold(text)
    by_name = sa.select(Organisation).where(Organisation.search_key.contains(key, autoescape=True)).limit(50)
    by_tax_id = sa.select(Organisation).where(Organisation.tax_id == text.strip())
    found = list(db.session.scalars(by_tax_id.limit(2))) or [
        item for item in db.session.scalars(by_name) if key in (fold(item.name), fold(item.short_name))
    ]
    return found[0] if len(found) == 1 else None


def roles_given(event: Event) -> list[EventRole]:
    """Return the roles given in the event by hand, by role and person."""
    statement = sa.select(EventRole).where(EventRole.event_id == event.id).options(joinedload(EventRole.user))
    rows = list(db.session.scalars(statement))
    return sorted(rows, key=lambda row: (list(Role).index(row.role), row.user.sort_key))


def get_role(event: Event, role_id: int) -> EventRole:
    """Return one given role.

    Raises:
        NotFound: no such row in this event.
    """
    return _one(sa.select(EventRole).where(EventRole.event_id == event.id, EventRole.id == role_id))


def invitees_of(event: Event) -> list[Organisation]:
    """Return the invited organisations in Vietnamese order."""
    statement = (
        sa.select(Organisation)
        .join(EventInvitee, EventInvitee.organisation_id == Organisation.id)
        .where(EventInvitee.event_id == event.id)
        .order_by(Organisation.sort_key, Organisation.id)
    )
    return list(db.session.scalars(statement))


def invitees_by_event(event_ids: Sequence[int]) -> dict[int, frozenset[int]]:
    """Return the ids of the invited organisations of each event, in one query."""
    if not event_ids:
        return {}
    rows = db.session.execute(
        sa.select(EventInvitee.event_id, EventInvitee.organisation_id).where(EventInvitee.event_id.in_(event_ids))
    )
    found: dict[int, set[int]] = {}
    for event_id, organisation_id in rows:
        found.setdefault(event_id, set()).add(organisation_id)
    return {event_id: frozenset(ids) for event_id, ids in found.items()}


def decisions_of(event: Event) -> dict[int, OverlapDecision]:
    """Return the answers to overlaps by the id of the other event."""
    rows = db.session.scalars(sa.select(OverlapDecision).where(OverlapDecision.event_id == event.id))
    return {row.other_event_id: row for row in rows}


def series_of(owner: Organisation) -> list[Series]:
    """Return the series of an organisation by name."""
    return list(db.session.scalars(sa.select(Series).where(Series.owner_id == owner.id).order_by(Series.name, Series.id)))


def editions_of(series_id: int) -> list[Event]:
    """Return the editions of a series, the latest first."""
    statement = sa.select(Event).where(Event.series_id == series_id).options(*with_place())
    return list(db.session.scalars(statement.order_by(Event.starts_at.desc(), Event.id)))


def _one(statement: sa.Select[tuple[Row]]) -> Row:
    row = db.session.scalars(statement).one_or_none()
    if row is None:
        raise NotFound
    return row
