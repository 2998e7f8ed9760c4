"""Several processes at one barrier against one real database: the only honest test of a guard."""

import functools
import multiprocessing
import os
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask

from app.core.db import db
from app.factory import create_app

# Seconds until a race counts as stuck; nightly runs with many rounds give more.
PATIENCE_S = float(os.environ.get("RACE_PATIENCE", "90"))


@functools.lru_cache(maxsize=4)
def make_app(url: str, folder: Path, **settings: Any) -> Flask:
    """Return an application over the given database, as a process of its own would have it.

    The same question has the same answer: binding four hundred routes takes longer than most of what a race does.
    """
    from tests.conftest import testing_settings

    return create_app(testing_settings(url, folder) | settings)


def run_together(count: int, work: Callable[..., Any], url: str, folder: Path, *arguments: Any, **settings: Any) -> list[Any]:
    """Start `count` processes, let them meet at a barrier, run `work(app, barrier, index, *arguments)` in each.

    Returns: their results in order of index; an exception in any of them fails the test with its traceback.
    """
    make_app(url, folder, **settings)  # once, before the processes part
    context = multiprocessing.get_context("fork")
    barrier = context.Barrier(count)
    queue = context.Queue()
    processes = [
        # Daemons: should the race fail, its processes end with the test run instead of holding it up.
        context.Process(target=_child, args=(queue, barrier, index, work, url, folder, arguments, settings), daemon=True)
        for index in range(count)
    ]
    for process in processes:
        process.start()
    answers = dict(queue.get(timeout=PATIENCE_S) for _ in processes)
    for process in processes:
        process.join(timeout=30)
    failures = [answer for answer in answers.values() if isinstance(answer, _Failure)]
    assert not failures, failures[0].text
    return [answers[index] for index in range(count)]


class _Failure:
    def __init__(self, text: str) -> None:
        self.text = text


def _child(queue: Any, barrier: Any, index: int, work: Any, url: str, folder: Path, arguments: Any, settings: Any) -> None:
    try:
        app = make_app(url, folder, **settings)
        with app.app_context():
            # Connections of the process that we come from are not ours.
            db.engine.dispose(close=False)
            queue.put((index, work(app, barrier, index, *arguments)))
            db.session.remove()
            db.engine.dispose()
    except BaseException:
        barrier.abort()
        queue.put((index, _Failure(traceback.format_exc())))
    queue.close()
    queue.join_thread()
    os._exit(0)
