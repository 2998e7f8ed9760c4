"""Lead an event from plan to archive; each step is decided by a conditional update."""

import sqlalchemy as sa

from app.accounts.models import User
from app.audit import services as audit
from app.core import clock, registry
from app.core.db import db
from app.core.registry import Fact
from app.events.errors import NotReady, ReasonNeeded, WrongStep
from app.events.models import Event, EventState
from app.events.services.occupancy import hold_venue
from app.events.terms import CALLED_OFF, NEEDS_REASON, PUBLISHED, TRANSITIONS, News
from app.jobs import services as jobs


def change_state(event: Event, target: EventState, *, by: User | None, reason: str = "") -> None:
    """Lead the event to `target`.

    All who take part are told when it is called off and when it goes on.

    Args:
        by: None for steps that the clock takes.
        reason: decision number or why; must not be empty for approval, postponement and cancellation.
    Raises:
        WrongStep: the state does not lead there, or somebody else changed it first. ReasonNeeded.
        NotReady: the event would be opened, but the go-live checks are not all done.
        VenueTaken: a postponed event comes back and its venue is gone.
    """
    before = event.state
    if target not in TRANSITIONS[before]:
        raise WrongStep(before)
    if target in NEEDS_REASON and not reason.strip():
        raise ReasonNeeded
    if target is EventState.OPEN and before is not EventState.PLAN_LOCKED:
        _refuse_unready(event, by)
    changed = db.session.execute(
        sa.update(Event)
        .where(Event.id == event.id, Event.state == before)
        .values(
            state=target,
            state_dates={**(event.state_dates or {}), target.value: clock.now().isoformat()},
            sequence=Event.sequence + (1 if {before, target} & PUBLISHED else 0),
        )
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(event, ["state", "state_dates", "sequence"])
    if changed.rowcount != 1:  # type: ignore[attr-defined]
        raise WrongStep(event.state)
    if {before, target} & CALLED_OFF:
        hold_venue(event, by=by)
    audit.record(by, "events.state_changed", event, reason=reason, data={"before": before, "after": target})
    news = _news(event, before)
    if news is not None:
        announce(event, news, reason)


def hearers(event: Event) -> list[Fact]:
    """Return who gets a mail when the event is called off or changed: nobody while it was never public, or in a rehearsal."""
    return registry.hearers.collect(event) if event.state in PUBLISHED and not event.is_rehearsal else []


def announce(event: Event, news: News, reason: str) -> None:
    """Tell all who take part by mail; higher features hear of it by the job `events.news` (event_id, news, reason)."""
    jobs.tell("events.news", event_id=event.id, news=news.value, reason=reason.strip())


def _news(event: Event, before: EventState) -> News | None:
    if event.is_rehearsal:
        return None
    if event.state in CALLED_OFF and before in PUBLISHED:
        return News(event.state.value)
    was_postponed = EventState.POSTPONED.value in (event.state_dates or {})
    returns = event.state is EventState.OPEN and before in (EventState.POSTPONED, EventState.APPROVED)
    return News.RESUMED if returns and was_postponed else None


def _refuse_unready(event: Event, by: User | None) -> None:
    missing = [check.title for check in registry.checks.collect(event, by) if check.blocks and not check.done]
    if missing:
        raise NotReady(missing)


def take_due_steps() -> int:
    """Start and end events whose time has come; return how many. For the periodic job."""
    now = clock.now()
    count = 0
    for states, due, target in (
        ((EventState.OPEN, EventState.PLAN_LOCKED), Event.starts_at <= now, EventState.RUNNING),
        ((EventState.RUNNING,), Event.ends_at <= now, EventState.ENDED),
    ):
        statement = sa.select(Event).where(Event.state.in_(states), due, Event.is_rehearsal.is_(False))
        for event in db.session.scalars(statement.order_by(Event.id).limit(200)).all():
            change_state(event, target, by=None)
            count += 1
    return count
