"""Refusals about money."""

from app.core.errors import Conflict, Invalid


class InvoiceClosed(Conflict):
    code = "invoice_closed"


class AlreadyBooked(Conflict):
    code = "already_booked"


class WrongAmount(Invalid):
    code = "wrong_amount"


class NoAccount(Invalid):
    """The event has no account for transfers yet."""

    code = "no_account"
