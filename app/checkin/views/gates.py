"""Gates: their rules, when they are open, and which badges find no way in."""

from typing import Any

from flask import flash
from flask.typing import ResponseReturnValue

from app.accounts.access import me
from app.agenda.queries import rooms_of
from app.badges.print_queue import stations_of
from app.checkin.errors import GateInUse
from app.checkin.forms import GateForm, HoursForm
from app.checkin.models import Gate
from app.checkin.policies import CheckinPermission
from app.checkin.queries import devices
from app.checkin.queries.rules import zones_of_event
from app.checkin.queries.settings import categories_without_way, get_hours
from app.checkin.services import gates
from app.checkin.views.blueprint import bp, desk_page
from app.core.errors import DomainError
from app.core.i18n import _
from app.core.web import go
from app.events.access import event_permission
from app.events.models import Event


def _form(event: Event, **arguments: Any) -> GateForm:
    return GateForm.for_event(zones_of_event(event.id), rooms_of(event), stations_of(event), **arguments)


@bp.route("/gates", methods=["GET", "POST"])
@event_permission(CheckinPermission.MANAGE_GATES)
def gate_list(event: Event) -> ResponseReturnValue:
    zones = zones_of_event(event.id)
    form = _form(event)
    if form.submitted_and_valid():
        try:
            gate = gates.add_gate(event, form.settings, by=me())
        except DomainError as error:
            form.refuse(error.field, error.message)
        else:
            flash(_("Gate %(name)s was added.", name=gate.name), "success")
            return go(".gate_list", event_slug=event.slug)
    return desk_page(
        "checkin/gates.html",
        status=form.status,
        event=event,
        form=form,
        gates=devices.gates_of(event),
        zones=zones,
        zone_names={zone.id: zone.name for zone in zones},
        shut_out=categories_without_way(event),
    )


@bp.route("/gates/<int:gate_id>", methods=["GET", "POST"])
@event_permission(CheckinPermission.MANAGE_GATES)
def gate_edit(event: Event, gate_id: int) -> ResponseReturnValue:
    gate = devices.get_gate(event, gate_id)
    form = _form(event, data=GateForm.shown(gate))
    if form.submitted_and_valid():
        try:
            gates.change_gate(gate, form.settings, by=me())
        except DomainError as error:
            form.refuse(error.field, error.message)
        else:
            flash(_("Saved."), "success")
            return go(".gate_list", event_slug=event.slug)
    return _gate_page(event, gate, form, HoursForm.empty(event), form.status)


def _gate_page(event: Event, gate: Gate, form: GateForm, hours: HoursForm, status: int) -> ResponseReturnValue:
    return desk_page("checkin/gate.html", status=status, event=event, form=form, gate=gate, hours=hours)


@bp.post("/gates/<int:gate_id>/hours")
@event_permission(CheckinPermission.MANAGE_GATES)
def gate_hours_add(event: Event, gate_id: int) -> ResponseReturnValue:
    gate = devices.get_gate(event, gate_id)
    form = HoursForm.for_event(event)
    if form.submitted_and_valid():
        gates.add_hours(gate, form.hours(event), by=me())
        flash(_("Saved."), "success")
        return go(".gate_edit", event_slug=event.slug, gate_id=gate.id)
    settings = _form(event, formdata=None, data=GateForm.shown(gate))
    return _gate_page(event, gate, settings, form, 422)


@bp.post("/gates/<int:gate_id>/hours/<int:hours_id>/remove")
@event_permission(CheckinPermission.MANAGE_GATES)
def gate_hours_remove(event: Event, gate_id: int, hours_id: int) -> ResponseReturnValue:
    gate = devices.get_gate(event, gate_id)
    gates.remove_hours(gate, get_hours(gate, hours_id), by=me())
    flash(_("Saved."), "success")
    return go(".gate_edit", event_slug=event.slug, gate_id=gate.id)


@bp.post("/gates/<int:gate_id>/remove")
@event_permission(CheckinPermission.MANAGE_GATES)
def gate_remove(event: Event, gate_id: int) -> ResponseReturnValue:
    gate = devices.get_gate(event, gate_id)
    try:
        gates.remove_gate(gate, by=me())
    except GateInUse as error:
        flash(str(error.message), "warning")
    else:
        flash(_("Gate %(name)s was removed.", name=gate.name), "success")
    return go(".gate_list", event_slug=event.slug)
