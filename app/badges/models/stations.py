"""Printer desks and the badges that wait for them."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.badges.models.design import BadgeDesign
from app.core.db import Base, WithId
from app.core.i18n import _l
from app.registrations.models import Registration


class PrintOnEntry(StrEnum):
    """Whether an entry at a gate that has this station prints the badge."""

    NEVER = "never"
    ONCE = "once"
    ALWAYS = "always"

    @property
    def label(self) -> str:
        return str(_ON_ENTRY[self])


_ON_ENTRY: dict[PrintOnEntry, Any] = {
    PrintOnEntry.ONCE: _l("Once: when the badge was not printed yet"),
    PrintOnEntry.ALWAYS: _l("At every entry"),
    PrintOnEntry.NEVER: _l("Never: only what desks send"),
}


class PrintStation(WithId, Base):
    """A printer with a browser tab beside it. Its token prints badges of this event and opens nothing else."""

    __tablename__ = "print_station"
    __table_args__ = (
        sa.UniqueConstraint("event_id", "id"),
        sa.ForeignKeyConstraint(["event_id", "printer_id"], ["badge_printer.event_id", "badge_printer.id"]),
        sa.Index(
            "uq_print_station_name",
            "event_id",
            "name",
            unique=True,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        ),
    )

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    name: Mapped[str] = mapped_column(sa.String(60))
    # What lies in the printer; None: what the event offers first.
    design_id: Mapped[int | None] = mapped_column(sa.ForeignKey("badge_design.id"))
    # Whose offset moves the badges; None: nobody's.
    printer_id: Mapped[int | None]
    on_entry: Mapped[PrintOnEntry] = mapped_column(default=PrintOnEntry.ONCE)
    pairing_digest: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    pairing_expires_at: Mapped[datetime | None]
    token_digest: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    created_at: Mapped[datetime]
    paired_at: Mapped[datetime | None]
    last_seen_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]

    design: Mapped[BadgeDesign | None] = relationship()


class PrintState(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    PRINTED = "printed"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        return str(_STATES[self])


_STATES: dict[PrintState, Any] = {
    PrintState.WAITING: _l("waiting"),
    PrintState.SENT: _l("at the printer"),
    PrintState.PRINTED: _l("printed"),
    PrintState.FAILED: _l("went wrong"),
    PrintState.CANCELLED: _l("cancelled"),
}
PRINT_TONES = {"waiting": "amber", "sent": "teal", "printed": "green", "failed": "red", "cancelled": "stone"}
OPEN = (PrintState.WAITING, PrintState.SENT)


class PrintOrigin(StrEnum):
    DESK = "desk"
    SELECTION = "selection"
    CHECK_IN = "check_in"

    @property
    def label(self) -> str:
        return str(_ORIGINS[self])


_ORIGINS: dict[PrintOrigin, Any] = {
    PrintOrigin.DESK: _l("desk"),
    PrintOrigin.SELECTION: _l("list"),
    PrintOrigin.CHECK_IN: _l("check-in"),
}


class PrintTrouble(StrEnum):
    """Why no badge came out."""

    JAM = "jam"
    NO_PAPER = "no_paper"
    UNREADABLE = "unreadable"
    TIMEOUT = "timeout"
    NO_ANSWER = "no_answer"
    NOT_PRINTABLE = "not_printable"

    @property
    def label(self) -> str:
        return str(_TROUBLES[self])


_TROUBLES: dict[PrintTrouble, Any] = {
    PrintTrouble.JAM: _l("The paper is jammed"),
    PrintTrouble.NO_PAPER: _l("Paper or ribbon has run out"),
    PrintTrouble.UNREADABLE: _l("The print cannot be used"),
    PrintTrouble.TIMEOUT: _l("The printer took too long"),
    PrintTrouble.NO_ANSWER: _l("The station gave no answer, several times"),
    PrintTrouble.NOT_PRINTABLE: _l("The registration is not confirmed any more"),
}
_IS_OPEN = sa.text("state IN ('waiting', 'sent')")


class PrintJob(WithId, Base):
    """One badge that waits for a printer, or what became of it. Leased to one station at a time.

    `lease` fences: it is drawn anew each time, and a report about an earlier lease changes nothing.
    """

    __tablename__ = "print_job"
    __table_args__ = (
        sa.ForeignKeyConstraint(["event_id", "registration_id"], ["registration.event_id", "registration.id"]),
        sa.ForeignKeyConstraint(["event_id", "station_id"], ["print_station.event_id", "print_station.id"]),
        sa.ForeignKeyConstraint(["event_id", "leased_to_id"], ["print_station.event_id", "print_station.id"]),
        sa.ForeignKeyConstraint(["event_id", "invoice_id"], ["invoice.event_id", "invoice.id"]),
        # Two desks, or a desk and a gate, ask for one badge once.
        sa.Index("uq_print_job_open", "registration_id", unique=True, sqlite_where=_IS_OPEN, postgresql_where=_IS_OPEN),
        sa.Index("ix_print_job_queue", "event_id", "state", "id"),
        sa.Index("ix_print_job_event", "event_id", "id"),
        sa.Index("ix_print_job_registration", "registration_id"),
    )

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    # None: the first station that is free.
    station_id: Mapped[int | None]
    registration_id: Mapped[int]
    state: Mapped[PrintState] = mapped_column(default=PrintState.WAITING)
    origin: Mapped[PrintOrigin]
    # Where it was asked for when no person did: the device at the gate.
    device: Mapped[str] = mapped_column(sa.String(80), default="")
    reason: Mapped[str] = mapped_column(sa.String(200), default="")
    invoice_id: Mapped[int | None] = mapped_column(index=True)
    waived_because: Mapped[str] = mapped_column(sa.String(200), default="")
    queued_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    queued_at: Mapped[datetime]
    # Times it was given to a station without an answer since somebody last looked at it.
    attempts: Mapped[int] = mapped_column(default=0)
    lease: Mapped[str] = mapped_column(sa.String(12), default="")
    leased_to_id: Mapped[int | None]
    leased_until: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    trouble: Mapped[PrintTrouble | None]
    # What is on the paper, as it was when the station fetched it; emptied when the person's data are erased.
    frozen: Mapped[dict[str, Any]] = mapped_column(default=dict)
    print_id: Mapped[int | None] = mapped_column(sa.ForeignKey("badge_print.id"), index=True)

    registration: Mapped[Registration] = relationship(viewonly=True)
    queued_by: Mapped[User | None] = relationship()
    station: Mapped[PrintStation | None] = relationship(
        viewonly=True, primaryjoin=lambda: PrintJob.station_id == PrintStation.id, foreign_keys=lambda: [PrintJob.station_id]
    )
    leased_to: Mapped[PrintStation | None] = relationship(
        viewonly=True,
        primaryjoin=lambda: PrintJob.leased_to_id == PrintStation.id,
        foreign_keys=lambda: [PrintJob.leased_to_id],
    )
