"""Who may do what with money."""

from enum import StrEnum

from app.accounts.models import User
from app.core.access import rule
from app.events.models import Event, Role
from app.events.roles import roles_of


class PaymentPermission(StrEnum):
    SEE = "payments.see"
    MANAGE = "payments.manage"


@rule(PaymentPermission.SEE)
def may_see(user: User | None, event: Event) -> bool:
    """Organisers, finance and auditors see payment requests, the ledger and bank credits."""
    return bool(roles_of(user, event) & {Role.ORGANISER, Role.FINANCE, Role.AUDITOR})


@rule(PaymentPermission.MANAGE)
def may_manage(user: User | None, event: Event) -> bool:
    """Organisers and finance note transfers, import statements and cancel requests."""
    return bool(roles_of(user, event) & {Role.ORGANISER, Role.FINANCE})
