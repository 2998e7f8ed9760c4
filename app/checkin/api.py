"""What phones at the gate ask: pairing, scans one by one and in batches, and what they need without a connection."""

import sys
from datetime import timedelta
from typing import Any

from flask import request

from app.accounts import throttle
from app.accounts.idempotency import idempotent
from app.badges.keys import public_keys
from app.checkin import codes, desk_api
from app.checkin.access import gate_device, note_status
from app.checkin.bodies import (
    MOST_SCANS,
    BatchAnswer,
    BatchBody,
    CountsAnswer,
    CountsBody,
    Holder,
    PairAnswer,
    PairBody,
    ScanAnswer,
    ScanBody,
    StatusAnswer,
    StatusBody,
    UndoneAnswer,
    UndosAnswer,
    UndosBody,
    WalkInAnswer,
    WalkInBody,
    offset_of,
    read_item,
    read_scan,
    tell,
    time_of,
)
from app.checkin.errors import PairingRefused
from app.checkin.queries.devices import GateDevice
from app.checkin.services import batching, counting, pairing, scanning, undoing, walking_in
from app.checkin.terms import Reason
from app.core import clock
from app.core.access import public
from app.core.api import json_body, operation
from app.core.errors import Invalid
from app.core.i18n import _
from app.core.web import FeatureBlueprint, keep_changes, refusal
from app.events.queries import get_event
from app.registrations.terms import Category

bp = FeatureBlueprint("checkin_api", __name__, url_prefix="/api/v1")
_PAIRINGS, _PAIRING_WINDOW = 20, timedelta(minutes=10)
_GUESSES, _GUESS_WINDOW = 300, timedelta(minutes=10)


@bp.post("/devices/pair")
@public
@operation("Pair a phone with a gate by a one-time code", body=PairBody, answer=PairAnswer)
def pair(body: PairBody) -> Any:
    throttle.count(throttle.address_key("pair", request.remote_addr), _PAIRINGS, _PAIRING_WINDOW)
    try:
        device, token = pairing.pair(body.pairing_code, body.device_name)
    except PairingRefused as error:
        keep_changes()
        return refusal(error)
    return PairAnswer(
        device_token=token, event=device.event.slug, gate=device.gate.name, public_keys=public_keys(device.event_id)
    )


@bp.post("/events/<string:event_slug>/scans")
@gate_device
@idempotent
@operation("Store one scan and decide about it; a refusal is an answer, not an error", body=ScanBody, answer=ScanAnswer)
def scan(device: GateDevice, body: ScanBody) -> dict[str, Any]:
    outcome = scanning.record_scan(device, read_scan(body, clock.now()))
    if outcome.reason is Reason.UNKNOWN and codes.read(body.code).kind is not codes.CodeKind.FOREIGN:
        # Somebody may be guessing codes of our form.
        throttle.count(throttle.key_of("scan-unknown", str(device.id)), _GUESSES, _GUESS_WINDOW)
    return tell(outcome)


@bp.post("/events/<string:event_slug>/scans/batch")
@gate_device
@idempotent
@operation("Store up to 500 scans made without a connection", body=BatchBody, answer=BatchAnswer, reads_body=True)
def scan_batch(device: GateDevice) -> dict[str, Any]:
    received_at = clock.now()
    content = json_body()
    items = content.get("scans") if isinstance(content, dict) else None
    if not isinstance(items, list) or len(items) > MOST_SCANS:
        raise Invalid(_("scans must be a list of at most 500."), field="scans")
    guesses = throttle.key_of("scan-unknown", str(device.id))
    # What a phone scanned is never thrown away: who guesses by batches waits before the next one.
    throttle.require_room(guesses, _GUESSES, _GUESS_WINDOW)
    offset = offset_of(time_of(content.get("sent_at")), received_at)
    sightings = [read_item(item, received_at, offset) for item in items]
    outcomes = batching.record_scans(device, sightings)
    unknown = sum(
        outcome.reason is Reason.UNKNOWN and codes.read(seen.code).kind is not codes.CodeKind.FOREIGN
        for outcome, seen in zip(outcomes, sightings, strict=True)
    )
    if unknown:
        throttle.count(guesses, sys.maxsize, _GUESS_WINDOW, amount=unknown)
    return {"results": [tell(outcome) for outcome in outcomes], "received_at": received_at.isoformat()}


@bp.post("/events/<string:event_slug>/counts")
@gate_device
@idempotent
@operation("Add taps of the visitor counter, each once", body=CountsBody, answer=CountsAnswer)
def count(device: GateDevice, body: CountsBody) -> Any:
    received_at = clock.now()
    offset = timedelta(seconds=offset_of(body.sent_at, received_at))
    taps = [counting.Tap(str(item.count_uuid), item.delta, item.counted_at + offset) for item in body.counts]
    totals = counting.record_taps(device, taps, received_at)
    return CountsAnswer(stored=totals.stored, gate_today=totals.gate_today, event_today=totals.event_today)


@bp.post("/events/<string:event_slug>/undos")
@gate_device
@idempotent
@operation("Take back scans of this device, each once; the scans stay, the counts follow", body=UndosBody, answer=UndosAnswer)
def undo(device: GateDevice, body: UndosBody) -> Any:
    received_at = clock.now()
    offset = timedelta(seconds=offset_of(body.sent_at, received_at))
    mistakes = [
        undoing.Mistake(str(item.undo_uuid), str(item.scan_uuid), item.reason, item.undone_at + offset) for item in body.undos
    ]
    results = undoing.undo_of_device(device, mistakes, received_at)
    pairs = zip(mistakes, results, strict=True)
    return UndosAnswer(results=[UndoneAnswer(undo_uuid=mistake.undo_uuid, result=result) for mistake, result in pairs])


@bp.post("/events/<string:event_slug>/device-status")
@gate_device
@operation("Give a sign of life: battery, and what waits on the device", body=StatusBody, answer=StatusAnswer)
def status(device: GateDevice, body: StatusBody) -> Any:
    note_status(device, body.battery_pct, body.waiting)
    return StatusAnswer(server_time=clock.now())


@bp.post("/events/<string:event_slug>/walk-ins")
@gate_device
@idempotent
@operation("Register somebody who stands at the gate", body=WalkInBody, answer=WalkInAnswer, status=201, errors=(409,))
def walk_in(device: GateDevice, body: WalkInBody) -> Any:
    event = get_event(device.slug)
    guest = walking_in.Guest(body.full_name, body.unit, body.position, Category(body.category), body.replaces)
    person = walking_in.register_guest(event, guest, device=device)
    return WalkInAnswer(
        short_code=person.short_code,
        badge_code=person.badge_code,
        holder=Holder(name=person.full_name, unit=person.unit, category=person.category),
    )


blueprints = [bp, desk_api.bp]
