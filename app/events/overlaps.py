"""Which planned events get in each other's way: pure rules over small values, no database (R-33, A-01).

Two events overlap when they share a local day. That alone is no fault: it becomes a finding when they also share the
venue, the province, the region of a set, the theme, or many invited organisations.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from app.core.text import fold

_MOMENT = timedelta(microseconds=1)


class Reason(StrEnum):
    """Why an overlap in time matters, the gravest first."""

    SAME_VENUE = "same_venue"
    SAME_PROVINCE = "same_province"
    SAME_REGION = "same_region"
    SAME_THEME = "same_theme"
    SAME_INVITEES = "same_invitees"


# Reasons that the planner of another event may learn of a hidden one: that the place is taken, nothing of its content.
_OPEN_REASONS = frozenset({Reason.SAME_VENUE, Reason.SAME_PROVINCE, Reason.SAME_REGION})
_GRAVITY = {reason: number for number, reason in enumerate(Reason)}


class Severity(StrEnum):
    BLOCK = "block"  # the same venue at the same hour: impossible
    WARNING = "warning"


@dataclass(frozen=True)
class PlannedEvent:
    """What the comparison needs to know of an event.

    Attributes:
        key: any identifier, for the caller.
        starts_at, ends_at: aware instants; `ends_at` itself is outside.
        zone: IANA zone whose days count.
        venue_key: a venue holds one event at a time.
        region: region of its province in the set chosen for the comparison; None without one.
        invited: ids of the invited organisations.
        is_off: cancelled or postponed without a new date: never a finding.
        is_hidden: private or unlisted, and the planner has no part in it: shown as "busy" only.
    """

    key: int
    title: str
    starts_at: datetime
    ends_at: datetime
    zone: str = "Asia/Ho_Chi_Minh"
    venue_key: int | None = None
    province_code: int | None = None
    region: str | None = None
    theme: str = ""
    invited: frozenset[int] = frozenset()
    is_off: bool = False
    is_hidden: bool = False

    @property
    def first_day(self) -> date:
        return self.starts_at.astimezone(ZoneInfo(self.zone)).date()

    @property
    def last_day(self) -> date:
        """Return the local day of the last moment: an event until 00:00 ends on the day before."""
        last = max(self.ends_at - _MOMENT, self.starts_at)
        return last.astimezone(ZoneInfo(self.zone)).date()


@dataclass(frozen=True)
class Share:
    """How many of the other event's invited organisations are invited here too: 62 of 100."""

    part: int
    whole: int

    @property
    def percent(self) -> float:
        return 100 * self.part / self.whole if self.whole else 0.0


@dataclass(frozen=True)
class Overlap:
    """One finding about the planned event and another one.

    Attributes:
        other_key, title: None and "" when the other event is hidden: only its being busy may be told.
        reasons: gravest first; of a hidden event only those about the place.
        invitees: only with Reason.SAME_INVITEES.
    """

    severity: Severity
    first_day: date
    last_day: date
    reasons: tuple[Reason, ...]
    other_key: int | None
    title: str
    invitees: Share | None = None

    @property
    def is_busy(self) -> bool:
        """Tell whether the other event is hidden and shown as "busy"."""
        return self.other_key is None

    @property
    def days(self) -> int:
        """Return the number of shared days, both ends included."""
        return (self.last_day - self.first_day).days + 1


@dataclass(frozen=True)
class OverlapRules:
    """What counts as a finding. `invitees_from_pct`: share of common invitees, in percent, from which it is told."""

    invitees_from_pct: int = 20
    watched: frozenset[Reason] = field(default_factory=lambda: frozenset(Reason))


DEFAULT_RULES = OverlapRules()


def overlaps_of(planned: PlannedEvent, others: Iterable[PlannedEvent], rules: OverlapRules = DEFAULT_RULES) -> list[Overlap]:
    """Return what stands in the way of `planned`: blocks first, then the gravest reason, the most days, the date."""
    found = (compare(planned, other, rules) for other in others if other.key != planned.key)
    return sorted((overlap for overlap in found if overlap is not None), key=_order)


def _order(overlap: Overlap) -> tuple[object, ...]:
    gravity = min((_GRAVITY[reason] for reason in overlap.reasons), default=len(_GRAVITY))
    return (overlap.severity is not Severity.BLOCK, gravity, -overlap.days, overlap.first_day, overlap.other_key or 0)


def overlaps_among(events: Iterable[PlannedEvent], rules: OverlapRules = DEFAULT_RULES) -> dict[int, list[Overlap]]:
    """Return the findings of each event against all others, by key; events without one are left out.

    Work grows with the events that run at the same time, not with the square of the calendar.
    """
    findings: dict[int, list[Overlap]] = {}
    running: list[PlannedEvent] = []
    for event in sorted((each for each in events if not each.is_off), key=lambda each: each.first_day):
        running = [other for other in running if other.last_day >= event.first_day]
        for other in running:
            for one, two in ((event, other), (other, event)):
                overlap = compare(one, two, rules)
                if overlap is not None:
                    findings.setdefault(one.key, []).append(overlap)
        running.append(event)
    return {key: sorted(found, key=_order) for key, found in findings.items()}


def compare(planned: PlannedEvent, other: PlannedEvent, rules: OverlapRules = DEFAULT_RULES) -> Overlap | None:
    """Return the finding about two events, or None when they do not get in each other's way."""
    first, last = max(planned.first_day, other.first_day), min(planned.last_day, other.last_day)
    if planned.is_off or other.is_off or first > last:
        return None
    share = Share(len(planned.invited & other.invited), len(other.invited))
    reasons = _reasons(planned, other, share, rules)
    if other.is_hidden:
        reasons = tuple(reason for reason in reasons if reason in _OPEN_REASONS)
    if not reasons:
        return None
    clash = Reason.SAME_VENUE in reasons and _at_the_same_hour(planned, other)
    return Overlap(
        severity=Severity.BLOCK if clash else Severity.WARNING,
        first_day=first,
        last_day=last,
        reasons=reasons,
        other_key=None if other.is_hidden else other.key,
        title="" if other.is_hidden else other.title,
        invitees=share if Reason.SAME_INVITEES in reasons else None,
    )


def _reasons(planned: PlannedEvent, other: PlannedEvent, share: Share, rules: OverlapRules) -> tuple[Reason, ...]:
    same_province = planned.province_code is not None and planned.province_code == other.province_code
    tests = {
        Reason.SAME_VENUE: planned.venue_key is not None and planned.venue_key == other.venue_key,
        Reason.SAME_PROVINCE: same_province,
        # The same province says more than the same region.
        Reason.SAME_REGION: not same_province and planned.region is not None and planned.region == other.region,
        Reason.SAME_THEME: bool(fold(planned.theme)) and fold(planned.theme) == fold(other.theme),
        Reason.SAME_INVITEES: share.part > 0 and share.percent >= rules.invitees_from_pct,
    }
    return tuple(reason for reason, holds in tests.items() if holds and reason in rules.watched)


def _at_the_same_hour(planned: PlannedEvent, other: PlannedEvent) -> bool:
    return planned.starts_at < other.ends_at and other.starts_at < planned.ends_at
