"""Who may print badges and say how they look."""

from enum import StrEnum

from app.accounts.models import User
from app.core.access import rule
from app.events.models import Event, Role
from app.events.roles import roles_of


class BadgePermission(StrEnum):
    PRINT = "badges.print"
    DESIGN = "badges.design"
    MANAGE_CODES = "badges.manage_codes"


@rule(BadgePermission.PRINT)
def may_print(user: User | None, event: Event) -> bool:
    """Organisers and check-in supervisors print badges, again with a reason, and replace codes."""
    return bool(roles_of(user, event) & {Role.ORGANISER, Role.CHECKIN_SUPERVISOR})


@rule(BadgePermission.DESIGN)
def may_design(user: User | None, event: Event) -> bool:
    """Organisers choose what stands on badges."""
    return Role.ORGANISER in roles_of(user, event)


@rule(BadgePermission.MANAGE_CODES)
def may_manage_codes(user: User | None, event: Event) -> bool:
    """Organisers let codes be signed, rotate and retire keys, and say what a further print costs."""
    return Role.ORGANISER in roles_of(user, event)
