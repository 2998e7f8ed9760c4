"""Rooms, sessions, speakers and presentations. A room or a speaker is in one session at a time: unique slots decide."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Organisation
from app.core.db import Base, SortKey, WithId

# Sessions start and end on this grid, so that taken time can be rows of a unique index on every database.
SLOT_MINUTES = 5


class Room(WithId, Base):
    __tablename__ = "room"
    __table_args__ = (sa.UniqueConstraint("event_id", "name"), sa.UniqueConstraint("event_id", "id"))

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    name: Mapped[str] = mapped_column(sa.String(80))
    capacity: Mapped[int | None]
    position: Mapped[int] = mapped_column(default=0)


class SessionKind(StrEnum):
    OPENING = "opening"
    REPORT = "report"
    PAPER = "paper"
    DISCUSSION = "discussion"
    SEMINAR = "seminar"
    MATCHING = "matching"
    BREAK = "break"
    CLOSING = "closing"


class Session(WithId, Base):
    __tablename__ = "agenda_session"
    __table_args__ = (
        sa.ForeignKeyConstraint(["event_id", "room_id"], ["room.event_id", "room.id"]),
        sa.UniqueConstraint("event_id", "id"),
        sa.CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        sa.Index("ix_agenda_session_time", "event_id", "starts_at"),
    )

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    room_id: Mapped[int]
    kind: Mapped[SessionKind]
    title: Mapped[str] = mapped_column(sa.String(200))
    title_en: Mapped[str] = mapped_column(sa.String(200), default="")
    abstract: Mapped[str] = mapped_column(sa.Text, default="")
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    is_public: Mapped[bool] = mapped_column(default=True)
    uid: Mapped[str] = mapped_column(sa.String(40), unique=True)
    sequence: Mapped[int] = mapped_column(default=0)

    room: Mapped[Room] = relationship(viewonly=True)
    talks: Mapped[list["Talk"]] = relationship(back_populates="session", order_by="Talk.position")


class RoomSlot(Base):
    __tablename__ = "room_slot"

    room_id: Mapped[int] = mapped_column(sa.ForeignKey("room.id"), primary_key=True)
    slot_at: Mapped[datetime] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(sa.ForeignKey("agenda_session.id", ondelete="CASCADE"), index=True)


class Speaker(WithId, Base):
    __tablename__ = "speaker"
    __table_args__ = (sa.UniqueConstraint("event_id", "id"), sa.Index("ix_speaker_sort", "event_id", "sort_key"))

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    full_name: Mapped[str] = mapped_column(sa.String(120))
    # TS., PGS.TS., ông, bà: written before the name.
    title: Mapped[str] = mapped_column(sa.String(40), default="")
    position: Mapped[str] = mapped_column(sa.String(120), default="")
    unit: Mapped[str] = mapped_column(sa.String(200), default="")
    organisation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisation.id"))
    email: Mapped[str] = mapped_column(sa.String(254), default="")
    phone: Mapped[str] = mapped_column(sa.String(20), default="")
    locale: Mapped[str] = mapped_column(sa.String(2), default="vi")
    biography: Mapped[str] = mapped_column(sa.Text, default="")
    needs: Mapped[str] = mapped_column(sa.String(500), default="")
    publish_consent: Mapped[bool] = mapped_column(default=False)
    link_digest: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    link_expires_at: Mapped[datetime | None]
    sort_key: Mapped[SortKey]

    organisation: Mapped[Organisation | None] = relationship()


class SpeakerSlot(Base):
    __tablename__ = "speaker_slot"

    speaker_id: Mapped[int] = mapped_column(sa.ForeignKey("speaker.id"), primary_key=True)
    slot_at: Mapped[datetime] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(sa.ForeignKey("agenda_session.id", ondelete="CASCADE"), index=True)


class TalkState(StrEnum):
    INVITED = "invited"
    CONFIRMED = "confirmed"
    DECLINED = "declined"


class Talk(WithId, Base):
    """A speaker in a session, with what the speaker presents."""

    __tablename__ = "talk"
    __table_args__ = (
        sa.ForeignKeyConstraint(["event_id", "session_id"], ["agenda_session.event_id", "agenda_session.id"]),
        sa.ForeignKeyConstraint(["event_id", "speaker_id"], ["speaker.event_id", "speaker.id"]),
        sa.UniqueConstraint("session_id", "speaker_id"),
        sa.UniqueConstraint("event_id", "id"),
    )

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    session_id: Mapped[int]
    speaker_id: Mapped[int] = mapped_column(index=True)
    position: Mapped[int] = mapped_column(default=0)
    state: Mapped[TalkState] = mapped_column(default=TalkState.INVITED)
    title: Mapped[str] = mapped_column(sa.String(200), default="")
    title_en: Mapped[str] = mapped_column(sa.String(200), default="")
    upload_until: Mapped[datetime | None]

    session: Mapped[Session] = relationship(back_populates="talks", overlaps="speaker")
    speaker: Mapped[Speaker] = relationship(overlaps="session,talks")


class Presentation(WithId, Base):
    """One uploaded version. Versions are never replaced, only followed."""

    __tablename__ = "presentation"
    __table_args__ = (
        sa.ForeignKeyConstraint(["event_id", "talk_id"], ["talk.event_id", "talk.id"]),
        sa.UniqueConstraint("talk_id", "version"),
    )

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    talk_id: Mapped[int]
    version: Mapped[int]
    file_id: Mapped[int] = mapped_column(sa.ForeignKey("stored_file.id"))
    is_late: Mapped[bool] = mapped_column(default=False)
    # The speaker agrees that visitors may download it.
    is_public: Mapped[bool] = mapped_column(default=False)
    uploaded_at: Mapped[datetime]
