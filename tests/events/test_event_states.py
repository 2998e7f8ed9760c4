"""From plan to archive: which step leads where, what must be done before, and who wins when two act."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from app.audit.models import AuditEntry
from app.events import services
from app.events.errors import NotReady, ReasonNeeded, WrongStep
from app.events.models import Event, EventState
from app.events.services import planning, states
from app.events.terms import NEEDS_REASON, TRANSITIONS
from tests.factories.accounts import UserFactory
from tests.factories.events import DraftEventFactory, EventFactory

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
STEPS = [(before, after) for before, ways in TRANSITIONS.items() for after in sorted(ways) if after is not EventState.OPEN]


@pytest.mark.parametrize(("before", "after"), STEPS)
def test_every_step_of_the_table_is_possible_and_noted(db, before: EventState, after: EventState) -> None:
    event, by = EventFactory(state=before), UserFactory()
    services.change_state(event, after, by=by, reason="QĐ 12/QĐ-SCT")
    assert event.state is after
    assert after.value in event.state_dates
    entry = db.scalars(sa.select(AuditEntry)).one()
    assert (entry.action, entry.reason, entry.data) == (
        "events.state_changed",
        "QĐ 12/QĐ-SCT",
        {"before": before.value, "after": after.value},
    )


@pytest.mark.parametrize("before", list(EventState))
def test_no_other_step_is_possible(db, before: EventState) -> None:
    event, by = EventFactory(state=before), UserFactory()
    for after in set(EventState) - TRANSITIONS[before]:
        with pytest.raises(WrongStep):
            services.change_state(event, after, by=by, reason="x")
    assert event.state is before


@pytest.mark.parametrize("target", sorted(NEEDS_REASON - {EventState.APPROVED}))
def test_calling_off_needs_a_reason(db, target: EventState) -> None:
    event = EventFactory()
    with pytest.raises(ReasonNeeded):
        services.change_state(event, target, by=UserFactory(), reason="  ")
    assert event.state is EventState.OPEN


def test_the_second_of_two_steps_at_once_meets_the_new_state(db) -> None:
    event, by = EventFactory(), UserFactory()
    db.execute(
        sa.update(Event)
        .where(Event.id == event.id)
        .values(state=EventState.CANCELLED)
        .execution_options(synchronize_session=False)
    )
    assert event.state is EventState.OPEN  # what this officer still sees
    with pytest.raises(WrongStep) as refusal:
        services.change_state(event, EventState.PLAN_LOCKED, by=by)
    assert event.state is EventState.CANCELLED
    assert refusal.value.status == 409


def test_a_published_step_counts_for_calendars_and_a_hidden_one_does_not(db) -> None:
    by = UserFactory()
    shown, hidden = EventFactory(), DraftEventFactory()
    services.change_state(shown, EventState.PLAN_LOCKED, by=by)
    services.change_state(hidden, EventState.AWAITING_APPROVAL, by=by)
    assert (shown.sequence, hidden.sequence) == (1, 0)


class TestOpening:
    """The checks use links to pages, so these run in a request."""

    def ready(self, **changes: object) -> Event:
        values = {"state": EventState.APPROVED, "description": "Có giới thiệu", "duty_decision": "215/SCT"}
        event = EventFactory(**(values | changes))
        event.applications_close_at = event.starts_at - timedelta(days=20)
        return event

    def test_an_event_that_has_everything_is_opened(self, app, db) -> None:
        event = self.ready()
        with app.test_request_context():
            services.change_state(event, EventState.OPEN, by=UserFactory())
        assert event.is_published

    @pytest.mark.parametrize(
        "lack",
        [
            {"description": ""},
            {"duty_decision": ""},
            {"venue": None},
            {"starts_at": datetime(2026, 10, 1, 8, tzinfo=HANOI)},
        ],
    )
    def test_what_lacks_blocks(self, app, db, lack: dict[str, object]) -> None:
        event = self.ready(**lack)
        with app.test_request_context(), pytest.raises(NotReady) as refusal:
            services.change_state(event, EventState.OPEN, by=UserFactory())
        assert event.state is EventState.APPROVED
        assert len(refusal.value.extra["blockers"]) == 1

    def test_applications_must_close_before_the_fair(self, app, db) -> None:
        event = self.ready()
        event.applications_close_at = event.starts_at + timedelta(days=1)
        with app.test_request_context(), pytest.raises(NotReady):
            services.change_state(event, EventState.OPEN, by=UserFactory())

    def test_a_postponed_event_comes_back_only_when_its_venue_is_free(self, app, db) -> None:
        by = UserFactory()
        event = self.ready(state=EventState.POSTPONED)
        other = EventFactory(venue=event.venue)
        services.hold_venue(other)
        with app.test_request_context():
            with pytest.raises(Exception) as refusal:
                services.change_state(event, EventState.APPROVED, by=by, reason="QĐ 13")
            assert refusal.value.code == "venue_taken"


class TestClock:
    def test_events_start_and_end_by_themselves(self, db, clock) -> None:
        event = EventFactory(state=EventState.PLAN_LOCKED)
        assert states.take_due_steps() == 0
        clock.move_to(event.starts_at + timedelta(minutes=1))
        assert states.take_due_steps() == 1
        assert event.state is EventState.RUNNING
        clock.move_to(event.ends_at + timedelta(minutes=1))
        assert states.take_due_steps() == 1
        assert event.state is EventState.ENDED
        assert states.take_due_steps() == 0

    @pytest.mark.parametrize("state", [EventState.DRAFT, EventState.APPROVED, EventState.POSTPONED, EventState.CANCELLED])
    def test_what_was_never_opened_does_not_start(self, db, clock, state: EventState) -> None:
        event = EventFactory(state=state)
        clock.move_to(event.starts_at + timedelta(minutes=1))
        assert states.take_due_steps() == 0


def test_cancelled_events_are_frozen(db) -> None:
    event = EventFactory(state=EventState.CANCELLED)
    with pytest.raises(Exception) as refusal:
        planning.refuse_frozen(event)
    assert refusal.value.code == "event_frozen"
