"""A real Chromium against a real server over the demo data, at the clock of the scenario."""

import contextlib
import fcntl
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

from app.core.db import db, transaction
from app.demo.services import load
from app.factory import create_app
from app.mail.transport import Letter, MemoryTransport
from tests.conftest import START, testing_settings
from tests.journeys.gate import PHONE, Site, fill
from tests.support.race import make_app
from tests.support.serving import in_a_thread

ROOT = Path(__file__).parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
DESK = {"width": 1280, "height": 900}
# A busy machine may need longer than Playwright's five seconds; a page that is ready costs nothing more.
expect.set_options(timeout=15_000)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail("REQUIRE_BROWSER=1, but there is no Chromium")
        pytest.skip("there is no Chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--use-fake-ui-for-media-stream",
                "--use-fake-device-for-media-stream",
            ],
        )
        yield chromium
        chromium.close()


class Server:
    """A running site: its address, its application, and its jobs when a journey wants them done."""

    def __init__(self, app: Flask, url: str) -> None:
        self.app = app
        self.url = url

    @property
    def letters(self) -> list[Letter]:
        """The mails sent so far."""
        sent: list[Letter] = self.app.extensions["mail"].sent
        return sent

    def run_jobs(self) -> None:
        """Do what is due: mails, PDFs."""
        from app.jobs.runner import run_all

        with self.app.app_context():
            run_all()
            db.session.remove()


@pytest.fixture(scope="session")
def demo_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the acceptance data as they are on the morning of the scenario; journeys copy it.

    The first worker that needs it makes it for all.
    """
    run = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        run = run.parent
    with (run / "demo-site.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (run / "demo-site").exists():
            made = tmp_path_factory.mktemp("demo")
            load_demo(made)
            made.rename(run / "demo-site")
    return run / "demo-site"


def load_demo(folder: Path) -> None:
    app = create_app(testing_settings(f"sqlite:///{folder}/site.sqlite", folder))
    with time_machine.travel(START, tick=True), app.app_context():
        db.create_all()
        with transaction():
            load("acceptance")
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def server(demo_site: Path, tmp_path: Path) -> Iterator[Server]:
    """A site of the test's own with the acceptance data."""
    folder = tmp_path / "site"
    shutil.copytree(demo_site, folder)
    app = create_app(testing_settings(f"sqlite:///{folder}/site.sqlite", folder))
    app.extensions["mail"] = MemoryTransport([])
    with in_a_thread(app) as url:
        app.config["BASE_URL"] = url
        yield Server(app, url)


@pytest.fixture
def open_page(browser: Browser, server: Server) -> Iterator[Any]:
    """`open_page(viewport)` gives a page of a fresh browser; console errors and refused resources fail the test."""
    with contextlib.ExitStack() as stack:

        def make(viewport: dict[str, int] = DESK, **options: Any) -> Page:
            context = browser.new_context(viewport=viewport, locale="vi-VN", base_url=server.url, **options)
            stack.callback(context.close)
            page = context.new_page()
            page.set_default_timeout(15_000)
            page.on("console", lambda message: _note(faults, message))
            page.on("pageerror", lambda error: faults.append(str(error)))
            return page

        faults: list[str] = []
        yield make
        assert faults == []


def _note(faults: list[str], message: Any) -> None:
    # A refusal (422, 409) is an answer, not a fault, and so is a network that a test cuts; Chromium logs them all the same.
    told = ("the server responded with a status of 4", "net::ERR_INTERNET_DISCONNECTED")
    if message.type == "error" and not any(words in message.text for words in told):
        faults.append(f"{message.location.get('url')}: {message.text}")


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """A small running fair of today with one gate, eight visitors and a code that pairs a phone."""
    app = make_app(f"sqlite:///{tmp_path}/site.sqlite", tmp_path)
    with app.app_context():
        db.create_all()
        with transaction():
            code = fill()
        db.session.remove()
    with in_a_thread(app) as url:
        yield Site(app, url, code)


@pytest.fixture
def phone(browser: Browser, site: Site) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=PHONE, locale="vi-VN", base_url=site.url)
    context.set_default_timeout(20_000)
    yield context
    context.close()


@pytest.fixture
def check_axe() -> Any:
    """`check_axe(page)`: axe-core finds nothing serious or critical."""

    def check(page: Page) -> None:
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate("async () => (await axe.run()).violations")
        told = [
            (item["id"], [node["target"] for node in item["nodes"]][:3])
            for item in found
            if item["impact"] in ("serious", "critical")
        ]
        assert told == [], f"{page.url}: {told}"

    return check


def send(button: Locator) -> None:
    """Press a button or link and wait for the page that answers: going on earlier would break off the request."""
    with button.page.expect_navigation():
        button.click()


def sign_in(page: Page, email: str, password: str = "hoi-cho-2026-mau") -> None:
    """Sign in by the form. All people of the demo data have the same password."""
    page.goto("/sign-in")
    page.fill("input[name=email]", email)
    page.fill("input[name=password]", password)
    send(page.locator("main button[type=submit]"))
