"""Huey as we use it: messages in JSON, one task. Imported late: with its drivers it costs a start a third of a second."""

import json
from collections.abc import Iterable
from typing import Any

from flask import Flask
from huey import Huey, MemoryHuey, PostgresHuey, RedisHuey, SqliteHuey
from huey.registry import Message
from huey.serializer import Serializer

from app.jobs import runner


class JsonSerializer(Serializer):  # type: ignore[misc]
    """Messages as JSON: whoever can write the queue must not be able to run code, as pickle would let them."""

    def _serialize(self, data: Any) -> bytes:
        return json.dumps(list(data)).encode()

    def _deserialize(self, data: bytes) -> Message:
        return Message(*json.loads(bytes(data)))


class Queue:
    """Huey with its one task: run the job row of this id."""

    def __init__(self, app: Flask) -> None:
        self.huey = _make_huey(app.config["JOBS_URL"])

        def run(job_id: int) -> None:
            with app.app_context():
                runner.run(job_id)

        self._run = self.huey.task(name="run")(run)

    def put(self, job_ids: Iterable[int]) -> None:
        for job_id in job_ids:
            self.huey.enqueue(self._run.s(job_id))


def _make_huey(url: str) -> Huey:
    options: dict[str, Any] = {"name": "fairground", "results": False, "serializer": JsonSerializer()}
    if url.startswith("sqlite:///"):
        # No fsync: the row in the main database is the truth.
        return SqliteHuey(filename=url.removeprefix("sqlite:///"), fsync=False, **options)
    if url.startswith(("postgresql://", "postgres://")):
        return PostgresHuey(dsn=url, **options)
    if url.startswith(("redis://", "rediss://")):
        return RedisHuey(url=url, **options)
    if url == "memory:":
        return MemoryHuey(**options)
    raise ValueError("JOBS_URL must start with sqlite:///, postgresql:// or redis://, or be memory:.")
