"""Enter an event into the calendar."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import flash, request
from flask.typing import ResponseReturnValue

from app.accounts.access import me, signed_in
from app.accounts.models import Organisation
from app.core import access, clock
from app.core.errors import DomainError, Forbidden
from app.core.i18n import _
from app.core.web import go, page
from app.events import neighbours, queries, services
from app.events.forms import NewEventForm
from app.events.models import EventKind
from app.events.policies import EventPermission
from app.events.views.blueprint import bp


@bp.route("/manage/events/new", methods=["GET", "POST"])
@signed_in
def new_event() -> ResponseReturnValue:
    user = me()
    access.require(user, EventPermission.CREATE, None)
    units = queries.planning_organisations(user)
    form = NewEventForm.from_request(data=_suggested())
    owner = _owner(units, form.owner.data)
    if form.submitted_and_valid():
        try:
            event = services.plan_event(_plan(form), owner, by=user)
        except DomainError as error:
            form.refuse(error.field, error.message)
        else:
            flash(_("“%(name)s” stands in the shared calendar as a plan.", name=event.name), "success")
            has_warnings = bool(neighbours.warnings_of(event))
            return go("events.overlaps" if has_warnings else "events.overview", event_slug=event.slug)
    return page(
        "events/new.html",
        status=form.status,
        form=form,
        owner=owner,
        units=units,
        venues=queries.venues(),
        label_of=queries.venue_label,
    )


def _plan(form: NewEventForm) -> services.Plan:
    return services.Plan(
        kind=EventKind(form.kind.data),
        name=form.name.data,
        place=services.find_place(form.place.data),
        starts_at=form.starts_at.data,
        ends_at=form.ends_at.data,
    )


def _owner(units: list[Organisation], chosen: str | None) -> Organisation:
    """Return the unit that plans: the one asked for by `?owner=` or the form, else the first of the person's units."""
    wanted = chosen or request.args.get("owner", "")
    for unit in units:
        if str(unit.id) == wanted:
            return unit
    if not units or chosen:
        raise Forbidden
    return units[0]


def _suggested() -> dict[str, object]:
    """Return the first values: a Saturday in eight weeks, or the day that was chosen in the calendar."""
    zone = ZoneInfo("Asia/Ho_Chi_Minh")
    day = clock.now().astimezone(zone).date() + timedelta(weeks=8)
    asked = request.args.get("day", "")
    try:
        day = datetime.strptime(asked, "%Y-%m-%d").replace(tzinfo=zone).date()
    except ValueError:
        day += timedelta(days=(5 - day.weekday()) % 7)
    return {
        "starts_at": datetime.combine(day, time(8), zone),
        "ends_at": datetime.combine(day, time(17), zone),
        "owner": request.args.get("owner", ""),
    }
