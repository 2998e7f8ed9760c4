"""What phones and programs read: the snapshot for work without a connection, people, figures, conflicts."""

import gzip
import json
from datetime import datetime
from typing import Any

from flask import Response, request
from pydantic import BaseModel, Field

from app.badges.keys import public_keys
from app.checkin.access import device_or_token, gate_device
from app.checkin.gate_rules import gate_as_json, meeting_as_json, zone_as_json
from app.checkin.policies import CheckinPermission
from app.checkin.queries import board, conflicts, people
from app.checkin.queries.devices import GateDevice
from app.checkin.queries.oddities import Odd, Seen
from app.checkin.queries.rules import gateway_of
from app.checkin.queries.snapshot import FIELDS, KEY_LENGTH, Cursor, changes_since
from app.checkin.terms import COUNTED, ConflictKind, Direction, Reason, Resolution, ScanResult
from app.core import clock
from app.core.api import Answer, operation
from app.core.web import FeatureBlueprint
from app.events.models import Event
from app.registrations.queries.people import count_people
from app.registrations.terms import Category, RegistrationState

bp = FeatureBlueprint("checkin_desk_api", __name__, url_prefix="/api/v1/events/<string:event_slug>")


class SnapshotQuery(BaseModel):
    since: str = Field("", max_length=80)
    limit: int = Field(5000, ge=1, le=20_000)


class SnapshotEvent(Answer):
    slug: str
    # The event's number within signed badge codes.
    signed_as: int
    name: str
    timezone: str
    # Local days, both included.
    first_day: str
    last_day: str
    # After that the device's token opens nothing.
    works_until: datetime
    # First and last days of build and strike: outside them a contractor's badge is not valid. Empty: those of the event.
    contractor_days: list[list[str]]


class SnapshotRules(Answer):
    """A badge is admitted on the event's days (or those of its own dates) while its state is in `admits`.

    How the gate decides stands in docs/check-in.md: `gates` are all of the event, `gate_id` is the device's, `sessions` are
    those of its room.
    """

    gate: str
    gate_id: int
    entry_rule: str
    gates: list[dict[str, Any]]
    zones: list[dict[str, Any]]
    sessions: list[dict[str, Any]]
    counted: list[Category]
    admits: list[RegistrationState]
    # Characters of a badge code behind EV1 that `key` holds.
    key_length: int


class SnapshotAnswer(Answer):
    """`people` are lists in the order of `fields`; what is missing at their end is 1 for party_size and null for dates.

    `revoked` are [key, short_code] of replaced badges. Ask again with `cursor` until `more` is false, then from time to time.
    """

    event: SnapshotEvent
    rules: SnapshotRules
    public_keys: list[dict[str, str]]
    fields: list[str]
    people: list[list[str | int | None]]
    revoked: list[list[str]]
    cursor: str
    more: bool
    server_time: datetime


@bp.get("/snapshot")
@gate_device
@operation("Get what a scanner needs offline, or what changed since", query=SnapshotQuery, answer=SnapshotAnswer)
def snapshot(device: GateDevice, query: SnapshotQuery) -> Response:
    delta = changes_since(device, Cursor.read(query.since), limit=query.limit)
    return _packed(
        {
            "event": _event(device),
            "rules": _rules(device),
            "public_keys": public_keys(device.event_id),
            "fields": FIELDS,
            "people": delta.people,
            "revoked": delta.revoked,
            "cursor": str(delta.cursor),
            "more": delta.more,
            "server_time": clock.now().isoformat(),
        }
    )


def _rules(device: GateDevice) -> dict[str, Any]:
    gateway = gateway_of(device, clock.now())
    return {
        "gate": device.gate,
        "gate_id": device.gate_id,
        "entry_rule": gateway.rules.rule.value,
        "gates": [gate_as_json(gate) for gate in gateway.event.gates],
        "zones": [zone_as_json(zone) for zone in gateway.event.zones],
        "sessions": [meeting_as_json(meeting) for meeting in gateway.meetings],
        "counted": sorted(category.value for category in COUNTED),
        "admits": [RegistrationState.CONFIRMED.value],
        "key_length": KEY_LENGTH,
    }


def _event(device: GateDevice) -> dict[str, Any]:
    return {
        "slug": device.slug,
        "signed_as": device.event_id,
        "name": device.event,
        "timezone": device.timezone,
        "first_day": device.day_of(device.starts_at).isoformat(),
        "last_day": device.day_of(device.ends_at).isoformat(),
        "works_until": device.works_until.isoformat(),
        "contractor_days": [[first.isoformat(), last.isoformat()] for first, last in device.calendar.phases],
    }


def _packed(content: dict[str, Any]) -> Response:
    """Return JSON packed by gzip where the reader takes it: phones load it over the hall's poor net."""
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    response = Response(body, mimetype="application/json")
    if request.accept_encodings["gzip"]:
        response.set_data(gzip.compress(body, 6))
        response.headers["Content-Encoding"] = "gzip"
    response.vary.add("Accept-Encoding")
    return response


class SearchQuery(BaseModel):
    q: str = Field(min_length=people.SHORTEST, max_length=100)


class FoundPerson(Answer):
    short_code: str
    name: str
    unit: str
    category: Category
    state: RegistrationState
    entered_at: datetime | None


class SearchAnswer(Answer):
    people: list[FoundPerson]


@bp.get("/search")
@device_or_token(CheckinPermission.SEE)
@operation("Find people by name, unit, end of phone or code", query=SearchQuery, answer=SearchAnswer)
def search(event: Event, query: SearchQuery) -> Any:
    found = people.find_people(event, query.q.replace("\x00", " "))
    return SearchAnswer(
        people=[
            FoundPerson(
                short_code=item.short_code,
                name=item.name,
                unit=item.unit,
                category=item.category,
                state=item.state,
                entered_at=item.entered_at,
            )
            for item in found
        ]
    )


class HourAnswer(Answer):
    hour: int
    gate: str
    scanned: int
    counted: int


class StatsAnswer(Answer):
    """Figures of today at the event's place. Visitors: first entries of visitors, delegates and guests, and counter taps."""

    day: str
    visitors_today: int
    others_today: int
    inside: int
    by_category: dict[Category, int]
    hours: list[HourAnswer]
    visitors_total: int
    expected: dict[Category, int]
    open_conflicts: int


@bp.get("/stats")
@device_or_token(CheckinPermission.SEE)
@operation("Get the figures of the day", answer=StatsAnswer)
def stats(event: Event) -> Any:
    day = board.today(event)
    figures = board.figures_of(event, day)
    names = board.gate_names(event)
    hours = board.visits_per_day_and_hour(event, day)
    return StatsAnswer(
        day=day.isoformat(),
        visitors_today=figures.visitors,
        others_today=figures.others,
        inside=figures.inside,
        by_category=figures.by_category,
        hours=[
            HourAnswer(hour=item.hour, gate=names[item.gate_id], scanned=item.scanned, counted=item.counted) for item in hours
        ],
        visitors_total=board.count_visitors(event),
        expected=count_people(event),
        open_conflicts=conflicts.count_open(event, day),
    )


class SeenAnswer(Answer):
    """Times: by the device, corrected, and by the server."""

    scan_uuid: str
    device: str
    gate: str
    direction: Direction
    scanned_at: datetime
    received_at: datetime
    clock_offset_s: int
    offline: bool
    shown: str
    result: ScanResult
    reason: Reason


class ConflictHolder(Answer):
    name: str
    unit: str
    category: Category
    short_code: str


class ReviewAnswer(Answer):
    resolution: Resolution
    reason: str
    by: str
    at: datetime


class ConflictAnswer(Answer):
    kind: ConflictKind
    scans: list[SeenAnswer]
    holder: ConflictHolder | None
    # When the badge was replaced or the registration cancelled.
    since: datetime | None
    # Scans of the device with the wrong clock, else 1.
    number: int
    # Why the steward took the scan back.
    because: str
    review: ReviewAnswer | None


class ConflictsAnswer(Answer):
    conflicts: list[ConflictAnswer]
    open: int


@bp.get("/conflicts")
@device_or_token(CheckinPermission.SEE)
@operation("Get what needs a look after work without a connection", answer=ConflictsAnswer)
def conflict_report(event: Event) -> Any:
    found = conflicts.conflicts_of(event)
    return ConflictsAnswer(conflicts=[_conflict(odd) for odd in found], open=sum(odd.review is None for odd in found))


def _conflict(odd: Odd) -> ConflictAnswer:
    return ConflictAnswer(
        kind=odd.kind,
        scans=[_seen(seen) for seen in odd.scans],
        holder=ConflictHolder(**vars(odd.holder)) if odd.holder else None,
        since=odd.since,
        number=odd.number,
        because=odd.because,
        review=ReviewAnswer(**vars(odd.review)) if odd.review else None,
    )


def _seen(seen: Seen) -> SeenAnswer:
    values = {name: value for name, value in vars(seen).items() if name not in ("scan_id", "offset_s")}
    return SeenAnswer(**values, clock_offset_s=seen.offset_s)
