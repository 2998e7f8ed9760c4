"""The page behind the private link: everything a speaker does without an account."""

import io
from datetime import timedelta

import pytest

from app.agenda import queries
from app.agenda.models import TalkState
from app.agenda.services import speakers
from tests.agenda.conftest import PDF
from tests.factories.agenda import SpeakerFactory


def test_the_speaker_sees_slot_room_and_deadline(client, link) -> None:
    page = client.get(link).text
    assert [word in page for word in ("TS. Đặng Ngọc Ánh", "14:00–14:30", "Phòng A", "06/12/2026")] == [True] * 4


@pytest.mark.parametrize("state", [TalkState.CONFIRMED, TalkState.DECLINED])
def test_the_speaker_answers(client, link, talk, outbox, run_jobs, organiser, state: TalkState) -> None:
    assert client.submit(link, form=state.value).status_code == 303
    assert queries.get_talk(talk.event_id, talk.id).state == state
    run_jobs()
    assert [(letter.template, letter.to) for letter in outbox][-1] == ("agenda/speaker_answered", organiser.email)


def test_an_answer_needs_a_press(client, link, talk) -> None:
    assert client.get(f"{link}/talks/{talk.id}/answer/confirmed").status_code == 405
    assert client.post(f"{link}/talks/{talk.id}/answer/invited").status_code == 404


def test_the_speaker_tells_about_himself(client, link, talk) -> None:
    told = {"biography": "Nghiên cứu thương mại.", "needs": "Máy chiếu, loa", "publish_consent": "y"}
    assert client.submit(f"{link}/profile", told).status_code == 303
    speaker = talk.speaker
    assert (speaker.biography, speaker.needs, speaker.publish_consent) == ("Nghiên cứu thương mại.", "Máy chiếu, loa", True)


def test_a_biography_of_more_than_600_characters_is_refused(client, link) -> None:
    assert client.submit(f"{link}/profile", {"biography": "ă" * 601}).status_code == 422
    assert client.submit(f"{link}/profile", {"biography": "ă" * 600}).status_code == 303


def test_the_speaker_changes_the_titles_but_not_the_deadline(client, link, talk) -> None:
    talk.upload_until = talk.session.starts_at - timedelta(days=3)
    before = talk.upload_until
    assert client.submit(f"{link}/talks/{talk.id}", {"title": "Chè Shan", "title_en": "Shan tea"}).status_code == 303
    found = queries.get_talk(talk.event_id, talk.id)
    assert (found.title, found.title_en, found.upload_until) == ("Chè Shan", "Shan tea", before)


def test_the_speaker_uploads_and_downloads_again(client, link, talk) -> None:
    name = "Báo cáo khuyến công Đặng Ánh (bản cuối).pdf"
    sent = {"file": (io.BytesIO(PDF), name), "is_public": "y"}
    assert client.submit(f"{link}/talks/{talk.id}/presentation", sent).status_code == 303
    (version,) = queries.versions_of([talk])[talk.id]
    assert (version.version, version.is_public, version.file.display_name) == (1, True, name)
    assert name in client.get(link).text
    assert client.get(f"{link}/presentations/{version.id}").data == PDF


@pytest.mark.parametrize(
    ("content", "name", "status"),
    [(b"", "", 422), (b"", "a.pdf", 422), (b"<html>", "a.pdf", 422), (PDF, "a.exe", 422)],
)
def test_a_bad_upload_says_why_at_the_field(client, link, talk, content: bytes, name: str, status: int) -> None:
    sent = {"file": (io.BytesIO(content), name)} if name else {}
    answer = client.post(f"{link}/talks/{talk.id}/presentation", data=sent, content_type="multipart/form-data")
    assert (answer.status_code, 'id="file-error"' in answer.text) == (status, True)


def test_the_speaker_has_a_calendar_of_his_own(client, link) -> None:
    answer = client.get(f"{link}/agenda.ics")
    assert (answer.mimetype, answer.text.count("BEGIN:VEVENT")) == ("text/calendar", 1)


def test_a_talk_of_somebody_else_is_not_found(client, event, link, add_session, upload) -> None:
    other = speakers.add_talk(event, add_session("Khác", 60), SpeakerFactory(event_id=event.id), by=None)
    paper = upload(other)
    paths = [f"{link}/talks/{other.id}", f"{link}/talks/{other.id}/presentation", f"{link}/presentations/{paper.id}"]
    assert [client.get(path).status_code for path in paths] == [404] * 3


def test_an_ended_link_tells_what_to_do(client, event, link, clock) -> None:
    unknown = client.get("/speaker/unknown")
    assert (unknown.status_code, "Liên kết này không còn dùng được" in unknown.text) == (404, True)
    clock.move_to(event.ends_at + timedelta(days=31))
    expired = client.get(link)
    assert (expired.status_code, event.owner.name in expired.text) == (404, True)
