"""The Vietnamese working calendar: public holidays, days in lieu, weekends that are worked (R-76)."""

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from app.core.i18n import _, _l

_DAY = timedelta(days=1)
# From the names of the library to ours. Everything else is a day of Tết.
_NAMES: dict[str, Any] = {
    "Tết Dương lịch": _l("New Year's Day"),
    "Ngày Giỗ Tổ Hùng Vương": _l("Hùng Kings' Commemoration Day"),
    "Ngày Chiến thắng": _l("Reunification Day"),
    "Ngày Quốc tế Lao động": _l("Labour Day"),
    "Quốc khánh": _l("National Day"),
    "Ngày Văn hóa Việt Nam": _l("Vietnam Culture Day"),
    "Ngày nghỉ": _l("Day off in exchange for a weekend"),
}
_TET: Any = _l("Lunar New Year (Tết)")


@dataclass(frozen=True)
class Holiday:
    """A day off. `key` is the Vietnamese name in the library."""

    on: date
    key: str
    in_lieu: bool = False

    @property
    def name(self) -> str:
        """Return the name in the language of the reader."""
        name = str(_NAMES.get(self.key, _TET))
        return _("%(holiday)s (day in lieu)", holiday=name) if self.in_lieu else name


@dataclass(frozen=True)
class _Year:
    holidays: dict[date, Holiday]
    worked_weekends: frozenset[date]


@functools.cache
def _year(year: int) -> _Year:
    import holidays  # noqa: PLC0415 -- slow import

    found = holidays.country_holidays("VN", years=year, language="vi")
    days = {day: _holiday(day, str(name)) for day, name in found.items()}
    return _Year(days, frozenset(day for day in found.weekend_workdays if day.year == year))


def _holiday(day: date, name: str) -> Holiday:
    # Two holidays on one day are given as "A; B": the first one names the day.
    key, _space, remark = name.split("; ")[0].partition(" (")
    return Holiday(day, key, in_lieu=bool(re.match("nghỉ bù", remark)))


def holidays_between(first: date, last: date) -> list[Holiday]:
    """Return the public holidays from `first` to `last`, both included."""
    found = (_year(day.year).holidays.get(day) for day in _days(first, last))
    return [holiday for holiday in found if holiday is not None]


def _days(first: date, last: date) -> Iterator[date]:
    for number in range(first.toordinal(), last.toordinal() + 1):
        yield date.fromordinal(number)


def is_working_day(day: date) -> bool:
    """Tell whether offices work: not on Saturday, Sunday and holidays, but on a weekend that was exchanged."""
    year = _year(day.year)
    if day in year.worked_weekends:
        return True
    return day.weekday() < 5 and day not in year.holidays


def add_working_days(start: date, count: int) -> date:
    """Return the day on which `count` working days after `start` are over; `start` itself does not count."""
    day = start
    while count > 0 and day < date.max:
        day += _DAY
        count -= is_working_day(day)
    return day


def working_day_on_or_before(day: date) -> date:
    """Return `day`, or the last working day before it."""
    while not is_working_day(day):
        day -= _DAY
    return day
