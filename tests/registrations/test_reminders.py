"""Exhibitors are reminded of payments for booths three days before the last day and on it, each once."""

from datetime import timedelta

from app.registrations.services import decisions, reminders
from app.registrations.terms import ApplicationState
from tests.conftest import START
from tests.factories.accounts import UserFactory
from tests.factories.booths import make_fair
from tests.factories.registrations import ApplicationFactory


def test_two_reminders_for_two_booths_and_none_after_the_day(db, clock, outbox, run_jobs) -> None:
    event, _booths = make_fair(4, starts_at=START + timedelta(days=60), ends_at=START + timedelta(days=65))
    application = ApplicationFactory(event_id=event.id, state=ApplicationState.SUBMITTED)
    officer = UserFactory()
    for code in ("A02", "A03"):
        decisions.assign_booth(event, application, code, by=officer)
    decisions.accept(event, application, by=officer)
    run_jobs()
    outbox.clear()
    sent = []
    for day in range(1, 10):
        clock.move_to(START + timedelta(days=day))
        sent.append((reminders.remind_all(), reminders.remind_all()))
    run_jobs()
    assert sent == [(0, 0)] * 3 + [(1, 0)] + [(0, 0)] * 2 + [(1, 0)] + [(0, 0)] * 2
    assert [letter.subject for letter in outbox] == [
        "Vui lòng thanh toán gian A02, A03 trước hết ngày 27/10/2026",
        "Hôm nay là hạn cuối thanh toán gian A02, A03",
    ]
    assert "4.860.000" in outbox[0].text
