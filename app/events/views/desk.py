"""The organiser's desk: my events, one event at a glance, who did what."""

from flask import request
from flask.typing import ResponseReturnValue

from app.accounts.access import me, signed_in
from app.audit import queries as audit_queries
from app.core import registry
from app.core.access import allows
from app.core.paging import paginate
from app.core.web import page
from app.events import calendar, checklist, milestones, queries
from app.events.access import event_permission
from app.events.models import Event
from app.events.policies import EventPermission
from app.events.views.blueprint import bp


@bp.get("/manage")
@signed_in
def desk() -> ResponseReturnValue:
    user = me()
    return page(
        "events/desk.html",
        events=paginate(calendar.my_events(user), request.args.get("page", 1, type=int)),
        may_plan=allows(user, EventPermission.CREATE, None),
        units=queries.planning_organisations(user),
        invitations=queries.invitations_for(user),
    )


@bp.get("/manage/events/<string:event_slug>")
@event_permission(EventPermission.SEE)
def overview(event: Event) -> ResponseReturnValue:
    user = me()
    return page(
        "events/overview.html",
        event=event,
        timeline=milestones.timeline(event),
        headline=milestones.headline(event),
        legal=checklist.legal_dates(event) if checklist.is_under_duty(event) else None,
        tiles=registry.tiles.collect(event, user),
        steps=registry.steps.collect(event, user),
        panels=registry.panels.collect(event, user),
    )


@bp.get("/manage/events/<string:event_slug>/audit")
@event_permission(EventPermission.SEE_AUDIT)
def audit(event: Event) -> ResponseReturnValue:
    entries = paginate(audit_queries.entries(event), request.args.get("page", 1, type=int))
    return page("events/audit.html", event=event, entries=entries)
