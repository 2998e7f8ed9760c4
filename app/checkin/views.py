"""Check-in for the people in charge: live board, gates, phones, and what must be settled."""

from typing import Any

from flask import Response, current_app, flash, request
from flask.typing import ResponseReturnValue

from app.accounts.access import me
from app.checkin import scanner, sheets
from app.checkin.errors import GateInUse, GateNameTaken
from app.checkin.forms import GateForm, PhoneForm, SettleForm
from app.checkin.models import Gate
from app.checkin.policies import CheckinPermission
from app.checkin.queries import conflicts, devices
from app.checkin.queries.attendance import attendance_of
from app.checkin.queries.live import live_board
from app.checkin.services import gates, pairing, reviewing
from app.checkin.terms import ConflictKind, EntryRule, Resolution
from app.core.errors import NotFound
from app.core.i18n import _
from app.core.web import FeatureBlueprint, go, page
from app.documents.qr import svg
from app.events.access import event_permission
from app.events.models import Event
from app.files.sending import send_document

bp = FeatureBlueprint("checkin", __name__, url_prefix="/manage/events/<string:event_slug>/check-in")


def desk_page(template: str, **context: Any) -> Response:
    """Render a page of check-in; its tabs ask for permissions."""
    return page(template, permissions=CheckinPermission, **context)


@bp.get("")
@event_permission(CheckinPermission.SEE)
def board(event: Event) -> ResponseReturnValue:
    response = desk_page("checkin/board.html", fragment="checkin/_board.html", event=event, board=live_board(event))
    # Screens ask every few seconds; nothing is sent while nothing changed.
    response.headers["Cache-Control"] = "private, no-cache"
    response.vary.update(["Cookie", "Accept-Language"])
    response.add_etag()
    return response.make_conditional(request)


@bp.route("/gates", methods=["GET", "POST"])
@event_permission(CheckinPermission.MANAGE_GATES)
def gate_list(event: Event) -> ResponseReturnValue:
    form = GateForm.from_request()
    if form.submitted_and_valid():
        try:
            gate = gates.add_gate(event, form.name.data, EntryRule(form.rule.data), by=me())
        except GateNameTaken as error:
            form.refuse(error.field, error.message)
        else:
            flash(_("Gate %(name)s was added.", name=gate.name), "success")
            return go(".gate_list", event_slug=event.slug)
    return desk_page("checkin/gates.html", status=form.status, event=event, form=form, gates=devices.gates_of(event))


@bp.route("/gates/<int:gate_id>", methods=["GET", "POST"])
@event_permission(CheckinPermission.MANAGE_GATES)
def gate_edit(event: Event, gate_id: int) -> ResponseReturnValue:
    gate = devices.get_gate(event, gate_id)
    form = GateForm.from_request(obj=gate)
    if form.submitted_and_valid():
        try:
            gates.change_gate(gate, form.name.data, EntryRule(form.rule.data), by=me())
        except GateNameTaken as error:
            form.refuse(error.field, error.message)
        else:
            flash(_("Saved."), "success")
            return go(".gate_list", event_slug=event.slug)
    return desk_page("checkin/gate.html", status=form.status, event=event, form=form, gate=gate)


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


@bp.route("/devices", methods=["GET", "POST"])
@event_permission(CheckinPermission.SUPERVISE)
def device_list(event: Event) -> ResponseReturnValue:
    all_gates = devices.gates_of(event)
    form = PhoneForm.for_gates(all_gates)
    if all_gates and form.submitted_and_valid():
        return _pairing_page(event, devices.get_gate(event, form.gate.data))
    rows = devices.devices_of(event)
    return desk_page("checkin/devices.html", status=form.status, event=event, form=form, gates=all_gates, devices=rows)


def _pairing_page(event: Event, gate: Gate) -> Response:
    """The code is shown on this answer only; loading it again gives another one."""
    code = pairing.offer_pairing(gate, by=me())
    address = f"{current_app.config['BASE_URL']}/scan"
    return desk_page(
        "checkin/pair.html",
        event=event,
        gate=gate,
        code=code,
        address=address,
        # Behind "#": browsers send that part to no server, so it stands in no log.
        picture=svg(f"{address}#pair={code}", label=_("QR code that pairs a device with this gate")),
        minutes=int(pairing.PAIRING_LASTS.total_seconds() // 60),
    )


@bp.post("/devices/<int:device_id>/revoke")
@event_permission(CheckinPermission.SUPERVISE)
def device_revoke(event: Event, device_id: int) -> ResponseReturnValue:
    device = devices.get_device(event, device_id)
    pairing.revoke(device, by=me())
    flash(_("The device was removed. It can scan no more; what it sent stays."), "success")
    return go(".device_list", event_slug=event.slug)


@bp.get("/review")
@event_permission(CheckinPermission.SUPERVISE)
def review(event: Event) -> ResponseReturnValue:
    return desk_page("checkin/review.html", event=event, found=conflicts.conflicts_of(event))


@bp.route("/review/<string:kind>/<int:scan_id>", methods=["GET", "POST"])
@event_permission(CheckinPermission.SUPERVISE)
def settle(event: Event, kind: str, scan_id: int) -> ResponseReturnValue:
    if kind not in list(ConflictKind):
        raise NotFound
    odd = conflicts.get_conflict(event, ConflictKind(kind), scan_id)
    form = SettleForm.from_request()
    if form.submitted_and_valid():
        reviewing.settle(event, odd, Resolution(form.resolution.data), form.reason.data, by=me())
        flash(_("Settled."), "success")
        return go(".review", event_slug=event.slug)
    return desk_page("checkin/settle.html", status=form.status, event=event, odd=odd, form=form)


@bp.get("/sign-in-sheet.<string:kind>")
@event_permission(CheckinPermission.SUPERVISE)
def sign_in_sheet(event: Event, kind: str) -> ResponseReturnValue:
    if kind not in _SHEETS:
        raise NotFound
    draw, media_type = _SHEETS[kind]
    return send_document(draw(event, attendance_of(event)), media_type, f"{event.slug}-sign-in.{kind}")


_SHEETS = {
    "pdf": (sheets.as_pdf, "application/pdf"),
    "xlsx": (sheets.as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
blueprints = [bp, scanner.bp]
