"""All who have registered hear by mail when their event is called off or has a new date, once, and in their language."""

from datetime import timedelta

import pytest

from app.events import services as events
from app.events.models import EventState, Role
from app.registrations.services import telling
from app.registrations.terms import ApplicationState, RegistrationState
from tests.factories.accounts import UserFactory
from tests.factories.booths import make_fair
from tests.factories.events import EventFactory, person_with
from tests.factories.registrations import ApplicationFactory, RegistrationFactory


def lead(event, target: EventState) -> None:
    events.change_state(event, target, by=UserFactory(), reason="Bão số 12")


@pytest.fixture
def told(db, run_jobs, outbox):
    """Run the jobs and return subject and body by address."""

    def told() -> dict[str, tuple[str, str]]:
        outbox.clear()
        run_jobs()
        assert len({letter.to for letter in outbox}) == len(outbox), "nobody is told twice"
        return {letter.to: (letter.subject, letter.text) for letter in outbox}

    return told


def test_a_cancelled_event_is_told_to_everybody_who_expects_it(told) -> None:
    event = EventFactory(name="Hội chợ Hạ Long")
    ApplicationFactory(event_id=event.id, state=ApplicationState.ACCEPTED, contact_email="x1@example.vn")
    ApplicationFactory(event_id=event.id, state=ApplicationState.DECLINED, contact_email="x2@example.vn")
    RegistrationFactory(event_id=event.id, email="khach@example.vn")
    RegistrationFactory(event_id=event.id, email="khach@example.vn")
    RegistrationFactory(event_id=event.id, email="guest@example.com", locale="en")
    RegistrationFactory(event_id=event.id, email="")
    RegistrationFactory(event_id=event.id, email="weg@example.vn", state=RegistrationState.CANCELLED)
    RegistrationFactory(email="khac@example.vn")
    lead(event, EventState.CANCELLED)
    letters = told()
    assert set(letters) == {"x1@example.vn", "khach@example.vn", "guest@example.com"}
    subject, text = letters["khach@example.vn"]
    assert subject == "Hủy tổ chức: Hội chợ Hạ Long"
    assert "Bão số 12" in text
    assert letters["guest@example.com"][0] == "Cancelled: Hội chợ Hạ Long"
    assert "/exhibitor/" in letters["x1@example.vn"][1]
    assert "/exhibitor/" not in text


def test_a_new_date_is_told_to_those_who_heard_of_the_old_one(app, told) -> None:
    event, _booths = make_fair(1, description="Có giới thiệu", duty_decision="215/SCT")
    event.applications_close_at = event.starts_at - timedelta(days=20)
    RegistrationFactory(event_id=event.id, email="khach@example.vn", locale="en")
    lead(event, EventState.POSTPONED)
    assert told()["khach@example.vn"][0].startswith("Postponed: ")
    lead(event, EventState.APPROVED)
    assert told() == {}
    with app.test_request_context():
        lead(event, EventState.OPEN)
    assert told()["khach@example.vn"][0].startswith("New date: ")


@pytest.mark.parametrize(
    ("before", "after"), [(EventState.DRAFT, EventState.CANCELLED), (EventState.PLAN_LOCKED, EventState.OPEN)]
)
def test_a_step_that_changes_nothing_for_guests_is_not_told(told, before: EventState, after: EventState) -> None:
    event = EventFactory(state=before)
    RegistrationFactory(event_id=event.id, email="khach@example.vn")
    lead(event, after)
    assert told() == {}


def test_a_rehearsal_tells_nobody(told) -> None:
    event = EventFactory(is_rehearsal=True)
    RegistrationFactory(event_id=event.id, email="khach@example.vn")
    lead(event, EventState.CANCELLED)
    assert told() == {}


def test_many_are_told_in_chunks(told, monkeypatch) -> None:
    monkeypatch.setattr(telling, "_CHUNK", 2)
    event = EventFactory()
    for number in range(5):
        RegistrationFactory(event_id=event.id, email=f"khach{number}@example.vn")
        ApplicationFactory(event_id=event.id, state=ApplicationState.SUBMITTED, contact_email=f"x{number}@example.vn")
    lead(event, EventState.CANCELLED)
    assert len(told()) == 10


def test_the_organiser_sees_beforehand_how_many_get_a_mail(client) -> None:
    event = EventFactory()
    RegistrationFactory(event_id=event.id, email="khach@example.vn")
    ApplicationFactory(event_id=event.id, state=ApplicationState.SUBMITTED, contact_email="x1@example.vn")
    page = client.sign_in(person_with(Role.ORGANISER, event)).get(f"/manage/events/{event.slug}/go-live").text
    assert "<b>1</b> người đã đăng ký" in page


@pytest.mark.parametrize(
    ("page", "given", "subject"),
    [("dates", {}, "Lịch mới: "), ("place", {"place": "Hải Phòng"}, "Địa điểm mới: ")],
)
def test_a_change_is_told_only_when_the_organiser_says_so(client, told, page: str, given: dict[str, str], subject: str) -> None:
    event = EventFactory()
    RegistrationFactory(event_id=event.id, email="khach@example.vn")
    path = f"/manage/events/{event.slug}/settings/{page}"
    client.sign_in(person_with(Role.ORGANISER, event))
    assert client.submit(path, given).status_code == 303
    assert told() == {}
    assert client.submit(path, given | {"tell": "y", "why": "Sửa nhà"}).status_code == 303
    (letter,) = told().values()
    assert letter[0].startswith(subject)
    assert "Sửa nhà" in letter[1]


@pytest.mark.parametrize("facts", [{}, {"is_rehearsal": True}], ids=["nobody has registered", "a rehearsal"])
def test_there_may_be_nobody_to_tell(client, facts: dict[str, bool]) -> None:
    event = EventFactory(**facts)
    if facts:
        RegistrationFactory(event_id=event.id, email="khach@example.vn")
    page = client.sign_in(person_with(Role.ORGANISER, event)).get(f"/manage/events/{event.slug}/settings/dates").text
    assert 'name="tell"' not in page
