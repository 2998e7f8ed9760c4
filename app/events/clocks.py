"""The dates that the law ties to an event: when to register, to amend, to be answered, to report (R-30, R-31, R-34, R-35)."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.events.norms import Norm, norm
from app.places.workdays import add_working_days, working_day_on_or_before


class Authority(StrEnum):
    """Who confirms a fair in writing."""

    DEPARTMENT = "department"  # of the province where it takes place
    MINISTRY = "ministry"  # of Industry and Trade, for fairs abroad


class WindowState(StrEnum):
    TOO_EARLY = "too_early"
    OPEN = "open"
    OVER = "over"


@dataclass(frozen=True)
class Window:
    """Days from `first` to `last`, both included."""

    first: date
    last: date

    def state(self, today: date) -> WindowState:
        if today < self.first:
            return WindowState.TOO_EARLY
        return WindowState.OPEN if today <= self.last else WindowState.OVER


@dataclass(frozen=True)
class LegalClocks:
    """The dates of one fair.

    Attributes:
        registration: when the registration may be handed in; None for an exempt fair (R-30).
        amend_until_on: last day to register a change.
        report_due_on: last day of the report on results, also when it is no working day.
        report_remind_on: the last working day until then.
        norms: the sources, for the page.
    """

    authority: Authority
    registration: Window | None
    amend_until_on: date | None
    report_due_on: date
    report_remind_on: date
    norms: tuple[Norm, ...]


def legal_clocks(opens_on: date, ends_on: date, *, abroad: bool = False, exempt: bool = False) -> LegalClocks:
    """Return the legal dates of a fair by the norms in force on its opening day.

    Args:
        opens_on: first local day. ends_on: last local day.
        abroad: held in another country; then the ministry confirms.
        exempt: part of a promotion programme that the Prime Minister or a People's Committee decided.
    """
    earliest = norm("fair.registration.earliest_days", opens_on)
    latest = norm("fair_abroad.registration.latest_days" if abroad else "fair.registration.latest_days", opens_on)
    amendment = norm("fair.amendment.latest_days", opens_on)
    report = norm("fair.report.days", ends_on)
    report_due_on = _shift(ends_on, report.value)
    return LegalClocks(
        authority=Authority.MINISTRY if abroad else Authority.DEPARTMENT,
        registration=None if exempt else Window(_shift(opens_on, -earliest.value), _shift(opens_on, -latest.value)),
        amend_until_on=None if exempt else _shift(opens_on, -amendment.value),
        report_due_on=report_due_on,
        report_remind_on=working_day_on_or_before(report_due_on),
        norms=(report,) if exempt else (earliest, latest, amendment, report),
    )


def answer_due_on(received_on: date, key: str = "fair.answer.working_days") -> date:
    """Return the last day of an answer that is due in working days after the day of receipt."""
    return add_working_days(received_on, norm(key, received_on).value)


def fair_plan_due_on(year: int) -> date:
    """Return the last day on which a province publishes places and priority fields of `year`: before 1 October of the last."""
    before = norm("fair.plan.publish_before_month", date(year - 1, 1, 1))
    return date(year - 1, before.value, 1) - timedelta(days=1)


def _shift(day: date, days: int) -> date:
    """Return the day `days` later, at the edges of the calendar the first or last day there is."""
    return date.fromordinal(min(max(day.toordinal() + days, date.min.toordinal()), date.max.toordinal()))
