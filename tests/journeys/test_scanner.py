"""A steward at the gate: pairs a phone, scans by camera and by thumb, loses the net, and loses no scan."""

import re
import shutil
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest
import sqlalchemy as sa
from flask import Flask
from PIL import Image, ImageFilter
from playwright.sync_api import Browser, BrowserContext, Page, expect
from werkzeug.serving import make_server

from app.badges import drawing, queries
from app.badges.layouts.sizes import BadgeSize
from app.badges.layouts.starting import starting_layout
from app.checkin.models import Device, Entry, Scan, ScanUndo, VisitorCount
from app.checkin.services import pairing
from app.core import clock
from app.core.db import db, transaction
from app.events.models import Event
from app.registrations.models import Registration
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

    def badges(self, number: int) -> list[Image.Image]:
        """Return pictures of the first badges as they are printed, in grey."""
        with self.app.test_request_context():
            event = db.session.scalars(sa.select(Event)).one()
            people = queries.holders_of(db.session.scalars(_in_order().limit(number)).all())
            content = drawing.draw(event, starting_layout(BadgeSize.A6), people)
        pages = pdfium.PdfDocument(content)
        return [page.render(scale=1.6).to_pil().convert("L") for page in pages]

    def badge_codes(self, number: int) -> list[str]:
        with self.app.app_context():
            return [person.badge_code for person in db.session.scalars(_in_order().limit(number))]

    def put_phones_out(self) -> None:
        with self.app.app_context(), transaction():
            for device in db.session.scalars(sa.select(Device)).all():
                pairing.revoke(device, by=UserFactory())


def _in_order() -> sa.Select[tuple[Registration]]:
    return sa.select(Registration).order_by(Registration.id)


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
    """Wait until the page says so ("50 waiting" does not say "0 waiting"); an unanswered phone asks again after 15 seconds."""
    words = re.compile(rf"(?<![\w.]){re.escape(text)}")
    expect(page.locator(selector)).to_contain_text(words, timeout=40_000)


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


def type_like_a_scanner(page: Page, code: str) -> None:
    """Press the keys faster than a person: all in one go, since a busy machine would let them arrive one by one."""
    page.evaluate(
        """code => [...code, "Enter"].forEach(key => document.body.dispatchEvent(new KeyboardEvent("keydown", {
            key, code: key === "Enter" ? key : (/\\d/.test(key) ? "Digit" : "Key") + key, bubbles: true, cancelable: true,
        })))""",
        code,
    )


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


def test_fifty_scans_of_a_morning_without_a_net_reach_the_server_once(phone: BrowserContext, site: Site) -> None:
    page = pair(phone, site)
    start(page)
    phone.set_offline(True)
    for number in range(50):
        scan(page, PEOPLE[number % len(PEOPLE)])
    wait_for(page, "#waiting", "50 chờ gửi")
    page.close()

    page = phone.new_page()
    page.goto("/scan")
    wait_for(page, "#waiting", "50 chờ gửi")
    assert site.scans() == []
    phone.set_offline(False)
    wait_for(page, "#waiting", "0 chờ gửi")
    reasons = [reason for _code, reason, _offline in site.scans()]
    assert (len(reasons), reasons.count("ok"), reasons.count("already_in")) == (50, 8, 42)
    assert site.count(Entry) == 8


def test_a_steward_takes_a_scan_back_and_notes_a_guest_without_a_net(phone: BrowserContext, site: Site) -> None:
    page = pair(phone, site)
    start(page)
    phone.set_offline(True)
    assert scan(page, PEOPLE[0]) == "accepted"
    page.get_by_role("button", name="Thu hồi").click()
    page.get_by_role("button", name="Quét nhầm").click()
    wait_for(page, "#alert", "Đã thu hồi")
    page.click("#alert")
    assert scan(page, PEOPLE[0]) == "accepted"
    page.click("[data-tab=search]")
    page.click("#walk-in summary")
    page.fill("#walk-in-name", "Hoàng Thị Mẩy")
    page.click("#walk-in-form button")
    wait_for(page, "#walk-in-code", "số 1, Hoàng Thị Mẩy")
    wait_for(page, "#waiting", "4 chờ gửi")
    phone.set_offline(False)
    wait_for(page, "#waiting", "0 chờ gửi")
    assert [reason for _code, reason, _offline in site.scans()] == ["ok", "ok", "ok"]
    assert (site.count(ScanUndo), site.count(Entry)) == (1, 2)


def test_practice_stores_nothing_and_a_kiosk_opens_by_its_pin_only(phone: BrowserContext, site: Site, check_axe: Any) -> None:
    page = pair(phone, site)
    start(page)
    page.click("[data-tab=more]")
    page.get_by_label("Luyện tập: phán đoán, không lưu").check()
    check_axe(page)
    page.click("[data-tab=scan]")
    assert scan(page, PEOPLE[0]) == "accepted"
    wait_for(page, "#verdict", "không được lưu")
    assert scan(page, "FAIRGROUND-PRACTICE") == "accepted"
    wait_for(page, "#waiting", "0 chờ gửi")
    page.click("[data-tab=more]")
    page.get_by_label("Luyện tập: phán đoán, không lưu").uncheck()

    page.get_by_label("Quầy tự phục vụ: khách tự đưa thẻ").check()
    page.fill("#pin", "2468")
    page.get_by_role("button", name="Tiếp tục").click()
    expect(page.locator("#kiosk-bar")).to_be_visible()
    expect(page.locator("#tabs")).to_be_hidden()
    page.reload()
    expect(page.locator("#kiosk-bar")).to_be_visible()
    type_like_a_scanner(page, PEOPLE[1])
    wait_for(page, "#verdict", "Mời vào")
    expect(page.locator("#verdict")).not_to_contain_text("Giàng A Páo")
    for pin, is_open in (("0000", False), ("2468", True)):
        page.locator("#kiosk-bar").focus()
        page.keyboard.press("Enter")
        page.fill("#pin", pin)
        page.get_by_role("button", name="Tiếp tục").click()
        expect(page.locator("#kiosk-bar")).to_be_visible(visible=not is_open)
    wait_for(page, "#waiting", "0 chờ gửi")
    assert [(code, reason) for code, reason, _offline in site.scans()] == [(PEOPLE[1], "ok")]


def test_the_camera_reads_badges_straight_tilted_dark_and_blurred(browser: Browser, site: Site, tmp_path: Path) -> None:
    video = tmp_path / "badge.y4m"
    film(video, site.badges(4))
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
        page.wait_for_selector("#verdict[data-number='4']", timeout=60_000)
        page.close()
        codes = {code for code, _reason, _offline in site.scans()}
        assert codes >= set(site.badge_codes(4))
    finally:
        chromium.close()


def film(path: Path, badges: list[Image.Image]) -> None:
    """Write a film before the camera, 1280 by 720, ten pictures a second: each badge for a second and a half.

    The first is held straight, the second tilted, the third in the dark with noise, the fourth out of focus.
    """
    looks = (
        lambda badge: badge,
        lambda badge: badge.rotate(17, expand=True, fillcolor=150),
        lambda badge: Image.blend(badge.point(lambda light: light * 0.35 + 10), Image.effect_noise(badge.size, 40), 0.12),
        lambda badge: badge.filter(ImageFilter.GaussianBlur(2.2)),
    )
    colours = bytes([128]) * (640 * 360 * 2)
    with path.open("wb") as file:
        file.write(b"YUV4MPEG2 W1280 H720 F10:1 Ip A1:1 C420mpeg2\n")
        for badge, look in zip(badges, looks, strict=True):
            shown = look(badge)
            frame = Image.new("L", (1280, 720), 150)
            frame.paste(shown, ((1280 - shown.width) // 2, (720 - shown.height) // 2))
            for _number in range(15):
                file.write(b"FRAME\n" + frame.tobytes() + colours)
