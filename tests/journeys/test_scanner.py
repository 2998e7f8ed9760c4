"""A steward at the gate: pairs a phone, scans by camera and by thumb, loses the net, and loses no scan."""

import io
import shutil
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect
from werkzeug.serving import make_server

from app.checkin.models import Device, Entry, Scan, VisitorCount
from app.checkin.services import pairing
from app.core import clock
from app.core.db import db, transaction
from app.documents.qr import png
from tests.factories.accounts import UserFactory
from tests.factories.checkin import GateFactory
from tests.factories.events import EventFactory
from tests.factories.registrations import RegistrationFactory
from tests.support.race import make_app

pytestmark = [pytest.mark.browser, pytest.mark.real_time]
PHONE = {"width": 360, "height": 740}
PEOPLE = [f"BBBB222{last}" for last in "23456789"]
BADGE = "EV1" + "C" * 20


class Site:
    """A small running fair of today with one gate, eight visitors and a code that pairs a phone."""

    def __init__(self, app: Flask, url: str, code: str) -> None:
        self.app, self.url, self.code = app, url, code

    def scans(self) -> list[tuple[str, str, bool]]:
        """Return (code, reason, sent offline) of what the server has, in the order of the device's clock."""
        columns = (Scan.code, Scan.reason, Scan.sent_offline)
        with self.app.app_context():
            return [(row[0], row[1].value, row[2]) for row in db.session.execute(sa.select(*columns).order_by(Scan.scanned_at))]

    def count(self, model: Any) -> int:
        with self.app.app_context():
            return db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0

    def put_phones_out(self) -> None:
        with self.app.app_context(), transaction():
            for device in db.session.scalars(sa.select(Device)).all():
                pairing.revoke(device, by=UserFactory())


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    app = make_app(f"sqlite:///{tmp_path}/site.sqlite", tmp_path)
    with app.app_context():
        db.create_all()
        with transaction():
            code = _fill()
        db.session.remove()
    listener = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=listener.serve_forever, daemon=True)
    thread.start()
    yield Site(app, f"http://127.0.0.1:{listener.server_port}", code)
    listener.shutdown()
    thread.join(timeout=10)
    with app.app_context():
        db.engine.dispose()


def _fill() -> str:
    event = EventFactory(starts_at=clock.now() - timedelta(days=2))
    for number, short in enumerate(PEOPLE):
        badge = BADGE if number == 0 else f"EV1{short}{'G' * 12}"
        RegistrationFactory(
            event_id=event.id, short_code=short, badge_code=badge, full_name=f"Giàng A Páo {number}", unit="HTX Mù Cả"
        )
    return pairing.offer_pairing(GateFactory(event_id=event.id, name="Cổng 1"), by=UserFactory())


@pytest.fixture
def phone(browser: Browser, site: Site) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=PHONE, locale="vi-VN", base_url=site.url)
    context.set_default_timeout(20_000)
    yield context
    context.close()


def pair(context: BrowserContext, site: Site) -> Page:
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"/scan#pair={site.code}")
    page.get_by_role("button", name="Ghép máy").click()
    wait_for(page, "#data-state", "8 người trong máy")
    page.wait_for_selector("#scan-app[data-kept]", state="attached")
    assert "#" not in page.url
    return page


def wait_for(page: Page, selector: str, text: str) -> None:
    """Wait until the page says so; a phone that got no answer in time asks again after 15 seconds."""
    expect(page.locator(selector)).to_contain_text(text, timeout=40_000)


def start(page: Page) -> None:
    page.get_by_role("button", name="Bắt đầu quét").click()
    expect(page.locator("#code")).to_be_visible()


def scan(page: Page, code: str) -> str:
    """Type a code; returns the kind of verdict that this scan got."""
    before = page.evaluate("Number(document.getElementById('verdict').dataset.number || 0)")
    page.fill("#code", code)
    page.press("#code", "Enter")
    page.wait_for_selector(f"#verdict[data-number='{before + 1}']")
    return str(page.get_attribute("#verdict", "data-kind"))


def test_scans_survive_a_time_without_connection(phone: BrowserContext, site: Site, check_axe: Any) -> None:
    page = pair(phone, site)
    start(page)
    assert scan(page, "bbbb-2222") == "accepted"
    wait_for(page, "#verdict .scan-word", "Hợp lệ")
    wait_for(page, "#verdict", "Giàng A Páo 0")
    assert scan(page, BADGE) == "used"
    wait_for(page, "#verdict .scan-word", "Đã dùng")
    check_axe(page)
    wait_for(page, "#waiting", "0 chờ gửi")

    phone.set_offline(True)
    kinds = [scan(page, code) for code in (PEOPLE[1], PEOPLE[2], PEOPLE[1], "BBBB3333", "nonsense")]
    assert kinds == ["accepted", "accepted", "used", "provisional", "refused"]
    wait_for(page, "#waiting", "5 chờ gửi")
    wait_for(page, "#net-word", "ngoại tuyến")
    assert len(site.scans()) == 2
    page.click("[data-tab=count]")
    page.click("[data-tap='10']")
    wait_for(page, "#waiting", "6 chờ gửi")

    page.reload()
    wait_for(page, "#waiting", "6 chờ gửi")
    start(page)
    assert scan(page, PEOPLE[3]) == "accepted"
    wait_for(page, "#waiting", "7 chờ gửi")

    phone.set_offline(False)
    wait_for(page, "#waiting", "0 chờ gửi")
    told = [(reason, offline) for _code, reason, offline in site.scans()]
    # A slow server may have been asked for the first two later, too.
    assert [reason for reason, _offline in told[:2]] == ["ok", "already_in"]
    assert told[2:] == [
        ("ok", True),
        ("ok", True),
        ("already_in", True),
        ("unknown", True),
        ("unknown", True),
        ("ok", True),
    ]
    assert (site.count(Entry), site.count(VisitorCount)) == (4, 1)


def test_a_phone_that_was_put_out_says_so_and_keeps_what_it_has(phone: BrowserContext, site: Site) -> None:
    page = pair(phone, site)
    start(page)
    assert scan(page, PEOPLE[0]) == "accepted"
    wait_for(page, "#waiting", "0 chờ gửi")
    site.put_phones_out()
    assert scan(page, PEOPLE[1]) == "provisional"
    wait_for(page, "#alert", "đã bị gỡ khỏi cổng")
    wait_for(page, "#waiting", "1 chờ gửi")
    expect(page.get_by_role("button", name="Ghép máy")).to_be_visible()


def test_the_camera_reads_a_badge(browser: Browser, site: Site, tmp_path: Path) -> None:
    video = tmp_path / "badge.y4m"
    film(video, png(BADGE, scale=8))
    arguments = ["--no-sandbox", "--disable-gpu", "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    chromium = browser.browser_type.launch(
        executable_path=program, args=[*arguments, f"--use-file-for-fake-video-capture={video}"]
    )
    try:
        context = chromium.new_context(viewport=PHONE, locale="vi-VN", base_url=site.url, permissions=["camera"])
        context.set_default_timeout(30_000)
        page = pair(context, site)
        start(page)
        page.wait_for_selector("#verdict[data-number='1']")
        wait_for(page, "#verdict", "Giàng A Páo 0")
        assert page.get_attribute("#verdict", "data-kind") == "accepted"
        wait_for(page, "#waiting", "0 chờ gửi")
        assert [(code, reason) for code, reason, _offline in site.scans()][0] == (BADGE, "ok")
    finally:
        chromium.close()


def film(path: Path, picture: bytes) -> None:
    """Write two frames of a badge before the camera: grey, 640 by 480."""

    frame = Image.new("L", (640, 480), 200)
    code = Image.open(io.BytesIO(picture)).convert("L")
    frame.paste(code, ((640 - code.width) // 2, (480 - code.height) // 2))
    colours = bytes([128]) * (320 * 240 * 2)
    with path.open("wb") as file:
        file.write(b"YUV4MPEG2 W640 H480 F10:1 Ip A1:1 C420mpeg2\n")
        for _number in range(2):
            file.write(b"FRAME\n" + frame.tobytes() + colours)
