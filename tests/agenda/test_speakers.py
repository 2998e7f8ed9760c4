"""Speakers: places in sessions, answers, private links."""

import re
from base64 import b64decode
from datetime import timedelta

import pytest

from app.agenda import queries
from app.agenda.errors import LinkUnknown, SpeakerTaken, TalkClosed
from app.agenda.models import TalkState
from app.agenda.services import sessions, speakers
from app.agenda.services.sessions import Plan
from app.events.models import EventState
from app.events.services import change_state
from tests.factories.accounts import UserFactory
from tests.factories.agenda import RoomFactory


def test_a_speaker_in_two_rooms_at_once_is_refused_by_name(event, talk, add_session) -> None:
    other = add_session("Tọa đàm", 10, room=RoomFactory(event_id=event.id))
    with pytest.raises(SpeakerTaken) as refusal:
        speakers.add_talk(event, other, talk.speaker, by=None)
    assert refusal.value.message == "TS. Đặng Ngọc Ánh đang tham gia “Tham luận” lúc 14:00."


def test_a_speaker_is_once_in_a_session(event, talk) -> None:
    with pytest.raises(SpeakerTaken) as refusal:
        speakers.add_talk(event, talk.session, talk.speaker, by=None)
    assert (refusal.value.field, refusal.value.message) == ("speaker", "Diễn giả này đã có trong phiên.")
    speakers.answer(event, talk, TalkState.DECLINED, by=None)
    with pytest.raises(SpeakerTaken):
        speakers.add_talk(event, talk.session, talk.speaker, by=None)


def test_who_declines_is_free_for_another_session(event, talk, add_session) -> None:
    speakers.answer(event, talk, TalkState.DECLINED, by=None)
    other = add_session("Tọa đàm", 10, room=RoomFactory(event_id=event.id))
    assert speakers.add_talk(event, other, talk.speaker, by=None).id
    with pytest.raises(SpeakerTaken):
        speakers.answer(event, talk, TalkState.CONFIRMED, by=None)


def test_speakers_keep_their_order_until_it_is_changed(event, talk, add_speaker) -> None:
    second = speakers.add_talk(event, talk.session, add_speaker("Vũ Quốc Trí"), by=None)
    assert [item.id for item in queries.talks_in(talk.session)] == [talk.id, second.id]
    speakers.move_talk_up(event, second, by=None)
    assert [item.id for item in queries.talks_in(talk.session)] == [second.id, talk.id]


def test_a_new_link_ends_the_one_before(event, talk) -> None:
    first = speakers.invite(event, talk.speaker, by=None).rpartition("/")[2]
    second = speakers.invite(event, talk.speaker, by=None).rpartition("/")[2]
    assert queries.get_speaker_by_link(second)[0].id == talk.speaker_id
    with pytest.raises(LinkUnknown):
        queries.get_speaker_by_link(first)


def test_only_the_digest_of_a_link_is_kept(event, talk) -> None:
    secret = speakers.invite(event, talk.speaker, by=None).rpartition("/")[2]
    assert (len(secret), talk.speaker.link_digest == secret, len(talk.speaker.link_digest)) == (43, False, 64)


@pytest.mark.parametrize("locale", ["vi", "en", "de"])
def test_the_invitation_brings_link_time_and_calendar_entry(event, add_session, add_speaker, outbox, run_jobs, locale) -> None:
    speaker = add_speaker(locale=locale)
    speakers.add_talk(event, add_session(), speaker, by=None)
    address = speakers.invite(event, speaker, by=None)
    run_jobs()
    (letter,) = outbox
    assert (letter.to, letter.locale, address in letter.text, "14:00" in letter.text) == ("anh@example.vn", locale, True, True)


def test_moving_a_session_tells_the_invited_speakers(event, talk, room, outbox, run_jobs) -> None:
    speakers.invite(event, talk.speaker, by=None)
    session = talk.session
    later = session.starts_at + timedelta(hours=1)
    plan = Plan(room, session.kind, session.title, later, later + timedelta(minutes=30))
    sessions.change_session(event, session, plan, by=None)
    run_jobs()
    assert [letter.template for letter in outbox] == ["agenda/speaker_invited", "agenda/session_moved"]
    assert "15:00" in outbox[1].text


def test_changing_only_the_title_tells_nobody(event, talk, room, outbox, run_jobs) -> None:
    speakers.invite(event, talk.speaker, by=None)
    session = talk.session
    sessions.change_session(event, session, Plan(room, session.kind, "Mới", session.starts_at, session.ends_at), by=None)
    run_jobs()
    assert len(outbox) == 1


def test_a_speaker_without_mail_is_invited_by_hand(event, add_speaker, outbox, run_jobs) -> None:
    address = speakers.invite(event, add_speaker(email=""), by=None)
    run_jobs()
    assert (address.startswith("http://localhost/speaker/"), outbox) == (True, [])


def test_a_speaker_in_a_session_cannot_be_removed(event, talk) -> None:
    with pytest.raises(SpeakerTaken):
        speakers.remove_speaker(event, talk.speaker, by=None)
    speakers.remove_talk(event, talk, by=None)
    speakers.remove_speaker(event, talk.speaker, by=None)
    assert queries.speakers_of(event) == []


def test_a_talk_with_an_upload_stays(event, talk, upload) -> None:
    upload(talk)
    with pytest.raises(TalkClosed):
        speakers.remove_talk(event, talk, by=None)


def test_invited_speakers_hear_of_a_cancellation_and_their_calendars_strike_the_session(
    event, talk, add_speaker, outbox, run_jobs
) -> None:
    add_speaker("Chưa mời")
    speakers.invite(event, talk.speaker, by=None)
    run_jobs()
    (invited,) = outbox
    outbox.clear()
    change_state(event, EventState.CANCELLED, by=UserFactory(), reason="Bão số 12")
    run_jobs()
    (told,) = outbox
    assert (told.to, "Bão số 12" in told.text) == (invited.to, True)
    before, after = (b64decode(letter.attachments[0]["base64"]).decode() for letter in (invited, told))
    assert ("STATUS:CONFIRMED" in before, "STATUS:CANCELLED" in after) == (True, True)
    sequences = [int(re.search(r"SEQUENCE:(\d+)", text)[1]) for text in (before, after)]
    assert sequences[0] < sequences[1], "calendars take only what is newer"
