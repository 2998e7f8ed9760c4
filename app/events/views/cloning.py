"""Make the next edition: choose, preview, create."""

import re

from flask import flash, request
from flask.typing import ResponseReturnValue

from app.accounts.access import me
from app.core import access
from app.core.errors import DomainError
from app.core.i18n import _, format_dates
from app.core.registry import CloneRun, cloners
from app.core.web import go, page
from app.events.access import event_permission
from app.events.forms import CloneForm
from app.events.models import Event
from app.events.policies import EventPermission
from app.events.services import cloning
from app.events.views.blueprint import bp

# Offered, but not taken over unless somebody asks for it.
_NOT_AT_FIRST = frozenset({"events.invitees"})


@bp.route("/manage/events/<string:event_slug>/clone", methods=["GET", "POST"])
@event_permission(EventPermission.MANAGE)
def clone(event: Event) -> ResponseReturnValue:
    access.require(me(), EventPermission.CREATE, None)
    form = CloneForm.from_request(data={"name": _next_name(event.name), "edition": ""})
    chosen = frozenset(request.form.getlist("chosen"))
    wanted: cloning.NextEdition | None = None
    if form.submitted_and_valid():
        wanted = _wanted(form, chosen)
        if "create" in request.form:
            try:
                target = cloning.clone_event(event, wanted, by=me())
            except DomainError as error:
                form.refuse(_field(error), error.message)
            else:
                flash(_("The next edition is planned. Please check its dates and texts."), "success")
                return go("events.overview", event_slug=target.slug)
    if form.is_submitted():
        ticked = frozenset(cloner.name for cloner in cloning.complete_choice(chosen))
    else:
        ticked = frozenset(cloner.name for cloner in cloners()) - _NOT_AT_FIRST
    return page(
        "events/clone.html",
        status=form.status,
        event=event,
        form=form,
        rows=[(cloner, cloner.count(event), cloner.name in ticked) for cloner in cloners()],
        preview=_preview(event, wanted) if wanted is not None and not form.errors else None,
    )


def _next_name(name: str) -> str:
    """Return the name with its year counted on: "Hội chợ 2026" becomes "Hội chợ 2027"."""
    return re.sub(r"\b20\d\d\b", lambda year: str(int(year.group()) + 1), name)


def _field(error: DomainError) -> str | None:
    # The clone has no field for the place: the whole form says that the venue is taken.
    return "edition" if error.field == "edition" else "shift_days" if error.field == "shift_days" else None


def _wanted(form: CloneForm, chosen: frozenset[str]) -> cloning.NextEdition:
    days = cloning.SAME_WEEKDAY_DAYS if form.move.data == "weekday" else int(form.shift_days.data or 0)
    return cloning.NextEdition(form.name.data, form.edition.data or "", days, chosen)


def _preview(event: Event, wanted: cloning.NextEdition) -> dict[str, object]:
    """Return what would be made: old and new dates, and how many rows of what."""
    run = CloneRun(wanted.shift_days, event.timezone, frozenset(), me())
    dates = [
        (label, at, run.move(at))
        for label, at in (
            (_("Begins"), event.starts_at),
            (_("Ends"), event.ends_at),
            (_("Opening ceremony"), event.opening_at),
            (_("Last moment for applications of exhibitors"), event.applications_close_at),
            (_("Last moment for registrations of visitors and delegates"), event.registrations_close_at),
        )
        if at is not None
    ]
    first, last = event.days
    return {
        "days": format_dates(run.move_day(first) or first, run.move_day(last) or last),
        "dates": dates,
        "rows": [(cloner.label, cloner.count(event)) for cloner in cloning.complete_choice(wanted.chosen)],
    }
