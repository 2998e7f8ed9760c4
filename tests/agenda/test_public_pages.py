"""What everybody sees of the agenda: pages, calendar file, JSON."""

from datetime import datetime

import icalendar
import pytest

from app.agenda.models import TalkState
from app.agenda.services import sessions, speakers
from app.agenda.services.sessions import Plan
from app.events.models import EventState
from tests.agenda.conftest import START
from tests.factories.agenda import RoomFactory
from tests.factories.events import DraftEventFactory
from tests.support.queries import count_queries


def test_only_public_sessions_are_shown(client, event, add_session) -> None:
    add_session("Lễ khai mạc")
    hidden = add_session("Họp nội bộ", 60, is_public=False)
    page = client.get(f"/events/{event.slug}/agenda").text
    assert ["Lễ khai mạc" in page, "Họp nội bộ" in page] == [True, False]
    assert client.get(f"/events/{event.slug}/agenda/{hidden.id}").status_code == 404


def test_speakers_who_declined_are_not_shown(client, event, talk) -> None:
    paths = [f"/events/{event.slug}/agenda", f"/events/{event.slug}/agenda/{talk.session_id}"]
    assert [talk.speaker.full_name in client.get(path).text for path in paths] == [True, True]
    speakers.answer(event, talk, TalkState.DECLINED, by=None)
    assert [talk.speaker.full_name in client.get(path).text for path in paths] == [False, False]


def test_a_biography_is_shown_with_consent_only(client, event, talk) -> None:
    path = f"/events/{event.slug}/agenda/{talk.session_id}"
    talk.speaker.biography = "Nghiên cứu thương mại"
    assert "Nghiên cứu thương mại" not in client.get(path).text
    talk.speaker.publish_consent = True
    assert "Nghiên cứu thương mại" in client.get(path).text


def test_during_the_event_the_page_leads_to_now(client, event, add_session, clock) -> None:
    add_session("Đang diễn ra")
    assert 'href="#now"' not in client.get(f"/events/{event.slug}/agenda").text
    clock.move_to(START)
    page = client.get(f"/events/{event.slug}/agenda").text
    assert ['href="#now"' in page, 'id="now"' in page] == [True, True]


def test_the_page_names_its_version(client, event, add_session) -> None:
    add_session()
    assert "Phiên bản 1 của chương trình" in client.get(f"/events/{event.slug}/agenda").text


def test_an_empty_agenda_says_so(client, event) -> None:
    assert "Chưa công bố chương trình" in client.get(f"/events/{event.slug}/agenda").text


@pytest.mark.parametrize("path", ["agenda", "agenda.ics"])
def test_an_unpublished_event_has_no_public_agenda(client, path: str, db) -> None:
    assert client.get(f"/events/{DraftEventFactory().slug}/{path}").status_code == 404


def test_the_public_page_of_the_event_shows_the_next_sessions(client, event, add_session) -> None:
    add_session("Kết nối cung cầu")
    assert "Kết nối cung cầu" in client.get(f"/events/{event.slug}").text


@pytest.mark.parametrize("path", ["agenda", "agenda.ics", ""])
def test_one_and_three_sessions_cost_the_same(client, event, add_session, add_speaker, path: str) -> None:
    counts = []
    for wanted in (1, 3):
        for number in range(0 if wanted == 1 else 1, wanted):
            session = add_session(f"Phiên {number}", number * 30)
            speakers.add_talk(event, session, add_speaker(f"Diễn giả {number}"), by=None)
        with count_queries() as seen:
            assert client.get(f"/events/{event.slug}/{path}".rstrip("/")).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


def read(client, event) -> icalendar.Calendar:
    answer = client.get(f"/events/{event.slug}/agenda.ics")
    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    return icalendar.Calendar.from_ical(answer.data)


def test_the_calendar_keeps_uid_and_raises_sequence(client, event, room, add_session) -> None:
    session = add_session()
    (before,) = read(client, event).walk("VEVENT")
    end = datetime(2026, 12, 6, 16, 0, tzinfo=START.tzinfo)
    plan = Plan(room, session.kind, session.title, START, end)
    sessions.change_session(event, session, plan, by=None)
    (after,) = read(client, event).walk("VEVENT")
    assert (after["UID"], before["SEQUENCE"], after["SEQUENCE"]) == (before["UID"], 0, 1)
    assert after.decoded("DTEND") == end
    assert [str(zone["TZID"]) for zone in read(client, event).walk("VTIMEZONE")] == ["Asia/Ho_Chi_Minh"]


NASTY = "Hội nghị; phần 1, mở đầu\\n <b>“khai mạc”</b> " + "dài " * 30


def test_texts_cannot_add_lines_to_the_calendar(client, event, add_session) -> None:
    hall = RoomFactory(event_id=event.id, name="Phòng A\r\nATTENDEE:mailto:x@example.vn")
    add_session(NASTY.strip(), room=hall, abstract="a\r\nBEGIN:VALARM\r\nb; c, d")
    content = client.get(f"/events/{event.slug}/agenda.ics").data
    (entry,) = icalendar.Calendar.from_ical(content).walk("VEVENT")
    assert (str(entry["SUMMARY"]), "ATTENDEE" in entry, entry.subcomponents) == (NASTY.strip(), False, [])
    assert str(entry["DESCRIPTION"]).splitlines()[0] == "a"
    assert max(map(len, content.split(b"\r\n"))) <= 75


def test_sessions_of_a_cancelled_event_are_cancelled(client, event, add_session) -> None:
    add_session()
    event.state = EventState.CANCELLED
    (entry,) = read(client, event).walk("VEVENT")
    assert entry["STATUS"] == "CANCELLED"


def test_a_session_has_its_own_calendar_file(client, event, add_session) -> None:
    answer = client.get(f"/events/{event.slug}/agenda/{add_session().id}/session.ics")
    assert answer.text.count("BEGIN:VEVENT") == 1


def test_the_api_tells_the_same(client, event, talk) -> None:
    answer = client.get(f"/api/v1/events/{event.slug}/agenda")
    (session,) = answer.json["sessions"]
    assert (answer.status_code, session["room"], session["starts_at"]) == (200, "Phòng A", "2026-12-06T07:00:00Z")
    assert session["talks"] == [{"title": "Tham luận", "speaker": "TS. Đặng Ngọc Ánh", "unit": ""}]


def test_the_api_hides_what_is_not_published(client, db) -> None:
    answer = client.get(f"/api/v1/events/{DraftEventFactory().slug}/agenda")
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
