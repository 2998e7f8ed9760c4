"""Who may do what with an event."""

from enum import StrEnum

from app.accounts.belonging import memberships_of
from app.accounts.models import AUTHORITIES, MembershipRole, User
from app.core.access import rule
from app.events.models import Event, Role
from app.events.roles import roles_of


class EventPermission(StrEnum):
    SEE = "events.see"
    CREATE = "events.create"
    MANAGE = "events.manage"
    GRANT_ROLES = "events.grant_roles"
    SEE_AUDIT = "events.see_audit"


@rule(EventPermission.SEE)
def may_see(user: User | None, event: Event) -> bool:
    """Everybody who has a role in the event opens its desk."""
    return bool(roles_of(user, event) - {Role.SPEAKER})


@rule(EventPermission.CREATE)
def may_create(user: User | None, _subject: object) -> bool:
    """Admins of ministries, central agencies, departments, centres and communes plan events."""
    return user is not None and any(
        membership.role == MembershipRole.ADMIN and membership.organisation.kind in AUTHORITIES
        for membership in memberships_of(user)
    )


@rule(EventPermission.MANAGE)
def may_manage(user: User | None, event: Event) -> bool:
    """Organisers change the event."""
    return Role.ORGANISER in roles_of(user, event)


@rule(EventPermission.GRANT_ROLES)
def may_grant_roles(user: User | None, event: Event) -> bool:
    """Organisers give and take roles."""
    return Role.ORGANISER in roles_of(user, event)


@rule(EventPermission.SEE_AUDIT)
def may_see_audit(user: User | None, event: Event) -> bool:
    """Organisers and auditors read who did what."""
    return bool(roles_of(user, event) & {Role.ORGANISER, Role.AUDITOR})
