"""The door of printer desks: a token of their own, one event, no person behind it."""

import functools
from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar, cast

import sqlalchemy as sa
from flask import g, request

from app.accounts.access import bearer
from app.badges import print_queue
from app.badges.errors import StationUnknown
from app.badges.models import PrintStation
from app.badges.print_queue import Desk
from app.core import clock
from app.core.access import declare
from app.core.db import db

View = TypeVar("View", bound=Callable[..., Any])
# A tab asks every few seconds; a few writes a minute are enough to say that it is there.
_LAST_WORD = timedelta(seconds=20)


def print_station(view: View) -> View:
    """Open an API view to a paired printer desk, until a day after its event. The view gets `desk`."""

    @functools.wraps(view)
    def wrapper(**arguments: Any) -> Any:
        desk = print_queue.find_desk(bearer())
        if desk is None:
            raise StationUnknown
        g.timezone = desk.timezone
        if request.method == "POST":
            note_last_word(desk)
        return view(desk=desk, **arguments)

    return cast(View, declare(wrapper, "print_station"))


def note_last_word(desk: Desk) -> None:
    """Note that the tab was heard of, a few times a minute."""
    now = clock.now()
    if desk.last_seen_at is None or now - desk.last_seen_at >= _LAST_WORD:
        table: Any = PrintStation.__table__
        db.session.connection().execute(sa.update(table).where(table.c.id == desk.id).values(last_seen_at=now))
