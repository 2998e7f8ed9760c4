"""A steward at the gate: pairs a phone, scans by camera and by thumb, loses the net, and loses no scan."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageFilter
from playwright.sync_api import Browser, BrowserContext, expect

from app.checkin.models import Entry, ScanUndo, VisitorCount
from tests.journeys.gate import (
    BADGE,
    PEOPLE,
    PHONE,
    Site,
    pair,
    scan,
    start,
    type_like_a_scanner,
    wait_for,
    wait_until_sent,
)

pytestmark = [pytest.mark.browser, pytest.mark.real_time]


def test_scans_survive_a_time_without_connection(phone: BrowserContext, site: Site, check_axe: Any) -> None:
    page = pair(phone, site)
    start(page)
    assert scan(page, "bbbb-2222") == "accepted"
    wait_for(page, "#verdict .scan-word", "Hợp lệ")
    wait_for(page, "#verdict", "Giàng A Páo 0")
    assert scan(page, BADGE) == "used"
    wait_for(page, "#verdict .scan-word", "Đã dùng")
    check_axe(page)
    wait_until_sent(page)

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
    wait_until_sent(page)
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
    wait_until_sent(page)
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
    wait_until_sent(page)
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
    wait_until_sent(page)
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
    wait_until_sent(page)
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
    wait_until_sent(page)
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
