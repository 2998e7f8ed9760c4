"""A fresh installation to measure: database, gunicorn, people, and the CPU that all of its processes used."""

import contextlib
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import psutil
import psycopg
from flask import Flask

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tools")]

from supervise import web_command  # noqa: E402

from app.accounts.models import Organisation, OrganisationKind  # noqa: E402
from app.checkin.models import Device, Gate  # noqa: E402
from app.core import clock  # noqa: E402
from app.core.codes import digest, new_secret  # noqa: E402
from app.core.db import db, transaction  # noqa: E402
from app.core.text import fold, sort_key  # noqa: E402
from app.events.models import Event, EventKind, EventState  # noqa: E402
from app.factory import create_app  # noqa: E402
from app.places.services import load as load_places  # noqa: E402
from app.registrations.models import Registration  # noqa: E402
from app.registrations.services.people import Person, new_row  # noqa: E402
from app.registrations.terms import Category  # noqa: E402

# Registrations of the fair that is measured: BENCH_PEOPLE=1000000 tells whether work grows with the table.
PEOPLE = int(os.environ.get("BENCH_PEOPLE", "20000"))
_POSTGRES = ("postgresql:///postgres", "postgresql://127.0.0.1:5432/postgres", "postgresql://root@127.0.0.1:5432/postgres")
_CHUNK = 5000
_FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Giàng", "Vàng", "Lò", "Đặng", "Bùi", "Lý", "Hà")
_MIDDLES = ("Văn", "Thị", "A", "Minh", "Thị Minh", "Đức", "Ngọc", "Thanh", "Xuân", "Quốc", "Thị Thu")
_GIVEN = ("Páo", "Châu", "Hùng", "Hương", "Lan", "Sơn", "Thủy", "Dũng", "Hà", "Phượng", "Tú", "Vinh", "Yến")


@dataclass
class Fair:
    """A running fair with people and paired phones. `take(n)` gives badge codes that nobody scanned yet."""

    slug: str
    codes: list[str]
    tokens: list[str]
    used: int = 0

    def take(self, number: int) -> list[str]:
        taken = self.codes[self.used : self.used + number]
        if len(taken) < number:
            raise RuntimeError("not enough people in the fair")
        self.used += number
        return taken


@dataclass
class House:
    """One installation over one database. `app` for work in this process, `serve()` for work over HTTP."""

    database: str
    url: str
    folder: Path
    app: Flask
    _fairs: dict[int, Fair] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        return os.environ | {
            "FAIR_ENV": "production",
            "BASE_URL": "https://bench.example",
            "SECRET_KEY": "of measurements only, long enough for production",
            "DATABASE_URL": self.url,
            "JOBS_URL": f"sqlite:///{self.folder}/jobs.sqlite",
            "STORAGE_URL": f"file:{self.folder}/files",
            "INSTANCE": str(self.folder),
        }

    def fair(self, people: int = PEOPLE) -> Fair:
        """Return the fair with so many registrations; it is made once."""
        if people not in self._fairs:
            print(f"  {self.database}: loading {people:,} people …", file=sys.stderr)
            with self.app.app_context():
                self._fairs[people] = _load_fair(people)
        return self._fairs[people]

    @contextlib.contextmanager
    def serve(self, workers: int = 2, threads: int = 4) -> Iterator["Server"]:
        """Run the web part as in production and stop it afterwards."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", int(os.environ.get("BENCH_PORT", "0"))))
            port = probe.getsockname()[1]
        command = [str(part) for part in web_command("127.0.0.1", port, workers, threads)]
        log = (self.folder / "server.log").open("ab")
        process = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True)
        server = Server(port, process.pid, _database_name(self.url), self.folder)
        try:
            server.wait()
            yield server
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(timeout=40)
            log.close()


@dataclass
class Server:
    """The running web part and its database."""

    port: int
    pid: int
    database_name: str
    folder: Path

    def wait(self) -> None:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return
            time.sleep(0.05)
        raise RuntimeError("the server does not start")

    def cpu_seconds(self) -> float:
        """Return the CPU used so far by gunicorn with its workers and by PostgreSQL's backends of this database."""
        main = psutil.Process(self.pid)
        processes = [main, *main.children(recursive=True)]
        if self.database_name:
            processes += [item for item in psutil.process_iter(["cmdline"]) if self._is_backend(item)]
        return sum(_cpu(process) for process in processes)

    def _is_backend(self, process: psutil.Process) -> bool:
        line = " ".join(process.info["cmdline"] or ())
        return line.startswith("postgres") and self.database_name in line

    def ask(self, requests: Sequence[dict[str, Any]], *, concurrency: int) -> "Load":
        """Send the requests from a process of its own, `concurrency` at a time.

        Args:
            requests: {"method", "path", "headers", "body"}; the body is sent as JSON.
        """
        job = {"port": self.port, "concurrency": concurrency, "requests": list(requests)}
        path = self.folder / "load.json"
        path.write_text(json.dumps(job))
        before = self.cpu_seconds()
        command = [sys.executable, str(ROOT / "benchmarks" / "load.py"), str(path)]
        told = json.loads(subprocess.run(command, capture_output=True, text=True, check=True, timeout=600).stdout)
        used = self.cpu_seconds() - before
        return Load(told["ms"], told["statuses"], told["wall_s"], 1000 * used / max(1, len(requests)))


@dataclass(frozen=True)
class Load:
    """What a load showed: milliseconds of each request, answers by status, wall time, server CPU of one request."""

    ms: list[float]
    statuses: dict[str, int]
    wall_s: float
    cpu_ms: float


def _cpu(process: psutil.Process) -> float:
    try:
        times = process.cpu_times()
    except psutil.Error:
        return 0.0
    return float(times.user + times.system)


def _database_name(url: str) -> str:
    return url.rsplit("/", 1)[1] if url.startswith("postgresql") else ""


@contextlib.contextmanager
def houses() -> Iterator[list[House]]:
    """Give an installation on SQLite and, where a server answers, one on PostgreSQL; both are removed at the end."""
    with tempfile.TemporaryDirectory(prefix="fairground-bench-") as folder, contextlib.ExitStack() as stack:
        urls = {"sqlite": f"sqlite:///{folder}/bench.sqlite"}
        server = _find_postgres()
        if server is not None:
            urls["postgresql"] = stack.enter_context(_postgres_database(server))
        made = []
        for kind, url in urls.items():
            place = Path(folder) / kind
            place.mkdir()
            made.append(_make_house(kind, url, place))
        yield made
        for house in made:
            with house.app.app_context():
                db.engine.dispose()


def _find_postgres() -> str | None:
    for url in filter(None, (os.environ.get("BENCH_POSTGRES_URL"), *_POSTGRES)):
        with contextlib.suppress(psycopg.OperationalError), psycopg.connect(url, connect_timeout=3):
            return url
    return None


@contextlib.contextmanager
def _postgres_database(server: str) -> Iterator[str]:
    name = f"fairground_bench_{secrets.token_hex(4)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    try:
        yield server.rsplit("/", 1)[0] + "/" + name
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _make_house(kind: str, url: str, folder: Path) -> House:
    settings = {
        "FAIR_ENV": "testing",
        "SQLALCHEMY_DATABASE_URI": url.replace("postgresql://", "postgresql+psycopg://"),
        "JOBS_URL": "",
        "STORAGE_URL": f"file:{folder}/files",
        "INSTANCE": str(folder),
    }
    app = create_app(settings)
    with app.app_context():
        db.create_all()
        with transaction():
            load_places()
        db.session.remove()
    return House(kind, url, folder, app)


def _load_fair(people: int) -> Fair:
    now = clock.now()
    with transaction():
        owner = Organisation(
            kind=OrganisationKind.DEPARTMENT,
            name="Sở Công Thương đo tốc độ",
            search_key=fold("so cong thuong"),
            sort_key=sort_key("so cong thuong"),
            created_at=now,
        )
        event = Event(
            slug=f"hoi-cho-{people}",
            code=f"HC{people}",
            kind=EventKind.FAIR,
            state=EventState.RUNNING,
            name=f"Hội chợ {people} khách",
            owner=owner,
            starts_at=now - timedelta(days=1),
            ends_at=now + timedelta(days=5),
            created_at=now,
        )
        db.session.add(event)
        db.session.flush()
        tokens = [_pair_device(event, number) for number in range(4)]
        codes: list[str] = []
        drawn: set[str] = set()
        for begin in range(0, people, _CHUNK):
            rows = [_person(event, number, drawn) for number in range(begin, min(begin + _CHUNK, people))]
            db.session.execute(Registration.__table__.insert(), rows)
            codes += [row["badge_code"] for row in rows]
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("ANALYZE")
    return Fair(event.slug, codes, tokens)


def _person(event: Event, number: int, drawn: set[str]) -> dict[str, Any]:
    name = f"{_FAMILIES[number % 12]} {_MIDDLES[number // 12 % 11]} {_GIVEN[number // 7 % 13]}"
    unit = f"Công ty TNHH {_GIVEN[number % 13]} {_FAMILIES[number // 3 % 12]}" if number % 3 == 0 else ""
    return new_row(event, Person(full_name=name, unit=unit), category=Category.VISITOR, source="import", drawn=drawn)


def _pair_device(event: Event, number: int) -> str:
    token = new_secret()
    gate = Gate(event_id=event.id, name=f"Cổng {number + 1}", position=number)
    db.session.add(gate)
    db.session.flush()
    now = clock.now()
    db.session.add(
        Device(
            event_id=event.id,
            gate_id=gate.id,
            name=f"Máy {number + 1}",
            token_digest=digest(token),
            created_at=now,
            paired_at=now,
        )
    )
    return token
