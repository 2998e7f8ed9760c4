"""The organiser's pages of the agenda."""

import pytest

from app.agenda import queries
from app.agenda.models import TalkState
from app.agenda.services import speakers
from app.events.models import Role
from tests.factories.agenda import RoomFactory
from tests.factories.events import EventFactory, person_with
from tests.support.queries import count_queries


@pytest.fixture
def desk(client, organiser, event):
    client.sign_in(organiser)
    return f"/manage/events/{event.slug}"


NEW = {"title": "Lễ khai mạc", "kind": "opening", "starts_at": "2026-12-05T19:30", "minutes": "90"}


def test_rooms_are_added_changed_and_removed(client, desk, event) -> None:
    assert client.submit(f"{desk}/agenda/rooms", {"name": "Sân khấu", "capacity": "600"}, form="capacity").status_code == 303
    (room,) = queries.rooms_of(event)
    assert client.submit(f"{desk}/agenda/rooms/{room.id}", {"name": "Sân khấu chính"}, form="capacity").status_code == 303
    assert [(item.name, item.capacity) for item in queries.rooms_of(event)] == [("Sân khấu chính", 600)]
    assert client.submit(f"{desk}/agenda/rooms", form="/remove").status_code == 303
    assert queries.rooms_of(event) == []


def test_a_room_name_is_given_once(client, desk, room) -> None:
    answer = client.submit(f"{desk}/agenda/rooms", {"name": room.name}, form="capacity")
    assert (answer.status_code, "name-error" in answer.text) == (422, True)


def test_without_a_room_there_is_no_session(client, desk) -> None:
    assert client.get(f"{desk}/agenda/sessions/new").headers["Location"] == f"{desk}/agenda/rooms"


def test_a_session_is_planned_in_the_zone_of_the_event(client, desk, event, room) -> None:
    assert client.submit(f"{desk}/agenda/sessions/new", NEW, form="minutes").status_code == 303
    (session,) = queries.sessions_of(event)
    assert (session.title, session.starts_at.isoformat()) == ("Lễ khai mạc", "2026-12-05T12:30:00+00:00")
    assert "19:30–21:00" in client.get(f"{desk}/agenda").text


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"starts_at": "2026-12-05T19:31"}, "starts_at"),
        ({"starts_at": "2027-12-05T19:30"}, "starts_at"),
        ({"minutes": "33"}, "starts_at"),
        ({"minutes": "0"}, "minutes"),
        ({"title": ""}, "title"),
    ],
)
def test_a_refusal_stands_at_its_field(client, desk, room, changes, field: str) -> None:
    answer = client.submit(f"{desk}/agenda/sessions/new", NEW | changes, form="minutes")
    assert (answer.status_code, f'id="{field}-error"' in answer.text) == (422, True)


def test_a_taken_room_is_refused_at_the_room_with_what_stands_there(client, desk, add_session) -> None:
    add_session("Tọa đàm")
    answer = client.submit(f"{desk}/agenda/sessions/new", NEW | {"starts_at": "2026-12-06T14:10"}, form="minutes")
    assert (answer.status_code, 'id="room-error"' in answer.text, "“Tọa đàm” lúc 14:00" in answer.text) == (422, True, True)


def test_the_form_of_a_session_keeps_its_room(client, desk, event, add_session) -> None:
    session = add_session(room=RoomFactory(event_id=event.id, name="Phòng B"))
    before = session.room_id
    assert client.submit(f"{desk}/agenda/sessions/{session.id}", form="minutes").status_code == 303
    assert queries.get_session(event, session.id).room_id == before


def test_a_session_is_changed_and_removed(client, desk, event, add_session) -> None:
    path = f"{desk}/agenda/sessions/{add_session().id}"
    assert client.submit(path, {"title": "Tham luận 1", "minutes": "15"}, form="minutes").status_code == 303
    (session,) = queries.sessions_of(event)
    assert (session.title, (session.ends_at - session.starts_at).seconds) == ("Tham luận 1", 900)
    assert client.submit(path, form="/remove").status_code == 303
    assert queries.sessions_of(event) == []


def test_a_speaker_is_added_put_in_and_invited(client, desk, event, add_session, outbox, run_jobs) -> None:
    session = add_session()
    told = {"full_name": "Đặng Ngọc Ánh", "title": "TS.", "email": "anh@example.vn", "phone": "0912 345 001"}
    assert client.submit(f"{desk}/speakers/new", told, form="full_name").status_code == 303
    (speaker,) = queries.speakers_of(event)
    assert speaker.phone == "+84912345001"
    put = {"talk-speaker": str(speaker.id), "talk-title": "Chè Shan", "talk-upload_until": "2026-12-01T18:00"}
    assert client.submit(f"{desk}/agenda/sessions/{session.id}/talks", put, form="talk-title").status_code == 303
    shown = client.submit(f"{desk}/speakers/{speaker.id}", form="/invite")
    assert (shown.status_code, "http://localhost/speaker/" in shown.text) == (200, True)
    run_jobs()
    assert [letter.to for letter in outbox] == ["anh@example.vn"]


def test_all_who_wait_are_invited_at_once(client, desk, event, talk, outbox, run_jobs) -> None:
    assert client.submit(f"{desk}/speakers", form="/speakers/invite").status_code == 303
    run_jobs()
    assert [letter.to for letter in outbox] == [talk.speaker.email]
    assert "/speakers/invite" not in client.get(f"{desk}/speakers").text


def test_a_taken_speaker_is_refused_at_the_field(client, desk, event, talk, add_session) -> None:
    other = add_session("Khác", 10, room=RoomFactory(event_id=event.id))
    put = {"talk-speaker": str(talk.speaker_id)}
    answer = client.submit(f"{desk}/agenda/sessions/{other.id}/talks", put, form="talk-title")
    assert (answer.status_code, 'id="talk-speaker-error"' in answer.text) == (422, True)


def test_who_has_not_uploaded_is_listed(client, desk, event, talk, upload, add_session, add_speaker) -> None:
    late = speakers.add_talk(event, add_session("Muộn", 60), add_speaker("Vũ Quốc Trí"), by=None)
    gone = speakers.add_talk(event, add_session("Vắng", 120), add_speaker("Lò Văn Én"), by=None)
    speakers.answer(event, gone, TalkState.DECLINED, by=None)
    upload(talk)
    page = client.get(f"{desk}/speakers?show=missing").text
    assert [name in page for name in (late.speaker.full_name, talk.speaker.full_name, gone.speaker.full_name)] == [
        True,
        False,
        False,
    ]


def test_the_organiser_answers_orders_releases_and_removes(client, desk, event, talk, upload) -> None:
    path = f"{desk}/agenda/talks/{talk.id}"
    assert client.submit(path, form="/confirmed").status_code == 303
    assert queries.get_talk(event.id, talk.id).state == TalkState.CONFIRMED
    assert client.submit(path, {"title": "Chè Shan Tả Lèng"}, form="title_en").status_code == 303
    assert client.post(f"{path}/up").status_code == 303
    upload(talk)
    assert client.submit(path, form="/release").status_code == 303
    assert queries.get_talk(event.id, talk.id).released_at is not None
    assert client.post(f"{path}/remove").status_code == 409


def test_programme_chairs_plan_auditors_only_read(client, event, add_session) -> None:
    session = add_session()
    path = f"/manage/events/{event.slug}/agenda"
    statuses = {}
    for role in (Role.PROGRAMME_CHAIR, Role.AUDITOR, Role.FINANCE):
        client.sign_in(person_with(role, event))
        statuses[role] = [client.get(address).status_code for address in (path, f"{path}/sessions/{session.id}")]
    assert statuses == {Role.PROGRAMME_CHAIR: [200, 200], Role.AUDITOR: [200, 403], Role.FINANCE: [403, 403]}


def test_a_session_of_another_event_is_not_found(client, add_session) -> None:
    session, foreign = add_session(), EventFactory()
    client.sign_in(person_with(Role.ORGANISER, foreign))
    assert client.get(f"/manage/events/{foreign.slug}/agenda/sessions/{session.id}").status_code == 404


@pytest.mark.parametrize("page", ["agenda", "speakers"])
def test_lists_cost_the_same_for_one_and_three(client, desk, event, page: str, add_session, add_speaker, upload) -> None:
    def fill(number: int) -> None:
        speaker = add_speaker(f"Diễn giả {number}")
        upload(speakers.add_talk(event, add_session(f"Phiên {number}", number * 30), speaker, by=None))

    counts = []
    for wanted in (1, 3):
        for number in range(len(queries.sessions_of(event)), wanted):
            fill(number)
        with count_queries() as seen:
            client.get(f"{desk}/{page}")
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_the_overview_names_what_is_missing(client, desk, talk) -> None:
    page = client.get(desk).text
    assert ["1 bài trình bày còn thiếu" in page, "0 / 1" in page] == [True, True]
