"""How the shared calendar is asked for and laid out: months, weeks, days, and marks where events overlap."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from app.events import neighbours
from app.events.calendar import Choice, Entry
from app.events.models import EventKind
from app.events.overlaps import OverlapRules, Reason, Severity, overlaps_among
from app.events.terms import CALLED_OFF
from app.places.models import RegionSet
from app.places.workdays import Holiday, holidays_between

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
FIRST_YEAR, LAST_YEAR = 2000, 2100
# A region has up to 18 provinces: marked too, every event would be red. Planners see it on the page of overlaps.
_MARKED = OverlapRules(watched=frozenset(Reason) - {Reason.SAME_REGION})


@dataclass(frozen=True)
class Wish:
    """What the reader asked for. `month` is None for the whole year; `region` is "set:region"."""

    year: int
    month: int | None
    province: int | None = None
    region: str = ""
    kind: EventKind | None = None
    organisation_id: int | None = None

    @property
    def filters(self) -> dict[str, Any]:
        """Return the filters as query arguments, without the time."""
        given = {
            "province": self.province,
            "region": self.region,
            "kind": self.kind.value if self.kind else "",
            "organisation": self.organisation_id,
        }
        return {key: value for key, value in given.items() if value}

    @property
    def first_day(self) -> date:
        return date(self.year, self.month or 1, 1)

    @property
    def end_day(self) -> date:
        """Return the first day after the time asked for."""
        if self.month is None:
            return date(self.year + 1, 1, 1)
        return date(self.year + self.month // 12, self.month % 12 + 1, 1)

    def neighbour(self, steps: int) -> dict[str, Any]:
        """Return the query arguments of the month or year before (-1) or after (1), filters kept."""
        if self.month is None:
            return {"year": self.year + steps, **self.filters}
        count = self.year * 12 + self.month - 1 + steps
        return {"month": f"{count // 12:04d}-{count % 12 + 1:02d}", **self.filters}


def read_wish(arguments: Mapping[str, str], today: date) -> Wish:
    """Read query arguments; what cannot be read counts as not given, the month is then the present one."""
    year, month = today.year, today.month
    asked_year = _number(arguments.get("year"))
    if (found := _month(arguments.get("month", ""))) is not None:
        year, month = found
    elif asked_year is not None and FIRST_YEAR <= asked_year <= LAST_YEAR:
        year, month = asked_year, 0
    kind = arguments.get("kind", "")
    return Wish(
        year=year,
        month=month or None,
        province=_number(arguments.get("province")),
        region=arguments.get("region", ""),
        kind=EventKind(kind) if kind in list(EventKind) else None,
        organisation_id=_number(arguments.get("organisation")),
    )


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None


def _month(text: str) -> tuple[int, int] | None:
    year, _hyphen, month = text.partition("-")
    found = (_number(year), _number(month))
    if found[0] is None or found[1] is None or not FIRST_YEAR <= found[0] <= LAST_YEAR or not 1 <= found[1] <= 12:
        return None
    return found[0], found[1]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), ZONE)


def province_codes(wish: Wish, region_sets: Sequence[RegionSet]) -> frozenset[int] | None:
    """Return the provinces that are asked for; None for all. A province and a region together mean both conditions."""
    codes: frozenset[int] | None = None
    set_key, _colon, region_key = wish.region.partition(":")
    for region_set in region_sets:
        for region in region_set.regions:
            if (region_set.key, region.key) == (set_key, region_key):
                codes = frozenset(province.code for province in region.provinces)
    if wish.province is not None:
        codes = frozenset({wish.province}) if codes is None else codes & {wish.province}
    return codes


def choice(wish: Wish, region_sets: Sequence[RegionSet]) -> Choice:
    """Return what the page asks of the calendar."""
    return Choice(
        _midnight(wish.first_day),
        _midnight(wish.end_day),
        province_codes(wish, region_sets),
        wish.kind,
        wish.organisation_id,
    )


def feed_choice(wish: Wish, region_sets: Sequence[RegionSet]) -> Choice:
    """Return what the feed asks of the calendar: from two months ago, so that followers see cancellations, for two years."""
    first = wish.first_day - timedelta(days=61)
    until = _midnight(first + timedelta(days=790))
    return Choice(_midnight(first), until, province_codes(wish, region_sets), wish.kind, wish.organisation_id)


@dataclass(frozen=True)
class Day:
    """A day of the grid with the entries that touch it."""

    on: date
    is_inside: bool
    entries: tuple[Entry, ...] = ()
    holiday: Holiday | None = None


@dataclass(frozen=True)
class Month:
    """A month with its entries, and with its weeks when it is shown as a grid."""

    first: date
    entries: tuple[Entry, ...]
    weeks: tuple[tuple[Day, ...], ...] = field(default=())


def arrange(wish: Wish, entries: Sequence[Entry]) -> list[Month]:
    """Return the month as a grid, or the months of the year that have events."""
    if wish.month is not None:
        return [Month(wish.first_day, tuple(entries), _weeks(wish, entries))]
    months = []
    for number in range(1, 13):
        first = date(wish.year, number, 1)
        # Under the month in which it starts; what began last year stands in January.
        inside = tuple(entry for entry in entries if _listed_in(entry, first))
        if inside:
            months.append(Month(first, inside))
    return months


def _listed_in(entry: Entry, first: date) -> bool:
    starts_on = entry.event.days[0]
    return (starts_on.year, starts_on.month) == (first.year, first.month) or (first.month == 1 and starts_on < first)


def _weeks(wish: Wish, entries: Sequence[Entry]) -> tuple[tuple[Day, ...], ...]:
    start = wish.first_day - timedelta(days=wish.first_day.weekday())
    holidays = {holiday.on: holiday for holiday in holidays_between(wish.first_day, wish.end_day - timedelta(days=1))}
    by_day: dict[date, list[Entry]] = {}
    for entry in entries:
        first, last = entry.event.days
        for number in range(max(first, wish.first_day).toordinal(), min(last + timedelta(days=1), wish.end_day).toordinal()):
            by_day.setdefault(date.fromordinal(number), []).append(entry)
    weeks = []
    while start < wish.end_day:
        week = (start + timedelta(days=number) for number in range(7))
        weeks.append(tuple(Day(day, day.month == wish.month, tuple(by_day.get(day, ())), holidays.get(day)) for day in week))
        start += timedelta(days=7)
    return tuple(weeks)


@dataclass(frozen=True)
class OverlapNote:
    """That an entry overlaps: with how many others, and whether it is the same venue at the same hour."""

    count: int
    is_block: bool


def overlap_notes(entries: Sequence[Entry]) -> dict[int, OverlapNote]:
    """Return by event id what overlaps with another entry shown. Called-off events never do."""
    live = [entry for entry in entries if entry.event.state not in CALLED_OFF]
    hidden = frozenset(entry.event.id for entry in live if not entry.is_named)
    planned = neighbours.planned_events([entry.event for entry in live], hidden=hidden)
    return {
        key: OverlapNote(len(found), any(overlap.severity is Severity.BLOCK for overlap in found))
        for key, found in overlaps_among(planned, _MARKED).items()
    }
