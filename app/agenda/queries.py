"""Reads of the agenda."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from app.accounts.models import User
from app.agenda.errors import LinkUnknown
from app.agenda.models import Presentation, Room, RoomSlot, Session, Speaker, SpeakerSlot, Talk, TalkState
from app.core import clock
from app.core.codes import digest
from app.core.db import db
from app.core.errors import NotFound
from app.events.models import Event, EventCounter, EventRole, Role
from app.events.queries import with_place

T = TypeVar("T")
AGENDA_VERSION = "agenda"


def rooms_of(event: Event) -> list[Room]:
    """Return the rooms in the organiser's order."""
    return list(db.session.scalars(sa.select(Room).where(Room.event_id == event.id).order_by(Room.position, Room.id)))


def sessions_of(event: Event, *, public: bool = False) -> list[Session]:
    """Return the sessions by time and room, with room, talks and speakers: three queries whatever their number."""
    statement = (
        sa.select(Session)
        .where(Session.event_id == event.id)
        .join(Room, Room.id == Session.room_id)
        .options(joinedload(Session.room), selectinload(Session.talks).joinedload(Talk.speaker))
        .order_by(Session.starts_at, Room.position, Session.id)
    )
    if public:
        statement = statement.where(Session.is_public.is_(True))
    sessions = list(db.session.scalars(statement))
    for session in sessions:
        # The key of this relationship is no primary key: each talk would ask again.
        for talk in session.talks:
            set_committed_value(talk, "session", session)
    return sessions


def next_sessions(event: Event, now: datetime, most: int) -> list[Session]:
    """Return the first `most` public sessions that have not ended; after the event its first ones."""
    public = sa.select(Session).where(Session.event_id == event.id, Session.is_public.is_(True))
    statement = public.join(Room, Room.id == Session.room_id).options(contains_eager(Session.room))
    if now < event.ends_at:
        statement = statement.where(Session.ends_at > now)
    return list(db.session.scalars(statement.order_by(Session.starts_at, Room.position, Session.id).limit(most)))


def agenda_version(event: Event) -> int:
    """Return how often the agenda was changed: the version that a printed agenda names."""
    chosen = sa.select(EventCounter.value).where(EventCounter.event_id == event.id, EventCounter.name == AGENDA_VERSION)
    return int(db.session.scalar(chosen) or 0)


def get_session(event: Event, session_id: int) -> Session:
    """Return the session of this event. Raises: NotFound."""
    return _one(
        sa.select(Session)
        .where(Session.event_id == event.id, Session.id == session_id)
        .options(joinedload(Session.room), selectinload(Session.talks).joinedload(Talk.speaker))
    )


def get_room(event: Event, room_id: int) -> Room:
    """Return the room of this event. Raises: NotFound."""
    return _one(sa.select(Room).where(Room.event_id == event.id, Room.id == room_id))


def speakers_of(event: Event) -> list[Speaker]:
    """Return the speakers by given name."""
    return list(
        db.session.scalars(sa.select(Speaker).where(Speaker.event_id == event.id).order_by(Speaker.sort_key, Speaker.id))
    )


def invited_speakers(event: Event) -> list[Speaker]:
    """Return the speakers who have their private link and an address."""
    has_link = sa.and_(Speaker.event_id == event.id, Speaker.link_number > 0, Speaker.email != "")
    return list(db.session.scalars(sa.select(Speaker).where(has_link).order_by(Speaker.id)))


def get_speaker(event: Event, speaker_id: int) -> Speaker:
    """Return the speaker of this event. Raises: NotFound."""
    return _one(sa.select(Speaker).where(Speaker.event_id == event.id, Speaker.id == speaker_id))


def get_speaker_by_link(secret: str) -> tuple[Speaker, Event]:
    """Return the speaker whose private link carries `secret`, and the event. Raises: LinkUnknown: unknown or replaced."""
    row = db.session.execute(
        sa.select(Speaker, Event)
        .join(Event, Event.id == Speaker.event_id)
        .where(Speaker.link_digest == digest(secret))
        .options(*with_place())
    ).one_or_none()
    if row is None:
        raise LinkUnknown
    return row[0], row[1]


def is_expired(speaker: Speaker) -> bool:
    """Tell whether the speaker's private link has come to its end."""
    return speaker.link_expires_at is not None and speaker.link_expires_at <= clock.now()


def talks_of(speaker: Speaker) -> list[Talk]:
    """Return the talks of a speaker by time."""
    return list(
        db.session.scalars(
            sa.select(Talk)
            .join(Session, Session.id == Talk.session_id)
            .where(Talk.speaker_id == speaker.id)
            .options(joinedload(Talk.session).joinedload(Session.room))
            .order_by(Session.starts_at)
        )
    )


def get_talk(event_id: int, talk_id: int) -> Talk:
    """Return the talk of this event with its session, room and speaker. Raises: NotFound."""
    return _one(
        sa.select(Talk)
        .where(Talk.event_id == event_id, Talk.id == talk_id)
        .options(joinedload(Talk.session).joinedload(Session.room), joinedload(Talk.speaker))
    )


def talks_in(session: Session) -> list[Talk]:
    """Return the talks of a session in their order, with speaker, session and room."""
    return list(
        db.session.scalars(
            sa.select(Talk)
            .where(Talk.session_id == session.id)
            .options(joinedload(Talk.session).joinedload(Session.room), joinedload(Talk.speaker))
            .order_by(Talk.position, Talk.id)
            .execution_options(populate_existing=True)
        )
    )


def talks_in_order(event: Event) -> list[Talk]:
    """Return all talks by time, room and place in the session."""
    return list(
        db.session.scalars(
            sa.select(Talk)
            .where(Talk.event_id == event.id)
            .join(Session, Session.id == Talk.session_id)
            .join(Room, Room.id == Session.room_id)
            .options(contains_eager(Talk.session).joinedload(Session.room), joinedload(Talk.speaker))
            .order_by(Session.starts_at, Room.position, Session.id, Talk.position, Talk.id)
        )
    )


def newest_presentations(event: Event) -> dict[int, Presentation]:
    """Return the newest version by talk id, with its file: one query."""
    newest = (
        sa.select(Presentation.talk_id, sa.func.max(Presentation.version).label("version"))
        .where(Presentation.event_id == event.id)
        .group_by(Presentation.talk_id)
        .subquery()
    )
    rows = db.session.scalars(
        sa.select(Presentation)
        .join(newest, sa.and_(newest.c.talk_id == Presentation.talk_id, newest.c.version == Presentation.version))
        .options(joinedload(Presentation.file))
    )
    return {row.talk_id: row for row in rows}


def get_presentation(event: Event, presentation_id: int) -> Presentation:
    """Return one uploaded version of this event with its file. Raises: NotFound."""
    return _one(
        sa.select(Presentation)
        .where(Presentation.event_id == event.id, Presentation.id == presentation_id)
        .options(joinedload(Presentation.file))
    )


def is_published(presentation: Presentation, talk: Talk) -> bool:
    """Tell whether everybody may have it: the speaker agrees, and the session has ended or the organiser released it."""
    if not presentation.is_public or talk.state == TalkState.DECLINED or not talk.session.is_public:
        return False
    return talk.released_at is not None or talk.session.ends_at <= clock.now()


def programme_chairs(event: Event) -> list[User]:
    """Return who is told of uploads: programme chairs, or the organisers with a role when there is no chair."""
    chosen = sa.select(User, EventRole.role).join(EventRole, EventRole.user_id == User.id)
    wanted = (EventRole.event_id == event.id, EventRole.role.in_([Role.PROGRAMME_CHAIR, Role.ORGANISER]))
    rows = db.session.execute(chosen.where(*wanted, User.is_active.is_(True)).order_by(User.id)).all()
    chairs = [user for user, role in rows if role == Role.PROGRAMME_CHAIR]
    return chairs or [user for user, _role in rows]


def count_missing(event: Event) -> tuple[int, int]:
    """Return how many talks await a presentation, and how many talks there are; declined ones do not count."""
    taking_part = sa.select(sa.func.count(Talk.id)).where(Talk.event_id == event.id, Talk.state != TalkState.DECLINED)
    uploaded = sa.exists().where(Presentation.talk_id == Talk.id)
    row = db.session.execute(sa.select(taking_part.where(~uploaded).scalar_subquery(), taking_part.scalar_subquery())).one()
    return int(row[0]), int(row[1])


def count_sessions(event: Event) -> int:
    """Return how many sessions are planned."""
    return int(db.session.scalar(sa.select(sa.func.count(Session.id)).where(Session.event_id == event.id)) or 0)


def versions_of(talks: list[Talk]) -> dict[int, list[Presentation]]:
    """Return all uploaded versions by talk id, newest first: one query for any number of talks."""
    found: dict[int, list[Presentation]] = {talk.id: [] for talk in talks}
    rows = db.session.scalars(
        sa.select(Presentation)
        .where(Presentation.talk_id.in_(found))
        .options(joinedload(Presentation.file))
        .order_by(Presentation.talk_id, Presentation.version.desc())
    )
    for row in rows:
        found[row.talk_id].append(row)
    return found


def session_in_room(room_id: int, but: Collection[int], slots: Sequence[datetime]) -> Session | None:
    """Return a session other than those `but` that has one of these slots of the room, or None."""
    return db.session.scalar(
        sa.select(Session)
        .join(RoomSlot, RoomSlot.session_id == Session.id)
        .where(RoomSlot.room_id == room_id, RoomSlot.slot_at.in_(slots), Session.id.not_in(but))
        .limit(1)
    )


def session_of_speaker(speaker_id: int, but: Collection[int], slots: Sequence[datetime]) -> Session | None:
    """Return a session other than those `but` in which the speaker is during one of these slots, or None."""
    return db.session.scalar(
        sa.select(Session)
        .join(SpeakerSlot, SpeakerSlot.session_id == Session.id)
        .where(SpeakerSlot.speaker_id == speaker_id, SpeakerSlot.slot_at.in_(slots), Session.id.not_in(but))
        .limit(1)
    )


def _one(statement: sa.Select[tuple[T]]) -> T:
    found = db.session.scalar(statement)
    if found is None:
        raise NotFound
    return found
