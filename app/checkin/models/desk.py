"""What people add beside the scans: reviews of odd ones, notes for the gate, taps of clickers."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.checkin.terms import ConflictKind, NoteKind, Resolution
from app.core.db import Base, WithId
from app.registrations.models import Registration


class ConflictReview(WithId, Base):
    """A person looked at something odd and said what it was. The scans stay as they are."""

    __tablename__ = "conflict_review"
    __table_args__ = (
        sa.ForeignKeyConstraint(["event_id", "scan_id"], ["scan.event_id", "scan.id"]),
        sa.Index("ix_conflict_review_scan", "scan_id", "kind"),
    )

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    scan_id: Mapped[int]
    kind: Mapped[ConflictKind]
    resolution: Mapped[Resolution]
    reason: Mapped[str] = mapped_column(sa.String(300))
    # Visitors of all days before and after: what the settling changed.
    visits_before: Mapped[int | None]
    visits_after: Mapped[int | None]
    reviewed_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    reviewed_at: Mapped[datetime]


class GateNote(Base):
    """What the gate should know of a person, and who is told when they come. One note a registration."""

    __tablename__ = "gate_note"
    __table_args__ = (
        sa.ForeignKeyConstraint(["event_id", "registration_id"], ["registration.event_id", "registration.id"]),
        sa.Index("ix_gate_note_event", "event_id", "registration_id"),
    )

    registration_id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    kind: Mapped[NoteKind]
    # Shown at the gate; empty when only the host is told.
    text: Mapped[str] = mapped_column(sa.String(200), default="")
    # Who welcomes them and is told at once.
    host_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    # When the host was told, once a day.
    told_at: Mapped[datetime | None]
    written_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    written_at: Mapped[datetime]

    registration: Mapped[Registration] = relationship(viewonly=True)
    host: Mapped[User | None] = relationship(foreign_keys=[host_id])


class VisitorCount(WithId, Base):
    """One tap or correction of a clicker: free fairs count visitors without tickets (A-45)."""

    __tablename__ = "visitor_count"
    __table_args__ = (
        sa.UniqueConstraint("device_id", "count_uuid"),
        sa.Index("ix_visitor_count_time", "event_id", "counted_on", "hour"),
    )

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    gate_id: Mapped[int]
    device_id: Mapped[int] = mapped_column(sa.ForeignKey("device.id"))
    count_uuid: Mapped[str] = mapped_column(sa.String(36))
    delta: Mapped[int]
    # Local day and hour of the event.
    counted_on: Mapped[date]
    hour: Mapped[int]
    counted_at: Mapped[datetime]
    received_at: Mapped[datetime]
