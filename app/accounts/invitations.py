"""What an accepted invitation gives, beyond a membership: higher features say it for their own keys.

A feature that stands above accounts registers a grant in its `setup.py`, for example events:

    @on_accept("event_role")
    def give_role(user: User, by: User | None, data: dict[str, Any]) -> None:
        event, role = db.session.get(Event, data["event_id"]), Role(data["event_role"])
        …

It is called when the invitation's data has that key, in the transaction that uses the link: both happen or neither.
It must not mind that the person already has what is given.
"""

from collections.abc import Callable
from typing import Any

from app.accounts.models import User

Grant = Callable[[User, User | None, dict[str, Any]], None]

_grants: dict[str, Grant] = {}


def on_accept(key: str) -> Callable[[Grant], Grant]:
    """Register the function below as what an invitation with `key` in its data gives."""

    def register(grant: Grant) -> Grant:
        if key in _grants:
            raise RuntimeError(f"two grants for {key}")
        _grants[key] = grant
        return grant

    return register


def give(user: User, by: User | None, data: dict[str, Any]) -> None:
    """Call the grants of all keys in `data`."""
    for key in sorted(_grants):
        if data.get(key) is not None:
            _grants[key](user, by, data)
