"""A speaker without an account confirms by private link and uploads two versions."""

import io

import docx
import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import DESK, PHONE, send, sign_in

# One worker runs all journeys: the demo data are loaded once.
pytestmark = pytest.mark.browser
NAME = "Báo cáo khuyến công Đặng Ánh (bản cuối).docx"


def paper(text: str) -> dict:
    document = docx.Document()
    document.add_paragraph(text)
    content = io.BytesIO()
    document.save(content)
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    return {"name": NAME, "mimeType": kind, "buffer": content.getvalue()}


def test_a_speaker_uploads_by_private_link(open_page, check_axe, server) -> None:
    chair = open_page(DESK)
    sign_in(chair, "chuongtrinh@example.vn")
    chair.goto("/manage/events/hoi-nghi-khuyen-cong-xx/agenda")
    check_axe(chair)
    chair.goto("/manage/events/hoi-nghi-khuyen-cong-xx/speakers")
    check_axe(chair)
    chair.locator("main a", has_text="Đặng Ngọc Ánh").first.click()
    send(chair.locator("main form[action*='/invite'] button"))
    address = chair.locator("main .code").inner_text()
    server.run_jobs()
    assert "dien-gia@example.vn" in {letter.to for letter in server.letters}

    speaker = open_page(PHONE)
    speaker.goto(address)
    check_axe(speaker)
    send(speaker.locator("main form[action*='/answer/confirmed'] button").first)
    for version in (1, 2):
        speaker.goto(address)
        speaker.locator("main a[href$='/presentation']").first.click()
        speaker.set_input_files("input[type=file]", paper(f"bản {version}"))
        send(speaker.locator("main form:has(input[type=file]) button[type=submit]"))
        expect(speaker.locator("main a[href*='/presentations/']")).to_have_count(version)
    check_axe(speaker)
    with speaker.expect_download() as download:
        speaker.locator("main a[href*='/presentations/']").first.click()
    assert download.value.suggested_filename == NAME


def test_a_wrong_link_tells_what_to_do(open_page) -> None:
    page = open_page(PHONE)
    assert page.goto("/speaker/khong-co-lien-ket-nay").status == 404
    expect(page.locator("h1")).to_be_visible()
