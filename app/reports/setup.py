"""What reports put into the organiser's overview after the end: when the result report is due, and the next step."""

from flask import url_for

from app.core import clock, registry
from app.core.i18n import _, _l, _n, format_date
from app.core.registry import Step, Tile, Urgency
from app.events import checklist
from app.events.models import Event, EventState
from app.reports import queries
from app.reports.policies import ReportPermission

# From so many days before the deadline on the step is urgent.
SOON_DAYS = 14
_DONE = frozenset({EventState.REPORTED, EventState.ARCHIVED, EventState.CANCELLED, EventState.POSTPONED})

registry.name_deeds(
    {
        "reports.summary_frozen": _l("Summary frozen"),
        "reports.list_exported": _l("List exported"),
    }
)


def _is_awaited(event: Event) -> bool:
    return event.ends_at <= clock.now() and event.state not in _DONE and not event.is_rehearsal


@registry.tiles.provide(order=90, permission=ReportPermission.READ)
def report_due(event: Event) -> Tile | None:
    """When the report on results is due, from the last day of a fair on."""
    if not _is_awaited(event) or not checklist.is_under_duty(event):
        return None
    due_on = checklist.legal_dates(event).report_due_on
    left = (due_on - clock.today(event.timezone)).days
    base = _n("%(num)s day left", "%(num)s days left", left) if left >= 0 else _("the deadline is over")
    return Tile(_("Result report due on"), format_date(due_on), base, url=url_for("reports.summary", event_slug=event.slug))


@registry.steps.provide(order=90, permission=ReportPermission.FREEZE)
def freeze_summary(event: Event) -> Step | None:
    """Keep the figures before the report goes out."""
    if not _is_awaited(event) or queries.has_frozen(event):
        return None
    url = url_for("reports.summary", event_slug=event.slug)
    if not checklist.is_under_duty(event):
        return Step(_("Freeze the figures of the summary"), url, _("Later corrections do not change what was reported."))
    due_on = checklist.legal_dates(event).report_due_on
    left = (due_on - clock.today(event.timezone)).days
    urgency = Urgency.LATE if left < 0 else Urgency.SOON if left <= SOON_DAYS else Urgency.LATER
    detail = _("The result report is due on %(day)s.", day=format_date(due_on))
    return Step(_("Freeze the figures of the summary"), url, detail, urgency)


registry.name_details(
    {
        "format": _l("Format"),
        "list": _l("List"),
        "rows": _l("Rows"),
    }
)
