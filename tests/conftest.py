"""The test house: one real database per worker, each test in a savepoint of it, a client that complains."""

import atexit
import gc
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from jinja2 import FileSystemBytecodeCache

from app.core import memory
from app.core.db import db as database
from app.factory import create_app
from app.jobs import runner
from app.mail.transport import Letter, MemoryTransport
from tests.support.client import DemandingClient
from tests.support.postgres import find_postgres, make_database

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
# The clock of the acceptance scenario.
START = datetime(2026, 10, 20, 9, 0, tzinfo=HANOI)

if "TEST_TEMPLATES" not in os.environ:
    # The first process of a run makes the folder, its workers inherit the name.
    os.environ["TEST_TEMPLATES"] = tempfile.mkdtemp(prefix="fairground-templates-")
    atexit.register(shutil.rmtree, os.environ["TEST_TEMPLATES"], ignore_errors=True)
# Each template is compiled once per run, not by each application of each worker.
Flask.jinja_options = {"bytecode_cache": FileSystemBytecodeCache(os.environ["TEST_TEMPLATES"])}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", default="sqlite", choices=["sqlite", "postgresql"])


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Long tests first, so that workers end together.

    On PostgreSQL run what touches the database, once: journeys and tests that make databases of both kinds run on SQLite.
    """
    items.sort(key=lambda item: not any(map(item.get_closest_marker, ("browser", "race", "own_database"))))
    if config.getoption("--database") == "sqlite":
        return
    kept, dropped = [], []
    for item in items:
        touches = {"app", "db", "client"} & set(getattr(item, "fixturenames", ()))
        once = item.get_closest_marker("browser") or item.get_closest_marker("own_database")
        (kept if touches and not once else dropped).append(item)
    config.hook.pytest_deselected(items=dropped)
    items[:] = kept


def pytest_collection_finish() -> None:
    """Let the garbage collector pass over what was imported and collected: it stays to the end anyway."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.fixture(scope="session")
def database_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if request.config.getoption("--database") == "sqlite":
        yield f"sqlite:///{tmp_path_factory.mktemp('database')}/test.sqlite"
        return
    with make_database() as url:
        yield url


@pytest.fixture(scope="session")
def app(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application over a fresh database with the administrative units in it."""
    application = create_app(testing_settings(database_url, tmp_path_factory.mktemp("instance")))
    application.test_client_class = DemandingClient
    with application.app_context():
        database.create_all()
        load_places()
    yield application
    with application.app_context():
        for engine in database.engines.values():
            engine.dispose()


def testing_settings(url: str, folder: Path) -> dict[str, object]:
    return {
        "FAIR_ENV": "testing",
        "TESTING": True,
        "SECRET_KEY": "a secret of tests that is long enough",
        "SQLALCHEMY_DATABASE_URI": url.replace("postgresql://", "postgresql+psycopg://"),
        # Nothing is handed to Huey: tests run jobs with `run_jobs`; those with a real worker set their own.
        "JOBS_URL": "",
        "STORAGE_URL": f"file:{folder}/files",
        "INSTANCE": str(folder),
        "BASE_URL": "http://localhost",
        "SESSION_COOKIE_SECURE": False,
        "SESSION_COOKIE_NAME": "fairground",
    }


def load_places() -> None:
    """Load the administrative units once per worker."""
    try:
        from app.places.services import load
    except ImportError:
        return
    load()
    database.session.commit()


@pytest.fixture
def db(app: Flask) -> Iterator[sa.orm.scoped_session]:
    """The session of a test. Everything the test and its requests commit is rolled back at its end."""
    with app.app_context():
        engines = database._app_engines[app]
        engine = engines[None]
        connection = engine.connect()
        outer = connection.begin()
        engines[None] = connection
        memory.forget()
        try:
            yield database.session
        finally:
            database.session.remove()
            engines[None] = engine
            outer.rollback()
            connection.close()


@pytest.fixture
def client(app: Flask, db: sa.orm.scoped_session) -> DemandingClient:
    """A browser without JavaScript that refuses sloppy pages. It reads Vietnamese unless told otherwise."""
    return app.test_client()


@pytest.fixture
def run_jobs(db: sa.orm.scoped_session) -> Callable[..., int]:
    """Run all due jobs in the test's session. What a handler raises is raised; with `raise_errors=False` only noted."""
    return runner.run_all


@pytest.fixture
def outbox(app: Flask) -> list[Letter]:
    """The mails sent so far; `run_jobs()` sends what was asked for. Each has to, locale, subject, text, html, template."""
    sent: list[Letter] = app.extensions.setdefault("mail", MemoryTransport([])).sent
    sent.clear()
    return sent


@pytest.fixture(autouse=True)
def clock(request: pytest.FixtureRequest) -> Iterator[time_machine.Traveller | None]:
    """Time starts at 20/10/2026 09:00 in Hanoi and runs on; `clock.move_to(…)` changes it. Mark `real_time` to go without."""
    if request.node.get_closest_marker("real_time"):
        yield None
        return
    with time_machine.travel(START, tick=True) as traveller:
        yield traveller


def require_postgres() -> None:
    if find_postgres() is None:
        if os.environ.get("REQUIRE_POSTGRES") == "1":
            pytest.fail("REQUIRE_POSTGRES=1, but no PostgreSQL answers")
        pytest.skip("no PostgreSQL answers")


@pytest.fixture(scope="session")
def postgres_template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL database with our tables and nothing in them, to be copied: a tenth of making them anew."""
    require_postgres()
    with make_database() as url:
        make_tables(url, tmp_path_factory.mktemp("template"))
        yield url


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with our tables and nothing in them, to be copied."""
    folder = tmp_path_factory.mktemp("template")
    make_tables(f"sqlite:///{folder}/template.sqlite", folder)
    return folder / "template.sqlite"


def make_tables(url: str, folder: Path) -> None:
    application = create_app(testing_settings(url, folder))
    with application.app_context():
        database.create_all()
        database.session.remove()
        database.engine.dispose()


@pytest.fixture
def postgres_url(postgres_template: str) -> Iterator[str]:
    """A PostgreSQL database of the test's own, with our tables and nothing in them."""
    with make_database(postgres_template) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def own_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """URL of a database of each kind, with our tables and nothing in them, for tests with several processes.

    Mark such tests `own_database`.
    """
    if request.param == "sqlite":
        path = tmp_path / "own.sqlite"
        shutil.copyfile(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
    else:
        yield request.getfixturevalue("postgres_url")


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """URL of a database of each kind without any table, for migrations."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/empty.sqlite"
        return
    require_postgres()
    with make_database() as url:
        yield url
