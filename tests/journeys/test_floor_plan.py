"""Choosing a booth on the plan: by finger, by keys alone, and without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from app.core.db import db
from app.events.models import Event
from tests.journeys.conftest import PHONE

pytestmark = pytest.mark.browser


@pytest.fixture
def plan(server) -> str:
    with server.app.app_context():
        event = db.session.query(Event).filter_by(code="HCKC26").one()
        path = f"/events/{event.slug}/floor-plan"
        db.session.remove()
    return path


def test_keys_alone_find_a_booth_and_hold_it(open_page, plan, check_axe) -> None:
    page = open_page(PHONE)
    page.goto(plan)
    links = page.locator("svg.floor-plan a")
    expect(page.locator("svg.floor-plan a[tabindex='0']")).to_have_count(1)
    page.locator("svg.floor-plan a.free").first.focus()
    code = page.evaluate("document.activeElement.querySelector('text').textContent")
    page.keyboard.press("Enter")
    expect(page.locator("#plan-sheet h2")).to_have_text(f"Gian {code}")
    check_axe(page)
    page.keyboard.press("Escape")
    expect(page.locator("#plan-sheet h2")).to_have_count(0)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Giữ chỗ 15 phút").press("Enter")
    expect(page).to_have_url(re.compile(r"/exhibit"))
    page.goto(plan)
    expect(links.and_(page.locator(".mine")).locator("title")).to_have_text(re.compile(rf"^{code}, .* bạn đang giữ$"))


def test_arrows_walk_from_booth_to_booth(open_page, plan) -> None:
    page = open_page()
    page.goto(plan)
    page.locator("svg.floor-plan a[href$='/A02']").focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft"):
        page.keyboard.press(key)
    assert page.evaluate("document.activeElement.querySelector('text').textContent") == "A03"


def test_a_booth_is_held_without_javascript(open_page, plan) -> None:
    page = open_page(PHONE, java_script_enabled=False)
    page.goto(plan)
    page.get_by_role("link", name="Chọn từ danh sách").click()
    page.locator("tr", has_text="còn trống").first.get_by_role("link").click()
    page.get_by_role("button", name="Giữ chỗ 15 phút").click()
    expect(page.locator("#flash")).to_contain_text("được giữ cho bạn đến")


def test_three_taps_hold_a_booth_by_the_map_and_two_booths_by_the_list_without_javascript(open_page, plan, check_axe) -> None:
    page = open_page(PHONE)
    page.goto(plan)
    page.locator("svg.floor-plan a.free").nth(3).evaluate(
        "link => link.dispatchEvent(new MouseEvent('click', {bubbles: true, cancelable: true}))"
    )
    page.locator("#plan-sheet").get_by_role("button", name="Giữ chỗ 15 phút").click()
    expect(page).to_have_url(re.compile(r"/exhibit"))

    bare = open_page(PHONE, java_script_enabled=False)
    bare.goto(plan.replace("floor-plan", "booths?free=1"))
    boxes = bare.locator("#booth-list [type=checkbox]")
    boxes.nth(0).check()
    boxes.nth(1).check()
    bare.get_by_role("button", name="Giữ các gian đã chọn").click()
    expect(bare.locator("#flash")).to_contain_text("được giữ cho bạn đến")


def test_the_list_holds_two_booths_by_keys_alone(open_page, plan, check_axe) -> None:
    page = open_page(PHONE)
    page.goto(plan.replace("floor-plan", "booths?free=1"))
    check_axe(page)
    page.locator("#booth-list [type=checkbox]").first.focus()
    page.keyboard.press("Space")
    for _ in range(2):
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.get_by_role("button", name="Giữ các gian đã chọn").press("Enter")
    expect(page).to_have_url(re.compile(r"/exhibit"))
    expect(page.locator("main")).to_contain_text("Bạn đang giữ gian")
