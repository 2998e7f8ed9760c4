"""Rooms and sessions. Taken time is rows of a primary key, so that two planners cannot both win."""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from app.accounts.models import User
from app.agenda import notices, queries
from app.agenda.errors import OffGrid, OutsideEvent, RoomInUse, RoomTaken, SpeakerTaken
from app.agenda.models import SLOT_MINUTES, Room, RoomSlot, Session, SessionKind, Speaker, SpeakerSlot, Talk, TalkState
from app.audit import services as audit
from app.core.db import db, refusing
from app.core.i18n import _, format_time
from app.events.models import Event
from app.events.services import next_number

# Counts the changes of an event's agenda; the printed agenda names it.
AGENDA_VERSION = queries.AGENDA_VERSION


@dataclass(frozen=True)
class Plan:
    """What a planner says of a session. Times are aware and on the five-minute grid."""

    room: Room
    kind: SessionKind
    title: str
    starts_at: datetime
    ends_at: datetime
    title_en: str = ""
    abstract: str = ""
    is_public: bool = True


def add_room(event: Event, name: str, capacity: int | None, *, by: User | None) -> Room:
    """Add a room. Raises: Conflict: the name is taken in this event."""
    with refusing("uq_room_event_id_name", RoomTaken(_("This event has a room of that name already."), field="name")):
        room = Room(event_id=event.id, name=name, capacity=capacity, position=len(queries.rooms_of(event)))
        db.session.add(room)
    audit.record(by, "agenda.room_added", room, event=event)
    return room


def change_room(event: Event, room: Room, name: str, capacity: int | None, *, by: User | None) -> None:
    """Rename a room or change its capacity. Raises: RoomTaken: another room has the name."""
    with refusing("uq_room_event_id_name", RoomTaken(_("This event has a room of that name already."), field="name")):
        room.name, room.capacity = name, capacity
    audit.record(by, "agenda.room_changed", room, event=event)


def remove_room(event: Event, room: Room, *, by: User | None) -> None:
    """Remove a room without sessions. Raises: RoomInUse."""
    if db.session.scalar(sa.select(sa.exists().where(Session.room_id == room.id))):
        raise RoomInUse(_("Sessions are planned in this room. Move them first."))
    audit.record(by, "agenda.room_removed", room, event=event, data={"name": room.name})
    db.session.delete(room)
    db.session.flush()


def add_session(event: Event, plan: Plan, *, by: User | None) -> Session:
    """Add a session.

    Raises:
        RoomTaken: another session has the room at that time; the primary key of room_slot decides.
        OffGrid, OutsideEvent: times that cannot be.
    """
    check_times(event, plan.starts_at, plan.ends_at)
    session = Session(event_id=event.id, uid=str(uuid.uuid4()))
    _apply(session, plan)
    db.session.add(session)
    db.session.flush()
    take_slots(session)
    next_number(event, AGENDA_VERSION)
    audit.record(by, "agenda.session_added", session, event=event)
    return session


def change_session(event: Event, session: Session, plan: Plan, *, by: User | None) -> Session:
    """Change a session and its taken time; calendars see the change by SEQUENCE.

    Raises:
        RoomTaken, SpeakerTaken, OffGrid, OutsideEvent.
    """
    check_times(event, plan.starts_at, plan.ends_at)
    moved = (session.room_id, session.starts_at, session.ends_at) != (plan.room.id, plan.starts_at, plan.ends_at)
    free_slots(session)
    _apply(session, plan)
    session.sequence += 1
    db.session.flush()
    take_slots(session)
    next_number(event, AGENDA_VERSION)
    audit.record(by, "agenda.session_changed", session, event=event)
    if moved:
        notices.session_moved(session, event)
    return session


def remove_session(event: Event, session: Session, *, by: User | None) -> None:
    """Remove a session that has no talks. Raises: RoomInUse."""
    if session.talks:
        raise RoomInUse(_("Speakers are planned in this session. Take them out first."))
    audit.record(by, "agenda.session_removed", session, event=event, data={"title": session.title})
    free_slots(session)
    db.session.delete(session)
    db.session.flush()
    next_number(event, AGENDA_VERSION)


def take_speaker_slots(session: Session, speaker_id: int) -> None:
    """Note that the speaker is in this session. Raises: SpeakerTaken: already in another one at that time."""
    slots = slots_of(session.starts_at, session.ends_at)
    error = SpeakerTaken(_("This speaker is in another session at that time."), field="speaker")
    other = queries.session_of_speaker(speaker_id, [session.id], slots)
    if other is not None:
        speaker = db.session.get_one(Speaker, speaker_id)
        told = {"speaker": speaker.display_name, "title": other.title, "time": format_time(other.starts_at)}
        raise SpeakerTaken(_("%(speaker)s is in “%(title)s” at %(time)s.", **told), field="speaker")
    with refusing("pk_speaker_slot", error):
        db.session.add_all(SpeakerSlot(speaker_id=speaker_id, slot_at=slot, session_id=session.id) for slot in slots)


def free_speaker_slots(session: Session, speaker_id: int) -> None:
    """Forget that the speaker is in this session."""
    db.session.execute(sa.delete(SpeakerSlot).where(SpeakerSlot.session_id == session.id, SpeakerSlot.speaker_id == speaker_id))


def slots_of(starts_at: datetime, ends_at: datetime) -> list[datetime]:
    """Return the starts of the five-minute slots in [starts_at, ends_at), in UTC."""
    step = timedelta(minutes=SLOT_MINUTES)
    first = starts_at.astimezone(UTC)
    return [first + step * index for index in range((ends_at - starts_at) // step)]


def _apply(session: Session, plan: Plan) -> None:
    session.room_id = plan.room.id
    session.kind = plan.kind
    session.title = plan.title
    session.title_en = plan.title_en
    session.abstract = plan.abstract
    session.starts_at = plan.starts_at
    session.ends_at = plan.ends_at
    session.is_public = plan.is_public


def check_times(event: Event, starts_at: datetime, ends_at: datetime) -> None:
    """Check the grid and the days of the event. Raises: OffGrid, OutsideEvent."""
    if any(moment.minute % SLOT_MINUTES or moment.second or moment.microsecond for moment in (starts_at, ends_at)):
        raise OffGrid(_("Please use times in steps of five minutes."), field="starts_at")
    if ends_at <= starts_at:
        raise OffGrid(_("The end must be after the start."), field="ends_at")
    if ends_at - starts_at > timedelta(days=1):
        raise OffGrid(_("A session lasts at most a day."), field="ends_at")
    # Building up and striking are planned too.
    margin = timedelta(days=3)
    if starts_at < event.starts_at - margin or ends_at > event.ends_at + margin:
        raise OutsideEvent(_("This time is not within the days of the event."), field="starts_at")


def take_slots(session: Session) -> None:
    """Note that the room and its speakers are taken. Raises: RoomTaken, SpeakerTaken."""
    slots = slots_of(session.starts_at, session.ends_at)
    other = queries.session_in_room(session.room_id, [session.id], slots)
    if other is not None:
        raise RoomTaken(
            _("The room is taken by “%(title)s” at %(time)s.", title=other.title, time=format_time(other.starts_at)),
            field="room",
        )
    with refusing("pk_room_slot", RoomTaken(_("The room has just been taken at that time."), field="room")):
        db.session.add_all(RoomSlot(room_id=session.room_id, slot_at=slot, session_id=session.id) for slot in slots)
    taking_part = sa.select(Talk.speaker_id).where(Talk.session_id == session.id, Talk.state != TalkState.DECLINED)
    for speaker_id in db.session.scalars(taking_part).all():
        take_speaker_slots(session, speaker_id)


def free_slots(session: Session) -> None:
    """Forget the taken time of the session."""
    for table in (RoomSlot, SpeakerSlot):
        db.session.execute(sa.delete(table).where(table.session_id == session.id))
