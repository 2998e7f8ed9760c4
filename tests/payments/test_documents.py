"""The payment request: PDF, VietQR code, amount in words."""

from datetime import timedelta

import pytest
from flask import render_template_string

from app.payments import documents
from app.payments.documents import bank_name, payment_request, request_pdf
from app.payments.services.invoices import Charge, cancel_invoice
from app.payments.services.ledger import receive
from tests.conftest import START
from tests.factories.events import EventFactory
from tests.factories.payments import make_invoice
from tests.support import pdf as look

PAYLOAD = (
    "00020101021238570010A00000072701270006970405011319002012345670208QRIBFTTA53037045407"
    "53460005802VN62160812HCKC26DK02036304C8E5"
)


@pytest.fixture
def event(db):
    account = {"bank_bin": "970405", "bank_account": "1900201234567", "bank_account_name": "TRUNG TAM MAU"}
    return EventFactory(code="HCKC26", name="Hội chợ mẫu", **account)


@pytest.fixture
def invoice(event):
    return make_invoice(event, code="HCKC26DK0203")


def test_the_code_of_the_scenario_is_exact(event, invoice) -> None:
    assert payment_request(invoice, event).payload == PAYLOAD


def test_the_pdf_is_one_page_with_sums_words_and_a_readable_code(event, invoice) -> None:
    content = request_pdf(invoice, event, "vi")
    text = look.text(content)
    words = ("Đề nghị thanh toán", "5.346.000\xa0₫", "Năm triệu ba trăm bốn mươi sáu nghìn đồng", "1900201234567", "Agribank")
    assert [word for word in words if " ".join(word.split()) not in text] == []
    assert (look.page_sizes(content), look.codes(content), all(look.fonts(content).values())) == ([(210, 297)], [PAYLOAD], True)


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        ("en", ("Payment request", "Five million three hundred forty-six thousand dong")),
        ("de", ("Zahlungsaufforderung", "Fünf Millionen dreihundertsechsundvierzigtausend Dong")),
    ],
)
def test_the_pdf_speaks_the_readers_language(event, invoice, locale: str, words: tuple[str, str]) -> None:
    text = look.text(request_pdf(invoice, event, locale))
    assert [word in text for word in words] == [True, True]


def test_after_a_part_was_paid_the_code_asks_for_the_rest(event, invoice) -> None:
    receive(event, invoice, 2_673_000, by=None)
    asked = payment_request(invoice, event)
    assert (asked.amount_vnd, asked.deposit_vnd, "54072673000" in asked.payload) == (2_673_000, 0, True)


def test_nothing_is_asked_when_paid_cancelled_or_without_account(event, invoice) -> None:
    other = make_invoice(EventFactory())
    assert (payment_request(other, EventFactory()).payload, payment_request(other, EventFactory()).qr) == ("", "")
    cancel_invoice(event, invoice, by=None, reason="rút lui")
    assert payment_request(invoice, event).payload == ""


def test_a_cancelled_request_is_stamped_and_has_no_code(event, invoice) -> None:
    cancel_invoice(event, invoice, by=None, reason="rút lui")
    content = request_pdf(invoice, event, "vi")
    assert ("Đã hủy ngày 20/10/2026" in look.text(content), look.codes(content)) == (True, [])


def test_forty_lines_go_on_over_pages_and_keep_the_code(event) -> None:
    charges = [Charge(f"Gian hàng tiêu chuẩn A{number:02d}", 4_500_000, 8, unit="gian") for number in range(40)]
    content = request_pdf(make_invoice(event, charges=charges), event, "vi")
    last = look.page_count(content) - 1
    assert (last in (1, 2), len(look.codes(content, last)), f"Trang {last + 1} / {last + 1}" in look.text(content)) == (
        True,
        1,
        True,
    )


def test_the_fragment_shows_how_to_pay(app, event, invoice) -> None:
    with app.test_request_context():
        page = render_template_string('{% include "payments/_request.html" %}', asked=payment_request(invoice, event))
    assert [word in page for word in ("<svg", "1900201234567", "HCKC26DK0203", "27/10/2026")] == [True] * 4


def test_who_pays_late_is_told_so_from_the_day_after_the_last(app, event, invoice, clock) -> None:
    day = START + timedelta(days=7)
    assert invoice.deposit_due_on == day.date()
    clock.move_to(day)
    assert not payment_request(invoice, event).is_late
    clock.move_to(day + timedelta(days=1))
    with app.test_request_context():
        page = render_template_string('{% include "payments/_request.html" %}', asked=payment_request(invoice, event))
    assert ("Đã quá hạn" in page, "đến hết ngày 27/10/2026" in page) == (True, True)


def test_banks_are_named_by_their_bin() -> None:
    assert [bank_name(number) for number in ("970405", "970436", "000000")] == ["Agribank", "Vietcombank", "000000"]


def test_organisers_download_the_pdf(client, event, invoice) -> None:
    from app.events.models import Role
    from tests.factories.events import person_with

    path = f"/manage/events/{event.slug}/payments/{invoice.code}/request.pdf"
    assert client.get(path).status_code == 302
    answer = client.sign_in(person_with(Role.ORGANISER, event)).get(path)
    assert (answer.mimetype, "HCKC26DK0203.pdf" in answer.headers["Content-Disposition"]) == ("application/pdf", True)
    assert documents.file_name(invoice).endswith("HCKC26DK0203.pdf")
