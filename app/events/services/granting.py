"""Give and take roles of an event; it never stays without an organiser."""

from typing import Any

import sqlalchemy as sa

from app.accounts import queries as accounts
from app.accounts.models import User
from app.accounts.services import invite
from app.audit import services as audit
from app.core import clock
from app.core.db import db, refusing
from app.events.errors import LastOrganiser, RoleGiven
from app.events.models import Event, EventRole, Role


def give_role(event: Event, email: str, role: Role, *, by: User) -> EventRole | None:
    """Give `role` to the person with this address, or invite them when they have no account yet.

    Returns: the flushed row; None when an invitation was sent.
    Raises:
        RoleGiven: they have it already. BadEmail: no address.
    """
    user = accounts.find_user(email)
    if user is None or not user.is_active:
        invite(email, by=by, event_id=event.id, event_role=role.value, place=event.name)
        return None
    return grant(event, user, role, by=by)


def grant(event: Event, user: User, role: Role, *, by: User | None) -> EventRole:
    """Give `role` to `user` at once.

    Raises:
        RoleGiven: they have it already; the unique key decides.
    """
    with refusing("uq_event_role_event_id_user_id_role", RoleGiven()):
        row = EventRole(
            event_id=event.id,
            user_id=user.id,
            role=role,
            granted_by_id=by.id if by is not None else None,
            created_at=clock.now(),
        )
        db.session.add(row)
    audit.record(by, "events.role_given", row, event=event, data={"user_id": user.id, "role": role})
    return row


def accept_role(user: User, by: User | None, data: dict[str, Any]) -> None:
    """Give what an accepted invitation to an event promised; a role somebody has already stays as it is."""
    if "event_role" not in data:
        return
    event = db.session.get(Event, data["event_id"])
    if event is None:
        return
    try:
        grant(event, user, Role(data["event_role"]), by=by)
    except RoleGiven:
        return


def take_role(row: EventRole, *, by: User) -> None:
    """Take a given role away.

    Raises:
        LastOrganiser: nobody else was given the organiser's role; two who remove each other wait for the event's row.
    """
    event = db.session.scalars(sa.select(Event).where(Event.id == row.event_id).with_for_update()).one()
    if row.role is Role.ORGANISER:
        others = sa.select(sa.func.count(EventRole.id)).where(
            EventRole.event_id == event.id, EventRole.role == Role.ORGANISER, EventRole.id != row.id
        )
        if not db.session.scalar(others):
            raise LastOrganiser
    audit.record(by, "events.role_taken", row, event=event, data={"user_id": row.user_id, "role": row.role})
    db.session.execute(sa.delete(EventRole).where(EventRole.id == row.id))
