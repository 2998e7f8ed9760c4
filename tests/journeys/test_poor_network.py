"""The real scanner behind a network that swallows every second answer: its queue repeats, the server has everything once."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from app.checkin.models import Entry, ScanUndo, VisitorCount
from app.registrations.models import Registration
from tests.journeys.gate import PEOPLE, PHONE, Site, pair, scan, start, wait_for
from tests.support.proxy import Fate, losing_proxy

pytestmark = [pytest.mark.browser, pytest.mark.real_time]


def test_nothing_is_lost_or_doubled_when_answers_are(browser: Browser, site: Site) -> None:
    with losing_proxy(urlsplit(site.url).port or 0, losing=0.5, seed=11) as network:
        context = browser.new_context(viewport=PHONE, locale="vi-VN", base_url=f"http://127.0.0.1:{network.port}")
        context.set_default_timeout(20_000)
        page = pair(context, site)
        start(page)
        assert [scan(page, code) for code in PEOPLE] == ["accepted"] * 8
        take_back(page)
        assert [scan(page, code) for code in PEOPLE] == ["used"] * 7 + ["accepted"]
        work_without_a_code(page)
        send_all(page)
        context.close()

    assert network.fates[Fate.ANSWER_LOST] + network.fates[Fate.ANSWER_CUT] + network.fates[Fate.HUNG_UP] > 5, network.fates
    reasons = [reason for _code, reason, _offline in site.scans()]
    assert (reasons.count("ok"), reasons.count("already_in"), len(reasons)) == (8 + 1 + 1, 7, 17)
    assert (site.count(Entry), site.count(Registration)) == (8 + 1, 8 + 1)
    assert (site.count(VisitorCount), site.count(ScanUndo)) == (3, 1)


def test_a_guest_whose_registration_was_not_answered_is_registered_once(browser: Browser, site: Site) -> None:
    with losing_proxy(urlsplit(site.url).port or 0, losing=0, seed=1) as network:
        context = browser.new_context(viewport=PHONE, locale="vi-VN", base_url=f"http://127.0.0.1:{network.port}")
        context.set_default_timeout(20_000)
        page = pair(context, site)
        start(page)
        network.losing, network.losses = 1, (Fate.ANSWER_LOST,)
        note_a_guest(page)
        assert (site.count(Registration), site.scans()) == (8 + 1, [])
        network.losing = 0
        send_all(page)
        context.close()
    assert network.fates[Fate.ANSWER_LOST] > 0
    assert (site.count(Registration), site.count(Entry), len(site.scans())) == (8 + 1, 1, 1)


def take_back(page: Page) -> None:
    """Take the latest scan back."""
    page.get_by_role("button", name="Thu hồi").click()
    page.get_by_role("button", name="Quét nhầm").click()
    wait_for(page, "#alert", "Đã thu hồi")
    page.click("#alert")


def work_without_a_code(page: Page) -> None:
    """Count three groups, note a guest."""
    page.click("[data-tab=count]")
    for _time in range(3):
        page.click("[data-tap='10']")
    note_a_guest(page)


def note_a_guest(page: Page) -> None:
    """Register somebody without a code, with an impatient finger; the phone keeps them when nobody answers."""
    page.click("[data-tab=search]")
    page.click("#walk-in summary")
    page.fill("#walk-in-name", "Hoàng Thị Mẩy")
    page.dblclick("#walk-in-form button")
    wait_for(page, "#walk-in-code", "Hoàng Thị Mẩy")


def send_all(page: Page) -> None:
    """Wait until nothing waits; the phone asks again each time it hears that the net is back."""
    for _time in range(200):
        if page.get_attribute("#waiting", "data-waiting") == "0":
            return
        page.evaluate("window.dispatchEvent(new Event('online'))")
        page.wait_for_timeout(100)
    raise AssertionError(page.inner_text("#waiting"))
