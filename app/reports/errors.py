"""Refusals of reports."""

from app.core.errors import Conflict, NotFound


class NotOverYet(Conflict):
    """A summary is frozen after the event."""

    code = "not_over_yet"


class NoSuchSummary(NotFound):
    code = "no_such_summary"
