"""Which events an API token can be limited to: known only to the features above, which register it in their `setup.py`."""

from collections.abc import Callable, Sequence

from app.accounts.models import User

Choices = Callable[[User], Sequence[tuple[int, str]]]

_providers: list[Choices] = []


def provide_events(provider: Choices) -> Choices:
    """Register the function that returns (id, name) of the events in which a person has a role."""
    _providers[:] = [provider]
    return provider


def events_of(user: User) -> list[tuple[int, str]]:
    """Return (id, name) of the events of `user`; empty when nobody has registered."""
    return [choice for provider in _providers for choice in provider(user)]
