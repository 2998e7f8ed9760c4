"""Zones: halls and areas that gates lead into."""

from flask import flash
from flask.typing import ResponseReturnValue

from app.accounts.access import me
from app.checkin.errors import ZoneInUse
from app.checkin.forms import ZoneForm
from app.checkin.policies import CheckinPermission
from app.checkin.queries.rules import zones_of_event
from app.checkin.queries.settings import get_zone
from app.checkin.services import zones
from app.checkin.views.blueprint import bp, desk_page
from app.core.errors import DomainError
from app.core.i18n import _
from app.core.web import go
from app.events.access import event_permission
from app.events.models import Event


@bp.route("/zones", methods=["GET", "POST"])
@event_permission(CheckinPermission.MANAGE_GATES)
def zone_list(event: Event) -> ResponseReturnValue:
    rows = zones_of_event(event.id)
    form = ZoneForm.for_event(rows)
    if form.submitted_and_valid():
        try:
            zones.add_zone(event, form.settings, by=me())
        except DomainError as error:
            form.refuse(error.field, error.message)
        else:
            flash(_("Saved."), "success")
            return go(".zone_list", event_slug=event.slug)
    names = {zone.id: zone.name for zone in rows}
    return desk_page("checkin/zones.html", status=form.status, event=event, form=form, zones=rows, names=names)


@bp.route("/zones/<int:zone_id>", methods=["GET", "POST"])
@event_permission(CheckinPermission.MANAGE_GATES)
def zone_edit(event: Event, zone_id: int) -> ResponseReturnValue:
    zone = get_zone(event, zone_id)
    others = [row for row in zones_of_event(event.id) if row.id != zone.id]
    form = ZoneForm.for_event(others, data=ZoneForm.shown(zone))
    if form.submitted_and_valid():
        try:
            zones.change_zone(zone, form.settings, by=me())
        except DomainError as error:
            form.refuse(error.field, error.message)
        else:
            flash(_("Saved."), "success")
            return go(".zone_list", event_slug=event.slug)
    return desk_page("checkin/zone.html", status=form.status, event=event, form=form, zone=zone)


@bp.post("/zones/<int:zone_id>/remove")
@event_permission(CheckinPermission.MANAGE_GATES)
def zone_remove(event: Event, zone_id: int) -> ResponseReturnValue:
    zone = get_zone(event, zone_id)
    try:
        zones.remove_zone(zone, by=me())
    except ZoneInUse as error:
        flash(str(error.message), "warning")
    else:
        flash(_("The area %(name)s was removed.", name=zone.name), "success")
    return go(".zone_list", event_slug=event.slug)
