"""An exhibitor on a 360 px phone holds a booth, applies, and is accepted; the payment request says what it costs."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import DESK, PHONE, send, sign_in

# One worker runs all journeys: the demo data are loaded once.
pytestmark = pytest.mark.browser
FAIR = "/events/hcck-2026"


def hold_a_free_booth(page) -> str:
    """From the event to a held booth: book, list, hold."""
    page.goto(f"{FAIR}/booths?free=1")
    send(page.locator("main a", has_text=re.compile(r"^\s*(Gian )?A\d\d\s*$")).first)
    code = re.search(r"A\d\d", page.locator("h1").inner_text())[0]
    send(page.locator("main form button[type=submit]").first)
    return code


def fill_unit(page, tax_id: str) -> None:
    page.select_option("[name=legal_form]", "cooperative")
    page.fill("[name=name]", "Hợp tác xã Chè Tân Cương Mẫu")
    page.fill("[name=tax_id]", tax_id)
    page.select_option("[name=province]", "19")
    page.fill("[name=commune]", "Tân Cương")
    send(page.locator("main form button[type=submit]").last)


@pytest.mark.parametrize("javascript", [True, False], ids=["with-javascript", "without-javascript"])
def test_an_exhibitor_applies_on_a_phone(open_page, check_axe, server, javascript: bool) -> None:
    page = open_page(PHONE, java_script_enabled=javascript)
    booth = hold_a_free_booth(page)
    if javascript:
        check_axe(page)

    page.goto(f"{FAIR}/exhibit")
    fill_unit(page, "2499900077")
    expect(page.locator("#error-summary")).to_contain_text("số kiểm tra")
    expect(page.locator("[name=name]")).to_have_value("Hợp tác xã Chè Tân Cương Mẫu")
    if javascript:
        check_axe(page)
    fill_unit(page, "2499900076")

    page.fill("[name=contact_name]", "Dương Thị Hà")
    page.fill("[name=contact_phone]", "84 912 345 077")
    page.fill("[name=contact_email]", "hatx@example.vn")
    page.fill("[name=fascia_vi]", "HTX CHÈ TÂN CƯƠNG")
    send(page.locator("main form button[type=submit]").last)

    assert page.locator("[type=checkbox]:checked").count() == 0, "no consent is ticked beforehand"
    page.check("[name=participation]")
    send(page.locator("main form button[type=submit]").last)

    expect(page.locator("main")).to_contain_text("0912 345 077")
    send(page.locator("main form button[type=submit]").last)
    code = re.search(r"HCKC26DK\d+", page.locator("main").inner_text())[0]
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], "the private link does not widen the page"

    desk = open_page(DESK)
    sign_in(desk, "chau@example.vn")
    desk.goto(f"/manage/events/hcck-2026/applications/{code}")
    expect(desk.locator("main")).to_contain_text(booth)
    check_axe(desk)
    desk.check("[name=decision][value=accept]")
    send(desk.locator("main form:has([name=decision]) button[type=submit]"))
    desk.goto(f"/manage/events/hcck-2026/applications/{code}")
    expect(desk.locator("main")).to_contain_text(re.compile(r"(4\.860\.000|5\.346\.000)"))

    server.run_jobs()
    subjects = [letter.subject for letter in server.letters if letter.to == "hatx@example.vn"]
    assert len(subjects) >= 2


def test_two_exhibitors_race_for_a_booth(open_page) -> None:
    first, second = open_page(PHONE), open_page(PHONE)
    for page in (first, second):
        page.goto(f"{FAIR}/booths/C04")
    send(first.locator("main form button[type=submit]").first)
    expect(first.locator("main")).to_contain_text("C04")
    send(second.locator("main form button[type=submit]").first)
    expect(second.locator("body")).to_contain_text(re.compile("C0[6-9]|C1[0-4]"))


def test_a_booth_is_reached_by_keyboard_alone(open_page) -> None:
    page = open_page(DESK)
    page.goto(f"{FAIR}/floor-plan")
    for _ in range(60):
        page.keyboard.press("Tab")
        address = page.evaluate("document.activeElement.getAttribute('href') || ''")
        if address.endswith("/booths"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/booths*")
    expect(page.locator("h1")).to_be_visible()
