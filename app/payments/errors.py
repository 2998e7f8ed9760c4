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


class AlreadySettled(Conflict):
    """Money for the same thing was divided or paid back before."""

    code = "already_settled"

    def __init__(self) -> None:
        super().__init__(_l("This has been settled already."))
