"""Writers of one SQLite file queue for their turn. SQLite itself lets them sleep and try again by chance: under load the
unlucky ones wait for seconds while others pass, and some give up.

A turn is a lock among the threads of this process and a lock on a file beside the database among processes, which the kernel
gives on at once. It only orders who comes next: what keeps data right is BEGIN IMMEDIATE, also against others who do not queue.
"""

import contextlib
import fcntl
import os
import sqlite3
import threading
import time

SUFFIX = "-turn"
_places: dict[str, threading.Lock] = {}


class Turn:
    """The right to write now. It ends with `end`, with the process, or when it is forgotten."""

    def __init__(self, place: threading.Lock, descriptor: int) -> None:
        self._place = place
        self._descriptor = descriptor
        self._process = os.getpid()

    def end(self) -> None:
        """Let the next one write. Ending twice is harmless."""
        descriptor, self._descriptor = self._descriptor, -1
        if descriptor < 0:
            return
        is_ours = self._process == os.getpid()
        if is_ours:  # a forked child has a copy of the descriptor: it may close it, but not give up its parent's turn
            fcntl.flock(descriptor, fcntl.LOCK_UN)
        os.close(descriptor)
        if is_ours:
            self._place.release()

    def __del__(self) -> None:
        with contextlib.suppress(OSError, RuntimeError):
            self.end()


def take(path: str, *, seconds: float) -> Turn | None:
    """Wait for the turn to write the database at `path`; None when the others of this process take longer than `seconds`."""
    place = _places.setdefault(path, threading.Lock())
    if not place.acquire(timeout=seconds):
        return None
    try:
        descriptor = os.open(path + SUFFIX, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError:
        place.release()
        raise
    turn = Turn(place, descriptor)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    return turn


class QueuingConnection(sqlite3.Connection):
    """A connection whose writing transaction holds a turn until it is over, however it ends."""

    file = ""
    turn: Turn | None = None

    def find_file(self) -> None:
        """Note which file this is; a database in memory has none and needs no turns."""
        self.file = next((row[2] for row in self.execute("PRAGMA database_list") if row[1] == "main"), "") or ""

    def begin_writing(self, *, seconds: float) -> bool:
        """Take the turn; False when it did not come in time, and nothing more should be waited for."""
        if not self.file:
            return True
        began = time.monotonic()
        self.turn = take(self.file, seconds=seconds)
        return self.turn is not None and time.monotonic() - began < seconds

    def end_turn(self) -> None:
        turn, self.turn = self.turn, None
        if turn is not None:
            turn.end()

    def commit(self) -> None:
        super().commit()
        self.end_turn()

    def rollback(self) -> None:
        try:
            super().rollback()
        finally:
            self.end_turn()

    def close(self) -> None:
        try:
            super().close()
        finally:
            self.end_turn()


# A lock that another thread of the parent held at the fork would never be released in the child.
os.register_at_fork(after_in_child=_places.clear)
