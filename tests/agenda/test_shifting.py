"""What follows in a room moves in one act (A-62)."""

import pytest

from app.agenda import queries
from app.agenda.errors import OffGrid, RoomTaken, SpeakerTaken
from app.agenda.services import speakers
from app.agenda.services.shifting import preview_shift, shift_sessions
from tests.agenda.conftest import START
from tests.factories.agenda import RoomFactory


@pytest.fixture
def three(add_session):
    return [add_session(f"Phiên {number}", number * 30) for number in range(3)]


def times(event) -> list[str]:
    return [session.starts_at.astimezone(START.tzinfo).strftime("%H:%M") for session in queries.sessions_of(event)]


def test_the_opening_runs_twenty_minutes_longer(event, three) -> None:
    moved = shift_sessions(event, three[1], 20, by=None)
    assert ([session.title for session in moved], times(event)) == (["Phiên 1", "Phiên 2"], ["14:00", "14:50", "15:20"])
    assert [session.sequence for session in three] == [0, 1, 1]


def test_sessions_can_come_earlier(event, three) -> None:
    shift_sessions(event, three[0], -30, by=None)
    assert times(event) == ["13:30", "14:00", "14:30"]


def test_other_rooms_and_days_stay(event, three, add_session) -> None:
    add_session("Phòng khác", 60, room=RoomFactory(event_id=event.id))
    add_session("Hôm sau", 24 * 60)
    assert len(shift_sessions(event, three[0], 20, by=None)) == 3


def test_nothing_moves_onto_what_stays(event, three) -> None:
    with pytest.raises(RoomTaken):
        shift_sessions(event, three[1], -20, by=None)


def test_a_speaker_elsewhere_stops_the_shift(event, three, add_session, add_speaker) -> None:
    speaker = add_speaker()
    speakers.add_talk(event, three[2], speaker, by=None)
    elsewhere = add_session("Phòng khác", 90, room=RoomFactory(event_id=event.id))
    speakers.add_talk(event, elsewhere, speaker, by=None)
    with pytest.raises(SpeakerTaken):
        shift_sessions(event, three[2], 20, by=None)


@pytest.mark.parametrize("minutes", [0, 7, 725, -725])
def test_only_steps_of_five_minutes_within_half_a_day(event, three, minutes: int) -> None:
    with pytest.raises(OffGrid):
        shift_sessions(event, three[0], minutes, by=None)


def test_the_preview_names_what_is_in_the_way_and_moves_nothing(event, three) -> None:
    moves = preview_shift(event, three[1], -20)
    assert [bool(move.problem) for move in moves] == [True, False]
    assert times(event) == ["14:00", "14:30", "15:00"]


def test_every_change_is_a_new_version_of_the_agenda(event, three) -> None:
    assert queries.agenda_version(event) == 3
    shift_sessions(event, three[1], 20, by=None)
    assert queries.agenda_version(event) == 4


def test_organisers_shift_after_the_preview(client, event, three, organiser) -> None:
    client.sign_in(organiser)
    path = f"/manage/events/{event.slug}/agenda/shift?first={three[1].id}&minutes=20"
    assert client.submit(path).status_code == 303
    assert times(event) == ["14:00", "14:50", "15:20"]
    blocked = client.get(path.replace("minutes=20", "minutes=-40"))
    assert (blocked.status_code, f"/sessions/{three[1].id}/shift" in blocked.text) == (200, False)
