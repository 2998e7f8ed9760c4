"""What people type as phone numbers, amounts and times (R-73, R-75, A-21)."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import ValidationError
from wtforms.validators import InputRequired

from app.core.forms import Form, LocalDateTimeField, MoneyField, PhoneField, TextField, format_phone, parse_phone, parse_vnd


class SampleForm(Form):
    class Meta:
        csrf = False

    title = TextField("Title", max_length=10)
    phone = PhoneField("Phone")
    amount = MoneyField("Amount", [InputRequired()])
    begins_at = LocalDateTimeField("Begins")


@pytest.fixture
def fill(app):
    """Fill in the sample form as a browser would send it."""

    def send(**typed):
        with app.test_request_context("/?lang=en", method="POST"):
            form = SampleForm(formdata=MultiDict({"amount": "1"} | typed))
            form.validate()
            return form

    return send


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("84 912 345 001", "+84912345001"),
        ("0912 345 678", "+84912345678"),
        ("0912.345.678", "+84912345678"),
        ("(0912) 345-678", "+84912345678"),
        ("+84 912 345 678", "+84912345678"),
        ("+84 (0) 912 345 678", "+84912345678"),
        ("0084912345678", "+84912345678"),
        ("912345678", "+84912345678"),  # a spreadsheet ate the 0
        ("0203 3825 678", "+842033825678"),
        ("842033825678", "+842033825678"),
        ("+49 40 123456", "+4940123456"),
        ("0912\u00a0345\u00a0678", "+84912345678"),
    ],
)
def test_a_phone_number_is_stored_as_e164(app, typed, stored):
    with app.app_context():
        assert parse_phone(typed) == stored


@pytest.mark.parametrize(
    "typed",
    [
        "01234567890",
        "0912 345 67",
        "0912 345 6789",
        "0412345678",
        "113",
        "abc",
        "0912ABC345",
        "0912345678 số 12",
        "+",
        "84",
    ],
)
def test_what_is_no_phone_number_is_refused(app, typed):
    with app.app_context(), pytest.raises(ValidationError):
        parse_phone(typed)


@pytest.mark.parametrize(
    ("stored", "shown"), [("+84912345678", "0912 345 678"), ("+4940123456", "+49 40 123456"), ("?", "?"), ("", "")]
)
def test_a_phone_number_is_shown_as_people_write_it(stored, shown):
    assert format_phone(stored) == shown


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("4500000", 4_500_000),
        ("4.500.000", 4_500_000),
        ("4,500,000", 4_500_000),
        ("4 500 000", 4_500_000),
        ("4\u00a0500\u00a0000 ₫", 4_500_000),
        ("4500000 đ", 4_500_000),
        ("4.500.000Đ", 4_500_000),
        ("4.500.000 đồng", 4_500_000),
        ("4.500.000 VNĐ", 4_500_000),
        (" 4,500,000 vnd ", 4_500_000),
        ("4.500", 4_500),
        ("0", 0),
        ("999999999999999", 999_999_999_999_999),
    ],
)
def test_an_amount_is_whole_dong(app, typed, amount):
    with app.app_context():
        assert parse_vnd(typed) == amount


@pytest.mark.parametrize(
    "typed",
    [
        "4.5",
        "4,5",
        "4.500,000",
        "4,500.000",
        "4.50.000",
        "0.500",
        "45 00",
        "-4500",
        "4,5 triệu",
        "4.500.000,00",
        "1.234.5678",
        "1e6",
        "٤٥٠٠",
        "1000000000000000",
        "đ",
        "",
        "NaN",
    ],
)
def test_an_ambiguous_amount_is_refused(app, typed):
    with app.app_context(), pytest.raises(ValueError, match=r"4\.500\.000"):
        parse_vnd(typed)


def test_a_field_keeps_what_was_typed_when_it_refuses(fill):
    form = fill(amount="4.5", phone="01234567890", title="x" * 11)
    assert set(form.errors) == {"amount", "phone", "title"}
    assert (form.amount._value(), form.phone._value()) == ("4.5", "01234567890")


def test_a_field_shows_the_accepted_phone_number_in_groups(fill):
    form = fill(phone="84912345001")
    assert (form.errors, form.phone.data, form.phone._value()) == ({}, "+84912345001", "0912 345 001")


def test_a_line_of_text_is_cleaned(fill):
    assert fill(title="  Chè\u200b  Shan ").title.data == "Chè Shan"


@pytest.mark.parametrize("typed", ["a\nb", "a\x00b"])
def test_a_line_of_text_refuses_breaks_and_nulls(fill, typed):
    assert list(fill(title=typed).errors) == ["title"]


@pytest.mark.parametrize("typed", ["2026-12-05T19:30", "2026-12-05 19:30", "05/12/2026 19:30"])
def test_a_local_time_is_taken_in_its_zone(fill, typed):
    form = fill(begins_at=typed)
    assert form.begins_at.data == datetime(2026, 12, 5, 19, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


@pytest.mark.parametrize("typed", ["31/11/2026 08:00", "2026-12-05T24:00", "2026-12-05T19:30Z", "2026-12-05T19:30+07", "mai"])
def test_an_impossible_local_time_is_refused(fill, typed):
    assert list(fill(begins_at=typed).errors) == ["begins_at"]


def test_an_amount_is_required_where_the_form_says_so(fill):
    assert list(fill(amount="").errors) == ["amount"]
    assert fill(amount="0").errors == {}
