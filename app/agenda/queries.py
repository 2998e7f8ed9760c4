"""Reads of the agenda."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.agenda.errors import LinkUnknown
from app.agenda.models import Presentation, Room, RoomSlot, Session, Speaker, SpeakerSlot, Talk
from app.core import clock
from app.core.codes import digest
from app.core.db import db
from app.core.errors import NotFound
from app.events.models import Event

T = TypeVar("T")


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
    return list(db.session.scalars(statement))


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


def get_speaker(event: Event, speaker_id: int) -> Speaker:
    """Return the speaker of this event. Raises: NotFound."""
    return _one(sa.select(Speaker).where(Speaker.event_id == event.id, Speaker.id == speaker_id))


def get_speaker_by_link(secret: str) -> Speaker:
    """Return the speaker whose private link carries `secret`. Raises: LinkUnknown."""
    speaker = db.session.scalar(
        sa.select(Speaker).where(
            Speaker.link_digest == digest(secret),
            sa.or_(Speaker.link_expires_at.is_(None), Speaker.link_expires_at > clock.now()),
        )
    )
    if speaker is None:
        raise LinkUnknown
    return speaker


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
    """Return the talk of this event with its session and speaker. Raises: NotFound."""
    return _one(
        sa.select(Talk)
        .where(Talk.event_id == event_id, Talk.id == talk_id)
        .options(joinedload(Talk.session), joinedload(Talk.speaker))
    )


def versions_of(talks: list[Talk]) -> dict[int, list[Presentation]]:
    """Return all uploaded versions by talk id, newest first: one query for any number of talks."""
    found: dict[int, list[Presentation]] = {talk.id: [] for talk in talks}
    rows = db.session.scalars(
        sa.select(Presentation)
        .where(Presentation.talk_id.in_(found))
        .order_by(Presentation.talk_id, Presentation.version.desc())
    )
    for row in rows:
        found[row.talk_id].append(row)
    return found


def session_in_room(room_id: int, session_id: int, slots: Sequence[datetime]) -> Session | None:
    """Return another session that has one of these slots of the room, or None."""
    return db.session.scalar(
        sa.select(Session)
        .join(RoomSlot, RoomSlot.session_id == Session.id)
        .where(RoomSlot.room_id == room_id, RoomSlot.slot_at.in_(slots), Session.id != session_id)
        .limit(1)
    )


def session_of_speaker(speaker_id: int, session_id: int, slots: Sequence[datetime]) -> Session | None:
    """Return another session in which the speaker is during one of these slots, or None."""
    return db.session.scalar(
        sa.select(Session)
        .join(SpeakerSlot, SpeakerSlot.session_id == Session.id)
        .where(SpeakerSlot.speaker_id == speaker_id, SpeakerSlot.slot_at.in_(slots), Session.id != session_id)
        .limit(1)
    )


def _one(statement: sa.Select[tuple[T]]) -> T:
    found = db.session.scalar(statement)
    if found is None:
        raise NotFound
    return found
