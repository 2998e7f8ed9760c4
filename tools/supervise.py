"""Starts web and worker as children, watches them, and leaves none behind. Used by tools/demo.py and tools/serve.py."""

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import IO

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
STOP_SECONDS = 25
_PR_SET_PDEATHSIG = 1


class Stopped(BaseException):
    """Somebody asked the program to end."""


def refuse_taken_port(host: str, port: int) -> None:
    """End with one clear line when somebody else listens on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            sys.exit(f"Port {port} is taken by another program. Choose another one, for example PORT={port + 1}.")


@dataclass
class Children:
    """The processes of one installation, each in a process group of its own."""

    environment: dict[str, str]
    output: IO[bytes] | None = None
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, name: str, command: list[str | Path]) -> None:
        self.running[name] = subprocess.Popen(
            [str(part) for part in command],
            cwd=ROOT,
            env=self.environment,
            stdout=self.output,
            stderr=self.output,
            start_new_session=True,
            preexec_fn=_end_with_parent,
        )

    def ended(self) -> str:
        """Return the name of a child that has ended by itself, or an empty string."""
        return next((name for name, child in self.running.items() if child.poll() is not None), "")

    def stop(self) -> None:
        """Ask all to end, then insist."""
        for child in self.running.values():
            _signal(child, signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        for child in self.running.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(max(deadline - time.monotonic(), 0.1))
        for child in self.running.values():
            _signal(child, signal.SIGKILL, group=True)
            child.wait()


def _signal(child: subprocess.Popen[bytes], number: signal.Signals, *, group: bool = False) -> None:
    with contextlib.suppress(ProcessLookupError):
        if group:
            os.killpg(child.pid, number)
        elif child.poll() is None:
            child.send_signal(number)


def _end_with_parent() -> None:
    # Linux: when the supervisor is killed, its children get SIGTERM.
    with contextlib.suppress(OSError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def web_command(host: str, port: int, workers: int, threads: int) -> list[str | Path]:
    """Return gunicorn's command line. Preloaded: the workers share the memory of the imported program."""
    command: list[str | Path] = [BIN / "gunicorn", "wsgi:app", "--bind", f"{host}:{port}", "--preload"]
    command += ["--workers", str(workers), "--worker-class", "gthread", "--threads", str(threads)]
    command += ["--timeout", "60", "--graceful-timeout", "20", "--max-requests", "20000", "--max-requests-jitter", "2000"]
    command += ["--log-level", "warning", "--no-control-socket"]
    if Path("/dev/shm").is_dir():  # the heartbeat must not wait for a slow disk
        command += ["--worker-tmp-dir", "/dev/shm"]
    return command


def worker_command(threads: int) -> list[str | Path]:
    """Return the command line of the job worker: `flask jobs work` without the imports of the command line."""
    return [sys.executable, ROOT / "tools" / "work.py", str(threads)]


def is_ready(port: int) -> bool:
    """Tell whether /readyz says yes."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def raise_on_signals() -> None:
    """Turn SIGTERM, SIGINT and SIGHUP into Stopped, so that `finally` stops the children."""

    def handle(_number: int, _frame: FrameType | None) -> None:
        raise Stopped

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, handle)
