"""The live board: one look at the gates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.checkin.models import Device
from app.checkin.queries import board, conflicts, devices
from app.core import clock
from app.events.models import Event
from app.registrations.terms import Category

# A phone that works says something at least every minute.
_SILENT = timedelta(minutes=5)


@dataclass(frozen=True)
class HourRow:
    """Arrivals of one hour by gate, in the order of `Board.gates`."""

    hour: int
    by_gate: list[int]

    @property
    def total(self) -> int:
        return sum(self.by_gate)


@dataclass(frozen=True)
class Board:
    """Figures of today at the event's place, and the phones that bring them."""

    day: date
    as_of: datetime
    figures: board.Day
    visitors_total: int
    gates: list[str]
    hours: list[HourRow]
    categories: list[tuple[Category, int]]
    provinces: list[tuple[str, int]]
    devices: list[Device]
    open_conflicts: int

    def is_silent(self, device: Device) -> bool:
        """Tell whether nothing was heard of a live device for five minutes."""
        return device.revoked_at is None and (device.last_seen_at is None or self.as_of - device.last_seen_at > _SILENT)

    @property
    def peak(self) -> HourRow | None:
        """Return the hour with the most arrivals, the earlier of two."""
        return max(self.hours, key=lambda row: row.total, default=None)


def live_board(event: Event) -> Board:
    """Return the board of now. A fixed number of statements, however many people come."""
    day = board.today(event)
    names = board.gate_names(event)
    figures = board.figures_of(event, day)
    return Board(
        day=day,
        as_of=clock.now(),
        figures=figures,
        visitors_total=board.count_visitors(event),
        gates=list(names.values()),
        hours=_rows(board.visits_per_day_and_hour(event, day), list(names)),
        categories=sorted(figures.by_category.items(), key=lambda item: (-item[1], item[0])),
        provinces=board.by_province(event, day),
        devices=[device for device in devices.devices_of(event) if device.revoked_at is None],
        open_conflicts=conflicts.count_open(event, day),
    )


def _rows(hours: Sequence[board.Hour], gate_ids: list[int]) -> list[HourRow]:
    """Return every hour from the first to the last arrival: a quiet one is a finding too."""
    if not hours:
        return []
    totals = {(hour.hour, hour.gate_id): hour.total for hour in hours}
    span = range(hours[0].hour, hours[-1].hour + 1)
    return [HourRow(hour, [totals.get((hour, gate_id), 0) for gate_id in gate_ids]) for hour in span]
