"""Doors of routes that belong to an event. The view gets `event` instead of `event_slug`."""

import functools
from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar, cast

from flask import g

from app.accounts.access import load_api_token, me
from app.accounts.models import User
from app.accounts.session import current_user
from app.core.access import allows, declare
from app.core.errors import Forbidden, NotFound
from app.events import queries
from app.events.models import Event
from app.events.roles import roles_of

View = TypeVar("View", bound=Callable[..., Any])


def public_event(view: View) -> View:
    """Open the view to everybody for published events, and to people with a role for others. Others: not found."""

    @functools.wraps(view)
    def wrapper(*, event_slug: str, **arguments: Any) -> Any:
        event = _load(event_slug)
        if not event.is_published and not roles_of(current_user(), event):
            raise NotFound
        return view(event=event, **arguments)

    return cast(View, declare(wrapper, "public_event"))


def public_event_id(view: View) -> View:
    """Open the view to whom `public_event` opens it, and give it `event_id` and `event_slug` only.

    For what browsers ask every few seconds: a published event costs one number.
    """

    @functools.wraps(view)
    def wrapper(*, event_slug: str, **arguments: Any) -> Any:
        event_id = queries.find_published_id(event_slug)
        if event_id is None:
            event = _load(event_slug)
            if not roles_of(current_user(), event):
                raise NotFound
            event_id = event.id
        return view(event_id=event_id, event_slug=event_slug, **arguments)

    return cast(View, declare(wrapper, "public_event"))


def event_permission(permission: StrEnum) -> Callable[[View], View]:
    """Open the view to people who have `permission` in the event.

    People without any role there get 404 for an event that is not public and 403 otherwise.
    """

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def wrapper(*, event_slug: str, **arguments: Any) -> Any:
            user = me()
            event = _load(event_slug)
            _check(user, event, permission)
            return view(event=event, **arguments)

        return cast(View, declare(wrapper, "event_permission", permission.value))

    return decorate


def event_token(permission: StrEnum) -> Callable[[View], View]:
    """Open an API view to the bearer token of a person who has `permission` in the event.

    A token made for one event does not find another.
    """

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def wrapper(*, event_slug: str, **arguments: Any) -> Any:
            token = load_api_token()
            event = _load(event_slug)
            if token.event_id not in (None, event.id):
                raise NotFound
            _check(token.user, event, permission)
            return view(event=event, **arguments)

        return cast(View, declare(wrapper, "event_token", permission.value))

    return decorate


def _load(slug: str) -> Event:
    event = queries.get_event(slug)
    g.timezone = event.timezone
    g.event = event
    return event


def _check(user: User, event: Event, permission: StrEnum) -> None:
    if allows(user, permission, event):
        return
    if not roles_of(user, event) and not event.is_published:
        raise NotFound
    raise Forbidden
