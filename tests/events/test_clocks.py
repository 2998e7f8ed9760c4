"""Legal dates of a fair, the working calendar and the dated norms behind them (A-02, R-31, R-34, R-35, R-76)."""

from datetime import date

import pytest

from app.events import norms as norms_module
from app.events.clocks import Authority, Window, WindowState, answer_due_on, fair_plan_due_on, legal_clocks
from app.events.norms import Norm, norm, norms
from app.places.workdays import add_working_days, holidays_between, is_working_day, working_day_on_or_before

F1 = (date(2026, 12, 5), date(2026, 12, 10))


def test_the_dates_of_the_sample_fair():
    clocks = legal_clocks(*F1)
    assert clocks.registration == Window(date(2025, 12, 5), date(2026, 11, 5))
    assert clocks.amend_until_on == date(2026, 11, 5)
    assert clocks.report_due_on == date(2027, 1, 9)
    assert clocks.report_due_on.strftime("%a") == "Sat"
    assert clocks.report_remind_on == date(2027, 1, 8)
    assert clocks.authority is Authority.DEPARTMENT
    assert {source.citation for source in clocks.norms} == {"81/2018/NĐ-CP, Chính phủ, 22/05/2018"}


def test_an_earlier_opening_moves_the_latest_date():
    clocks = legal_clocks(date(2026, 12, 3), F1[1])
    assert clocks.registration.last == date(2026, 11, 3)


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (date(2025, 12, 4), WindowState.TOO_EARLY),
        (date(2025, 12, 5), WindowState.OPEN),
        (date(2026, 11, 5), WindowState.OPEN),
        (date(2026, 11, 6), WindowState.OVER),
    ],
)
def test_the_window_includes_both_ends(today, state):
    assert legal_clocks(*F1).registration.state(today) is state


def test_a_fair_abroad_registers_45_days_before_at_the_ministry():
    clocks = legal_clocks(date(2027, 3, 8), date(2027, 3, 14), abroad=True)
    assert (clocks.authority, clocks.registration.last) == (Authority.MINISTRY, date(2027, 1, 22))


def test_an_exempt_fair_reports_only():
    clocks = legal_clocks(*F1, exempt=True)
    assert (clocks.registration, clocks.amend_until_on, clocks.report_due_on) == (None, None, date(2027, 1, 9))


def test_an_extended_fair_reports_later():
    assert legal_clocks(F1[0], date(2026, 12, 12)).report_due_on == date(2027, 1, 11)


def test_the_answer_skips_the_new_holiday_and_weekends():
    assert answer_due_on(date(2026, 11, 18)) == date(2026, 11, 30)


def test_a_data_request_is_answered_in_two_working_days():
    assert answer_due_on(date(2026, 12, 14), "privacy.answer.working_days") == date(2026, 12, 16)


def test_the_fair_plan_is_due_in_september():
    assert fair_plan_due_on(2027) == date(2026, 9, 30)


@pytest.mark.parametrize(("opens", "ends"), [(date.min, date.min), (date.max, date.max), (date(2028, 2, 29), date(2028, 3, 1))])
def test_dates_at_the_edges_of_the_calendar_do_not_crash(opens, ends):
    assert legal_clocks(opens, ends).report_due_on >= ends


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        (date(2026, 2, 14), date(2026, 2, 22), ["16", "17", "18", "19", "20"]),
        (date(2026, 4, 25), date(2026, 5, 3), ["26", "27", "30", "01"]),
        (date(2026, 8, 20), date(2026, 9, 5), ["31", "01", "02"]),
        (date(2027, 2, 1), date(2027, 2, 28), ["04", "05", "06", "07", "08", "09", "10"]),
        (date(2027, 4, 10), date(2027, 5, 5), ["16", "30", "01", "03"]),
        (date(2027, 9, 1), date(2027, 9, 5), ["02", "03"]),
        (date(2026, 11, 1), date(2026, 11, 30), ["24"]),
        (date(2025, 11, 1), date(2025, 11, 30), []),
        (date(2026, 12, 30), date(2027, 1, 2), ["01"]),
    ],
)
def test_holidays(first, last, days):
    assert [f"{holiday.on:%d}" for holiday in holidays_between(first, last)] == days


@pytest.mark.parametrize(
    ("day", "language", "name"),
    [
        (date(2026, 11, 24), "vi", "Ngày Văn hóa Việt Nam"),
        (date(2026, 11, 24), "en", "Vietnam Culture Day"),
        (date(2026, 11, 24), "de", "Tag der vietnamesischen Kultur"),
        (date(2026, 4, 27), "vi", "Ngày Giỗ Tổ Hùng Vương (nghỉ bù)"),
        (date(2027, 2, 10), "vi", "Tết Nguyên đán"),
        (date(2026, 8, 31), "de", "Arbeitsfrei im Tausch gegen einen Samstag"),
    ],
)
def test_holidays_have_names_in_each_language(app, day, language, name):
    with app.test_request_context("/", headers={"Accept-Language": language}):
        assert [holiday.name for holiday in holidays_between(day, day)] == [name]


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 23), True),
        (date(2026, 11, 24), False),
        (date(2026, 11, 28), False),
        (date(2026, 8, 22), True),  # a Saturday worked for Monday 31/08
        (date(2026, 8, 31), False),
        (date(2025, 11, 24), True),
    ],
)
def test_working_days(day, works):
    assert is_working_day(day) is works


def test_no_working_days_later_is_the_same_day():
    assert add_working_days(date(2026, 11, 24), 0) == date(2026, 11, 24)


def test_the_days_of_tet_do_not_count():
    assert add_working_days(date(2026, 2, 13), 1) == date(2026, 2, 23)
    assert working_day_on_or_before(date(2026, 2, 20)) == date(2026, 2, 13)


def test_every_norm_has_a_source():
    assert all(each.issuer and each.number and each.value > 0 for each in norms())
    periods = [(each.key, each.jurisdiction, each.valid_from) for each in norms()]
    assert len(set(periods)) == len(periods)


def test_a_norm_is_chosen_by_date_and_place(monkeypatch):
    def row(value, jurisdiction="VN", **dates):
        return Norm("x.days", value, "Chính phủ", "1/2020/NĐ-CP", None, jurisdiction=jurisdiction, **dates)

    old = row(10, valid_from=date(2020, 1, 1), valid_until=date(2025, 12, 31))
    new = row(20, valid_from=date(2026, 1, 1))
    local = row(15, jurisdiction="56", valid_from=date(2026, 1, 1))
    monkeypatch.setattr(norms_module, "norms", lambda: (new, local, old))
    assert norm("x.days", date(2025, 12, 31)) is old
    assert norm("x.days", date(2026, 1, 1)) is new
    assert norm("x.days", date(2026, 1, 1), "56") is local
    assert norm("x.days", date(2026, 1, 1), "12") is new
    assert norm("x.days", date(2025, 1, 1), "56") is old
    assert norm("x.days", date(1999, 1, 1)) is old


def test_an_unknown_norm_is_a_programming_error():
    with pytest.raises(LookupError):
        norm("nonsense", date(2026, 1, 1))
