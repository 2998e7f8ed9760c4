"""Keeps the drawing programs of this process: started when first needed, reused, replaced, ended with their owner."""

import atexit
import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any, Literal

from app.documents import fonts
from app.documents.errors import PdfFailed
from app.documents.worker import Blobs, read_frame, write_frame

Role = Literal["pdf", "chart"]
WORKER = Path(__file__).with_name("worker.py")
JOBS_OF_ONE_WORKER = 200  # then a fresh one: caches of fonts and layouts grow
START_SECONDS = 30
# Until an unused program ends by itself; a chart engine holds 100 MB.
IDLE_SECONDS = {"pdf": 300.0, "chart": 60.0}


class Worker:
    """One drawing program and the lock that makes its callers queue."""

    def __init__(self, role: Role) -> None:
        self.role: Role = role
        self.lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._folder = ""
        self._jobs = 0

    def call(self, action: str, header: dict[str, Any], blobs: Blobs, *, timeout_s: float) -> tuple[dict[str, Any], Blobs]:
        """Have the program do one job.

        Raises:
            PdfFailed: it said so, ran out of its time, processor time or memory, or could not be started.
        """
        with self.lock:
            for may_try_again in (True, False):
                self._prepare()
                try:
                    return self._exchange({"do": action, **header}, blobs, timeout_s)
                except EndedIdle:
                    if not may_try_again:
                        raise PdfFailed("the drawing program ends at once") from None
            raise AssertionError("unreachable")

    def _prepare(self) -> None:
        if self._process is not None and self._jobs < JOBS_OF_ONE_WORKER and self._process.poll() is None:
            return
        self.stop()
        self._folder = tempfile.mkdtemp(prefix="fairground-")
        environment = {"PATH": os.defpath, "HOME": self._folder, "LANG": "C.UTF-8", "TMPDIR": self._folder}
        self._process = subprocess.Popen(
            [sys.executable, "-I", str(WORKER), self.role, self._folder, str(IDLE_SECONDS[self.role])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            cwd="/",
            start_new_session=True,
        )
        self._jobs = 0
        pack = fonts.pack()
        families = {name: fonts.family_of(name) for name in pack}
        header = {"css": fonts.face_rules(pack), "families": families}
        self._exchange({"do": "take_fonts", **header}, pack, START_SECONDS)

    def _exchange(self, header: dict[str, Any], blobs: Blobs, timeout_s: float) -> tuple[dict[str, Any], Blobs]:
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            raise AssertionError("no program to talk to")
        late = threading.Event()

        def end() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(timeout_s, end)
        timer.daemon = True
        timer.start()
        self._jobs += 1
        try:
            write_frame(process.stdin, header, blobs)  # type: ignore[arg-type]
            answer, results = read_frame(process.stdout)  # type: ignore[arg-type]
        except (OSError, EOFError) as error:
            code = process.wait()
            self.stop()
            if code == 0:
                raise EndedIdle from error
            reason = f"no answer within {timeout_s:g} s" if late.is_set() else f"the drawing program ended with {code}"
            raise PdfFailed(reason) from error
        except BaseException:  # the answer to this job would be taken for the answer to the next one
            self.stop()
            raise
        finally:
            timer.cancel()
        if "error" in answer:
            raise PdfFailed(answer["error"])
        return answer, results

    def stop(self) -> None:
        """End the program and remove what it left on disk."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    with contextlib.suppress(OSError):
                        stream.close()
            process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)

    def forget(self) -> None:
        """Let go of a program that belongs to the parent of this fork, without ending it."""
        process, self._process = self._process, None
        if process is not None:
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    os.close(stream.fileno())  # not stream.close(): the buffer is the parent's
            process.returncode = 0  # not ours to wait for


class EndedIdle(Exception):
    """The program had ended by itself because nobody asked for long."""


_workers: dict[Role, Worker] = {}
_workers_lock = threading.Lock()


def worker(role: Role) -> Worker:
    """Return this process's drawing program of that role."""
    with _workers_lock:
        return _workers.setdefault(role, Worker(role))


def stop_all() -> None:
    """End all drawing programs of this process."""
    for held in _workers.values():
        held.stop()


def _after_fork() -> None:
    global _workers_lock
    for held in _workers.values():
        held.forget()
    _workers.clear()
    _workers_lock = threading.Lock()


atexit.register(stop_all)
os.register_at_fork(after_in_child=_after_fork)
