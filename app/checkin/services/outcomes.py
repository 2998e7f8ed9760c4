"""What a gate is told about a scan, and the rows that keep it."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from app.checkin import codes
from app.checkin.queries.devices import GateDevice
from app.checkin.queries.facts import stored_answer
from app.checkin.rules import Facts, Gateway, Sighting, Verdict
from app.checkin.terms import COUNTED, ELIGIBLE, Direction, NoteKind, Reason, ScanResult
from app.registrations.terms import Category


class Place(Enum):
    """What a scan became for the entry of its window."""

    NONE = "none"
    FIRST = "first"
    EARLIER = "earlier"
    # Somebody else was faster; the facts must be read again.
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a gate is told. The holder is known only for codes of this event.

    Attributes:
        why: of a refusal, where the nearest way in is; `warning`: of an admission, what the steward should look at.
            Both as in app.checkin.explanations.
        note: kind and words of a note on the person.
    """

    scan_uuid: str
    result: ScanResult
    reason: Reason
    first_at: datetime | None = None
    first_gate: str = ""
    holder: tuple[str, str, Category, int] | None = None
    counted: bool = False
    replayed: bool = False
    why: dict[str, Any] | None = None
    warning: dict[str, Any] | None = None
    note: tuple[NoteKind, str] | None = None


def outcome_of(facts: Facts, seen: Sighting, verdict: Verdict, place: Place, warning: dict[str, Any] | None = None) -> Outcome:
    """Return what the gate is told."""
    person = facts.person
    accepted = verdict.reason is Reason.OK
    told_first = verdict.reason is Reason.ALREADY_IN
    return Outcome(
        scan_uuid=seen.scan_uuid,
        result=ScanResult.ACCEPTED if accepted else ScanResult.REFUSED,
        reason=verdict.reason,
        first_at=facts.entered_at if told_first else None,
        first_gate=facts.entered_gate if told_first else "",
        holder=(person.name, person.unit, person.category, person.party_size) if person else None,
        counted=place is Place.FIRST and accepted and person is not None and person.category in COUNTED,
        why=verdict.why,
        warning=warning,
        note=(person.note_kind, person.note_text) if person and person.note_kind and person.note_text else None,
    )


def may_enter(facts: Facts, seen: Sighting, reason: Reason) -> bool:
    """Tell whether the scan may be the entry of its window."""
    return reason in ELIGIBLE and seen.direction is Direction.ENTRY and not facts.undone


def scan_row(
    device: GateDevice, gateway: Gateway, code: codes.Code, facts: Facts, seen: Sighting, outcome: Outcome
) -> dict[str, Any]:
    """Return the columns of the scan."""
    return {
        "event_id": device.event_id,
        "device_id": device.id,
        "gate_id": device.gate_id,
        "scan_uuid": seen.scan_uuid,
        "code": _kept_code(code, facts),
        "registration_id": facts.person.id if facts.person else None,
        "direction": seen.direction,
        "scanned_at": seen.scanned_at,
        "received_at": seen.received_at,
        "offset_s": seen.offset_s,
        "sent_offline": seen.offline,
        "shown": seen.shown,
        "result": outcome.result,
        "reason": outcome.reason,
        "window": gateway.window.name,
        "place": gateway.rules.place_after(seen.direction),
        "why": outcome.why or outcome.warning,
        "first_at": outcome.first_at,
        "first_gate_id": facts.entered_gate_id if outcome.first_at is not None else None,
        "counted": outcome.counted,
    }


def _kept_code(code: codes.Code, facts: Facts) -> str:
    """Codes of other events and of nobody are strangers' too."""
    is_ours = facts.person is not None
    return code.text if is_ours or code.text.startswith("sha256:") else codes.foreign(code.text)


def entry_row(device: GateDevice, gateway: Gateway, facts: Facts, seen: Sighting) -> dict[str, Any]:
    """Return the columns of the entry that this scan would be."""
    assert facts.person is not None  # noqa: S101 -- only a known person is eligible
    return {
        "registration_id": facts.person.id,
        "window": gateway.window.name,
        "event_id": device.event_id,
        "gate_id": device.gate_id,
        "device_id": device.id,
        "scan_uuid": seen.scan_uuid,
        "entered_at": seen.scanned_at,
        "entered_on": gateway.calendar.day_of(seen.scanned_at),
    }


def repeated(device: GateDevice, scan_uuid: str) -> Outcome:
    """Return the answer that this scan got when it came first."""
    row = stored_answer(device, scan_uuid)
    accepted = row.result is ScanResult.ACCEPTED
    return Outcome(
        scan_uuid=scan_uuid,
        result=row.result,
        reason=row.reason,
        first_at=row.first_at,
        first_gate=row.first_gate or "",
        holder=None if row.registration_id is None else (row.full_name, row.unit, row.category, row.party_size),
        counted=row.counted,
        replayed=True,
        why=None if accepted else row.why,
        warning=row.why if accepted else None,
        note=(row.note_kind, row.note_text) if row.note_kind and row.note_text else None,
    )
