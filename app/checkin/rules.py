"""Decide about a scan from what is known: pure, so that every case is a line of a test, here and on phones."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from app.checkin.codes import CodeKind
from app.checkin.explanations import Validity, nearest_way, next_meeting
from app.checkin.gate_rules import Calendar, EventRules, GateRules, Hours, Meeting, Window
from app.checkin.terms import AgainRule, Direction, EntryRule, NoteKind, Reason
from app.registrations.terms import Category, RegistrationState

# Clocks of two phones differ: within this time before it was cancelled a scan is taken as after it.
_TOLERANCE = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Sighting:
    """One scan as a device tells it.

    Attributes:
        scanned_at: the device's time, already corrected by `offset_s`.
        offline: the device could not ask when it scanned; rules are then taken as of that time.
        shown: what the device showed meanwhile.
    """

    scan_uuid: str
    code: object
    direction: Direction
    scanned_at: datetime
    received_at: datetime
    offset_s: int = 0
    offline: bool = False
    shown: str = ""
    readable: bool = True


@dataclass(frozen=True, slots=True)
class Person:
    """Who is behind a code of this event, as the gate may see it. `note` is the kind and text of a note for the gate."""

    id: int
    category: Category
    state: RegistrationState
    name: str
    unit: str
    party_size: int
    valid_from_on: date | None = None
    valid_until_on: date | None = None
    cancelled_at: datetime | None = None
    note_kind: NoteKind | None = None
    note_text: str | None = None
    host_id: int | None = None

    @property
    def validity(self) -> Validity:
        return Validity(self.category.value, self.valid_from_on, self.valid_until_on)


@dataclass(frozen=True, slots=True)
class Facts:
    """What stands before a scan. `person` is None for codes that are not of this event.

    `place` is where the person was seen last: within the window at gates that move people, and at lists and sessions GROUND
    (in) or OUTSIDE (out) of the same window; None: not seen. `undone` tells that the scan was undone before it arrived.
    """

    stored: bool
    person: Person | None
    of_other_event: bool = False
    entered_at: datetime | None = None
    entered_uuid: str = ""
    entered_gate_id: int | None = None
    entered_gate: str = ""
    place: int | None = None
    revoked_at: datetime | None = None
    undone: bool = False


@dataclass(frozen=True, slots=True)
class Gateway:
    """The gate at the instant of a scan: its rules, those of the event, the days, and the window that the scan falls into."""

    rules: GateRules
    event: EventRules
    calendar: Calendar
    window: Window
    meetings: tuple[Meeting, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """The reason, and for a refusal where the nearest way in is (see app.checkin.explanations)."""

    reason: Reason
    why: dict[str, Any] | None = None


class Step(StrEnum):
    """What is looked at, in this order. The first that refuses decides."""

    READ = "read"
    EVENT = "event"
    KNOWN = "known"
    BADGE = "badge"
    STATE = "state"
    DAYS = "days"
    KIND = "kind"
    ZONE = "zone"
    HOURS = "hours"
    SESSION = "session"
    AGAIN = "again"
    # Only the server can count.
    ROOM = "room"


def judge(gateway: Gateway, kind: CodeKind, facts: Facts, seen: Sighting) -> Verdict:
    """Return what is answered. OK and ALREADY_IN let the scan count for the entry.

    Whoever goes out is noted whatever the state of the registration: the count of people inside must be true.
    """
    reason = _code(kind, facts, seen)
    if reason is not None:
        return Verdict(reason)
    if seen.direction is Direction.EXIT:
        return Verdict(Reason.OK)
    assert facts.person is not None  # noqa: S101 -- _code refused whoever is not known
    for _step, check in CHECKS:
        reason = check(gateway, facts, facts.person, seen)
        if reason is not None:
            return Verdict(reason, _explained(gateway, reason, facts.person, seen.scanned_at))
    return Verdict(Reason.OK)


def _code(kind: CodeKind, facts: Facts, seen: Sighting) -> Reason | None:
    if kind is CodeKind.MALFORMED or not seen.readable:
        return Reason.MALFORMED
    if facts.of_other_event or kind is CodeKind.OTHER_EVENT:
        return Reason.WRONG_EVENT
    if facts.person is None:
        return Reason.UNKNOWN
    if facts.revoked_at is not None and _is_after(seen, facts.revoked_at):
        return Reason.REVOKED
    return None


def _is_after(seen: Sighting, at: datetime) -> bool:
    return not seen.offline or seen.scanned_at > at - _TOLERANCE


def _state(_gateway: Gateway, _facts: Facts, person: Person, seen: Sighting) -> Reason | None:
    if person.state is RegistrationState.CONFIRMED:
        return None
    if person.state is RegistrationState.BLOCKED:
        return Reason.BLOCKED
    if person.state is RegistrationState.CANCELLED:
        was_valid = person.cancelled_at is not None and not _is_after(seen, person.cancelled_at)
        return None if was_valid else Reason.CANCELLED
    return Reason.NOT_ACCEPTED


def _days(gateway: Gateway, _facts: Facts, person: Person, seen: Sighting) -> Reason | None:
    """Dates of the person (builders come earlier, a day guest only then) go before those of the event."""
    day = gateway.calendar.day_of(seen.scanned_at)
    if person.category is Category.CONTRACTOR and gateway.calendar.phases:
        return _phase(gateway.calendar.phases, day)
    if person.valid_from_on is not None:
        if day < person.valid_from_on:
            return Reason.NOT_YET_VALID
    elif day < gateway.calendar.first_day:
        return Reason.WRONG_DAY
    if person.valid_until_on is not None:
        if day > person.valid_until_on:
            return Reason.EXPIRED
    elif day > gateway.calendar.last_day:
        return Reason.WRONG_DAY
    return None


def _phase(phases: tuple[tuple[date, date], ...], day: date) -> Reason | None:
    """Contractors build and strike; while visitors are there their passes open nothing."""
    if any(first <= day <= last for first, last in phases):
        return None
    if day < phases[0][0]:
        return Reason.NOT_YET_VALID
    return Reason.EXPIRED if day > phases[-1][1] else Reason.WRONG_DAY


def _kind(gateway: Gateway, _facts: Facts, person: Person, _seen: Sighting) -> Reason | None:
    categories = gateway.rules.categories
    return Reason.WRONG_CATEGORY if categories and person.category.value not in categories else None


def _zone(gateway: Gateway, _facts: Facts, person: Person, _seen: Sighting) -> Reason | None:
    zone = gateway.rules.zone
    return Reason.WRONG_ZONE if zone is not None and not zone.admits_kind(person.category.value) else None


def _hours(gateway: Gateway, _facts: Facts, person: Person, seen: Sighting) -> Reason | None:
    if not gateway.rules.hours:
        return None
    if not gateway.rules.admits_kind(person.category.value):
        return Reason.WRONG_CATEGORY
    local = gateway.calendar.local(seen.scanned_at)
    rows = gateway.rules.hours_of(person.category.value, local.date())
    return _within(rows, local.hour * 60 + local.minute)


def _within(rows: list[Hours], minute: int) -> Reason | None:
    if not rows:
        return Reason.WRONG_DAY
    if any(row.from_minute <= minute < row.until_minute for row in rows):
        return None
    return Reason.NOT_YET_VALID if any(minute < row.from_minute for row in rows) else Reason.EXPIRED


def _session(gateway: Gateway, _facts: Facts, _person: Person, seen: Sighting) -> Reason | None:
    if gateway.window.name:
        return None
    ahead = any(meeting.doors_open_at > seen.scanned_at for meeting in gateway.meetings)
    return Reason.NOT_YET_VALID if ahead else Reason.EXPIRED


def _again(gateway: Gateway, facts: Facts, _person: Person, _seen: Sighting) -> Reason | None:
    again = gateway.rules.again
    if again is AgainRule.ALWAYS:
        return None
    if again is AgainRule.NEVER and facts.entered_at is not None:
        return Reason.ALREADY_IN
    return Reason.ALREADY_IN if gateway.rules.holds(facts.place) else None


Check = Callable[[Gateway, Facts, Person, Sighting], Reason | None]
CHECKS: tuple[tuple[Step, Check], ...] = (
    (Step.STATE, _state),
    (Step.DAYS, _days),
    (Step.KIND, _kind),
    (Step.ZONE, _zone),
    (Step.HOURS, _hours),
    (Step.SESSION, _session),
    (Step.AGAIN, _again),
)
_HAS_ANOTHER_WAY = frozenset({Reason.WRONG_DAY, Reason.NOT_YET_VALID, Reason.EXPIRED, Reason.WRONG_CATEGORY, Reason.WRONG_ZONE})


def _explained(gateway: Gateway, reason: Reason, person: Person, at: datetime) -> dict[str, Any] | None:
    if reason not in _HAS_ANOTHER_WAY:
        return None
    if gateway.rules.rule is EntryRule.ONCE_PER_SESSION and not gateway.window.name and reason is not Reason.WRONG_CATEGORY:
        return next_meeting(gateway.calendar, gateway.meetings, at)
    return nearest_way(gateway.rules, gateway.event, gateway.calendar, person.validity, at)
