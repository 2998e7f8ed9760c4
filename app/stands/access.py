"""Doors of those who use a booth: the accepted exhibitor, and the co-exhibitor without account, each by a private link."""

import functools
from collections.abc import Callable
from typing import Any, TypeVar, cast

from flask import g

from app.core.access import declare
from app.core.db import db
from app.core.errors import NotFound
from app.events.models import Event
from app.registrations import queries
from app.registrations.access import application_link
from app.registrations.models import Application, ApplicationState

View = TypeVar("View", bound=Callable[..., Any])


def accepted_link(view: View) -> View:
    """Open the view to who has the secret of an accepted application; everybody else: not found."""

    @functools.wraps(view)
    def wrapper(*, event: Event, application: Application, secret: str, **arguments: Any) -> Any:
        if application.state is not ApplicationState.ACCEPTED:
            raise NotFound
        return view(event=event, application=application, secret=secret, **arguments)

    return cast(View, application_link(wrapper))


def co_exhibitor_link(view: View) -> View:
    """Open the view to who has the co-exhibitor's link. The view gets `firm` and `event`; everybody else: not found."""

    @functools.wraps(view)
    def wrapper(*, secret: str, **arguments: Any) -> Any:
        firm = queries.find_co_exhibitor_by_link(secret)
        event = db.session.get(Event, firm.event_id)
        if event is None:
            raise NotFound
        g.timezone, g.event = event.timezone, event
        return view(event=event, firm=firm, secret=secret, **arguments)

    return cast(View, declare(wrapper, "co_exhibitor_link"))
