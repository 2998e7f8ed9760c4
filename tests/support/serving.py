"""The web part of an installation: in a thread of the test, or as tools/serve.py runs it, in processes that may be killed."""

import contextlib
import os
import signal
import socket
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from flask import Flask
from werkzeug.serving import make_server

from app.core.db import db
from tools import supervise

_PATIENCE_S = 60


@contextlib.contextmanager
def in_a_thread(app: Flask) -> Iterator[str]:
    """Serve `app` in this process, which may look into its database and do its jobs meanwhile. Gives the address."""
    listener = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=listener.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listener.server_port}"
    listener.shutdown()
    thread.join(timeout=10)
    with app.app_context():
        db.engine.dispose()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class WebServer:
    """Gunicorn over the given database. `failpoints`: see app/core/failpoints.py. Use it as a context."""

    def __init__(self, url: str, folder: Path, *, failpoints: str = "", workers: int = 2) -> None:
        self.port = free_port()
        environment = os.environ | {
            "FAIR_ENV": "testing",
            "DATABASE_URL": url,
            "STORAGE_URL": f"file:{folder}/files",
            "INSTANCE": str(folder),
            "SECRET_KEY": "a secret of tests that is long enough",
            "FAIR_FAILPOINTS": failpoints,
        }
        self._log = (folder / "web.log").open("ab")
        self._children = supervise.Children(environment, self._log)
        self._command = supervise.web_command("127.0.0.1", self.port, workers, 4)

    def __enter__(self) -> "WebServer":
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """End it at once: nobody waits for connections that a test left open."""
        if self._children.ended() == "":
            self.kill()
        self._log.close()

    def start(self, *, failpoints: str | None = None) -> None:
        """Start it, after `kill` at the same port again, and wait until it answers; with other `failpoints` when given."""
        if failpoints is not None:
            self._children.environment["FAIR_FAILPOINTS"] = failpoints
        self._children.start("web", self._command)
        deadline = time.monotonic() + _PATIENCE_S
        while not self._answers():
            assert self._children.ended() == "", "gunicorn ended at its start"
            assert time.monotonic() < deadline, "gunicorn does not answer"
            time.sleep(0.05)

    def kill(self) -> None:
        """kill -9: master and workers are gone in the middle of whatever they do."""
        web = self._children.running["web"]
        os.killpg(web.pid, signal.SIGKILL)
        web.wait()

    def worker_pids(self) -> list[int]:
        """Return the processes that answer requests."""
        master = self._children.running["web"].pid
        listed = Path(f"/proc/{master}/task/{master}/children").read_text(encoding="ascii")
        return [int(pid) for pid in listed.split()]

    def kill_worker(self, pid: int) -> None:
        """kill -9 of one worker; the master starts another."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False
