"""Answers that many browsers ask for every few seconds, kept a moment in this process."""

from collections.abc import Callable
from threading import Lock
from typing import Any, ParamSpec, TypeVar

from cachetools import TTLCache, cached

from app.core import clock

P = ParamSpec("P")
R = TypeVar("R")

_MOST = 4096
_kept: list[TTLCache[Any, Any]] = []


def kept_for(seconds: float) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Keep what the function returns for `seconds`; only for what may be that old, and never for a decision.

    Each process keeps its own. The arguments must be hashable, the result nothing that belongs to a database session.
    """
    cache: TTLCache[Any, Any] = TTLCache(_MOST, seconds, timer=lambda: clock.now().timestamp())
    _kept.append(cache)
    keep: Callable[[Callable[P, R]], Callable[P, R]] = cached(cache, lock=Lock())
    return keep


def forget() -> None:
    """Forget everything: tests undo what was kept of another database."""
    for cache in _kept:
        cache.clear()
