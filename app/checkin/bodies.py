"""What devices send and get: bodies and answers of the API, and how an item of a batch is read, however broken."""

import json
import uuid
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from app.checkin.rules import Sighting
from app.checkin.services.outcomes import Outcome
from app.checkin.services.undoing import UndoResult
from app.checkin.terms import Direction, NoteKind, Reason, ScanResult
from app.core.api import Answer, Body
from app.core.text import clean
from app.registrations.terms import Category

MOST_SCANS = 500
# Below this a difference of clocks is the way through the net.
_SMALLEST_OFFSET_S = 60
# What a column of the database takes.
_LARGEST_OFFSET_S = 2_000_000_000
_NAMESPACE = uuid.UUID("5c1d9d4e-53a1-4b7f-9f0a-3f6f1f0c8a11")


def _in_reach(at: datetime) -> datetime:
    if not 2000 <= at.year <= 2100:
        raise ValueError("the year must be between 2000 and 2100")
    return at.astimezone(UTC)


Instant = Annotated[AwareDatetime, AfterValidator(_in_reach)]


def _one_line(text: str) -> str:
    return clean("".join(char if char.isprintable() else " " for char in text))


Line120 = Annotated[str, Field(max_length=120), AfterValidator(_one_line)]
Line200 = Annotated[str, Field(max_length=200), AfterValidator(_one_line)]


class DeviceBody(BaseModel):
    """Devices in the field may be newer than the server: fields it does not know are passed over."""

    model_config = ConfigDict(extra="ignore", strict=True)


class ScanBody(DeviceBody):
    """One scan. `gate` is what the device believes; the gate it was paired for counts."""

    scan_uuid: uuid.UUID
    code: str
    gate: str | int | None = None
    direction: Direction = Direction.ENTRY
    scanned_at: Instant
    sent_at: Instant | None = None
    offline: bool = False
    shown: str = Field("", max_length=20, pattern="^[a-z_]*$")


class BatchBody(BaseModel):
    """Scans as in `POST …/scans`; each is stored, whatever stands in it. `sent_at` measures the device's clock."""

    scans: list[Any] = Field(max_length=MOST_SCANS)
    sent_at: Instant | None = None


class FirstScan(Answer):
    at: datetime
    gate: str


class Holder(Answer):
    name: str
    unit: str
    category: Category


class Note(Answer):
    kind: NoteKind
    text: str


class ScanAnswer(Answer):
    scan_uuid: str
    result: ScanResult
    reason: Reason
    first_scan: FirstScan | None
    holder: Holder | None
    # People who come on this code.
    party_size: int | None
    counted: bool
    replayed: bool
    # Of a refusal: where the nearest way in is. `key` and its facts, see docs/check-in.md.
    why: dict[str, str | int] | None
    # Of an admission: what the steward should look at, in the same form.
    warning: dict[str, str | int] | None
    note: Note | None


class BatchAnswer(Answer):
    results: list[ScanAnswer]
    received_at: datetime


class PairBody(Body):
    pairing_code: str = Field(max_length=40)
    device_name: str = Field("", max_length=80)


class PairAnswer(Answer):
    """`event` is the slug, `gate` its name. `public_keys` is empty while badge codes are not signed."""

    device_token: str
    event: str
    gate: str
    public_keys: list[dict[str, str]]


class TapBody(DeviceBody):
    count_uuid: uuid.UUID
    # +1, +10, or -1 to correct.
    delta: int = Field(ge=-100, le=100)
    counted_at: Instant


class CountsBody(Body):
    counts: list[TapBody] = Field(max_length=MOST_SCANS)
    sent_at: Instant | None = None


class CountsAnswer(Answer):
    """`stored` taps were new; sums of this gate and of the event today."""

    stored: int
    gate_today: int
    event_today: int


class UndoBody(DeviceBody):
    """A scan that was a mistake: of this device, scanned at most two minutes before `undone_at`."""

    undo_uuid: uuid.UUID
    scan_uuid: uuid.UUID
    reason: Line200 = Field(min_length=1)
    undone_at: Instant


class UndosBody(Body):
    undos: list[UndoBody] = Field(max_length=MOST_SCANS)
    sent_at: Instant | None = None


class UndoneAnswer(Answer):
    undo_uuid: str
    result: UndoResult


class UndosAnswer(Answer):
    results: list[UndoneAnswer]


class StatusBody(DeviceBody):
    """A sign of life: the battery in percent, and scans, taps and undos that wait on the device."""

    battery_pct: int | None = Field(None, ge=0, le=100)
    waiting: int | None = Field(None, ge=0, le=1_000_000)


class StatusAnswer(Answer):
    server_time: datetime


class WalkInBody(Body):
    full_name: Line120 = Field(min_length=1)
    unit: Line120 = ""
    position: Line120 = ""
    category: Literal["visitor", "delegate", "speaker", "press", "vip", "exhibitor"] = "visitor"
    # Short code of the invited person for whom this one comes; the invitation stays.
    replaces: str = Field("", max_length=20)


class WalkInAnswer(Answer):
    short_code: str
    badge_code: str
    holder: Holder


def tell(outcome: Outcome) -> dict[str, Any]:
    """Return the answer to one scan as JSON; a plain dict, since five hundred of them may be asked at once."""
    name, unit, category, party_size = outcome.holder or ("", "", None, None)
    first = {"at": outcome.first_at.isoformat(), "gate": outcome.first_gate} if outcome.first_at is not None else None
    return {
        "scan_uuid": outcome.scan_uuid,
        "result": outcome.result.value,
        "reason": outcome.reason.value,
        "first_scan": first,
        "holder": {"name": name, "unit": unit, "category": category.value} if category is not None else None,
        "party_size": party_size,
        "counted": outcome.counted,
        "replayed": outcome.replayed,
        "why": outcome.why,
        "warning": outcome.warning,
        "note": {"kind": outcome.note[0].value, "text": outcome.note[1]} if outcome.note is not None else None,
    }


def read_scan(body: ScanBody, received_at: datetime, offset_s: int | None = None) -> Sighting:
    """Return the scan with its time corrected by the offset of the device's clock."""
    offset = offset_of(body.sent_at, received_at) if offset_s is None else offset_s
    return Sighting(
        scan_uuid=str(body.scan_uuid),
        code=body.code,
        direction=body.direction,
        scanned_at=datetime.fromtimestamp(body.scanned_at.timestamp() + offset, UTC),
        received_at=received_at,
        offset_s=offset,
        offline=body.offline,
        shown=body.shown,
    )


def offset_of(sent_at: datetime | None, received_at: datetime) -> int:
    """Return the seconds by which the device's clock is behind ours, 0 when it is right or was not told."""
    if sent_at is None:
        return 0
    offset = round((received_at - sent_at).total_seconds())
    return 0 if abs(offset) < _SMALLEST_OFFSET_S else max(-_LARGEST_OFFSET_S, min(_LARGEST_OFFSET_S, offset))


def read_item(item: Any, received_at: datetime, offset_s: int) -> Sighting:
    """Return an item of a batch as a scan; one that cannot be read becomes a malformed one, so that nothing is lost."""
    try:
        body = ScanBody.model_validate_json(json.dumps({"offline": True} | item))
    except (ValidationError, TypeError, ValueError):
        return _unreadable(item, received_at)
    return read_scan(body, received_at, offset_s)


def _unreadable(item: Any, received_at: datetime) -> Sighting:
    fields = item if isinstance(item, dict) else {}
    return Sighting(
        scan_uuid=_uuid_of(item),
        code=fields.get("code", item) if isinstance(fields.get("code"), str) else json.dumps(item),
        direction=Direction.ENTRY,
        scanned_at=time_of(fields.get("scanned_at")) or received_at,
        received_at=received_at,
        offline=True,
        readable=False,
    )


def _uuid_of(item: Any) -> str:
    """Return the item's own uuid, or one that follows from its content: sent again, it is the same scan."""
    try:
        return str(uuid.UUID(item["scan_uuid"]))
    except (KeyError, TypeError, ValueError, AttributeError):
        return str(uuid.uuid5(_NAMESPACE, json.dumps(item, sort_keys=True)))


_instant: TypeAdapter[datetime] = TypeAdapter(Instant)


def time_of(text: Any) -> datetime | None:
    """Return the instant that `text` is, None when it is none."""
    try:
        return _instant.validate_python(text) if isinstance(text, str) else None
    except ValidationError:
        return None
