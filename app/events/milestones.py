"""Where an event stands between plan and report, for people who have a minute."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from app.core import clock
from app.core.i18n import _, _n, format_date
from app.events import checklist
from app.events.models import Event, EventKind, EventState


@dataclass(frozen=True)
class Milestone:
    """One step of the timeline; `state` is done, now or empty."""

    label: str
    date: str
    state: str


_ORDER = (
    EventState.DRAFT,
    EventState.AWAITING_APPROVAL,
    EventState.APPROVED,
    EventState.OPEN,
    EventState.PLAN_LOCKED,
    EventState.RUNNING,
    EventState.ENDED,
    EventState.REPORTED,
    EventState.ARCHIVED,
)


def timeline(event: Event) -> list[Milestone]:
    """Return the steps of a year: those done with the day on which they were, the next ones with their deadline."""
    first, last = event.days
    fair = event.kind is EventKind.FAIR
    closes = _day(event, event.applications_close_at if fair else event.registrations_close_at)
    entered = {state: _entered(event, state) for state in EventState}
    steps: list[tuple[EventState, str, date | None]] = [
        (EventState.DRAFT, _("Plan"), _day(event, event.created_at)),
        (EventState.APPROVED, _("Approval"), entered[EventState.APPROVED]),
        (EventState.OPEN, _("Registration"), closes),
    ]
    if fair:
        steps.append((EventState.PLAN_LOCKED, _("Floor plan locked"), entered[EventState.PLAN_LOCKED] or event.plan_locks_on))
    steps += [
        (EventState.RUNNING, _("Opening"), first),
        (EventState.ENDED, _("Closing"), last),
        (EventState.REPORTED, _("Report"), entered[EventState.REPORTED] or _report_due(event)),
    ]
    reached = _reached(event)
    current = max((number for number, step in enumerate(steps) if _ORDER.index(step[0]) <= reached), default=0)
    return [
        Milestone(
            label,
            _short(day, state),
            "done" if number < current or event.state is EventState.ARCHIVED else "now" if number == current else "",
        )
        for number, (state, label, day) in enumerate(steps)
    ]


def _reached(event: Event) -> int:
    """Return the place in the order of states; of a called-off event the last one it had reached."""
    if event.state in _ORDER:
        return _ORDER.index(event.state)
    return max((_ORDER.index(state) for state in _ORDER if state.value in (event.state_dates or {})), default=0)


def _entered(event: Event, state: EventState) -> date | None:
    at = (event.state_dates or {}).get(state.value)
    return _day(event, datetime.fromisoformat(at)) if at else None


def _day(event: Event, at: datetime | None) -> date | None:
    return None if at is None else at.astimezone(ZoneInfo(event.timezone)).date()


def _report_due(event: Event) -> date | None:
    return checklist.legal_dates(event).report_due_on if checklist.is_under_duty(event) else None


def headline(event: Event) -> str:
    """Return "46 days until the opening · result report due until 09/01/2027"."""
    today = clock.today(event.timezone)
    first, last = event.days
    parts = []
    if event.state is EventState.CANCELLED or event.state is EventState.POSTPONED:
        parts.append(event.state.label)
    elif today < first:
        parts.append(_n("%(num)s day until the opening", "%(num)s days until the opening", (first - today).days))
    elif today <= last:
        parts.append(_("Day %(number)s of %(all)s", number=(today - first).days + 1, all=(last - first).days + 1))
    else:
        parts.append(_("ended on %(day)s", day=format_date(last)))
    due = _report_due(event)
    if due is not None and event.state not in (EventState.REPORTED, EventState.ARCHIVED, EventState.CANCELLED):
        parts.append(_("result report due until %(day)s", day=format_date(due)))
    return " · ".join(parts)


def _short(day: date | None, state: EventState) -> str:
    """Return 02/10, of a deadline "until 15/11"."""
    if day is None:
        return ""
    text = day.strftime("%d/%m")
    return _("until %(day)s", day=text) if state is EventState.OPEN else text
