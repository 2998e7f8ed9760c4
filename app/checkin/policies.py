"""Who may do what around the gates."""

from enum import StrEnum

from app.accounts.models import User
from app.core.access import rule
from app.events.models import Event, Role
from app.events.roles import roles_of


class CheckinPermission(StrEnum):
    SEE = "checkin.see"
    SUPERVISE = "checkin.supervise"
    MANAGE_GATES = "checkin.manage_gates"


@rule(CheckinPermission.SEE)
def may_see(user: User | None, event: Event) -> bool:
    """Organisers, check-in supervisors, stewards, auditors and leadership watch the live board."""
    allowed = {Role.ORGANISER, Role.CHECKIN_SUPERVISOR, Role.STEWARD, Role.AUDITOR, Role.LEADERSHIP}
    return bool(roles_of(user, event) & allowed)


@rule(CheckinPermission.SUPERVISE)
def may_supervise(user: User | None, event: Event) -> bool:
    """Organisers and check-in supervisors pair and remove devices, take scans back, settle conflicts, print sign-in sheets."""
    return bool(roles_of(user, event) & {Role.ORGANISER, Role.CHECKIN_SUPERVISOR})


@rule(CheckinPermission.MANAGE_GATES)
def may_manage_gates(user: User | None, event: Event) -> bool:
    """Organisers set up the gates."""
    return Role.ORGANISER in roles_of(user, event)
