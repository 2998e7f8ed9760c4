"""Who may do what with stands."""

from enum import StrEnum

from app.accounts.models import User
from app.core.access import rule
from app.events.models import Event, Role
from app.events.roles import roles_of


class StandPermission(StrEnum):
    SEE = "stands.see"
    MANAGE = "stands.manage"
    HAND_OVER = "stands.hand_over"


@rule(StandPermission.SEE)
def may_see_stands(user: User | None, event: Event) -> bool:
    """Officers of the event see fascia texts, service orders and handovers: organisers, reviewers, finance, auditors."""
    return bool(roles_of(user, event) & {Role.ORGANISER, Role.REVIEWER, Role.FINANCE, Role.AUDITOR})


@rule(StandPermission.MANAGE)
def may_manage_stands(user: User | None, event: Event) -> bool:
    """Organisers set what exhibitors can order and until when, and change what they ordered."""
    return Role.ORGANISER in roles_of(user, event)


@rule(StandPermission.HAND_OVER)
def may_hand_over(user: User | None, event: Event) -> bool:
    """Hall masters and organisers hand booths over, take them back, and see who signed."""
    return bool(roles_of(user, event) & {Role.ORGANISER, Role.HALL_MASTER})
