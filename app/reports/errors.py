"""Refusals of reports."""

from app.core.errors import Conflict, Invalid, NotFound


class NotOverYet(Conflict):
    """A summary is frozen after the event."""

    code = "not_over_yet"


class NoSuchSummary(NotFound):
    code = "no_such_summary"


class TooManyRows(Invalid):
    """The list is too long for a page; the command has no limit."""

    code = "too_many_rows"
