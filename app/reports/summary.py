"""The summary as people read it: findings, figures with their base, tables. One source for page, PDF, Word, Excel and CSV."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from markupsafe import Markup

from app.core.i18n import (
    _,
    _n,
    format_date,
    format_dates,
    format_money,
    format_money_short,
    format_number,
    format_percent,
)
from app.documents import charts
from app.reports.queries import Figures

# Provinces and zones shown as bars; the table has all.
MOST_BARS = 8


@dataclass(frozen=True)
class Figure:
    """A number with its base or method, and what changed since the last edition; `source` names the list behind it.

    Attributes:
        number: None when nobody counted: that is shown as "–", never as 0.
        change: "▲ 14 %"; "–" when the last edition has nothing to compare with; "" without a last edition.
        show: how the number is written.
    """

    label: str
    number: int | None
    base: str = ""
    change: str = ""
    source: str = ""
    show: Callable[[int | None], str] = format_number

    @property
    def value(self) -> str:
        return self.show(self.number)

    @property
    def tone(self) -> str:
        return {"▲": "up", "▼": "down"}.get(self.change[:1], "muted")


@dataclass(frozen=True)
class Part:
    """A table with a finding as its title and the chart of it."""

    key: str
    title: str
    headers: Sequence[str]
    rows: list[tuple[str, int]]
    kind: str
    marked: Sequence[str] = ()
    note: str = ""

    @property
    def unlabelled(self) -> list[tuple[str, int]]:
        """Return the rows whose number the chart does not surely show, for paper."""
        return self.rows[MOST_BARS:] if self.kind == "bars" else self.rows

    def chart(self) -> Markup:
        """Return the chart of the part as SVG, the same for page and print."""
        shown = self.rows[:MOST_BARS] if self.kind == "bars" else self.rows
        draw = charts.bars if self.kind == "bars" else charts.columns
        return draw(shown, title=self.title, description=self.note, marked=self.marked)


@dataclass(frozen=True)
class Summary:
    """`number` is that of a frozen summary, None for the live one; `compared_with` names the last edition."""

    title: str
    line: str
    figures: list[Figure]
    parts: list[Part]
    as_of: datetime
    number: int | None = None
    compared_with: str = ""


def read(figures: Figures, *, language: str, as_of: datetime, number: int | None = None) -> Summary:
    """Put figures into words.

    Args:
        figures: of app.reports.queries.figures_with_base, counted now or frozen.
        number: of the frozen summary; None for the live one.
    """
    about, before = figures["about"], figures.get("before")
    dates = format_dates(date.fromisoformat(about["first"]), date.fromisoformat(about["last"]))
    found = [_provinces(figures), _zones(figures), _days(figures), _hours(figures)]
    return Summary(
        title=_title(figures, language),
        line=" · ".join(filter(None, (dates, about["province"]))),
        figures=_figures(figures),
        parts=[part for part in found if part is not None],
        as_of=as_of,
        number=number,
        compared_with=before["about"]["names"][language] if before else "",
    )


def _title(figures: Figures, language: str) -> str:
    name = str(figures["about"]["names"][language])
    visits, delegates, booths = figures["visits"]["total"], figures["delegates"], figures["booths"]
    if not booths["total"] and delegates["arrived"]:
        told = {"arrived": format_number(delegates["arrived"]), "invited": format_number(delegates["invited"])}
        return _("%(name)s: %(arrived)s of %(invited)s delegates came", name=name, **told)
    if visits:
        return _("%(name)s: %(visits)s visits", name=name, visits=format_number(visits))
    if booths["taken"]:
        told = {"taken": format_number(booths["taken"]), "all": format_number(booths["total"])}
        return _("%(name)s: %(taken)s of %(all)s booths let", name=name, **told)
    return name


def _figures(figures: Figures) -> list[Figure]:
    found: list[Figure] = []
    if figures["booths"]["total"] or not figures["delegates"]["invited"]:
        found.append(_visits(figures))
    if figures["booths"]["total"]:
        found += [_booths_let(figures), _exhibitors(figures), _received(figures)]
    if figures["delegates"]["invited"]:
        found.append(_delegates(figures))
    if figures["agenda"]["talks"]:
        found.append(_presentations(figures))
    return found


def _visits(figures: Figures) -> Figure:
    method = _("entries and clickers at the gates")
    return Figure(_("Visits"), figures["visits"]["total"], method, _change(figures, "visits", "total"), "checkin")


def _booths_let(figures: Figures) -> Figure:
    booths = figures["booths"]
    told = {"all": format_number(booths["total"]), "area": format_number(booths["taken_area_m2"])}
    base = _("of %(all)s booths, %(area)s m² let", **told)
    return Figure(_("Booths let"), booths["taken"], base, _change(figures, "booths", "taken"), "booths")


def _exhibitors(figures: Figures) -> Figure:
    exhibitors = figures["exhibitors"]
    base = _n("from %(num)s province", "from %(num)s provinces", len(exhibitors["by_province"]))
    # Summaries frozen before co-exhibitors were counted do not name them.
    if exhibitors.get("co"):
        told = {"main": format_number(exhibitors["main"]), "co": format_number(exhibitors["co"])}
        base += ", " + _("%(main)s with a contract and %(co)s co-exhibitors", **told)
    if exhibitors["foreign"]:
        base += ", " + _("%(count)s from abroad", count=format_number(exhibitors["foreign"]))
    change = _change(figures, "exhibitors", "units")
    return Figure(_("Exhibitors"), exhibitors["units"], base, change, "applications")


def _received(figures: Figures) -> Figure:
    money = figures["money"]
    told = {"paid": format_money(money["paid_vnd"]), "due": format_money(money["due_vnd"])}
    base = _("%(paid)s of %(due)s due (%(share)s)", share=format_percent(money["paid_vnd"], money["due_vnd"]), **told)
    return Figure(_("Received"), money["paid_vnd"], base, source="payments", show=format_money_short)


def _delegates(figures: Figures) -> Figure:
    delegates = figures["delegates"]
    share = format_percent(delegates["arrived"], delegates["invited"]) if delegates["arrived"] is not None else "–"
    base = _("of %(invited)s registered (%(share)s)", invited=format_number(delegates["invited"]), share=share)
    change = _change(figures, "delegates", "arrived")
    return Figure(_("Delegates who came"), delegates["arrived"], base, change, "people")


def _presentations(figures: Figures) -> Figure:
    agenda = figures["agenda"]
    told = {"sessions": format_number(agenda["sessions"]), "talks": format_number(agenda["talks"])}
    base = _n("of %(talks)s talk", "of %(talks)s talks", agenda["talks"], **told) + ", "
    base += _n("%(sessions)s session", "%(sessions)s sessions", agenda["sessions"], **told)
    return Figure(_("Presentations"), agenda["presentations"], base, source="agenda")


def _change(figures: Figures, group: str, name: str) -> str:
    """Return the change against the last edition: "–" when one of both was not counted or there was none, "" without one."""
    before = figures.get("before")
    if not before:
        return ""
    now, old = figures[group].get(name), before.get(group, {}).get(name)
    if now is None or not old:
        return "–"
    sign = "▲" if now > old else "▼" if now < old else "="
    return f"{sign} {format_percent(abs(now - old), old)}"


def _provinces(figures: Figures) -> Part | None:
    """Where exhibitors come from; where there are none, delegates."""
    exhibitors = bool(figures["exhibitors"]["by_province"])
    rows = [(name, count) for name, count in figures["exhibitors" if exhibitors else "delegates"]["by_province"]]
    if not rows:
        return None
    told = {"province": rows[0][0], "share": format_percent(rows[0][1], sum(count for _name, count in rows))}
    if exhibitors:
        title = _("Most exhibitors come from %(province)s: %(share)s", **told)
        note, header = _("Accepted exhibitors by province."), _("Exhibitors")
    else:
        count = len(rows)
        title = _n("Delegates from %(num)s province", "Delegates from %(num)s provinces", count)
        note, header = _("Registered delegates by province."), _("Delegates")
    hidden = rows[MOST_BARS:]
    if hidden:
        others = format_number(sum(count for _name, count in hidden))
        note += " " + _n("%(num)s more province: %(sum)s.", "%(num)s more provinces: %(sum)s.", len(hidden), sum=others)
    return Part("provinces", title, (_("Province"), header), rows, "bars", note=note)


def _zones(figures: Figures) -> Part | None:
    booths = figures["booths"]
    rows = sorted(((zone, count) for zone, count in booths["by_zone"]), key=lambda row: (-row[1], row[0]))
    if not booths["taken"]:
        return None
    share = format_percent(booths["taken"], booths["total"])
    title = _("%(share)s of the booths are let, most of them in zone %(zone)s", share=share, zone=rows[0][0])
    if len(rows) == 1:
        title = _("%(share)s of the booths are let", share=share)
    note = _("Booths given to accepted exhibitors, by zone.")
    return Part("zones", title, (_("Zone"), _("Booths let")), rows, "bars", note=note)


def _days(figures: Figures) -> Part | None:
    rows = [(date.fromisoformat(day).strftime("%d/%m"), count) for day, count in figures["visits"]["by_day"]]
    if len(rows) < 2:
        return None
    best, (day, count) = max(enumerate(figures["visits"]["by_day"]), key=lambda item: item[1][1])
    told = {"day": format_date(date.fromisoformat(day)), "count": format_number(count)}
    title = _("The busiest day was %(day)s: %(count)s visits", **told)
    return Part("days", title, (_("Day"), _("Visits")), rows, "columns", (rows[best][0],), _("Visits of each day, all gates."))


def _hours(figures: Figures) -> Part | None:
    hours = [(int(hour), count) for hour, count in figures["visits"]["by_hour"]]
    if not hours:
        return None
    hour, count = max(hours, key=lambda row: row[1])
    told = {"first": f"{hour}:00", "last": f"{hour + 1}:00", "share": format_percent(count, sum(one for _hour, one in hours))}
    title = _("Peak at %(first)s–%(last)s: %(share)s of all visits", **told)
    rows = [(str(hour), count) for hour, count in hours]
    note = _("Visits by local hour, all days together.")
    return Part("hours", title, (_("Hour"), _("Visits")), rows, "columns", (str(hour),), note)
