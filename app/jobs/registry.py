"""Who handles which job, and which jobs return by themselves."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

Function = TypeVar("Function", bound=Callable[..., Any])


@dataclass(frozen=True)
class Handler:
    """A function that does jobs of one name. See `handler`."""

    function: Callable[..., Any]
    slow: bool
    when_parked: Callable[..., None] | None


_handlers: dict[str, dict[str, Handler]] = {}
_periodic: dict[str, int] = {}


def handler(name: str, *, slow: bool = False, when_parked: Callable[..., None] | None = None) -> Callable[[Function], Function]:
    """Register the function below as a subscriber of jobs named `name` ("feature.past_participle").

    It is called with the payload as keywords, at least once, and must be idempotent. It runs in one write transaction, which
    also marks the job done: it flushes, never commits.

    Args:
        slow: for work that leaves the database (mail, PDF): the function runs without a write transaction and may return
            another one without arguments, which then runs in the transaction that marks the job done. It may call
            `progress.report`, which also extends the lease.
        when_parked: called with the payload, in the transaction that parks the job.
    """

    def register(function: Function) -> Function:
        subscribers = _handlers.setdefault(name, {})
        subscriber = function.__module__
        if subscriber in subscribers:
            raise RuntimeError(f"two handlers for {name} in {subscriber}")
        subscribers[subscriber] = Handler(function, slow, when_parked)
        return function

    return register


def periodic(name: str, *, seconds: int, slow: bool = False) -> Callable[[Function], Function]:
    """Register the function below, without arguments, as a job that is asked for every `seconds` by one worker of all."""

    def register(function: Function) -> Function:
        _periodic[name] = seconds
        return handler(name, slow=slow)(function)

    return register


def subscribers(name: str) -> list[str]:
    """Return the modules that handle jobs named `name`, sorted."""
    return sorted(_handlers.get(name, {}))


def find(name: str, subscriber: str) -> Handler | None:
    """Return the handler of `subscriber` for `name`; when the row names none, the only one there is."""
    known = _handlers.get(name, {})
    if not subscriber and len(known) == 1:
        return next(iter(known.values()))
    return known.get(subscriber)


def periodic_jobs() -> dict[str, int]:
    """Return seconds between runs by job name."""
    return dict(_periodic)
