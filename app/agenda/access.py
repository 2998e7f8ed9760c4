"""The door of a speaker without account: the private link."""

import functools
from collections.abc import Callable
from typing import Any, TypeVar, cast

from flask import g

from app.agenda import queries
from app.agenda.errors import LinkUnknown
from app.core.access import declare
from app.core.web import page

View = TypeVar("View", bound=Callable[..., Any])


def speaker_link(view: View) -> View:
    """Open the view to who has the speaker's private link. The view gets `speaker` and `event` beside `secret`.

    An unknown, replaced or expired link answers 404 with what to do now.
    """

    @functools.wraps(view)
    def wrapper(*, secret: str, **arguments: Any) -> Any:
        try:
            speaker, event = queries.get_speaker_by_link(secret)
        except LinkUnknown:
            return page("agenda/link_ended.html", status=404, event=None)
        if queries.is_expired(speaker):
            return page("agenda/link_ended.html", status=404, event=event)
        g.timezone = event.timezone
        g.event = event
        return view(secret=secret, speaker=speaker, event=event, **arguments)

    return cast(View, declare(wrapper, "speaker_link"))
