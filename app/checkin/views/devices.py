"""Phones at the gates: paired, seen, put out."""

from flask import Response, current_app, flash
from flask.typing import ResponseReturnValue

from app.accounts.access import me
from app.checkin.codes import PRACTICE
from app.checkin.forms import PhoneForm
from app.checkin.models import Gate
from app.checkin.policies import CheckinPermission
from app.checkin.queries import devices
from app.checkin.services import pairing
from app.checkin.views.blueprint import bp, desk_page
from app.core.i18n import _
from app.core.web import go
from app.documents.qr import svg
from app.events.access import event_permission
from app.events.models import Event


@bp.route("/devices", methods=["GET", "POST"])
@event_permission(CheckinPermission.SUPERVISE)
def device_list(event: Event) -> ResponseReturnValue:
    all_gates = devices.gates_of(event)
    form = PhoneForm.for_gates(all_gates)
    if all_gates and form.submitted_and_valid():
        return _pairing_page(event, devices.get_gate(event, form.gate.data))
    rows = devices.devices_of(event)
    practice = svg(PRACTICE, label=_("QR code for practice: the scanner shows a verdict and stores nothing"))
    return desk_page(
        "checkin/devices.html", status=form.status, event=event, form=form, gates=all_gates, devices=rows, practice=practice
    )


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
