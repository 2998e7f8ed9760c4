"""The organiser changes a proposal by hand: dragged on the plan, or typed where there is no JavaScript."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import PHONE, Server, send, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]

# So tall that nothing scrolls while something is dragged.
WALL = {"width": 1280, "height": 9000}
PROPOSALS = "/manage/events/hoi-cho-xuan-2027/allotment/proposals"


def open_proposal(page: Page) -> None:
    sign_in(page, "chau@example.vn")
    page.goto(PROPOSALS)
    send(page.locator("tbody a").first)
    expect(page.locator("[data-allotment-line]").first).to_be_attached()


def booth(page: Page, code: str) -> Locator:
    return page.locator(f"svg.floor-plan a[href$='/{code}']")


def line_with(page: Page, code: str) -> Locator:
    """Return the line whose exhibitor has the booth."""
    return page.locator(f"[data-allotment-line]:has(input[name=booths][value='{code}'])")


def name_in(line: Locator) -> str:
    return (line.locator("th").text_content() or "").split("\n")[0].split("Mã")[0].strip()


def single(page: Page) -> list[str]:
    """Return the booths of exhibitors that have one booth."""
    values = page.locator("input[name=booths]").evaluate_all("(fields) => fields.map((field) => field.value)")
    return [value for value in values if re.fullmatch(r"[ABC]\d\d", value)]


def drag(page: Page, start: Locator, end: Locator) -> None:
    with page.expect_navigation():
        start.drag_to(end)


def test_an_exhibitor_is_dragged_to_another_booth_and_stays_there_in_the_next_run(
    open_page: Any, server: Server, check_axe: Any
) -> None:
    server.run_jobs()
    page = open_page(WALL, reduced_motion="reduce")
    open_proposal(page)
    check_axe(page)
    before = {code: line_with(page, code).get_attribute("id") for code in single(page)[:3]}
    (first, one), (second, other), (third, last) = before.items()

    # On the plan: who is dropped on has the booth no more.
    drag(page, booth(page, first), booth(page, second))
    mine = page.locator(f"#{one}")
    expect(mine.locator("input[name=booths]")).to_have_value(second)
    expect(mine).to_contain_text("Xếp thủ công.")
    expect(mine).to_contain_text("thủ công")
    expect(page.locator(f"#{other} input[name=booths]")).to_have_value("")
    expect(page.locator(f"#{other}")).to_contain_text("Chưa xếp")
    # From the list.
    drag(page, page.locator(f"#{other} th"), booth(page, first))
    expect(page.locator(f"#{other} input[name=booths]")).to_have_value(first)

    # Without JavaScript, and on a phone, the same is typed.
    plain = open_page(PHONE, java_script_enabled=False)
    open_proposal(plain)
    line = plain.locator(f"#{last}")
    line.locator("input[name=booths]").fill("Z99")
    send(line.get_by_role("button", name="Xếp"))
    expect(plain.get_by_role("alert")).to_have_text("Không có gian Z99.")
    line = plain.locator(f"#{last}")
    expect(line.locator("input[name=booths]")).to_have_value("Z99")
    line.locator("input[name=booths]").fill(second)
    send(line.get_by_role("button", name="Xếp"))
    expect(plain.locator(f"#{last} input[name=booths]")).to_have_value(second)
    expect(plain.locator(f"#{last}")).to_contain_text("Xếp thủ công.")
    expect(plain.locator(f"#{one} input[name=booths]")).to_have_value("")

    # The page of the first one is old now: it is told so, and nothing is lost.
    drag(page, booth(page, first), booth(page, third))
    expect(page.get_by_role("alert")).to_be_visible()
    drag(page, page.locator(f"#{one} th"), booth(page, third))
    send(page.get_by_role("button", name="Tính lại, giữ phần xếp thủ công"))
    server.run_jobs()
    page.reload()
    for line_id, code in ((one, third), (other, first), (last, second)):
        expect(page.locator(f"#{line_id} input[name=booths]")).to_have_value(code)
        expect(page.locator(f"#{line_id}")).to_contain_text("thủ công")
    sentences = page.locator("[data-allotment-line] td:last-child").all_text_contents()
    assert all(len(sentence.strip()) > 10 for sentence in sentences)


def test_of_two_booths_the_one_that_is_dragged_changes(open_page: Any, server: Server) -> None:
    server.run_jobs()
    page = open_page(WALL, reduced_motion="reduce")
    open_proposal(page)
    pair = page.locator("[data-allotment-line]:has(input[name=booths][value*=','])").first
    line_id, codes = pair.get_attribute("id"), (pair.locator("input[name=booths]").input_value()).split(", ")
    target = single(page)[0]
    expect(booth(page, codes[1]).locator("title")).to_contain_text((pair.locator("th").inner_text()).split("\n")[0])

    drag(page, booth(page, codes[1]), booth(page, target))
    expect(page.locator(f"#{line_id} input[name=booths]")).to_have_value(f"{codes[0]}, {target}")
