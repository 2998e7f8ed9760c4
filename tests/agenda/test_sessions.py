"""A room and a speaker are in one session at a time."""

from datetime import datetime, timedelta

import pytest

from app.agenda.errors import OffGrid, OutsideEvent, RoomInUse, RoomTaken, SpeakerTaken
from app.agenda.models import SessionKind
from app.agenda.services import sessions
from app.agenda.services.sessions import Plan
from tests.factories.agenda import RoomFactory, SpeakerFactory, TalkFactory
from tests.factories.events import HANOI, EventFactory

START = datetime(2026, 12, 6, 14, 0, tzinfo=HANOI)


@pytest.fixture
def event(db):
    return EventFactory()


@pytest.fixture
def room(event):
    return RoomFactory(event_id=event.id)


def plan(room, start: datetime = START, minutes: int = 30, **changes) -> Plan:
    values = {"room": room, "kind": SessionKind.PAPER, "title": "Tham luận", "starts_at": start}
    return Plan(**values | {"ends_at": start + timedelta(minutes=minutes)} | changes)


def test_sessions_may_follow_each_other(event, room) -> None:
    first = sessions.add_session(event, plan(room), by=None)
    second = sessions.add_session(event, plan(room, first.ends_at), by=None)
    assert second.starts_at == first.ends_at


@pytest.mark.parametrize("minutes", [-25, 0, 25])
def test_the_same_room_at_the_same_time_is_refused(event, room, minutes: int) -> None:
    sessions.add_session(event, plan(room, title="Lễ khai mạc"), by=None)
    with pytest.raises(RoomTaken) as refusal:
        sessions.add_session(event, plan(room, START + timedelta(minutes=minutes)), by=None)
    assert (refusal.value.field, "Lễ khai mạc" in refusal.value.message) == ("room", True)


def test_another_room_at_the_same_time_is_fine(event, room) -> None:
    sessions.add_session(event, plan(room), by=None)
    assert sessions.add_session(event, plan(RoomFactory(event_id=event.id)), by=None).id


def test_a_session_may_be_moved_within_its_own_time(event, room) -> None:
    session = sessions.add_session(event, plan(room), by=None)
    sessions.change_session(event, session, plan(room, START + timedelta(minutes=10)), by=None)
    assert (session.starts_at, session.sequence) == (START + timedelta(minutes=10), 1)


def test_a_moved_session_frees_its_old_time(event, room) -> None:
    session = sessions.add_session(event, plan(room), by=None)
    sessions.change_session(event, session, plan(room, START + timedelta(hours=2)), by=None)
    assert sessions.add_session(event, plan(room), by=None).id != session.id


def test_a_speaker_cannot_be_in_two_rooms(event, room) -> None:
    speaker = SpeakerFactory(event_id=event.id)
    first = sessions.add_session(event, plan(room), by=None)
    sessions.take_speaker_slots(first, speaker.id)
    second = sessions.add_session(event, plan(RoomFactory(event_id=event.id)), by=None)
    with pytest.raises(SpeakerTaken):
        sessions.take_speaker_slots(second, speaker.id)


def test_moving_a_session_onto_another_of_its_speaker_is_refused(event, room) -> None:
    speaker = SpeakerFactory(event_id=event.id)
    first = sessions.add_session(event, plan(room), by=None)
    later = sessions.add_session(event, plan(RoomFactory(event_id=event.id), START + timedelta(hours=3)), by=None)
    for session in (first, later):
        TalkFactory(event_id=event.id, session_id=session.id, speaker_id=speaker.id)
        sessions.take_speaker_slots(session, speaker.id)
    with pytest.raises(SpeakerTaken):
        sessions.change_session(event, later, plan(later.room, START), by=None)


@pytest.mark.parametrize(
    ("start", "minutes", "error"),
    [
        (START + timedelta(minutes=1), 30, OffGrid),
        (START, 0, OffGrid),
        (START, -30, OffGrid),
        (START, 33, OffGrid),
        (START, 60 * 30, OffGrid),
        (START + timedelta(days=60), 30, OutsideEvent),
    ],
)
def test_impossible_times_are_refused(event, room, start: datetime, minutes: int, error: type) -> None:
    with pytest.raises(error):
        sessions.add_session(event, plan(room, start, minutes), by=None)


def test_a_room_with_sessions_stays(event, room) -> None:
    sessions.add_session(event, plan(room), by=None)
    with pytest.raises(RoomInUse):
        sessions.remove_room(event, room, by=None)


def test_a_second_room_of_the_same_name_is_refused(event) -> None:
    sessions.add_room(event, "Phòng A", 100, by=None)
    with pytest.raises(RoomTaken):
        sessions.add_room(event, "Phòng A", 50, by=None)


def test_a_removed_session_frees_the_room(event, room) -> None:
    sessions.remove_session(event, sessions.add_session(event, plan(room), by=None), by=None)
    assert sessions.add_session(event, plan(room), by=None).id
