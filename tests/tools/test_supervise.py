"""Web and worker are children that never stay behind; a taken port is told in one line."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from tools import supervise

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.real_time
SLEEP = [sys.executable, "-c", "import time; print('up', flush=True); time.sleep(600)"]
STUBBORN = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(600)",
]


def start(children: supervise.Children, name: str, command: list[str]) -> int:
    """Start a child and wait until it says that it is up."""
    read, write = os.pipe()
    with os.fdopen(read) as told, os.fdopen(write, "wb") as output:
        children.output = output
        children.start(name, command)
        assert told.readline() == "up\n"
    return children.running[name].pid


def test_children_end_when_asked_and_when_they_do_not_listen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervise, "STOP_SECONDS", 0.2)
    children = supervise.Children(dict(os.environ))
    pids = [start(children, "web", SLEEP), start(children, "worker", STUBBORN)]
    assert children.ended() == ""
    children.stop()
    assert [child.returncode for child in children.running.values()] == [-signal.SIGTERM, -signal.SIGKILL]
    assert [pid for pid in pids if psutil.pid_exists(pid)] == []


def test_a_child_that_ends_by_itself_is_named() -> None:
    children = supervise.Children(dict(os.environ))
    children.start("worker", [sys.executable, "-c", "raise SystemExit(3)"])
    assert children.running["worker"].wait(timeout=60) == 3
    assert children.ended() == "worker"
    children.stop()


def test_a_taken_port_is_told_in_one_line() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        environment = os.environ | {"PORT": str(port)}
        answer = subprocess.run(
            [sys.executable, "tools/demo.py"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )
    told = f"Port {port} is taken by another program. Choose another one, for example PORT={port + 1}.\n"
    assert (answer.returncode, answer.stderr) == (1, told)


def test_production_refuses_to_start_without_a_secret() -> None:
    environment = {key: value for key, value in os.environ.items() if key != "SECRET_KEY"} | {"FAIR_ENV": "production"}
    answer = subprocess.run(
        [sys.executable, "tools/serve.py"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    told = "Refusing to start: SECRET_KEY must have at least 32 characters in production.\n"
    assert (answer.returncode, answer.stderr) == (1, told)
