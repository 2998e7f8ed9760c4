"""What the agenda gives to others: doctor's check, the next edition, the go-live page."""

from datetime import timedelta

import sqlalchemy as sa

from app.agenda import cloners, queries, setup
from app.agenda.models import RoomSlot, SpeakerSlot, TalkState
from app.agenda.services import speakers
from app.audit.models import AuditEntry
from app.core import registry
from app.core.registry import CloneRun
from app.events.models import EventKind
from tests.factories.events import EventFactory


def findings() -> list[str]:
    return list(setup._slots_follow_sessions())


def test_doctor_finds_nothing_where_all_is_right(event, talk, add_session, add_speaker) -> None:
    other = speakers.add_talk(event, add_session("Khác", 60), add_speaker("Vũ Quốc Trí"), by=None)
    speakers.answer(event, other, TalkState.DECLINED, by=None)
    assert findings() == []


def test_doctor_sees_taken_time_that_no_session_takes(db, talk) -> None:
    db.execute(sa.delete(RoomSlot).where(RoomSlot.slot_at == talk.session.starts_at))
    db.execute(sa.delete(SpeakerSlot))
    told = f"agenda_session {talk.session_id} does not take its"
    assert findings() == [f"{told} room for its time", f"{told} speakers for its time"]


def test_the_next_edition_takes_rooms_and_sessions_without_speakers(db, event, talk, organiser) -> None:
    target = EventFactory(starts_at=event.starts_at + timedelta(days=364))
    run = CloneRun(364, event.timezone, frozenset({"agenda.rooms", "agenda.sessions"}), organiser)
    cloners._copy_rooms(event, target, run)
    cloners._copy_sessions(event, target, run)
    (session,) = queries.sessions_of(target)
    assert (session.starts_at, session.room.name, session.talks) == (
        talk.session.starts_at + timedelta(days=364),
        "Phòng A",
        [],
    )
    assert (session.uid == talk.session.uid, findings()) == (False, [])


def test_a_conference_is_asked_for_its_agenda(app, db, add_session, event) -> None:
    conference = EventFactory(kind=EventKind.CONFERENCE)
    add_session()
    with app.test_request_context():
        assert (setup.agenda_check(conference).done, setup.agenda_check(event)) == (False, None)
        event.kind = EventKind.CONFERENCE
        assert setup.agenda_check(event).done


def test_every_deed_has_a_name(db, event, talk, upload, organiser) -> None:
    upload(talk)
    for state in (TalkState.CONFIRMED, TalkState.DECLINED):
        speakers.answer(event, talk, state, by=organiser)
    actions = set(db.scalars(sa.select(AuditEntry.action)))
    assert len(actions) >= 5
    assert [action for action in actions if registry.deed(action) == action] == []
