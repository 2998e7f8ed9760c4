"""Local forms of dates, times, money and numbers (R-74, R-75, A-127)."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from app.core import i18n

OPENING = datetime(2026, 12, 5, 12, 30, tzinfo=UTC)
NBSP = "\u00a0"


@pytest.fixture
def speak(app):
    """Call a format function in a language."""

    def call(language, function, *arguments):
        with app.test_request_context("/", headers={"Accept-Language": language}):
            return function(*arguments)

    return call


@pytest.mark.parametrize(
    ("language", "shown"), [("vi", f"4.500.000{NBSP}₫"), ("en", "₫4,500,000"), ("de", f"4.500.000{NBSP}₫")]
)
def test_dong(speak, language, shown):
    assert speak(language, i18n.format_money, 4_500_000) == shown


@pytest.mark.parametrize(("language", "shown"), [("vi", f"1.250,50{NBSP}€"), ("en", "€1,250.50"), ("de", f"1.250,50{NBSP}€")])
def test_euro(speak, language, shown):
    assert speak(language, i18n.format_money, Decimal("1250.5"), "EUR") == shown


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        (14_600_000_000, f"14,6{NBSP}tỷ{NBSP}₫"),
        (412_650_000, f"412,7{NBSP}tr{NBSP}₫"),
        (-1_000_000, f"-1{NBSP}tr{NBSP}₫"),
        (999_999, f"999.999{NBSP}₫"),
        (0, f"0{NBSP}₫"),
        (None, "–"),
    ],
)
def test_large_amounts_are_short_and_small_ones_exact(speak, amount, shown):
    assert speak("vi", i18n.format_money_short, amount).replace(" ", NBSP) == shown


@pytest.mark.parametrize(("language", "shown"), [("vi", "05/12/2026"), ("en", "5 Dec 2026"), ("de", "05.12.2026")])
def test_date(speak, language, shown):
    assert speak(language, i18n.format_date, date(2026, 12, 5)) == shown


@pytest.mark.parametrize(
    ("language", "shown"), [("vi", "19:30 05/12/2026"), ("en", "5 Dec 2026, 19:30"), ("de", "05.12.2026, 19:30")]
)
def test_instant_is_shown_in_hanoi(speak, language, shown):
    assert speak(language, i18n.format_datetime, OPENING) == shown


def test_instant_is_shown_in_the_zone_asked_for(speak):
    assert speak("de", i18n.format_datetime, OPENING, "Europe/Berlin") == "05.12.2026, 13:30"


@pytest.mark.parametrize(
    ("language", "shown"), [("vi", "05 – 10/12/2026"), ("en", "5 Dec – 10 Dec 2026"), ("de", "05. – 10.12.2026")]
)
def test_span_in_one_month(speak, language, shown):
    assert speak(language, i18n.format_dates, date(2026, 12, 5), date(2026, 12, 10)) == shown


@pytest.mark.parametrize(
    ("language", "shown"), [("vi", "30/11 – 02/12/2026"), ("en", "30 Nov – 2 Dec 2026"), ("de", "30.11. – 02.12.2026")]
)
def test_span_over_months(speak, language, shown):
    assert speak(language, i18n.format_dates, date(2026, 11, 30), date(2026, 12, 2)) == shown


def test_span_over_new_year_and_of_one_day(speak):
    assert speak("vi", i18n.format_dates, date(2026, 12, 30), date(2027, 1, 2)) == "30/12/2026 – 02/01/2027"
    assert speak("vi", i18n.format_dates, date(2026, 11, 24), date(2026, 11, 24)) == "24/11/2026"


@pytest.mark.parametrize(("language", "shown"), [("vi", "62.000,5"), ("en", "62,000.5"), ("de", "62.000,5")])
def test_number(speak, language, shown):
    assert speak(language, i18n.format_number, Decimal("62000.5")) == shown


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [(153, 247, "61,9"), (160, 334, "47,9"), (108, 334, "32,3"), (1, 8, "12,5"), (1, 400, "0,3"), (0, 5, "0"), (7, 7, "100")],
)
def test_percent_is_rounded_half_up_to_one_place(speak, part, whole, shown):
    assert speak("vi", i18n.format_percent, part, whole) == f"{shown}{NBSP}%"


def test_missing_is_not_zero(speak):
    shown = [speak("vi", function, None) for function in (i18n.format_money, i18n.format_number, i18n.format_date)]
    shown += [speak("vi", i18n.format_time, None), speak("vi", i18n.format_datetime, None)]
    assert shown == ["–"] * 5
    assert speak("vi", i18n.format_percent, 3, 0) == "–"
    assert speak("vi", i18n.format_number, 0) == "0"


@pytest.mark.parametrize(("asked", "given"), [("fr", "vi"), ("de-AT,de;q=0.9", "de"), ("", "vi"), ("en-GB", "en")])
def test_language_of_a_stranger(speak, asked, given):
    assert speak(asked, i18n.language) == given


def test_days_at_the_edges_of_the_calendar(speak):
    days = [date(1970, 1, 1), date(2028, 2, 29), date(9999, 12, 31)]
    assert [speak("vi", i18n.format_date, day) for day in days] == ["01/01/1970", "29/02/2028", "31/12/9999"]


def test_vietnamese_has_one_form_also_where_a_later_feature_has_no_catalogue(speak):
    text = "Please correct %(num)d place", "Please correct %(num)d places"

    assert speak("vi", i18n._n, *text, 3) == "Cần sửa 3 chỗ"
    assert speak("de", i18n._n, *text, 1) == "Bitte 1 Stelle berichtigen"
    assert speak("de", i18n._n, *text, 3) == "Bitte 3 Stellen berichtigen"
