"""The public list of exhibitors: only who agreed to be shown, and no data of persons."""

from flask import request
from flask.typing import ResponseReturnValue

from app.core.web import page
from app.events.access import public_event
from app.events.models import Event
from app.registrations import queries
from app.registrations.views.blueprint import bp


@bp.route("/events/<string:event_slug>/exhibitors")
@public_event
def exhibitors(event: Event) -> ResponseReturnValue:
    text = request.args.get("q", "").strip()[:200]
    found = queries.catalogue(event, request.args.get("page", 1, int), text=text)
    return page(
        "registrations/catalogue/index.html",
        fragment="registrations/catalogue/_list.html",
        event=event,
        found=found,
        text=text,
    )
