"""The public page of an event, kept a few seconds for readers who are nobody in particular.

On the morning of a fair thousands open the same page. Free booths may be late by these seconds; changes of the event
itself show at once, because its `sequence` is part of the key.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable

from flask import current_app, request

MOST_PAGES = 256


class PageCache:
    """Rendered pages by key with the moment until which they are good; the oldest leave first."""

    def __init__(self) -> None:
        self._pages: OrderedDict[Hashable, tuple[float, str]] = OrderedDict()
        self._lock = threading.Lock()

    def get_or_render(self, key: Hashable, seconds: float, render: Callable[[], str]) -> str:
        """Return the page of `key`, rendered anew when it is older than `seconds`."""
        now = time.monotonic()
        with self._lock:
            kept = self._pages.get(key)
        if kept is not None and now < kept[0]:
            return kept[1]
        text = render()
        with self._lock:
            self._pages[key] = (now + seconds, text)
            self._pages.move_to_end(key)
            while len(self._pages) > MOST_PAGES:
                self._pages.popitem(last=False)
        return text


def is_anonymous_read() -> bool:
    """Tell whether the answer can be the same for everybody: no session, hence no name and no message, and no arguments."""
    cookie = current_app.config["SESSION_COOKIE_NAME"]
    return bool(current_app.config["PAGE_CACHE_SECONDS"]) and not request.args and cookie not in request.cookies
