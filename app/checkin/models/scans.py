"""Scans, their undoing, and the entries that follow from them."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.checkin.terms import Direction, Reason, ScanResult
from app.core.db import Base, WithId

# Places that are no zone: outside, and the ground between the zones.
OUTSIDE, GROUND = -1, 0


class Scan(WithId, Base):
    """What a device saw, as it answered then. Never changed: a later insight is another row elsewhere."""

    __tablename__ = "scan"
    __table_args__ = (
        sa.UniqueConstraint("device_id", "scan_uuid"),
        sa.ForeignKeyConstraint(["event_id", "device_id"], ["device.event_id", "device.id"]),
        sa.UniqueConstraint("event_id", "id"),
        sa.Index("ix_scan_event_time", "event_id", "scanned_at"),
        sa.Index("ix_scan_registration", "registration_id", "scanned_at"),
        # Who went into a zone that has room for so many only.
        sa.Index(
            "ix_scan_place", "place", "scanned_at", sqlite_where=sa.text("place > 0"), postgresql_where=sa.text("place > 0")
        ),
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
    # Within which of a person's entries it falls, as the gate's rule said then; see app.checkin.windows.
    window: Mapped[str] = mapped_column(sa.String(48), default="")
    # Where the person is afterwards: a zone, GROUND or OUTSIDE. None at gates of lists and sessions, which move nobody.
    place: Mapped[int | None]
    # Why it was refused and where the nearest way in is, as it was told: {"key": …} of app.checkin.explanations.
    why: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON(none_as_null=True))
    # The entry that stood before, as it was told; with them a repeated question gets the same answer.
    first_at: Mapped[datetime | None]
    first_gate_id: Mapped[int | None]
    counted: Mapped[bool] = mapped_column(default=False)


class ScanUndo(WithId, Base):
    """A scan that was a mistake. The scan stays; whoever counts passes over it.

    It may arrive before its scan. A device may undo what it scanned in the last two minutes, a supervisor anything: the scan
    is undone when it was made at `covers_from_at` or later.
    """

    __tablename__ = "scan_undo"
    __table_args__ = (
        sa.UniqueConstraint("device_id", "undo_uuid"),
        sa.ForeignKeyConstraint(["event_id", "device_id"], ["device.event_id", "device.id"]),
        sa.Index("ix_scan_undo_scan", "device_id", "scan_uuid"),
        sa.Index("ix_scan_undo_event", "event_id", "undone_at"),
    )

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    device_id: Mapped[int]
    undo_uuid: Mapped[str] = mapped_column(sa.String(36))
    scan_uuid: Mapped[str] = mapped_column(sa.String(36))
    reason: Mapped[str] = mapped_column(sa.String(200))
    # By the device's clock, corrected; and ours.
    undone_at: Mapped[datetime]
    received_at: Mapped[datetime]
    covers_from_at: Mapped[datetime]
    # The supervisor; None: the steward at the device.
    undone_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))


class Entry(Base):
    """The one counted entry of a person in a window (I8): the earliest scan that was not undone, ties by uuid."""

    __tablename__ = "entry"

    registration_id: Mapped[int] = mapped_column(sa.ForeignKey("registration.id"), primary_key=True)
    # "2026-12-06", "event", "s17" for a session, with "z3|" before it in a zone and "Lunch|" in a list of its own.
    window: Mapped[str] = mapped_column(sa.String(48), primary_key=True)
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"), index=True)
    gate_id: Mapped[int]
    # The scan, by what a device names it; it is stored in the same transaction, after the place in this table is won.
    device_id: Mapped[int] = mapped_column(sa.ForeignKey("device.id"))
    scan_uuid: Mapped[str] = mapped_column(sa.String(36))
    entered_at: Mapped[datetime]
    # Day of the event's place: a visit is a person on a day, through however many gates.
    entered_on: Mapped[date]
