"""Say what an odd scan was. The scans stay; a word is added, a later word stands, and the counts follow."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from app.accounts.models import User
from app.audit import services as audit
from app.checkin.models import ConflictReview, Scan, VisitorCount
from app.checkin.queries import board
from app.checkin.queries.oddities import Odd
from app.checkin.services import undoing
from app.checkin.terms import ConflictKind, Resolution
from app.core import clock
from app.core.db import db
from app.events.models import Event


@dataclass(frozen=True, slots=True)
class Settled:
    """Visits of all days before and after."""

    before: int
    after: int


def settle(event: Event, found: Sequence[Odd], resolution: Resolution, reason: str, *, by: User) -> Settled:
    """Note as what `by` settles each of `found` and why, and correct the counts by what that means.

    One visitor more is a tap of the clicker at the gate and hour of the scan; settled anew, it is taken back by another.
    A mistake is taken back like any scan, and stays so: what is undone is in no report any more, but for what stewards undid.
    """
    before = board.count_visitors(event)
    reviews = []
    for odd in found:
        scan = db.session.scalars(sa.select(Scan).where(Scan.event_id == event.id, Scan.id == odd.scan_id)).one()
        if resolution is Resolution.MISTAKE and odd.kind is not ConflictKind.UNDONE:
            undoing.undo_scan(event, scan, reason, by=by)
        review = ConflictReview(
            event_id=event.id,
            scan_id=odd.scan_id,
            kind=odd.kind,
            resolution=resolution,
            reason=reason,
            reviewed_by_id=by.id,
            reviewed_at=clock.now(),
        )
        db.session.add(review)
        db.session.flush()
        earlier = odd.review.resolution.visitors if odd.review is not None else 0
        _count(event, scan, resolution.visitors - earlier)
        data = {"kind": odd.kind, "resolution": resolution}
        audit.record(by, "checkin.conflict_settled", review, reason=reason, data=data)
        reviews.append(review)
    after = board.count_visitors(event)
    for review in reviews:
        review.visits_before, review.visits_after = before, after
    db.session.flush()
    return Settled(before, after)


def _count(event: Event, scan: Scan, delta: int) -> None:
    if not delta:
        return
    local = scan.scanned_at.astimezone(ZoneInfo(event.timezone))
    db.session.add(
        VisitorCount(
            event_id=event.id,
            gate_id=scan.gate_id,
            device_id=scan.device_id,
            count_uuid=str(uuid.uuid4()),
            delta=delta,
            counted_on=local.date(),
            hour=local.hour,
            counted_at=scan.scanned_at,
            received_at=clock.now(),
        )
    )
    db.session.flush()
