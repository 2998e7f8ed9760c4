"""Rooms, sessions, speakers and presentations. A room or a speaker is in one session at a time: unique slots decide."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Organisation
from app.core.db import Base, SortKey, WithId
from app.core.i18n import _l
from app.files.models import StoredFile

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

    @property
    def label(self) -> str:
        return str(_KINDS[self])


_KINDS: dict[SessionKind, Any] = {
    SessionKind.OPENING: _l("Opening"),
    SessionKind.REPORT: _l("Report"),
    SessionKind.PAPER: _l("Paper"),
    SessionKind.DISCUSSION: _l("Discussion"),
    SessionKind.SEMINAR: _l("Seminar"),
    SessionKind.MATCHING: _l("Supply–demand matching"),
    SessionKind.BREAK: _l("Break"),
    SessionKind.CLOSING: _l("Closing"),
}


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
    talks: Mapped[list["Talk"]] = relationship(back_populates="session", order_by="Talk.position, Talk.id")

    def name(self, language: str) -> str:
        """Return the title in `language`; Vietnamese where there is no other."""
        return (self.title_en if language != "vi" else "") or self.title


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
    # Links sent so far; only the secret of the last one opens the page. 0: never invited.
    link_number: Mapped[int] = mapped_column(default=0)
    sort_key: Mapped[SortKey]

    organisation: Mapped[Organisation | None] = relationship()

    @property
    def display_name(self) -> str:
        """Return the name with the academic title before it: TS. Đặng Ngọc Ánh."""
        return f"{self.title} {self.full_name}".strip()


class SpeakerSlot(Base):
    __tablename__ = "speaker_slot"

    speaker_id: Mapped[int] = mapped_column(sa.ForeignKey("speaker.id"), primary_key=True)
    slot_at: Mapped[datetime] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(sa.ForeignKey("agenda_session.id", ondelete="CASCADE"), index=True)


class TalkState(StrEnum):
    INVITED = "invited"
    CONFIRMED = "confirmed"
    DECLINED = "declined"

    @property
    def label(self) -> str:
        return str(_TALK_STATES[self])


_TALK_STATES: dict[TalkState, Any] = {
    TalkState.INVITED: _l("awaits answer"),
    TalkState.CONFIRMED: _l("speaker confirmed"),
    TalkState.DECLINED: _l("speaker declined"),
}


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
    # None: until the session begins. A later upload is taken too, but marked.
    upload_until: Mapped[datetime | None]
    # Set when the organiser publishes the presentation before the session has ended.
    released_at: Mapped[datetime | None]

    session: Mapped[Session] = relationship(back_populates="talks", overlaps="speaker")
    speaker: Mapped[Speaker] = relationship(overlaps="session,talks")

    @property
    def due_at(self) -> datetime:
        """Return until when an upload is in time."""
        return self.upload_until or self.session.starts_at

    def name(self, language: str) -> str:
        """Return the talk's title in `language`, else in Vietnamese, else the session's."""
        return (self.title_en if language != "vi" else "") or self.title or self.session.name(language)


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

    file: Mapped[StoredFile] = relationship()
