"""The organiser draws the plan: by mouse, by keys alone, and while a colleague draws at the same plan."""

import re
from time import monotonic
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.journeys.conftest import DESK, PHONE, send, sign_in

pytestmark = pytest.mark.browser

PLAN = "/manage/events/hcck-2026/booths/plan"
SAVED = re.compile(r"^Đã lưu \d\d:\d\d$")
# "60 booths in rows drawn and numbered in under two minutes" (issue 3); a script needs seconds.
LONGEST_SECONDS = 120


def open_plan(page: Page) -> None:
    page.goto(PLAN)
    expect(page.locator("[data-part=state]")).to_have_text(re.compile(r"\S"))


def point(page: Page, x: float, y: float) -> tuple[float, float]:
    """Return where in the window a point of the shown hall lies, in metres from its corner."""
    found = page.evaluate(
        """() => {
            const floor = [...document.querySelectorAll(".hall-floor")].find((one) => one.getBoundingClientRect().width);
            const box = floor.getBoundingClientRect();
            return [box.left, box.top, box.width / (floor.getAttribute("width") / 10)];
        }"""
    )
    return found[0] + x * found[2], found[1] + y * found[2]


def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(*end, steps=4)
    page.mouse.up()


def codes(page: Page) -> list[str]:
    return page.locator(".scene-item.is-chosen .booth-code").all_text_contents()


def booths(page: Page, state: str) -> list[str]:
    """Return the codes of the booths of a state as they are read, top left first."""
    return page.locator(f".scene-item:has(.booth.{state}) .booth-code").all_text_contents()


def free_booths(page: Page) -> list[str]:
    return page.locator(".scene-item:has(.booth:not(.taken, .held, .blocked)) .booth-code").all_text_contents()


def choose(page: Page, code: str) -> None:
    """Walk with Tab until the booth is chosen, as somebody without a mouse does."""
    page.locator("[data-part=scene]").focus()
    for _ in range(60):
        if page.locator("[data-part=chosen-title]").text_content() == code:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not come to {code}")


def cut_off(route: Route) -> None:
    """Let reads through and lose what is sent."""
    if route.request.method == "PATCH":
        route.abort("internetdisconnected")
    else:
        route.continue_()


def saved(page: Page) -> None:
    state = page.locator("[data-part=state]")
    expect(state).to_have_attribute("data-state", "saved")
    expect(state).to_have_text(SAVED)


def test_sixty_booths_in_rows_are_drawn_and_numbered_by_mouse(open_page: Any, check_axe: Any) -> None:
    page = open_page(DESK)
    sign_in(page, "chau@example.vn")
    open_plan(page)
    check_axe(page)
    started = monotonic()

    page.get_by_role("button", name="+ Nhà hoặc tầng").click()
    page.fill("[data-hall=name]", "Nhà F")
    page.get_by_role("button", name="Dãy gian").click()
    page.fill("[data-rows=zone]", "Khu F")
    page.fill("[data-rows=start]", "F01")
    # Five rows with aisles of 3 m between them: 27 m deep, twelve booths of 3 m: 36 m wide.
    drag(page, point(page, 4, 4), point(page, 40, 31))
    expect(page.locator("[data-part=rows-fit]")).to_have_text("60 gian, từ F01 đến F60")
    page.get_by_role("button", name="Thêm các dãy").click()
    saved(page)
    # All of them by a rubber band, turned round once and numbered anew from the other end.
    page.keyboard.press("Escape")
    drag(page, point(page, 2, 2), point(page, 42, 33))
    assert len(codes(page)) == 60
    page.fill("[data-numbers=start]", "F101")
    page.check("[data-numbers=serpentine]")
    page.get_by_role("button", name="Đánh số các gian đang chọn").click()
    saved(page)

    assert monotonic() - started < LONGEST_SECONDS
    assert sorted(codes(page)) == [f"F{number}" for number in range(101, 161)]
    page.get_by_role("button", name="Hoàn tác").click()
    assert sorted(codes(page))[:2] == ["F01", "F02"]
    page.get_by_role("button", name="Làm lại").click()
    check_axe(page)
    # What waits is sent before the next page opens: it tells all of it.
    with page.expect_navigation():
        page.get_by_role("link", name="Xem lại và công bố").click()
    expect(page.locator("main")).to_contain_text("F160")
    page.goto(PLAN)
    page.get_by_role("button", name="Nhà F").click()
    expect(page.locator("[data-part=hall-note]")).to_have_text("60 gian, 540 m²")


def test_keys_alone_move_a_booth_and_give_it_another_number(open_page: Any) -> None:
    page = open_page(DESK)
    sign_in(page, "chau@example.vn")
    open_plan(page)

    free, taken = free_booths(page)[0], booths(page, "taken")[0]
    choose(page, free)
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Shift+ArrowUp")
    page.keyboard.press("Enter")
    expect(page.locator("[data-field=code]")).to_be_focused()
    page.keyboard.type(taken)
    page.keyboard.press("Enter")
    expect(page.locator("#field-code-error")).to_have_text(f"Đã có gian {taken}.")
    expect(page.locator("[data-field=code]")).to_have_value(taken)
    page.locator("[data-field=code]").select_text()
    page.keyboard.type("v-03")
    page.keyboard.press("Enter")
    saved(page)

    expect(page.locator("[data-part=chosen-title]")).to_have_text("V-03")
    open_plan(page)
    choose(page, "V-03")
    expect(page.locator("[data-field=y]")).to_have_value("0,5")
    # A booth that somebody has moves for a reason only, and does not go away.
    page.locator("[data-part=scene]").focus()
    page.keyboard.press("Escape")
    page.locator("[data-act=fit]").focus()
    choose(page, taken)
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.locator("#reason-text-error")).to_have_text("Vui lòng điền mục này.")
    page.keyboard.type("Mở rộng lối thoát hiểm")
    page.keyboard.press("Enter")
    saved(page)
    expect(page.locator("[data-field=y]")).to_have_value("5,5")
    page.keyboard.press("Delete")
    expect(page.locator("[data-part=message]")).to_have_text(f"{taken} đã có đơn vị (đã đặt). Hãy trả gian trước.")
    # Escape lets go, and Tab leaves the plan.
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(page.locator("[data-act=zoom-in]")).to_be_focused()


def test_two_editors_keep_both_their_changes_and_decide_where_they_differ(open_page: Any, check_axe: Any) -> None:
    mine, theirs = open_page(DESK), open_page(DESK)
    for page in (mine, theirs):
        sign_in(page, "chau@example.vn")
        open_plan(page)

    one, other = free_booths(mine)[:2]

    # Elsewhere: both stay without a question.
    choose(theirs, other)
    theirs.keyboard.press("ArrowUp")
    saved(theirs)
    choose(mine, one)
    mine.keyboard.press("ArrowUp")
    saved(mine)
    expect(mine.locator("[data-part=message]")).to_have_text("Một đồng nghiệp đã sửa 1 mục; sơ đồ đã cập nhật.")

    # The same field of the same booth: a line of the list, one choice for each.
    choose(theirs, other)
    theirs.keyboard.press("ArrowUp")
    theirs.fill("[data-field=zone]", "Khu của họ")
    theirs.keyboard.press("Enter")
    saved(theirs)
    choose(mine, other)
    mine.keyboard.press("ArrowDown")
    mine.fill("[data-field=zone]", "Khu của tôi")
    mine.keyboard.press("Enter")
    rows = mine.locator("[data-part=conflict-rows] tr")
    expect(rows).to_have_count(2)
    check_axe(mine)
    mine.keyboard.press("Escape")
    expect(rows.first).to_be_visible()
    zone = rows.filter(has_text="Khu của họ")
    zone.get_by_role("radio").nth(1).check()
    mine.get_by_role("button", name="Giữ các lựa chọn này và tiếp tục").click()
    saved(mine)
    expect(mine.locator("[data-field=zone]")).to_have_value("Khu của họ")

    # Without a connection nothing is lost: the change waits on the device, survives a reload, and is sent later.
    mine.on("dialog", lambda dialog: dialog.accept())
    mine.route("**/draft.json", cut_off)
    mine.locator("[data-part=scene]").focus()
    mine.keyboard.press("ArrowDown")
    expect(mine.locator("[data-part=state]")).to_contain_text("Chưa lưu: mất kết nối")
    y = mine.locator("[data-field=y]").input_value()
    mine.reload()
    expect(mine.locator("[data-part=message]")).to_contain_text("chưa lưu đã được khôi phục")
    mine.unroute("**/draft.json")
    saved(mine)
    open_plan(theirs)
    choose(theirs, other)
    expect(theirs.locator("[data-field=y]")).to_have_value(y)


def field(page: Page, name: str) -> str:
    return page.locator(f"[data-field={name}]").input_value()


def places(page: Page) -> dict[str, str]:
    """Return where all booths of the hall stand and how they are turned, by code."""
    return page.evaluate(
        """() => Object.fromEntries(
            [...document.querySelectorAll(".scene-item:has(.booth)")]
                .filter((item) => item.style.display !== "none")
                .map((item) => [item.querySelector(".booth-code").textContent, item.getAttribute("transform")]))"""
    )


def pick(page: Page, *wanted: str) -> None:
    """Click the booths, all but the first with Shift."""
    page.keyboard.press("Escape")
    for number, code in enumerate(wanted):
        box = page.locator(".scene-item", has=page.locator(".booth-code", has_text=re.compile(f"^{code}$"))).bounding_box()
        assert box
        if number:
            page.keyboard.down("Shift")
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.keyboard.up("Shift")
    assert sorted(codes(page)) == sorted(wanted)


def draw_row(page: Page, hall: str, first: str, count: int) -> None:
    """Make a hall with one row of booths of 3 m, the first 4 m from the left and 6 m from the top."""
    page.get_by_role("button", name="+ Nhà hoặc tầng").click()
    page.fill("[data-hall=name]", hall)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Dãy gian").click()
    for name, value in (
        ("rows", "1"),
        ("columns", str(count)),
        ("zone", f"Khu {hall}"),
        ("start", first),
        ("x", "4"),
        ("y", "6"),
    ):
        page.fill(f"[data-rows={name}]", value)
    page.get_by_role("button", name="Thêm các dãy").click()
    saved(page)
    page.locator("[data-part=scene]").focus()
    page.keyboard.press("Escape")


def test_booths_are_merged_and_split_and_the_public_sees_it_when_it_is_published(open_page: Any, check_axe: Any) -> None:
    page = open_page(DESK, reduced_motion="reduce")
    sign_in(page, "chau@example.vn")
    open_plan(page)
    draw_row(page, "Nhà G", "G01", 5)

    # With a booth between them two booths are no rectangle.
    pick(page, "G01", "G03")
    page.get_by_role("button", name="Gộp", exact=True).click()
    expect(page.locator("[data-part=merge-error]")).to_have_text(
        "Hãy chọn các gian cùng nhà ghép vừa thành một hình chữ nhật không hở."
    )
    pick(page, "G01", "G02")
    page.get_by_role("button", name="Gộp", exact=True).click()
    saved(page)
    assert (codes(page), field(page, "w"), field(page, "h")) == (["G01"], "6", "3")
    pick(page, "G05")
    page.fill("[data-split=parts]", "3")
    page.get_by_role("button", name="Tách").click()
    saved(page)
    assert sorted(codes(page)) == ["G05", "G05-2", "G05-3"]
    check_axe(page)
    assert sorted(places(page)) == ["G01", "G03", "G04", "G05", "G05-2", "G05-3"]

    # Back to five booths and forward to six again.
    for _ in range(2):
        page.keyboard.press("Escape")
        page.get_by_role("button", name="Hoàn tác").click()
    assert sorted(places(page)) == ["G01", "G02", "G03", "G04", "G05"]
    for _ in range(2):
        page.get_by_role("button", name="Làm lại").click()
    saved(page)
    assert sorted(places(page)) == ["G01", "G03", "G04", "G05", "G05-2", "G05-3"]

    visitor = open_page(PHONE)
    visitor.goto("/events/hcck-2026/booths/G05-2")
    expect(visitor.locator("h1")).not_to_contain_text("G05-2")
    with page.expect_navigation():
        page.get_by_role("link", name="Xem lại và công bố").click()
    send(page.get_by_role("button", name="Công bố sơ đồ này"))
    expect(page.get_by_text("Bản 3 của sơ đồ đã được công bố.")).to_be_visible()
    visitor.goto("/events/hcck-2026/booths/G05-2")
    expect(visitor.locator("h1")).to_contain_text("G05-2")
    visitor.goto("/events/hcck-2026/floor-plan")
    drawn = visitor.locator("svg.floor-plan a text").all_text_contents()
    assert [code for code in drawn if code.startswith("G")] == ["G01", "G03", "G04", "G05", "G05-2", "G05-3"]
    expect(visitor.locator("svg.floor-plan a", has_text="G01").locator("title")).to_have_text(re.compile("18 m²"))


def test_what_is_locked_stays_and_keys_turn_align_and_double(open_page: Any) -> None:
    page = open_page(DESK, reduced_motion="reduce")
    sign_in(page, "chau@example.vn")
    open_plan(page)
    draw_row(page, "Nhà H", "H01", 3)
    start = places(page)

    pick(page, "H01")
    page.check("[data-field=locked]")
    saved(page)
    for key in ("ArrowDown", "]", "Delete"):
        page.locator("[data-part=scene]").focus()
        page.keyboard.press(key)
        expect(page.locator("[data-part=message]")).to_have_text("1 mục đang khóa: hãy mở khóa trước.")
    page.locator(".scene-item.is-chosen").hover()
    page.mouse.down()
    page.mouse.move(*point(page, 8, 14), steps=4)
    page.mouse.up()
    page.fill("[data-field=x]", "9")
    page.keyboard.press("Enter")
    expect(page.locator("#field-x-error")).to_have_text("1 mục đang khóa: hãy mở khóa trước.")
    page.keyboard.press("Escape")
    assert places(page) == start

    # Among others, only what is not locked goes.
    page.locator("[data-part=scene]").focus()
    page.keyboard.press("Control+a")
    assert len(codes(page)) == 3
    page.keyboard.press("Shift+ArrowDown")
    moved = places(page)
    assert moved["H01"] == start["H01"]
    assert {moved[code] != start[code] for code in ("H02", "H03")} == {True}

    pick(page, "H03")
    page.locator("[data-part=scene]").focus()
    page.keyboard.press("]")
    page.keyboard.press("]")
    page.keyboard.press("[")
    assert field(page, "angle") == "15"
    page.keyboard.press("Shift+ArrowDown")
    # One kept by the Space bar, the next one beside it.
    pick(page, "H02")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    assert codes(page) == ["H02", "H03"]
    page.get_by_role("button", name="Trên", exact=True).press("Enter")
    pick(page, "H02")
    top = float(field(page, "y").replace(",", "."))
    page.keyboard.press("Control+d")
    saved(page)
    assert codes(page) == ["H04"]
    assert float(field(page, "y").replace(",", ".")) == top + 0.5
    after = places(page)
    assert sorted(after) == ["H01", "H02", "H03", "H04"]

    # All the way back and forward again by keys, and the server has it.
    page.locator("[data-part=scene]").focus()
    for _ in range(7):
        page.keyboard.press("Control+z")
    assert places(page) == start
    for _ in range(7):
        page.keyboard.press("Control+y")
    assert places(page) == after
    saved(page)
    open_plan(page)
    page.get_by_role("button", name="Nhà H", exact=True).click()
    assert places(page) == after


def test_layers_show_what_visitors_exhibitors_and_technicians_are_shown(open_page: Any) -> None:
    page = open_page(DESK, reduced_motion="reduce")
    sign_in(page, "chau@example.vn")
    open_plan(page)

    def shown(kind: str) -> int:
        return page.locator(f".scene-item.kind-{kind}:visible").count()

    def drawn() -> dict[str, bool]:
        kinds = {"standard": "booths", "stage": "visitors", "column": "exhibitors", "fire_point": "technicians"}
        return {layer: shown(kind) > 0 for kind, layer in kinds.items()}

    layers = ("booths", "visitors", "exhibitors", "technicians")
    assert drawn() == dict.fromkeys(layers, True)
    page.get_by_text("Lớp hiển thị").click()
    for layer in layers:
        page.uncheck(f"[data-layer={layer}]")
        assert drawn() == {name: name != layer for name in layers}, layer
        page.check(f"[data-layer={layer}]")
    # What is hidden cannot be chosen either, and the choice is remembered on this device.
    page.uncheck("[data-layer=booths]")
    page.keyboard.press("Escape")
    page.locator("[data-part=scene]").focus()
    page.keyboard.press("Control+a")
    assert codes(page) == []
    open_plan(page)
    assert drawn() == {name: name != "booths" for name in layers}

    # From this one source: the visitor sees no columns, the exhibitor no fire points, and the technician all of it.
    for audience, sees in (("visitors", 1), ("exhibitors", 2), ("technicians", 3)):
        page.goto(f"/manage/events/hcck-2026/booths/versions/2?for={audience}")
        kinds = [page.locator(f"svg.floor-plan .{kind}").count() > 0 for kind in ("stage", "column", "fire_point")]
        assert kinds == [place < sees for place in range(3)], audience
