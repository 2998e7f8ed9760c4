"""What people must look at after work without a connection. All of it follows from the scans; nothing is lost by looking.

- double: a person came in on two devices without going out between, and both let them in;
- not valid: a device let somebody in whose badge was replaced, registration cancelled …;
- unknown: a device let in a code that nobody knows;
- undone: a steward took a scan back at the device;
- clock: a device whose clock was more than ten minutes wrong, one line a device.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from app.accounts.models import User
from app.badges.models import RevokedCode
from app.checkin.models import ConflictReview, Device, Direction, Gate, Scan, ScanUndo
from app.checkin.queries.board import bounds
from app.checkin.queries.facts import is_undone
from app.checkin.queries.oddities import SEEN_WIDTH, Correction, Holder, Odd, Review, Seen, holder_columns, seen_columns
from app.checkin.terms import ELIGIBLE, AgainRule, ConflictKind, Reason, ScanResult
from app.core.db import db
from app.core.errors import NotFound
from app.events.models import Event
from app.registrations.models import Registration

MOST_ROWS = 500
_SKEW = timedelta(minutes=10)
_NOT_VALID = (
    Reason.REVOKED,
    Reason.CANCELLED,
    Reason.BLOCKED,
    Reason.NOT_ACCEPTED,
    Reason.WRONG_DAY,
    Reason.WRONG_CATEGORY,
    Reason.WRONG_ZONE,
    Reason.NOT_YET_VALID,
    Reason.EXPIRED,
    Reason.WRONG_EVENT,
)


_scan: Any = Scan.__table__
_device: Any = Device.__table__
_gate: Any = Gate.__table__
_person: Any = Registration.__table__
_revoked: Any = RevokedCode.__table__
_review: Any = ConflictReview.__table__
_user: Any = User.__table__
_undo: Any = ScanUndo.__table__
# The person went through: the server said so, or the device could not ask and did not refuse.
_ADMITTED = sa.or_(_scan.c.result == ScanResult.ACCEPTED, sa.and_(_scan.c.sent_offline, _scan.c.shown != "refused"))


def conflicts_of(event: Event, day: date | None = None) -> list[Odd]:
    """Return what is odd in the event, or on one local day, latest first, open ones before settled ones."""
    within: list[Any] = [_scan.c.event_id == event.id]
    if day is not None:
        begins_at, ends_at = bounds(event, day)
        within += [_scan.c.scanned_at >= begins_at, _scan.c.scanned_at < ends_at]
    found = [*_doubles(within), *_not_valid(within), *_unknown(within), *_undone(within), *_wrong_clocks(within)]
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


_HOLDER = holder_columns(_person)


def _doubles(within: list[Any]) -> Iterable[Odd]:
    """Entries on another device than the entry before, in the same window, with no way out between that counts there."""
    order = {
        "partition_by": (_scan.c.registration_id, sa.case((_scan.c.place.is_(None), _scan.c.window), else_="")),
        "order_by": (_scan.c.scanned_at, _scan.c.scan_uuid, _scan.c.device_id),
    }
    # Where nobody is admitted again, going out between changes nothing.
    looks_at_exits = sa.or_(_scan.c.direction == Direction.ENTRY, _gate.c.again != AgainRule.NEVER)
    passages = (
        sa.select(_scan.c.id, sa.func.lag(_scan.c.id).over(**order).label("before_id"))
        .join(_gate, _gate.c.id == _scan.c.gate_id)
        .where(*within, _scan.c.reason.in_(ELIGIBLE), looks_at_exits, ~is_undone())
        .where(sa.or_(_scan.c.direction == Direction.EXIT, _ADMITTED))
        .subquery()
    )
    first, device, gate = _scan.alias("first"), _device.alias("first_device"), _gate.alias("first_gate")
    statement = (
        sa.select(*seen_columns(first, device, gate), *seen_columns(_scan, _device, _gate), *_HOLDER)
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
            first.c.window == _scan.c.window,
            _gate.c.again != AgainRule.ALWAYS,
        )
        .order_by(_scan.c.scanned_at.desc())
        .limit(MOST_ROWS)
    )
    for row in db.session.connection().execute(statement):
        yield Odd(
            ConflictKind.DOUBLE,
            (Seen(*row[:SEEN_WIDTH]), Seen(*row[SEEN_WIDTH : 2 * SEEN_WIDTH])),
            Holder(*row[2 * SEEN_WIDTH :]),
        )


def _not_valid(within: list[Any]) -> Iterable[Odd]:
    statement = (
        sa.select(*seen_columns(_scan, _device, _gate), *_HOLDER, _person.c.cancelled_at, _revoked.c.revoked_at)
        .join(_device, _device.c.id == _scan.c.device_id)
        .join(_gate, _gate.c.id == _scan.c.gate_id)
        .outerjoin(_person, _person.c.id == _scan.c.registration_id)
        .outerjoin(_revoked, _revoked.c.badge_code == _scan.c.code)
        .where(*within, _scan.c.reason.in_(_NOT_VALID), _ADMITTED, ~is_undone())
        .order_by(_scan.c.scanned_at.desc())
        .limit(MOST_ROWS)
    )
    for row in db.session.connection().execute(statement):
        seen = Seen(*row[:SEEN_WIDTH])
        holder = Holder(*row[SEEN_WIDTH : SEEN_WIDTH + 4]) if row[SEEN_WIDTH] is not None else None
        since = {Reason.CANCELLED: row.cancelled_at, Reason.REVOKED: row.revoked_at}.get(seen.reason)
        yield Odd(ConflictKind.NOT_VALID, (seen,), holder, since)


def _unknown(within: list[Any]) -> Iterable[Odd]:
    statement = (
        sa.select(*seen_columns(_scan, _device, _gate))
        .join(_device, _device.c.id == _scan.c.device_id)
        .join(_gate, _gate.c.id == _scan.c.gate_id)
        .where(*within, _scan.c.reason.in_([Reason.UNKNOWN, Reason.MALFORMED]), _ADMITTED, ~is_undone())
        .order_by(_scan.c.scanned_at.desc())
        .limit(MOST_ROWS)
    )
    for row in db.session.connection().execute(statement):
        yield Odd(ConflictKind.UNKNOWN, (Seen(*row),))


def _undone(within: list[Any]) -> Iterable[Odd]:
    """Scans of people that a steward took back; what a supervisor took back was looked at."""
    statement = (
        sa.select(*seen_columns(_scan, _device, _gate), *_HOLDER, _undo.c.undone_at, _undo.c.reason.label("because"))
        .join(_undo, sa.and_(_undo.c.device_id == _scan.c.device_id, _undo.c.scan_uuid == _scan.c.scan_uuid))
        .join(_device, _device.c.id == _scan.c.device_id)
        .join(_gate, _gate.c.id == _scan.c.gate_id)
        .outerjoin(_person, _person.c.id == _scan.c.registration_id)
        .where(*within, _undo.c.undone_by_id.is_(None), _undo.c.covers_from_at <= _scan.c.scanned_at)
        .order_by(_scan.c.scanned_at.desc(), _undo.c.id)
        .limit(MOST_ROWS)
    )
    found = set()
    for row in db.session.connection().execute(statement):
        if row.id not in found:
            found.add(row.id)
            holder = Holder(*row[SEEN_WIDTH : SEEN_WIDTH + 4]) if row[SEEN_WIDTH] is not None else None
            yield Odd(ConflictKind.UNDONE, (Seen(*row[:SEEN_WIDTH]),), holder, row.undone_at, because=row.because)


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
        sa.select(*seen_columns(_scan, _device, _gate), firsts.c.number)
        .join(firsts, firsts.c.id == _scan.c.id)
        .join(_device, _device.c.id == _scan.c.device_id)
        .join(_gate, _gate.c.id == _scan.c.gate_id)
        .limit(MOST_ROWS)
    )
    for row in db.session.connection().execute(statement):
        yield Odd(ConflictKind.CLOCK, (Seen(*row[:SEEN_WIDTH]),), number=row.number)


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
    return odd if review is None else replace(odd, review=review)


def corrections_of(event: Event, *, most: int = 20) -> list[Correction]:
    """Return the latest settlings that changed the number of visits, latest first."""
    statement = (
        sa.select(_review.c.visits_before, _review.c.visits_after, _review.c.reason, _user.c.full_name, _review.c.reviewed_at)
        .join(_user, _user.c.id == _review.c.reviewed_by_id)
        .where(_review.c.event_id == event.id, _review.c.visits_before != _review.c.visits_after)
        .order_by(_review.c.id.desc())
        .limit(most)
    )
    # Several settled at once changed it together: one line.
    told = [Correction(*row) for row in db.session.connection().execute(statement)]
    return list(dict.fromkeys(told))
