"""An organiser plans an event, sees what it collides with, and opens it to the public."""

import re

import pypdfium2
import pytest
import zxingcpp
from playwright.sync_api import expect

from tests.journeys.conftest import DESK, PHONE, send, sign_in

# One worker runs all journeys: the demo data are loaded once.
pytestmark = pytest.mark.browser


def test_an_organiser_plans_and_publishes(open_page, check_axe) -> None:
    page = open_page(DESK)
    sign_in(page, "chau@example.vn")
    page.goto("/manage/events/new")
    check_axe(page)
    page.check("[name=kind][value=seminar]")
    page.fill("[name=name]", "Hội thảo bao bì cho sản phẩm OCOP")
    page.fill("[name=place]", "Hội trường mẫu, phường Hồng Gai, Quảng Ninh")
    page.fill("[name=starts_at]", "2026-12-05T08:00")
    page.fill("[name=ends_at]", "2026-12-04T08:00")
    send(page.locator("main form button[type=submit]").last)
    expect(page.locator("#error-summary")).to_be_visible()
    expect(page.locator("[name=name]")).to_have_value("Hội thảo bao bì cho sản phẩm OCOP")
    page.fill("[name=ends_at]", "2026-12-05T17:00")
    send(page.locator("main form button[type=submit]").last)

    page.wait_for_url(re.compile(r"/manage/events/hoi-thao"))
    slug = re.search(r"/manage/events/([\w-]+)", page.url)[1]
    check_axe(page)
    page.goto(f"/manage/events/{slug}/go-live")
    check_axe(page)
    approve = page.locator("main form.state-step:has([name=target][value=approved])")
    approve.locator("[name=reason]").fill("Quyết định 12/QĐ-SCT (mẫu)")
    send(approve.locator("button[type=submit]"))
    visitor = open_page(PHONE)
    assert visitor.goto(f"/events/{slug}").status == 404
    # The fair of the same days in the same province asks for an answer before anything is opened.
    opening = "main form.state-step:has([name=target][value=open]) button[type=submit]"
    page.goto(f"/manage/events/{slug}/overlaps")
    check_axe(page)
    while page.locator("main a.btn-primary[href*='/overlaps/']").count():
        send(page.locator("main a.btn-primary[href*='/overlaps/']").first)
        page.check("[name=answer][value=keep]")
        page.fill("[name=reason]", "Hội thảo chuyên đề phục vụ chính hội chợ này.")
        send(page.locator("main form button[type=submit]").last)
    page.goto(f"/manage/events/{slug}/go-live")
    send(page.locator(opening))
    assert visitor.goto(f"/events/{slug}").status == 200
    expect(visitor.locator("h1")).to_contain_text("Hội thảo bao bì")
    check_axe(visitor)


def test_the_overview_names_the_overlapping_fair(open_page, check_axe) -> None:
    page = open_page(DESK)
    sign_in(page, "chau@example.vn")
    page.goto("/manage/events/hcck-2026")
    expect(page.locator("main")).to_contain_text("Tuần hàng OCOP Phú Thọ")
    expect(page.locator("main")).to_contain_text(re.compile(r"\b62\b"))
    check_axe(page)


def test_the_public_event_page_works_on_a_phone(open_page, check_axe) -> None:
    page = open_page(PHONE)
    page.goto("/")
    check_axe(page)
    page.goto("/events/hcck-2026")
    check_axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.locator("nav.languages a[hreflang=de]").click()
    expect(page.locator("h1")).to_contain_text("Messe")
    page.goto("/calendar")
    expect(page.locator("html")).to_have_attribute("lang", "de")


def test_an_organiser_prints_a_badge_that_decodes(open_page, check_axe) -> None:
    page = open_page(DESK)
    sign_in(page, "chau@example.vn")
    page.goto("/manage/events/hcck-2026/badges")
    check_axe(page)
    send(page.locator("main tbody th a").first)
    check_axe(page)
    send(page.locator("main form button[type=submit]").first)
    with page.expect_download() as download:
        page.locator("main a.btn-primary").first.click()
    sheet = pypdfium2.PdfDocument(download.value.path().read_bytes())[0]
    codes = [found.text for found in zxingcpp.read_barcodes(sheet.render(scale=4).to_pil())]
    assert [code[:3] for code in codes] == ["EV1"]
