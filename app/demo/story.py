"""When things happened in the scenario. Nothing happens later than now, so that the data fit any day they are loaded."""

import contextlib
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from app.core import clock

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


def local(text: str) -> datetime:
    """Return "2026-10-20 09:00" as an instant in Hanoi."""
    return datetime.fromisoformat(text).replace(tzinfo=HANOI)


@contextlib.contextmanager
def on(text: str) -> Iterator[None]:
    """Let the block happen at that local time, or now when that is still to come."""
    with clock.at(min(local(text), clock.now())):
        yield


def is_over(moment: datetime) -> bool:
    """Tell whether `moment` has passed."""
    return clock.now() >= moment
