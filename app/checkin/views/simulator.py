"""Try a code at a gate and a time: the verdict and every step to it. A GET, so nothing can be left behind."""

from flask import request
from flask.typing import ResponseReturnValue

from app.checkin.forms import SimulatorForm
from app.checkin.policies import CheckinPermission
from app.checkin.queries import devices
from app.checkin.queries.simulation import simulate
from app.checkin.terms import Direction
from app.checkin.views.blueprint import bp, desk_page
from app.core import clock
from app.events.access import event_permission
from app.events.models import Event


@bp.get("/simulator")
@event_permission(CheckinPermission.SUPERVISE)
def simulator(event: Event) -> ResponseReturnValue:
    gates = devices.gates_of(event)
    form = SimulatorForm.for_gates(gates, event.timezone, request.args, clock.now())
    told, status = None, 200
    if gates and request.args.get("code") is not None:
        if form.validate():
            gate = next(gate for gate in gates if gate.id == form.gate.data)
            told = simulate(event, gate, form.code.data, form.at.data, Direction(form.direction.data))
        else:
            status = 422
    return desk_page("checkin/simulator.html", status=status, event=event, form=form, gates=gates, told=told)
