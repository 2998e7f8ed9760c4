"""The summary as people read it: findings, figures with their base, tables. One source for page, PDF, Word, Excel and CSV."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup

from app.core.i18n import _, _n, format_date, format_dates, format_money, format_number, format_percent
from app.documents import charts
from app.events.models import Event
from app.reports.queries import Figures

# Provinces shown as bars; the table has all.
MOST_BARS = 8


@dataclass(frozen=True)
class Figure:
    """A number with its base or method, and what changed since the last edition; `source` names the list behind it."""

    label: str
    value: str
    base: str = ""
    change: str = ""
    source: str = ""


@dataclass(frozen=True)
class Part:
    """A table with a finding as its title; `drawn` makes its chart when a page wants it."""

    key: str
    title: str
    headers: Sequence[str]
    rows: list[tuple[str, int]]
    kind: str
    marked: Sequence[str] = field(default_factory=tuple)
    note: str = ""

    def chart(self) -> Markup:
        """Return the chart of the part as SVG, the same for page and print."""
        shown = self.rows[:MOST_BARS] if self.kind == "bars" else self.rows
        draw = charts.bars if self.kind == "bars" else charts.columns
        return draw(shown, title=self.title, description=self.note, marked=self.marked)


@dataclass(frozen=True)
class Summary:
    title: str
    line: str
    figures: list[Figure]
    parts: list[Part]
    as_of: datetime
    number: int | None = None


def read(
    event: Event, figures: Figures, *, language: str, as_of: datetime, number: int | None, before: Figures | None
) -> Summary:
    """Put figures into words.

    Args:
        number: of the frozen summary; None for the live one.
        before: figures of the last edition, for the comparison.
    """
    parts = [part for part in (_provinces(figures), _days(figures), _hours(figures)) if part.rows]
    first, last = (moment.date() for moment in local_days(event))
    return Summary(
        title=_title(event, figures, language),
        line=format_dates(first, last),
        figures=_figures(event, figures, before or {}),
        parts=parts,
        as_of=as_of,
        number=number,
    )


def local_days(event: Event) -> tuple[datetime, datetime]:
    """Return begin and end in the event's zone."""
    zone = ZoneInfo(event.timezone)
    return event.starts_at.astimezone(zone), event.ends_at.astimezone(zone)


def _title(event: Event, figures: Figures, language: str) -> str:
    name = event.text("name", language)
    visits = figures["visits"]["total"]
    if not visits:
        return name
    return _("%(name)s: %(visits)s visits", name=name, visits=format_number(visits))


def _figures(event: Event, figures: Figures, before: Figures) -> list[Figure]:
    method = _("entries and clickers at the gates")
    change = _change(figures, before, "visits", "total")
    found = [Figure(_("Visits"), format_number(figures["visits"]["total"]), method, change, "checkin")]
    if figures["booths"]["total"]:
        found += [_booths_let(figures, before), _exhibitors(figures, before), _received(figures)]
    if figures["delegates"]["invited"]:
        found.append(_delegates(figures))
    if figures["agenda"]["sessions"]:
        found.append(_presentations(figures))
    return found


def _booths_let(figures: Figures, before: Figures) -> Figure:
    booths = figures["booths"]
    area = format_number(booths["taken_area_m2"])
    base = _("of %(all)s booths, %(area)s m² let", all=format_number(booths["total"]), area=area)
    return Figure(_("Booths let"), format_number(booths["taken"]), base, _change(figures, before, "booths", "taken"), "booths")


def _exhibitors(figures: Figures, before: Figures) -> Figure:
    exhibitors = figures["exhibitors"]
    provinces = len(exhibitors["by_province"])
    base = _n("%(num)s province", "%(num)s provinces", provinces)
    if exhibitors["foreign"]:
        base += ", " + _("%(count)s from abroad", count=format_number(exhibitors["foreign"]))
    change = _change(figures, before, "exhibitors", "units")
    return Figure(_("Exhibitors"), format_number(exhibitors["units"]), base, change, "applications")


def _received(figures: Figures) -> Figure:
    money = figures["money"]
    share = format_percent(money["paid_vnd"], money["due_vnd"])
    base = _("of %(due)s due (%(share)s)", due=format_money(money["due_vnd"]), share=share)
    return Figure(_("Received"), format_money(money["paid_vnd"]), base, source="payments")


def _delegates(figures: Figures) -> Figure:
    delegates = figures["delegates"]
    share = format_percent(delegates["arrived"], delegates["invited"])
    base = _("of %(invited)s registered (%(share)s)", invited=format_number(delegates["invited"]), share=share)
    return Figure(_("Delegates who came"), format_number(delegates["arrived"]), base, source="people")


def _presentations(figures: Figures) -> Figure:
    agenda = figures["agenda"]
    base = _("%(sessions)s sessions, %(talks)s talks", sessions=agenda["sessions"], talks=agenda["talks"])
    return Figure(_("Presentations"), format_number(agenda["presentations"]), base, source="agenda")


def _change(figures: Figures, before: Figures, group: str, name: str) -> str:
    """Return the change against the last edition, "" without one; the base is named by the page."""
    old = (before.get(group) or {}).get(name) or 0
    if not old:
        return ""
    now: Any = figures[group][name]
    sign = "▲" if now >= old else "▼"
    return f"{sign} {format_percent(abs(now - old), old)}"


def _provinces(figures: Figures) -> Part:
    rows = [(name, count) for name, count in figures["exhibitors"]["by_province"]]
    total = sum(count for _name, count in rows)
    title = _("Exhibitors by province")
    if rows:
        share = format_percent(rows[0][1], total)
        title = _("%(province)s sends most exhibitors: %(share)s", province=rows[0][0], share=share)
    hidden = sum(count for _name, count in rows[MOST_BARS:])
    note = _("Accepted exhibitors by province.")
    if hidden:
        note += " " + _("The other provinces: %(count)s.", count=format_number(hidden))
    return Part("provinces", title, (_("Province"), _("Exhibitors")), rows, "bars", note=note)


def _days(figures: Figures) -> Part:
    days = [(date.fromisoformat(day), count) for day, count in figures["visits"]["by_day"]]
    rows = [(format_date(day), count) for day, count in days]
    title = _("Visits by day")
    marked: tuple[str, ...] = ()
    if rows:
        best = max(rows, key=lambda row: row[1])
        marked = (best[0],)
        title = _("The busiest day was %(day)s: %(count)s visits", day=best[0], count=format_number(best[1]))
    return Part("days", title, (_("Day"), _("Visits")), rows, "columns", marked, _("Visits of each day, all gates."))


def _hours(figures: Figures) -> Part:
    hours = [(int(hour), count) for hour, count in figures["visits"]["by_hour"]]
    total = sum(count for _hour, count in hours)
    rows = [(str(hour), count) for hour, count in hours]
    title = _("Visits by hour")
    marked: tuple[str, ...] = ()
    if rows:
        hour, count = max(hours, key=lambda row: row[1])
        marked = (str(hour),)
        share = format_percent(count, total)
        title = _("Peak at %(first)s–%(last)s: %(share)s of all visits", first=f"{hour}:00", last=f"{hour + 1}:00", share=share)
    note = _("Visits by local hour, all days together.")
    return Part("hours", title, (_("Hour"), _("Visits")), rows, "columns", marked, note)
