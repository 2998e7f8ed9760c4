"""Presentations: versions, deadlines, names, the package, who may download."""

import io
import zipfile
from datetime import timedelta

import pytest

from app.agenda import queries
from app.agenda.errors import TalkClosed
from app.agenda.models import TalkState
from app.agenda.services import presentations, speakers
from app.events.models import Role
from app.files.errors import WrongType
from tests.agenda.conftest import PDF
from tests.factories.agenda import RoomFactory
from tests.factories.events import person_with

NAME = "Báo cáo khuyến công Đặng Ánh (bản cuối).pdf"


def test_a_second_upload_becomes_version_two_and_both_stay(talk, upload) -> None:
    upload(talk, "một.pdf")
    upload(talk, "hai.pdf")
    versions = queries.versions_of([talk])[talk.id]
    assert [(item.version, item.file.display_name) for item in versions] == [(2, "hai.pdf"), (1, "một.pdf")]


def test_a_late_upload_is_taken_and_marked(talk, upload, clock) -> None:
    in_time = upload(talk)
    clock.move_to(talk.session.starts_at + timedelta(minutes=1))
    assert (in_time.is_late, upload(talk).is_late) == (False, True)


def test_the_organisers_deadline_counts(talk, upload, clock) -> None:
    talk.upload_until = talk.session.starts_at - timedelta(days=25)
    clock.move_to(talk.upload_until + timedelta(seconds=1))
    assert upload(talk).is_late


def test_what_is_no_presentation_is_refused(talk, upload) -> None:
    with pytest.raises(WrongType):
        upload(talk, content=b"<html><script>alert(1)</script>")
    assert queries.versions_of([talk])[talk.id] == []


def test_a_declined_talk_takes_no_upload(event, talk, upload) -> None:
    speakers.answer(event, talk, TalkState.DECLINED, by=None)
    with pytest.raises(TalkClosed):
        upload(talk)


def test_programme_chairs_are_told(event, talk, upload, outbox, run_jobs) -> None:
    chair = person_with(Role.PROGRAMME_CHAIR, event)
    person_with(Role.ORGANISER, event)
    upload(talk, NAME)
    run_jobs()
    assert [(letter.to, NAME in letter.text) for letter in outbox] == [(chair.email, True)]


def test_the_package_holds_the_newest_versions_in_order_with_safe_names(event, talk, upload, add_session, add_speaker) -> None:
    hall = RoomFactory(event_id=event.id, name="../Nhà: A/B")
    early = speakers.add_talk(event, add_session("Mở đầu", -60, room=hall), add_speaker("Vũ Quốc Trí"), by=None)
    upload(talk, "cũ.pdf")
    upload(talk, NAME)
    upload(early, "mở đầu.pdf")
    with presentations.pack(event) as package, zipfile.ZipFile(package) as bundle:
        names = bundle.namelist()
        assert bundle.read(names[0]) == PDF
    assert names == [
        "001 12-06 13h00 -Nhà- A-B Vũ Quốc Trí v1 mở đầu.pdf",
        f"002 12-06 14h00 Phòng A Đặng Ngọc Ánh v2 {NAME}",
    ]


@pytest.fixture
def path(event, talk, upload):
    return f"/events/{event.slug}/presentations/{upload(talk, NAME).id}"


def test_visitors_download_after_the_session(client, talk, path, clock) -> None:
    assert client.get(path).status_code == 404
    clock.move_to(talk.session.ends_at)
    answer = client.get(path)
    assert (answer.status_code, answer.data, answer.headers["X-Content-Type-Options"]) == (200, PDF, "nosniff")
    assert "filename*=UTF-8''B%C3%A1o%20c%C3%A1o%20khuy%E1%BA%BFn%20c%C3%B4ng" in answer.headers["Content-Disposition"]


def test_the_organiser_may_publish_earlier(client, event, talk, path, organiser) -> None:
    speakers.release(event, talk, by=organiser, released=True)
    assert client.get(path).status_code == 200
    speakers.release(event, talk, by=organiser, released=False)
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("consent", [True, False])
def test_only_the_newest_version_with_consent_is_public(client, talk, path, upload, event, clock, consent: bool) -> None:
    newer = upload(talk, "mới.pdf", is_public=consent)
    clock.move_to(talk.session.ends_at)
    statuses = [client.get(address).status_code for address in (path, f"/events/{event.slug}/presentations/{newer.id}")]
    assert statuses == [404, 200 if consent else 404]


def test_papers_of_another_event_are_not_found(client, path, event, organiser) -> None:
    other = path.rpartition("/")[2]
    client.sign_in(organiser)
    assert client.get(f"/manage/events/{event.slug}/presentations/{other}").status_code == 200
    from tests.factories.events import EventFactory

    foreign = EventFactory()
    client.sign_in(person_with(Role.ORGANISER, foreign))
    assert client.get(f"/manage/events/{foreign.slug}/presentations/{other}").status_code == 404


def test_the_package_is_downloaded_by_organisers_only(client, event, path, organiser) -> None:
    address = f"/manage/events/{event.slug}/presentations.zip"
    assert client.get(address).status_code == 302
    answer = client.sign_in(organiser).get(address)
    assert len(zipfile.ZipFile(io.BytesIO(answer.data)).namelist()) == 1
