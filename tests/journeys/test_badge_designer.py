"""An organiser makes a badge with a bar for each category, by mouse and by keys, prints one, and a reader reads it."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import DESK, send, sign_in
from tests.support import pdf

# One worker runs all journeys: the demo data are loaded once.
pytestmark = pytest.mark.browser
FAIR = "/manage/events/hcck-2026/badges"


def saved(page: Page) -> None:
    expect(page.locator("[data-is=state]")).to_have_attribute("data-state", "saved")


def place_of(page: Page, element: str) -> list[float]:
    """Return where the form of numbers says an element is."""
    row = page.request.get(page.url.partition("?")[0] + f"/elements/{element}").text()
    return [float(re.search(rf'name="{name}"[^>]*value="([^"]+)"', row)[1]) for name in ("x", "y")]


def test_an_organiser_designs_a_badge_and_prints_it(open_page, check_axe) -> None:
    page = open_page(DESK)
    sign_in(page, "chau@example.vn")
    page.goto(f"{FAIR}/designs")
    check_axe(page)
    page.fill("[name=name]", "Thẻ nhỏ")
    page.check("[name=size][value=a7]")
    send(page.locator("form:has([name=size]) button[type=submit]"))
    scene = page.locator("[data-is=scene]")
    expect(scene.locator("[data-id=code] g").first).to_be_attached()

    # By mouse: away with the bar that stands there, a new one, dragged to the foot and told what to say.
    scene.locator("[data-id=bar]").click()
    page.click("[data-act=remove]")
    page.click("[data-add=bar]")
    box = scene.locator("[data-id=bar-1]").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    foot = scene.locator(".designer-page").bounding_box()
    page.mouse.move(foot["x"] + foot["width"] / 2, foot["y"] + foot["height"] - box["height"] / 2, steps=4)
    page.mouse.up()
    page.fill("#d-text", "{category} · {province}")
    page.press("#d-text", "Enter")
    saved(page)
    check_axe(page)
    x, y = place_of(page, "bar-1")
    assert x == pytest.approx(0, abs=0.5)
    assert y == pytest.approx(105 - 10.5, abs=0.6)

    # By keys: to the code, four half millimetres to the left, into its properties and the short code off and on.
    before = place_of(page, "code")
    scene.focus()
    for _step in range(6):
        page.keyboard.press("Shift+Tab")
        if page.locator("[data-title]").inner_text() == "code":
            break
    expect(page.locator("[data-title]")).to_have_text("code")
    for _step in range(4):
        page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    expect(page.locator("#d-x")).to_be_focused()
    page.keyboard.press("Escape")
    saved(page)
    assert place_of(page, "code") == [pytest.approx(before[0] - 2), before[1]]
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+y")
    saved(page)

    # Print one.
    page.goto(FAIR)
    page.locator("#badge-list tbody th a").first.click()
    page.get_by_label(re.compile("Thẻ nhỏ")).check()
    send(page.locator("form:has([name=design]) button[type=submit]"))
    with page.expect_download() as fetched:
        page.locator("a[href*='/prints/']").first.click()
    content = fetched.value.path().read_bytes()
    assert pdf.page_sizes(content) == [(74, 105)]
    [code] = pdf.codes(content, dpi=203)
    assert code.startswith("EV")
    assert " · " in pdf.text(content)
