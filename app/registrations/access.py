"""The door of an exhibitor without account: the private link. The view gets `event` and `application`."""

import functools
from collections.abc import Callable
from typing import Any, TypeVar, cast

from flask import g

from app.core.access import declare
from app.core.db import db
from app.core.errors import NotFound
from app.events.models import Event
from app.registrations import queries

View = TypeVar("View", bound=Callable[..., Any])


def application_link(view: View) -> View:
    """Open the view to who has the secret of the application's link; everybody else: not found."""

    @functools.wraps(view)
    def wrapper(*, secret: str, **arguments: Any) -> Any:
        application = queries.find_application_by_link(secret)
        event = db.session.get(Event, application.event_id)
        if event is None:
            raise NotFound
        g.timezone, g.event = event.timezone, event
        return view(event=event, application=application, secret=secret, **arguments)

    return cast(View, declare(wrapper, "application_link"))
