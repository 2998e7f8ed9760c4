"""Answer an overlap with another event: organise together, move, or keep with a reason."""

from app.accounts.models import User
from app.audit import services as audit
from app.core import clock
from app.core.db import db, refusing
from app.events.errors import AlreadyAnswered, HostNamed, ReasonNeeded
from app.events.models import Event, HostRole, OverlapAnswer, OverlapDecision
from app.events.neighbours import Warned
from app.events.services.hosting import invite_host
from app.events.services.planning import refuse_frozen


def answer_overlap(event: Event, warned: Warned, answer: OverlapAnswer, *, by: User, reason: str = "") -> OverlapDecision:
    """Note what is done about an overlap. "Together" also invites the other's owner as co-host, once.

    Raises:
        ReasonNeeded: the overlap is kept without saying why. EventFrozen. AlreadyAnswered: by somebody else just now.
    """
    refuse_frozen(event)
    if answer is OverlapAnswer.KEEP and not reason.strip():
        raise ReasonNeeded
    decision = warned.decision
    with refusing("uq_overlap_decision_event_id_other_event_id", AlreadyAnswered()):
        if decision is None:
            decision = OverlapDecision(event_id=event.id, other_event_id=warned.other.id)
            db.session.add(decision)
        decision.answer, decision.reason = answer, reason
        decision.decided_by_id, decision.decided_at = by.id, clock.now()
    audit.record(
        by,
        "events.overlap_answered",
        decision,
        event=event,
        reason=reason,
        data={"other_event_id": warned.other.id, "answer": answer},
    )
    if answer is OverlapAnswer.CO_HOST and not warned.overlap.is_busy:
        try:
            invite_host(event, warned.other.owner, HostRole.CO_HOST, by=by)
        except HostNamed:
            return decision
    return decision
