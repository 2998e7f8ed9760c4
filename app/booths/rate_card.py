"""The rate card of an event: which line and which band count for a booth on a day. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Protocol

from app.booths.models import BoothKind, BoothPrice, PriceTier
from app.booths.pricing import Price, Subsidy, price_of

_DAY = timedelta(days=1)


class Band(Protocol):
    """The days of a tier, both included; None: from ever, for ever."""

    @property
    def tier(self) -> Any: ...
    @property
    def starts_on(self) -> Any: ...
    @property
    def ends_on(self) -> Any: ...


@dataclass(frozen=True)
class Days:
    """A band as somebody typed it."""

    tier: PriceTier
    starts_on: date | None = None
    ends_on: date | None = None


class Placed(Protocol):
    """What a price asks of a booth."""

    @property
    def kind(self) -> Any: ...
    @property
    def price_group(self) -> Any: ...
    @property
    def area_m2(self) -> Any: ...
    @property
    def open_sides(self) -> Any: ...
    @property
    def unit_count(self) -> Any: ...


@dataclass(frozen=True)
class RateCard:
    """All lines and bands of an event."""

    lines: Sequence[BoothPrice]
    bands: Sequence[Band]

    def tier_on(self, day: date) -> PriceTier | None:
        """Return the tier of a day; None when no band holds it. Without any band every day is standard."""
        if not self.bands:
            return PriceTier.STANDARD
        return next((PriceTier(band.tier) for band in self.bands if _holds(band, day)), None)

    def line_for(self, kind: BoothKind, price_group: str, area_m2: Any) -> BoothPrice | None:
        """Return the line of the booth's own group, else of all; of several sizes the largest that the booth reaches."""
        fitting = [
            line
            for line in self.lines
            if line.kind == kind and line.price_group in (price_group, "") and line.area_from_m2 <= area_m2
        ]
        return max(fitting, key=lambda line: (line.price_group == price_group, line.area_from_m2), default=None)

    def price(self, booth: Placed, day: date, subsidy: Subsidy | None = None) -> Price | None:
        """Return the price of `booth` on a day; None when no line or no band counts for it."""
        tier, area = self.tier_on(day), Decimal(booth.area_m2)
        line = self.line_for(booth.kind, booth.price_group, area)
        if tier is None or line is None:
            return None
        values: dict[str, Any] = {"open_sides": booth.open_sides, "tier": tier, "subsidy": subsidy}
        return price_of(line, area_m2=area, units=booth.unit_count, **values)

    def rises_on(self, day: date) -> date | None:
        """Return the first day after `day` on which another tier begins, None when none does."""
        later = sorted(band.starts_on for band in self.bands if band.starts_on is not None and band.starts_on > day)
        return later[0] if later else None

    def uncovered(self, first: date, last: date) -> tuple[date, date] | None:
        """Return the first stretch of days between `first` and `last` in which no band holds; None when there is none."""
        start = next((day for day in days_between(first, last) if self.tier_on(day) is None), None)
        if start is None:
            return None
        end = start
        while end < last and self.tier_on(end + _DAY) is None:
            end += _DAY
        return start, end


def days_between(first: date, last: date) -> Iterable[date]:
    """Yield each day from `first` to `last`, at most ten years of them."""
    for number in range(min((last - first).days, 3660) + 1):
        yield first + timedelta(days=number)


def _holds(band: Band, day: date) -> bool:
    return (band.starts_on is None or band.starts_on <= day) and (band.ends_on is None or day <= band.ends_on)


@dataclass(frozen=True)
class Flaw:
    """What is wrong with the bands: the tier and field to blame, and which of the four it is."""

    tier: PriceTier
    field: str
    kind: str
    day: date | None = None


def flaws_of(bands: Iterable[Band]) -> list[Flaw]:
    """Return what keeps `bands` from giving each day at most one price without a hole between them.

    Kinds: reversed (ends before it starts), open (no day where a neighbour needs one), overlap, gap; `day` is the right start.
    """
    ordered = sorted(bands, key=lambda band: list(PriceTier).index(PriceTier(band.tier)))
    flaws = [
        Flaw(PriceTier(band.tier), "ends_on", "reversed")
        for band in ordered
        if band.starts_on is not None and band.ends_on is not None and band.ends_on < band.starts_on
    ]
    for before, after in zip(ordered, ordered[1:], strict=False):
        if before.ends_on is None:
            flaws.append(Flaw(PriceTier(before.tier), "ends_on", "open"))
        elif after.starts_on is None:
            flaws.append(Flaw(PriceTier(after.tier), "starts_on", "open", before.ends_on + _DAY))
        elif after.starts_on <= before.ends_on:
            flaws.append(Flaw(PriceTier(after.tier), "starts_on", "overlap", before.ends_on + _DAY))
        elif after.starts_on > before.ends_on + _DAY:
            flaws.append(Flaw(PriceTier(after.tier), "starts_on", "gap", before.ends_on + _DAY))
    return flaws
