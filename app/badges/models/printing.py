"""Codes that no longer count, batches, and the log of every print."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.badges.models.design import BadgeDesign
from app.badges.models.stations import PrintStation
from app.core.db import Base, WithId
from app.core.i18n import _l
from app.registrations.models import Registration


class RevokedCode(Base):
    """A badge code that was replaced. It stays known, so that a gate can say why it refuses."""

    __tablename__ = "revoked_code"
    __table_args__ = (
        sa.ForeignKeyConstraint(["event_id", "registration_id"], ["registration.event_id", "registration.id"]),
        sa.Index("ix_revoked_code_event", "event_id", "revoked_at"),
    )

    badge_code: Mapped[str] = mapped_column(sa.String(24), primary_key=True)
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    registration_id: Mapped[int] = mapped_column(index=True)
    reason: Mapped[str] = mapped_column(sa.String(200))
    revoked_at: Mapped[datetime]


class BatchState(StrEnum):
    WAITING = "waiting"
    PRINTING = "printing"
    READY = "ready"
    FAILED = "failed"

    @property
    def label(self) -> str:
        return str(_STATES[self])


_STATES: dict[BatchState, Any] = {
    BatchState.WAITING: _l("waiting"),
    BatchState.PRINTING: _l("being made"),
    BatchState.READY: _l("ready"),
    BatchState.FAILED: _l("failed"),
}
BATCH_TONES = {"waiting": "stone", "printing": "amber", "ready": "green", "failed": "red"}


class BadgeBatch(WithId, Base):
    """Many badges in one PDF, made by a job."""

    __tablename__ = "badge_batch"

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"), index=True)
    design_id: Mapped[int] = mapped_column(sa.ForeignKey("badge_design.id"))
    # {"category": …, "only_new": true, "letter": "đ", "sheet": false}: whose badges, and whether four lie on one A4 sheet.
    selection: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[BatchState] = mapped_column(default=BatchState.WAITING)
    total: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    file_id: Mapped[int | None] = mapped_column(sa.ForeignKey("stored_file.id"))
    # Whose progress the page shows. No reference: finished jobs are removed after a while, batches stay.
    job_id: Mapped[int | None]
    # Names with characters that our fonts do not hold, as "BCFGHJKL: 漢"; at most 20.
    doubts: Mapped[list[str]] = mapped_column(default=list)
    created_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]

    design: Mapped[BadgeDesign] = relationship()


class BadgePrint(WithId, Base):
    """One badge on paper: which code, by whom, in which batch or at which station, and why again."""

    __tablename__ = "badge_print"
    __table_args__ = (
        sa.ForeignKeyConstraint(["event_id", "registration_id"], ["registration.event_id", "registration.id"]),
        sa.ForeignKeyConstraint(["event_id", "invoice_id"], ["invoice.event_id", "invoice.id"]),
        sa.ForeignKeyConstraint(["event_id", "station_id"], ["print_station.event_id", "print_station.id"]),
        sa.Index("ix_badge_print_registration", "registration_id", "printed_at"),
        sa.Index("ix_badge_print_event", "event_id", "registration_id"),
        sa.Index("ix_badge_print_log", "event_id", "id"),
    )

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    registration_id: Mapped[int]
    badge_code: Mapped[str] = mapped_column(sa.String(24))
    batch_id: Mapped[int | None] = mapped_column(sa.ForeignKey("badge_batch.id"), index=True)
    printed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    # Why it was printed again; empty for the first print.
    reason: Mapped[str] = mapped_column(sa.String(200), default="")
    # What a further print costs, or why nothing.
    invoice_id: Mapped[int | None] = mapped_column(index=True)
    waived_because: Mapped[str] = mapped_column(sa.String(200), default="")
    station_id: Mapped[int | None]
    # Number of the event's key that signed the code on the paper; None: the code is random.
    key_number: Mapped[int | None]
    printed_at: Mapped[datetime]

    registration: Mapped[Registration] = relationship(viewonly=True)
    printed_by: Mapped[User | None] = relationship()
    station: Mapped[PrintStation | None] = relationship(
        viewonly=True,
        primaryjoin=lambda: BadgePrint.station_id == PrintStation.id,
        foreign_keys=lambda: [BadgePrint.station_id],
    )
