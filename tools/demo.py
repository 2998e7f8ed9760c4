"""Starts the demo on 127.0.0.1:$PORT (default 8000): database, demo data at the first start, web, worker. Ctrl-C ends it.

DEMO_SIZE=acceptance (default), fair or national; each size has a database of its own in instance/. `--reset` makes it anew.
"""

import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from supervise import (
    BIN,
    ROOT,
    Children,
    Stopped,
    is_ready,
    raise_on_signals,
    refuse_taken_port,
    web_command,
    worker_command,
)

INSTANCE = ROOT / "instance"
HOST = "127.0.0.1"
SIZES = ("acceptance", "fair", "national")
READY_SECONDS = 90


def database_of(size: str) -> Path:
    return INSTANCE / ("fairground.sqlite" if size == "acceptance" else f"fairground-{size}.sqlite")


def environment_of(size: str, port: int) -> dict[str, str]:
    """Return the environment of the children; what the caller has set wins."""
    return {
        "FAIR_ENV": "demo",
        "DATABASE_URL": f"sqlite:///{database_of(size)}",
        "BASE_URL": f"http://{HOST}:{port}",
        "JOBS_URL": f"sqlite:///{INSTANCE / 'jobs.sqlite'}",
    } | dict(os.environ)


def flask(environment: dict[str, str], *arguments: str) -> None:
    """Run a command of the program; end with its message when it fails."""
    command = [str(BIN / "flask"), "--app", "wsgi", *arguments]
    if subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode:
        sys.exit(f"flask {' '.join(arguments)} failed; the demo was not started.")


def prepare(environment: dict[str, str], size: str) -> None:
    """Migrate and load what is missing. What is there already is kept and not looked at again."""
    stamp = INSTANCE / f"demo-{size}.json"
    wanted = {"database": environment["DATABASE_URL"], "migrations": _migrations()}
    with contextlib.suppress(OSError, ValueError):
        if json.loads(stamp.read_text()) == wanted and _is_there(environment["DATABASE_URL"]):
            return
    target = database_of(size)
    own = "DATABASE_URL" in os.environ
    if own or target.exists():
        flask(environment, "db", "upgrade")
    if own and not stamp.exists():
        flask(environment, "demo", "load", "--size", size)
    if not own and not target.exists():
        _build(environment, size, target)
    stamp.write_text(json.dumps(wanted))


def _build(environment: dict[str, str], size: str, target: Path) -> None:
    """Make the database under another name, so that an interrupted start leaves no half-filled one."""
    part = target.with_suffix(".part")
    _remove(part)
    print(f"Making the demo data ({size}) …", flush=True)
    own = environment | {"DATABASE_URL": f"sqlite:///{part}"}
    flask(own, "db", "upgrade")
    flask(own, "demo", "load", "--size", size)
    part.replace(target)


def _is_there(url: str) -> bool:
    return not url.startswith("sqlite:///") or Path(url.removeprefix("sqlite:///")).exists()


def _migrations() -> str:
    names = sorted(path.name for path in (ROOT / "migrations" / "versions").glob("*.py"))
    return hashlib.sha256("\n".join(names).encode()).hexdigest()


def _remove(database: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)


def reset(size: str) -> None:
    """Throw away the demo's database, uploads and queue."""
    if "DATABASE_URL" in os.environ:
        sys.exit("demo-reset throws away only databases in instance/; DATABASE_URL is set.")
    _remove(database_of(size))
    _remove(INSTANCE / "jobs.sqlite")
    (INSTANCE / f"demo-{size}.json").unlink(missing_ok=True)
    if size == "acceptance":
        shutil.rmtree(INSTANCE / "files", ignore_errors=True)


def sign_ins() -> list[tuple[str, str, str]]:
    """Return (role, e-mail, password) of one person for each role of the demo."""
    sys.path.insert(0, str(ROOT))
    from app.demo.sign_ins import SIGN_INS

    return list(SIGN_INS)


def wait_until_ready(children: Children, port: int, log: Path) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while not is_ready(port):
        name = children.ended()
        if name or time.monotonic() > deadline:
            tail = log.read_text(errors="replace").splitlines()[-20:]
            sys.exit("\n".join([*tail, f"{name or 'The program'} did not start; the whole log is in {log}."]))
        time.sleep(0.1)


def announce(port: int, log: Path) -> None:
    print(f"\nFairground is ready: http://{HOST}:{port}\n")
    people = sign_ins()
    width = max(len(role) for role, _email, _password in people)
    for role, email, password in people:
        print(f"  {role:<{width}}  {email}  {password}")
    print(f"\nMails: http://{HOST}:{port}/outbox   Log: {log}   End with Ctrl-C.", flush=True)


def main(arguments: list[str]) -> int:
    size, port = os.environ.get("DEMO_SIZE", "acceptance"), int(os.environ.get("PORT", "8000"))
    if size not in SIZES:
        sys.exit(f"DEMO_SIZE must be one of {', '.join(SIZES)}.")
    refuse_taken_port(HOST, port)
    INSTANCE.mkdir(exist_ok=True)
    if "--reset" in arguments:
        reset(size)
    raise_on_signals()
    environment = environment_of(size, port)
    log = INSTANCE / "demo.log"
    with log.open("wb") as output:
        children = Children(environment, output)
        try:
            prepare(environment, size)
            children.start("web", web_command(HOST, port, workers=2, threads=4))
            children.start("worker", worker_command(threads=2))
            wait_until_ready(children, port, log)
            announce(port, log)
            while not (name := children.ended()):
                time.sleep(0.5)
            sys.exit(f"{name} ended by itself; see {log}.")
        except Stopped:
            print("\nStopping …", flush=True)
            return 0
        finally:
            children.stop()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
