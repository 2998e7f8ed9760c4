"""The door of devices at the gate: a token of their own, one event, no person behind it."""

import functools
from collections.abc import Callable
from datetime import timedelta
from enum import StrEnum
from typing import Any, TypeVar, cast

import sqlalchemy as sa
from flask import g, request

from app.accounts.access import bearer
from app.checkin.errors import DeviceUnknown
from app.checkin.models import Device
from app.checkin.queries.devices import GateDevice, find_device
from app.core import clock
from app.core.access import declare
from app.core.db import db
from app.core.errors import NotFound
from app.events.access import event_token
from app.events.queries import get_event

View = TypeVar("View", bound=Callable[..., Any])
# How often a device's last word is noted: scans come every second, one write a minute is enough.
_LAST_WORD = timedelta(minutes=1)


def gate_device(view: View) -> View:
    """Open an API view to a paired device of the event, until a day after its end. The view gets `device`.

    Another event is not found: a lost phone tells nothing of other events.
    """

    @functools.wraps(view)
    def wrapper(*, event_slug: str, **arguments: Any) -> Any:
        device = load_device()
        if device.slug != event_slug:
            raise NotFound
        if request.method == "POST":
            note_last_word(device)
        return view(device=device, **arguments)

    return cast(View, declare(wrapper, "gate_device"))


def device_or_token(permission: StrEnum) -> Callable[[View], View]:
    """Open an API view that only reads to a paired device of the event, and to people with `permission`. It gets `event`."""

    def decorate(view: View) -> View:
        by_person = event_token(permission)(view)

        @functools.wraps(view)
        def wrapper(*, event_slug: str, **arguments: Any) -> Any:
            device = find_device(bearer())
            if device is None:
                return by_person(event_slug=event_slug, **arguments)
            if device.slug != event_slug:
                raise NotFound
            g.device, g.timezone = device, device.timezone
            return view(event=get_event(event_slug), **arguments)

        return cast(View, declare(wrapper, "device_or_token", permission.value))

    return decorate


def load_device() -> GateDevice:
    """Return the device of the bearer token and remember it for the request.

    Raises:
        SignInNeeded: there is no token. DeviceUnknown: it opens nothing.
    """
    device = find_device(bearer())
    if device is None:
        raise DeviceUnknown
    g.device = device
    g.timezone = device.timezone
    return device


def note_last_word(device: GateDevice) -> None:
    """Note that the device was heard of, once a minute."""
    now = clock.now()
    if device.last_seen_at is not None and now - device.last_seen_at < _LAST_WORD:
        return
    table: Any = Device.__table__
    db.session.connection().execute(sa.update(table).where(table.c.id == device.id).values(last_seen_at=now))


def note_status(device: GateDevice, battery_pct: int | None, waiting: int | None) -> None:
    """Note what the device tells of itself."""
    table: Any = Device.__table__
    values = {"last_seen_at": clock.now(), "battery_pct": battery_pct, "waiting": waiting}
    db.session.connection().execute(sa.update(table).where(table.c.id == device.id).values(**values))
