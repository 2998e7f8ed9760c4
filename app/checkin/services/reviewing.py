"""Say what an odd scan was. The scans stay; a word is added, and a later word stands."""

from app.accounts.models import User
from app.audit import services as audit
from app.checkin.models import ConflictReview
from app.checkin.queries.conflicts import Odd
from app.checkin.terms import Resolution
from app.core import clock
from app.core.db import db
from app.events.models import Event


def settle(event: Event, odd: Odd, resolution: Resolution, reason: str, *, by: User) -> ConflictReview:
    """Note as what `by` settles `odd` and why."""
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
    audit.record(by, "checkin.conflict_settled", review, reason=reason, data={"kind": odd.kind, "resolution": resolution})
    return review
