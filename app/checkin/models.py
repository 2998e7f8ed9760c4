"""Gates, devices and scans. Scans are append-only; who is in follows from the set of them."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.checkin.terms import ConflictKind, Direction, EntryRule, Reason, Resolution, ScanResult
from app.core.db import Base, WithId
from app.events.models import Event

# The closed lists are part of what other features know of scans.
__all__ = [
    "ConflictKind",
    "ConflictReview",
    "Device",
    "Direction",
    "Entry",
    "EntryRule",
    "Gate",
    "Reason",
    "Resolution",
    "Scan",
    "ScanResult",
    "VisitorCount",
]


class Gate(WithId, Base):
    __tablename__ = "gate"
    __table_args__ = (sa.UniqueConstraint("event_id", "name"), sa.UniqueConstraint("event_id", "id"))

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    name: Mapped[str] = mapped_column(sa.String(60))
    rule: Mapped[EntryRule] = mapped_column(default=EntryRule.ONCE_PER_DAY)
    position: Mapped[int] = mapped_column(default=0)


class Device(WithId, Base):
    """A phone at a gate. Its token opens this event and this gate until the event ends or somebody revokes it."""

    __tablename__ = "device"
    __table_args__ = (
        sa.ForeignKeyConstraint(["event_id", "gate_id"], ["gate.event_id", "gate.id"]),
        sa.UniqueConstraint("event_id", "id"),
    )

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    gate_id: Mapped[int]
    name: Mapped[str] = mapped_column(sa.String(80), default="")
    pairing_digest: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    pairing_expires_at: Mapped[datetime | None]
    token_digest: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    created_at: Mapped[datetime]
    paired_at: Mapped[datetime | None]
    last_seen_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    event: Mapped[Event] = relationship()
    gate: Mapped[Gate] = relationship(viewonly=True)


class Scan(WithId, Base):
    """What a device saw, as it answered then. Never changed: a later insight is another row elsewhere."""

    __tablename__ = "scan"
    __table_args__ = (
        sa.UniqueConstraint("device_id", "scan_uuid"),
        sa.ForeignKeyConstraint(["event_id", "device_id"], ["device.event_id", "device.id"]),
        sa.UniqueConstraint("event_id", "id"),
        sa.Index("ix_scan_event_time", "event_id", "scanned_at"),
        sa.Index("ix_scan_registration", "registration_id", "scanned_at"),
    )

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    device_id: Mapped[int]
    gate_id: Mapped[int]
    scan_uuid: Mapped[str] = mapped_column(sa.String(36))
    # A code of ours, or the digest of a foreign one: strangers' codes are not kept.
    code: Mapped[str] = mapped_column(sa.String(80))
    registration_id: Mapped[int | None] = mapped_column(sa.ForeignKey("registration.id"))
    direction: Mapped[Direction]
    # The device's clock, corrected by its offset; and ours.
    scanned_at: Mapped[datetime]
    received_at: Mapped[datetime]
    # Seconds by which the device's clock was behind ours when it sent the scan; scanned_at has them in it.
    offset_s: Mapped[int] = mapped_column(default=0)
    sent_offline: Mapped[bool] = mapped_column(default=False)
    # What the device showed while it could not ask: a result and a reason of its own. Empty: it asked.
    shown: Mapped[str] = mapped_column(sa.String(20), default="")
    result: Mapped[ScanResult]
    reason: Mapped[Reason]
    # The entry that stood before, as it was told; with them a repeated question gets the same answer.
    first_at: Mapped[datetime | None]
    first_gate_id: Mapped[int | None]
    counted: Mapped[bool] = mapped_column(default=False)


class Entry(Base):
    """The one counted entry of a person in a window (I8): the earliest scan, ties by uuid."""

    __tablename__ = "entry"

    registration_id: Mapped[int] = mapped_column(sa.ForeignKey("registration.id"), primary_key=True)
    # The day for ONCE_PER_DAY, "event" for ONCE_PER_EVENT.
    window: Mapped[str] = mapped_column(sa.String(10), primary_key=True)
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"), index=True)
    gate_id: Mapped[int]
    # The scan, by what a device names it; it is stored in the same transaction, after the place in this table is won.
    device_id: Mapped[int] = mapped_column(sa.ForeignKey("device.id"))
    scan_uuid: Mapped[str] = mapped_column(sa.String(36))
    entered_at: Mapped[datetime]


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
    reviewed_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    reviewed_at: Mapped[datetime]


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
