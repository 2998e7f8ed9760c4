"""The rules of an event's gates and zones as plain values: small enough for a phone, the same on both sides.

Nothing here asks a database. `as_json` is what phones get; tests/checkin/verdicts.json is judged by the server and by phones.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from app.checkin.models.scans import GROUND, OUTSIDE
from app.checkin.terms import AgainRule, Direction, EntryRule

# Doors of a session open so long before it begins.
DOORS_OPEN = timedelta(minutes=30)
# Around the event's days: entries "once in the whole event" reach so far.
_FAR = timedelta(days=3660)
_WHOLE_DAY = 1440


@dataclass(frozen=True, slots=True)
class Calendar:
    """Days of the event at its place, both included."""

    timezone: str
    first_day: date
    last_day: date
    # When contractors may be there: build and strike, in this order. Empty: they come on the days of the event.
    phases: tuple[tuple[date, date], ...] = ()

    def local(self, at: datetime) -> datetime:
        return at.astimezone(ZoneInfo(self.timezone))

    def day_of(self, at: datetime) -> date:
        """Return the day of the event's place at `at`."""
        return self.local(at).date()

    def instant(self, day: date, minute: int = 0) -> datetime:
        """Return the instant of a local day and minute; 1440 is the next midnight."""
        return datetime.combine(day + timedelta(days=minute // _WHOLE_DAY), time(), ZoneInfo(self.timezone)) + timedelta(
            minutes=minute % _WHOLE_DAY
        )


@dataclass(frozen=True, slots=True)
class Window:
    """The time and the list within which one entry is counted."""

    name: str
    begins_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Hours:
    """When a gate is open: on one day or on all (None), for some kinds of badges or all (empty)."""

    day: date | None
    from_minute: int
    until_minute: int
    categories: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Meeting:
    """A session in the room of a gate."""

    id: int
    title: str
    starts_at: datetime
    ends_at: datetime

    @property
    def doors_open_at(self) -> datetime:
        return self.starts_at - DOORS_OPEN


@dataclass(frozen=True, slots=True)
class ZoneRules:
    """A zone. `within` are the zones in which one is in it too: itself and those that lie in it."""

    id: int
    name: str
    # Where going out leads: a zone, the ground, or outside.
    exit_place: int
    within: frozenset[int]
    categories: frozenset[str] = frozenset()
    most: int | None = None
    refuses: bool = False

    def admits_kind(self, category: str) -> bool:
        return not self.categories or category in self.categories


@dataclass(frozen=True)
class GateRules:
    """What a gate asks. `list_name`, `rule`, `again`, `zone`: see app.checkin.models.Gate."""

    id: int
    name: str
    rule: EntryRule = EntryRule.ONCE_PER_DAY
    again: AgainRule = AgainRule.AFTER_EXIT
    list_name: str = ""
    room_id: int | None = None
    categories: frozenset[str] = frozenset()
    hours: tuple[Hours, ...] = ()
    zone: ZoneRules | None = None
    # The printer at the gate; no business of phones.
    station_id: int | None = None

    @cached_property
    def moves(self) -> bool:
        """Tell whether people are somewhere else behind this gate; lists and sessions only note that they were there."""
        return not self.list_name and self.rule is not EntryRule.ONCE_PER_SESSION

    @cached_property
    def scope(self) -> str:
        """Return what stands before the time in the name of a window."""
        if self.list_name:
            return f"{self.list_name}|"
        return f"z{self.zone.id}|" if self.zone is not None else ""

    def place_after(self, direction: Direction) -> int | None:
        """Return where a person is who went through; None at gates that move nobody."""
        if not self.moves:
            return None
        if direction is Direction.ENTRY:
            return self.zone.id if self.zone is not None else GROUND
        return self.zone.exit_place if self.zone is not None else OUTSIDE

    def holds(self, place: int | None) -> bool:
        """Tell whether somebody at `place` is in already, seen from this gate."""
        if place is None or place == OUTSIDE:
            return False
        return self.zone is None or not self.moves or place in self.zone.within

    def admits_kind(self, category: str) -> bool:
        """Tell whether the gate and its zone are for this kind of badge at all, at some hour."""
        if self.categories and category not in self.categories:
            return False
        if self.zone is not None and not self.zone.admits_kind(category):
            return False
        return not self.hours or any(not row.categories or category in row.categories for row in self.hours)

    def hours_of(self, category: str, day: date) -> list[Hours]:
        """Return the hours of one day for a kind of badge, in the order of time; the whole day where none are set."""
        if not self.hours:
            return [Hours(None, 0, _WHOLE_DAY)]
        found = [row for row in self.hours if row.day in (None, day) and (not row.categories or category in row.categories)]
        return sorted(found, key=lambda row: (row.from_minute, row.until_minute))

    def leads_where(self) -> tuple[str, int | None, str]:
        """Return what two gates have in common that let people into the same."""
        return (self.list_name, self.room_id if self.rule is EntryRule.ONCE_PER_SESSION else None, self.scope)


@dataclass(frozen=True)
class EventRules:
    """All gates in their order. Kept between requests: see app.checkin.queries.rules."""

    gates: tuple[GateRules, ...]
    zones: tuple[ZoneRules, ...] = ()

    @cached_property
    def by_id(self) -> dict[int, GateRules]:
        return {gate.id: gate for gate in self.gates}


def window_of(rules: GateRules, calendar: Calendar, at: datetime, meetings: tuple[Meeting, ...] = ()) -> Window:
    """Return the window that `at` falls into at this gate.

    Its name is empty at the gate of a room where no session is on and none begins within half an hour.
    """
    if rules.rule is EntryRule.ONCE_PER_SESSION:
        meeting = meeting_at(meetings, at)
        if meeting is None:
            return Window("", at, at)
        return Window(f"s{meeting.id}", meeting.doors_open_at, meeting.ends_at)
    if rules.rule is EntryRule.ONCE_PER_EVENT:
        begins_at, ends_at = calendar.instant(calendar.first_day), calendar.instant(calendar.last_day, _WHOLE_DAY)
        return Window(f"{rules.scope}event", begins_at - _FAR, ends_at + _FAR)
    day = calendar.day_of(at)
    return Window(f"{rules.scope}{day.isoformat()}", calendar.instant(day), calendar.instant(day, _WHOLE_DAY))


def meeting_at(meetings: tuple[Meeting, ...], at: datetime) -> Meeting | None:
    """Return the session that is on, else the next one whose doors are open."""
    running = [meeting for meeting in meetings if meeting.starts_at <= at < meeting.ends_at]
    soon = [meeting for meeting in meetings if meeting.doors_open_at <= at < meeting.starts_at]
    return min(running or soon, key=lambda meeting: (meeting.starts_at, meeting.id), default=None)


def gate_as_json(rules: GateRules) -> dict[str, Any]:
    """Return a gate as phones get it; what is usual is left out."""
    told: dict[str, Any] = {"id": rules.id, "name": rules.name, "entry_rule": rules.rule.value, "again": rules.again.value}
    if rules.list_name:
        told["list"] = rules.list_name
    if rules.categories:
        told["categories"] = sorted(rules.categories)
    if rules.hours:
        told["hours"] = [_hours_as_json(row) for row in rules.hours]
    if rules.zone is not None:
        told["zone"] = rules.zone.id
    if rules.rule is EntryRule.ONCE_PER_SESSION:
        told["room"] = rules.room_id
    return told


def _hours_as_json(row: Hours) -> list[Any]:
    return [row.day.isoformat() if row.day else None, row.from_minute, row.until_minute, sorted(row.categories)]


def zone_as_json(zone: ZoneRules) -> dict[str, Any]:
    """Return a zone as phones get it."""
    return {
        "id": zone.id,
        "name": zone.name,
        "exit": zone.exit_place,
        "within": sorted(zone.within),
        "categories": sorted(zone.categories),
    }


def meeting_as_json(meeting: Meeting) -> dict[str, Any]:
    """Return a session as phones get it."""
    return {
        "id": meeting.id,
        "title": meeting.title,
        "starts_at": meeting.starts_at.isoformat(),
        "ends_at": meeting.ends_at.isoformat(),
    }


def event_rules_from_json(gates: list[dict[str, Any]], zones: list[dict[str, Any]]) -> EventRules:
    """Return the rules that phones were given, for the table of cases that both sides judge."""
    areas = {
        zone["id"]: ZoneRules(
            zone["id"], zone["name"], zone["exit"], frozenset(zone["within"]), frozenset(zone.get("categories", ()))
        )
        for zone in zones
    }
    made = [
        GateRules(
            gate["id"],
            gate["name"],
            EntryRule(gate["entry_rule"]),
            AgainRule(gate["again"]),
            gate.get("list", ""),
            gate.get("room"),
            frozenset(gate.get("categories", ())),
            tuple(_hours_from_json(row) for row in gate.get("hours", ())),
            areas.get(gate.get("zone", 0)),
        )
        for gate in gates
    ]
    return EventRules(tuple(made), tuple(areas.values()))


def _hours_from_json(row: list[Any]) -> Hours:
    return Hours(date.fromisoformat(row[0]) if row[0] else None, row[1], row[2], frozenset(row[3]))
