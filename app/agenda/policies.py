"""Who may do what with the agenda. Speakers act through their private link."""

from enum import StrEnum

from app.accounts.models import User
from app.core.access import rule
from app.events.models import Event, Role
from app.events.roles import roles_of


class AgendaPermission(StrEnum):
    SEE = "agenda.see"
    MANAGE = "agenda.manage"


@rule(AgendaPermission.SEE)
def may_see(user: User | None, event: Event) -> bool:
    """Organisers, programme chairs, auditors and leadership see the whole agenda and its papers."""
    return bool(roles_of(user, event) & {Role.ORGANISER, Role.PROGRAMME_CHAIR, Role.AUDITOR, Role.LEADERSHIP})


@rule(AgendaPermission.MANAGE)
def may_manage(user: User | None, event: Event) -> bool:
    """Organisers and programme chairs plan sessions and invite speakers."""
    return bool(roles_of(user, event) & {Role.ORGANISER, Role.PROGRAMME_CHAIR})
