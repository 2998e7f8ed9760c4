"""Who may do what with booths."""

from enum import StrEnum

from app.accounts.models import User
from app.core.access import rule
from app.events.models import Event, Role
from app.events.roles import roles_of


class BoothPermission(StrEnum):
    SEE = "booths.see"
    HOLD = "booths.hold"
    ASSIGN = "booths.assign"
    MANAGE = "booths.manage"


@rule(BoothPermission.SEE)
def may_see_claims(user: User | None, event: Event) -> bool:
    """Officers of the event see who has which booth: organisers, reviewers, finance, supervisors, auditors, leadership."""
    officers = {Role.ORGANISER, Role.REVIEWER, Role.FINANCE, Role.CHECKIN_SUPERVISOR, Role.AUDITOR, Role.LEADERSHIP}
    return bool(roles_of(user, event) & officers)


@rule(BoothPermission.HOLD)
def may_hold(user: User | None, event: Event) -> bool:
    """Everybody with an API token holds booths of published events, people with a role also before."""
    return user is not None and (event.is_published or bool(roles_of(user, event)))


@rule(BoothPermission.ASSIGN)
def may_assign(user: User | None, event: Event) -> bool:
    """Organisers and reviewers give booths to exhibitors, move and release them."""
    return bool(roles_of(user, event) & {Role.ORGANISER, Role.REVIEWER})


@rule(BoothPermission.MANAGE)
def may_manage(user: User | None, event: Event) -> bool:
    """Organisers change the plan, the rates and what is for sale."""
    return Role.ORGANISER in roles_of(user, event)
