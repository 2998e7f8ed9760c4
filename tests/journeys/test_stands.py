"""At the booth: the hall master hands it over on a phone against a signature; a co-exhibitor fills in its part by link."""

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from app.core.db import db
from app.registrations.models import CoExhibitor, CoExhibitorState
from app.stands import links
from tests.journeys.conftest import PHONE, send, sign_in

# One worker runs all journeys: the demo data are loaded once.
pytestmark = pytest.mark.browser
DESK = "/manage/events/hcck-2026/handover"


def test_the_hall_master_hands_a_booth_over_with_a_signature(open_page, check_axe) -> None:
    phone = open_page(PHONE)
    sign_in(phone, "sanhang@example.vn")
    phone.goto(DESK)
    check_axe(phone)
    phone.locator("#handover-list li", has_text="đã nộp đủ").first.locator("a").first.click()
    check_axe(phone)
    heights = [phone.locator(place).first.bounding_box()["height"] for place in (".check-states label", "main .btn-wanted")]
    assert min(heights) >= 48
    phone.locator(".check-states label.check-damaged").nth(3).click()
    phone.locator(".check-note input:visible").fill("1 ghế gãy chân")
    phone.fill("#signer_name", "Giàng A Páo")
    pad = phone.locator("canvas")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    phone.mouse.move(box["x"] + 30, box["y"] + 90)
    phone.mouse.down()
    for step in range(1, 9):
        phone.mouse.move(box["x"] + 30 + 25 * step, box["y"] + 90 + (20 if step % 2 else -20))
    phone.mouse.up()
    send(phone.locator("main button.btn-wanted"))
    expect(phone.locator(".signature-image")).to_be_visible()
    expect(phone.locator("main")).to_contain_text("1 ghế gãy chân")
    check_axe(phone)
    with phone.expect_download() as download:
        phone.locator("a[href$='.pdf']").click()
    assert download.value.suggested_filename.endswith(".pdf")


def test_a_co_exhibitor_fills_in_its_part_by_link(open_page, check_axe, server) -> None:
    with server.app.app_context():
        waiting = sa.select(CoExhibitor).where(CoExhibitor.state == CoExhibitorState.NAMED)
        secret = links.secret_of(db.session.scalars(waiting).first())
    phone = open_page(PHONE)
    phone.goto(f"/co-exhibitor/{secret}")
    check_axe(phone)
    phone.fill("#fascia_vi", "RƯỢU NGÔ SÙNG PHÀI ĐẶC SẢN LAI CHÂU")
    expect(phone.locator(".fascia-long")).to_be_visible()
    phone.fill("#fascia_vi", "RƯỢU NGÔ SÙNG PHÀI")
    phone.fill("#products-0-name_vi", "Rượu ngô men lá")
    phone.fill("#names", "Sùng A Dế")
    phone.check("#participation")
    phone.check("#catalogue")
    send(phone.locator("main button.btn-wanted"))
    expect(phone.locator("main")).to_contain_text("RƯỢU NGÔ SÙNG PHÀI")
    phone.goto("/events/hcck-2026/floor-plan?q=sung+phai")
    expect(phone.locator("svg a.hit")).to_have_count(1)
    phone.locator(".plan-found a").first.click()
    expect(phone.locator("#plan-sheet")).to_contain_text("Sùng Phài")
    check_axe(phone)
