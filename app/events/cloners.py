"""What the next edition of an event may take over from this feature."""

import sqlalchemy as sa

from app.core.db import db
from app.core.i18n import _l
from app.core.registry import Cloner, CloneRun, add_cloner
from app.events import queries
from app.events.models import Event, EventHost, EventInvitee, EventRole, Hall, HostState
from app.events.services.hosting import invite_host
from app.events.services.occupancy import hold_venue
from app.events.terms import GRANTABLE


def register() -> None:
    """Offer the cloners of this feature."""
    add_cloner(Cloner("events.texts", _l("Texts in all languages"), _count_texts, _copy_texts, order=10))
    add_cloner(Cloner("events.place", _l("The same venue"), _count_place, _copy_place, order=11))
    add_cloner(Cloner("events.halls", _l("Halls"), lambda event: len(queries.halls_of(event)), _copy_halls, order=12))
    add_cloner(Cloner("events.deadlines", _l("Deadlines, moved like the event"), _count_deadlines, _copy_deadlines, order=13))
    add_cloner(Cloner("events.money", _l("Account and terms of payment"), _count_money, _copy_money, order=14))
    add_cloner(Cloner("events.hosts", _l("Hosts; they are asked again"), _count_hosts, _copy_hosts, order=15))
    add_cloner(Cloner("events.roles", _l("Roles of the organising committee"), _count_roles, _copy_roles, order=16))
    add_cloner(Cloner("events.invitees", _l("Invited organisations"), _count_invitees, _copy_invitees, order=17))


def _count_texts(event: Event) -> int:
    return 1 + len(event.translations or {})


def _copy_texts(source: Event, target: Event, run: CloneRun) -> None:
    del run
    target.description = source.description
    # Names of editions differ; only the descriptions are taken over.
    target.translations = {
        language: {"description": texts["description"]}
        for language, texts in (source.translations or {}).items()
        if texts.get("description")
    }


def _count_place(event: Event) -> int:
    return 1 if event.venue is not None else 0


def _copy_place(source: Event, target: Event, run: CloneRun) -> None:
    if source.venue is None:
        return
    target.venue, target.planned_province = source.venue, None
    hold_venue(target, by=run.by)


def _copy_halls(source: Event, target: Event, run: CloneRun) -> None:
    for hall in queries.halls_of(source):
        size = {"width_m": hall.width_m, "depth_m": hall.depth_m}
        copy = Hall(event_id=target.id, name=hall.name, position=hall.position, floor=hall.floor, **size)
        db.session.add(copy)
        db.session.flush()
        run.remember(hall, copy)


_DEADLINES = ("opening_at", "applications_close_at", "registrations_close_at")


def _count_deadlines(event: Event) -> int:
    return sum(getattr(event, column) is not None for column in (*_DEADLINES, "plan_locks_on", "balance_due_on"))


def _copy_deadlines(source: Event, target: Event, run: CloneRun) -> None:
    for column in _DEADLINES:
        setattr(target, column, run.move(getattr(source, column)))
    target.plan_locks_on = run.move_day(source.plan_locks_on)
    target.balance_due_on = run.move_day(source.balance_due_on)
    target.delegate_capacity = source.delegate_capacity


def _count_money(event: Event) -> int:
    return 1 if event.bank_account else 0


def _copy_money(source: Event, target: Event, run: CloneRun) -> None:
    del run
    for column in ("bank_bin", "bank_account", "bank_account_name", "deposit_pct", "deposit_days"):
        setattr(target, column, getattr(source, column))


def _other_hosts(event: Event) -> list[EventHost]:
    return [
        host
        for host in queries.hosts_of(event)
        if host.organisation_id != event.owner_id and host.state is not HostState.DECLINED
    ]


def _count_hosts(event: Event) -> int:
    return len(_other_hosts(event))


def _copy_hosts(source: Event, target: Event, run: CloneRun) -> None:
    for host in _other_hosts(source):
        invite_host(target, host.organisation, host.role, by=run.by, scope=host.scope)


def _team(event: Event) -> list[EventRole]:
    return [row for row in queries.roles_given(event) if row.role in GRANTABLE and row.user.is_active]


def _count_roles(event: Event) -> int:
    return len(_team(event))


def _copy_roles(source: Event, target: Event, run: CloneRun) -> None:
    present = {(row.user_id, row.role) for row in queries.roles_given(target)}
    for row in _team(source):
        if (row.user_id, row.role) not in present:
            db.session.add(
                EventRole(
                    event_id=target.id,
                    user_id=row.user_id,
                    role=row.role,
                    granted_by_id=run.by.id,
                    created_at=target.created_at,
                )
            )
    db.session.flush()


def _count_invitees(event: Event) -> int:
    statement = sa.select(sa.func.count()).select_from(EventInvitee).where(EventInvitee.event_id == event.id)
    return int(db.session.scalar(statement) or 0)


def _copy_invitees(source: Event, target: Event, run: CloneRun) -> None:
    del run
    for organisation in queries.invitees_of(source):
        db.session.add(EventInvitee(event_id=target.id, organisation_id=organisation.id))
    db.session.flush()
