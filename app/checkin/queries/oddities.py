"""What the report of conflicts and the list of scans consist of."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.checkin.terms import ConflictKind, Direction, Reason, Resolution, ScanResult
from app.registrations.terms import Category


@dataclass(frozen=True)
class Seen:
    """One of the scans in question, with both times."""

    scan_id: int
    scan_uuid: str
    device: str
    gate: str
    direction: Direction
    scanned_at: datetime
    received_at: datetime
    offset_s: int
    offline: bool
    shown: str
    result: ScanResult
    reason: Reason


@dataclass(frozen=True)
class Review:
    """Who settled it, as what, and why."""

    resolution: Resolution
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Holder:
    """The person of the code, as a gate may see them."""

    name: str
    unit: str
    category: Category
    short_code: str


@dataclass(frozen=True)
class Odd:
    """One thing to look at.

    Attributes:
        scans: in the order of time; two for a double entry.
        since: when the badge was replaced or the registration cancelled.
        number: scans of the device with the wrong clock, else 1.
    """

    kind: ConflictKind
    scans: tuple[Seen, ...]
    holder: Holder | None = None
    since: datetime | None = None
    number: int = 1
    review: Review | None = None
    # Why the steward took the scan back.
    because: str = ""

    @property
    def scan_id(self) -> int:
        """Return the scan that a review of this belongs to."""
        return self.scans[-1].scan_id


@dataclass(frozen=True)
class Correction:
    """A settling that changed the number of visits of all days."""

    before: int
    after: int
    reason: str
    by: str
    at: datetime


# Columns of `Seen`.
SEEN_WIDTH = 12


def seen_columns(scan: Any, device: Any, gate: Any) -> tuple[Any, ...]:
    """Return what a `Seen` is made of, in the order of its fields."""
    return (
        scan.c.id,
        scan.c.scan_uuid,
        device.c.name,
        gate.c.name,
        scan.c.direction,
        scan.c.scanned_at,
        scan.c.received_at,
        scan.c.offset_s,
        scan.c.sent_offline,
        scan.c.shown,
        scan.c.result,
        scan.c.reason,
    )


def holder_columns(person: Any) -> tuple[Any, ...]:
    """Return what a `Holder` is made of, in the order of its fields."""
    return (person.c.full_name, person.c.unit, person.c.category, person.c.short_code)
