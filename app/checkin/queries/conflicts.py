"""What people must look at after work without a connection. All of it follows from the scans; nothing is lost by looking.

- double: a person came in on two devices without going out between, and both let them in;
- not valid: a device let somebody in whose badge was replaced, registration cancelled …;
- unknown: a device let in a code that nobody knows;
- clock: a device whose clock was more than ten minutes wrong, one line a device.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from app.accounts.models import User
from app.badges.models import RevokedCode
from app.checkin.models import ConflictReview, Device, Direction, Gate, Scan
from app.checkin.queries.board import bounds
from app.checkin.terms import ELIGIBLE, ConflictKind, EntryRule, Reason, Resolution, ScanResult
from app.core.db import db
from app.core.errors import NotFound
from app.events.models import Event
from app.registrations.models import Registration
from app.registrations.terms import Category

MOST_ROWS = 500
_SKEW = timedelta(minutes=10)
_NOT_VALID = (
    Reason.REVOKED,
    Reason.CANCELLED,
    Reason.BLOCKED,
    Reason.NOT_ACCEPTED,
    Reason.WRONG_DAY,
    Reason.NOT_YET_VALID,
    Reason.EXPIRED,
    Reason.WRONG_EVENT,
)


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

    @property
    def scan_id(self) -> int:
        """Return the scan that a review of this belongs to."""
        return self.scans[-1].scan_id


_scan: Any = Scan.__table__
_device: Any = Device.__table__
_gate: Any = Gate.__table__
_person: Any = Registration.__table__
_revoked: Any = RevokedCode.__table__
_review: Any = ConflictReview.__table__
_user: Any = User.__table__
# The person went through: the server said so, or the device could not ask and did not refuse.
_ADMITTED = sa.or_(_scan.c.result == ScanResult.ACCEPTED, sa.and_(_scan.c.sent_offline, _scan.c.shown != "refused"))


def conflicts_of(event: Event, day: date | None = None) -> list[Odd]:
    """Return what is odd in the event, or on one local day, latest first, open ones before settled ones."""
    within: list[Any] = [_scan.c.event_id == event.id]
    if day is not None:
        begins_at, ends_at = bounds(event, day)
        within += [_scan.c.scanned_at >= begins_at, _scan.c.scanned_at < ends_at]
    found = [*_doubles(event, within), *_not_valid(within), *_unknown(within), *_wrong_clocks(within)]
    reviews = _reviews(event)
    told = [_with_review(odd, reviews) for odd in found]
    return sorted(told, key=lambda odd: (odd.review is not None, -odd.scans[-1].scanned_at.timestamp(), odd.scan_id))


def count_open(event: Event, day: date | None = None) -> int:
    """Return how many things nobody has looked at yet."""
    return sum(odd.review is None for odd in conflicts_of(event, day))


def get_conflict(event: Event, kind: ConflictKind, scan_id: int) -> Odd:
    """Return the thing of this kind at this scan.

    Raises:
        NotFound: there is none (any more).
    """
    for odd in conflicts_of(event):
        if odd.kind is kind and odd.scan_id == scan_id:
            return odd
    raise NotFound


def _seen_columns(scan: Any, device: Any, gate: Any) -> tuple[Any, ...]:
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


_WIDTH = 12
_HOLDER = (_person.c.full_name, _person.c.unit, _person.c.category, _person.c.short_code)


def _doubles(event: Event, within: list[Any]) -> Iterable[Odd]:
    """Entries whose passage before, by time, was an entry too, on another device, in the same window."""
    order = {"partition_by": _scan.c.registration_id, "order_by": (_scan.c.scanned_at, _scan.c.scan_uuid, _scan.c.device_id)}
    passages = (
        sa.select(_scan.c.id, _scan.c.direction, sa.func.lag(_scan.c.id).over(**order).label("before_id"))
        .where(*within, _scan.c.reason.in_(ELIGIBLE), sa.or_(_scan.c.direction == Direction.EXIT, _ADMITTED))
        .subquery()
    )
    first, device, gate = _scan.alias("first"), _device.alias("first_device"), _gate.alias("first_gate")
    statement = (
        sa.select(*_seen_columns(first, device, gate), *_seen_columns(_scan, _device, _gate), *_HOLDER, gate.c.rule)
        .select_from(passages)
        .join(_scan, _scan.c.id == passages.c.id)
        .join(first, first.c.id == passages.c.before_id)
        .join(_device, _device.c.id == _scan.c.device_id)
        .join(_gate, _gate.c.id == _scan.c.gate_id)
        .join(device, device.c.id == first.c.device_id)
        .join(gate, gate.c.id == first.c.gate_id)
        .join(_person, _person.c.id == _scan.c.registration_id)
        .where(
            _scan.c.direction == Direction.ENTRY,
            first.c.direction == Direction.ENTRY,
            first.c.device_id != _scan.c.device_id,
        )
        .order_by(_scan.c.scanned_at.desc())
        .limit(MOST_ROWS)
    )
    zone = ZoneInfo(event.timezone)
    for row in db.session.connection().execute(statement):
        one, two = Seen(*row[:_WIDTH]), Seen(*row[_WIDTH : 2 * _WIDTH])
        same_day = one.scanned_at.astimezone(zone).date() == two.scanned_at.astimezone(zone).date()
        if same_day or row.rule is EntryRule.ONCE_PER_EVENT:
            yield Odd(ConflictKind.DOUBLE, (one, two), Holder(*row[2 * _WIDTH : 2 * _WIDTH + 4]))


def _not_valid(within: list[Any]) -> Iterable[Odd]:
    statement = (
        sa.select(*_seen_columns(_scan, _device, _gate), *_HOLDER, _person.c.cancelled_at, _revoked.c.revoked_at)
        .join(_device, _device.c.id == _scan.c.device_id)
        .join(_gate, _gate.c.id == _scan.c.gate_id)
        .outerjoin(_person, _person.c.id == _scan.c.registration_id)
        .outerjoin(_revoked, _revoked.c.badge_code == _scan.c.code)
        .where(*within, _scan.c.reason.in_(_NOT_VALID), _ADMITTED)
        .order_by(_scan.c.scanned_at.desc())
        .limit(MOST_ROWS)
    )
    for row in db.session.connection().execute(statement):
        seen = Seen(*row[:_WIDTH])
        holder = Holder(*row[_WIDTH : _WIDTH + 4]) if row[_WIDTH] is not None else None
        since = {Reason.CANCELLED: row.cancelled_at, Reason.REVOKED: row.revoked_at}.get(seen.reason)
        yield Odd(ConflictKind.NOT_VALID, (seen,), holder, since)


def _unknown(within: list[Any]) -> Iterable[Odd]:
    statement = (
        sa.select(*_seen_columns(_scan, _device, _gate))
        .join(_device, _device.c.id == _scan.c.device_id)
        .join(_gate, _gate.c.id == _scan.c.gate_id)
        .where(*within, _scan.c.reason.in_([Reason.UNKNOWN, Reason.MALFORMED]), _ADMITTED)
        .order_by(_scan.c.scanned_at.desc())
        .limit(MOST_ROWS)
    )
    for row in db.session.connection().execute(statement):
        yield Odd(ConflictKind.UNKNOWN, (Seen(*row),))


def _wrong_clocks(within: list[Any]) -> Iterable[Odd]:
    """One line a device: its first scan with a wrong time. A scan from the future tells of a wrong clock too."""
    seconds = int(_SKEW.total_seconds())
    wrong = sa.or_(_scan.c.offset_s > seconds, _scan.c.offset_s < -seconds, _is_ahead())
    firsts = (
        sa.select(sa.func.min(_scan.c.id).label("id"), sa.func.count().label("number"))
        .where(*within, wrong)
        .group_by(_scan.c.device_id)
        .subquery()
    )
    statement = (
        sa.select(*_seen_columns(_scan, _device, _gate), firsts.c.number)
        .join(firsts, firsts.c.id == _scan.c.id)
        .join(_device, _device.c.id == _scan.c.device_id)
        .join(_gate, _gate.c.id == _scan.c.gate_id)
        .limit(MOST_ROWS)
    )
    for row in db.session.connection().execute(statement):
        yield Odd(ConflictKind.CLOCK, (Seen(*row[:_WIDTH]),), number=row.number)


def _is_ahead() -> Any:
    if db.session.get_bind().dialect.name == "postgresql":
        return _scan.c.scanned_at > _scan.c.received_at + sa.literal(_SKEW, sa.Interval())
    days = _SKEW.total_seconds() / 86_400
    return sa.func.julianday(_scan.c.scanned_at, type_=sa.Float) > sa.func.julianday(_scan.c.received_at, type_=sa.Float) + days


def _reviews(event: Event) -> dict[tuple[str, int], Review]:
    statement = (
        sa.select(
            _review.c.kind,
            _review.c.scan_id,
            _review.c.resolution,
            _review.c.reason,
            _user.c.full_name,
            _review.c.reviewed_at,
        )
        .join(_user, _user.c.id == _review.c.reviewed_by_id)
        .where(_review.c.event_id == event.id)
        .order_by(_review.c.id)
    )
    return {(row[0], row[1]): Review(*row[2:]) for row in db.session.connection().execute(statement)}


def _with_review(odd: Odd, reviews: dict[tuple[str, int], Review]) -> Odd:
    review = reviews.get((odd.kind, odd.scan_id))
    return odd if review is None else Odd(odd.kind, odd.scans, odd.holder, odd.since, odd.number, review)
