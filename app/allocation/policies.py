"""Who may see and decide about the allotment."""

from enum import StrEnum

from app.accounts.models import User
from app.core.access import rule
from app.events.models import Event, Role
from app.events.roles import roles_of


class AllocationPermission(StrEnum):
    SEE = "allocation.see"
    ALLOT = "allocation.allot"


@rule(AllocationPermission.SEE)
def may_see_allotment(user: User | None, event: Event) -> bool:
    """Organisers, reviewers and auditors see wishes, offers and proposals."""
    return bool(roles_of(user, event) & {Role.ORGANISER, Role.REVIEWER, Role.AUDITOR})


@rule(AllocationPermission.ALLOT)
def may_allot(user: User | None, event: Event) -> bool:
    """Organisers and reviewers, who also assign single booths, offer and take proposals over."""
    return bool(roles_of(user, event) & {Role.ORGANISER, Role.REVIEWER})
