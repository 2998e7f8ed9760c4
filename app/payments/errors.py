"""Refusals about money."""

from app.core.errors import Conflict, Invalid
from app.core.i18n import _l


class InvoiceClosed(Conflict):
    code = "invoice_closed"


class AlreadyBooked(Conflict):
    code = "already_booked"


class WrongAmount(Invalid):
    code = "wrong_amount"


class NoAccount(Invalid):
    """The event has no account for transfers yet."""

    code = "no_account"


class NotAssigned(Conflict):
    """The credit does not belong to the request that the officer saw it with (any more)."""

    code = "not_assigned"

    def __init__(self) -> None:
        super().__init__(_l("This credit is not assigned to that request any more. Perhaps somebody else was faster."))


class MoneyUsed(Conflict):
    """What came with the credit has been paid back, kept or used for another request since."""

    code = "money_used"

    def __init__(self) -> None:
        told = _l("This money has been paid back, divided or used for another request since. It cannot be taken back here.")
        super().__init__(told)


class AlreadySettled(Conflict):
    """Money for the same thing was divided or paid back before."""

    code = "already_settled"

    def __init__(self) -> None:
        super().__init__(_l("This has been settled already."))
