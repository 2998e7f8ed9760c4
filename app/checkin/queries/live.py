"""The live board: one look at the gates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.badges.print_queue import is_heard, stations_of, waiting_by_station
from app.checkin.gate_rules import ZoneRules
from app.checkin.models import Device, GateNote
from app.checkin.models.scans import GROUND
from app.checkin.queries import board, conflicts, devices
from app.checkin.queries.crowd import people_by_place
from app.checkin.queries.flow import Flow, flows_of
from app.checkin.queries.notes import guests_told
from app.checkin.queries.rules import load_rules
from app.core import clock
from app.events.models import Event
from app.registrations.queries.people import count_people
from app.registrations.terms import Category

# A phone that works says something at least every minute.
_SILENT = timedelta(minutes=5)
_LOW_BATTERY_PCT = 20


@dataclass(frozen=True)
class HourRow:
    """Arrivals of one hour by gate, in the order of `Board.gates`."""

    hour: int
    by_gate: list[int]

    @property
    def total(self) -> int:
        return sum(self.by_gate)


@dataclass(frozen=True)
class Area:
    """A zone, or the ground between them (without a name), with the people inside and how many it may hold."""

    name: str
    inside: int
    most: int | None = None

    @property
    def is_full(self) -> bool:
        return self.most is not None and self.inside >= self.most


@dataclass(frozen=True)
class Printer:
    """A printer desk: what waits for it, its last word, and whether it was heard within the last minute."""

    name: str
    waiting: int
    last_seen_at: datetime | None
    heard: bool


@dataclass(frozen=True)
class Board:
    """Figures of today at the event's place, and the phones that bring them.

    `visitors_total` are visits of all days, `people_total` different people (see app.checkin.queries.visits); `expected` are
    confirmed people by kind of badge.
    """

    day: date
    as_of: datetime
    figures: board.Day
    visitors_total: int
    people_total: int
    expected: dict[Category, int]
    gates: list[str]
    hours: list[HourRow]
    categories: list[tuple[Category, int]]
    provinces: list[tuple[str, int]]
    areas: list[Area]
    flows: list[Flow]
    printers: list[Printer]
    devices: list[Device]
    guests: list[GateNote]
    open_conflicts: int

    def is_silent(self, device: Device) -> bool:
        """Tell whether nothing was heard of a live device for five minutes."""
        return device.revoked_at is None and (device.last_seen_at is None or self.as_of - device.last_seen_at > _SILENT)

    def is_weak(self, device: Device) -> bool:
        """Tell whether the battery of a device is nearly empty."""
        return device.battery_pct is not None and device.battery_pct < _LOW_BATTERY_PCT

    @property
    def peak(self) -> HourRow | None:
        """Return the hour with the most arrivals, the earlier of two."""
        return max(self.hours, key=lambda row: row.total, default=None)

    @property
    def queues(self) -> list[Flow]:
        """Return the gates where a queue must be growing."""
        return [flow for flow in self.flows if flow.is_near_limit]


def live_board(event: Event) -> Board:
    """Return the board of now. A fixed number of statements, however many people come."""
    day, now = board.today(event), clock.now()
    names = board.gate_names(event)
    begins_at, ends_at = board.bounds(event, day)
    places = people_by_place(event.id, begins_at, ends_at)
    figures = board.figures_of(event, day, inside=sum(places.values()))
    return Board(
        day=day,
        as_of=now,
        figures=figures,
        visitors_total=board.count_visitors(event),
        people_total=board.count_people(event),
        expected=count_people(event),
        gates=list(names.values()),
        hours=_rows(board.visits_per_day_and_hour(event, day), list(names)),
        categories=sorted(figures.by_category.items(), key=lambda item: (-item[1], item[0])),
        provinces=board.by_province(event, day),
        areas=_areas(load_rules(event.id).zones, places),
        flows=flows_of(event, now, names),
        printers=_printers(event),
        devices=[device for device in devices.devices_of(event) if device.revoked_at is None],
        guests=guests_told(event, begins_at),
        open_conflicts=conflicts.count_open(event, day),
    )


def _areas(zones: Sequence[ZoneRules], places: dict[int, int]) -> list[Area]:
    """Return the zones with everybody in them and in what lies in them; the ground last. Nothing where there are no zones."""
    if not zones:
        return []
    found = [Area(zone.name, sum(places.get(place, 0) for place in zone.within), zone.most) for zone in zones]
    return [*found, Area("", places.get(GROUND, 0))]


def _printers(event: Event) -> list[Printer]:
    waiting = waiting_by_station(event)
    return [
        Printer(station.name, waiting.get(station.id, 0), station.last_seen_at, is_heard(station))
        for station in stations_of(event)
    ]


def _rows(hours: Sequence[board.Hour], gate_ids: list[int]) -> list[HourRow]:
    """Return every hour from the first to the last arrival: a quiet one is a finding too."""
    if not hours:
        return []
    totals = {(hour.hour, hour.gate_id): hour.total for hour in hours}
    span = range(hours[0].hour, hours[-1].hour + 1)
    return [HourRow(hour, [totals.get((hour, gate_id), 0) for gate_id in gate_ids]) for hour in span]
