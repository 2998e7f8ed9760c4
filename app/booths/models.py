"""Booths, their prices and who holds or has them. One live claim per booth: the partial unique index decides."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Organisation, User
from app.core.db import Base, SortKey, Vnd, WithId
from app.core.i18n import _l
from app.events.models import Event, Hall, Metres


class BoothKind(StrEnum):
    STANDARD = "standard"
    RAW = "raw"

    @property
    def label(self) -> Any:
        return {"standard": _l("standard booth"), "raw": _l("raw space")}[self.value]


class BoothState(StrEnum):
    """What everybody may know of a booth; who has it is for the organiser."""

    FREE = "free"
    HELD = "held"
    TAKEN = "taken"
    BLOCKED = "blocked"

    @property
    def label(self) -> Any:
        return {"free": _l("free"), "held": _l("held"), "taken": _l("taken"), "blocked": _l("not for sale")}[self.value]


class BoothPrice(WithId, Base):
    """The rate of one kind of booth in one event: per booth, or per square metre above a least area."""

    __tablename__ = "booth_price"
    __table_args__ = (sa.UniqueConstraint("event_id", "kind"),)

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    kind: Mapped[BoothKind]
    per_booth_vnd: Mapped[Vnd] = mapped_column(default=0)
    per_m2_vnd: Mapped[Vnd] = mapped_column(default=0)
    min_area_m2: Mapped[int] = mapped_column(default=0)
    corner_pct: Mapped[int] = mapped_column(default=0)
    vat_pct: Mapped[int] = mapped_column(default=8)


class Booth(WithId, Base):
    __tablename__ = "booth"
    __table_args__ = (
        sa.UniqueConstraint("event_id", "code"),
        sa.UniqueConstraint("event_id", "id"),
        sa.ForeignKeyConstraint(["event_id", "hall_id"], ["hall.event_id", "hall.id"]),
        sa.CheckConstraint("width_m > 0 AND depth_m > 0", name="has_area"),
        sa.CheckConstraint("open_sides BETWEEN 1 AND 4", name="open_sides"),
        sa.Index("ix_booth_sort", "event_id", "sort_key"),
    )

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    hall_id: Mapped[int]
    code: Mapped[str] = mapped_column(sa.String(12))
    # Natural order: A2 before A10.
    sort_key: Mapped[SortKey]
    zone: Mapped[str] = mapped_column(sa.String(60))
    kind: Mapped[BoothKind]
    x_m: Mapped[Decimal] = mapped_column(Metres)
    y_m: Mapped[Decimal] = mapped_column(Metres)
    width_m: Mapped[Decimal] = mapped_column(Metres)
    depth_m: Mapped[Decimal] = mapped_column(Metres)
    open_sides: Mapped[int] = mapped_column(default=1)
    # Not for sale, with the organiser's reason.
    is_blocked: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(sa.String(200), default="")

    event: Mapped[Event] = relationship()
    hall: Mapped[Hall] = relationship(viewonly=True)

    @property
    def area_m2(self) -> Decimal:
        return self.width_m * self.depth_m

    @property
    def is_corner(self) -> bool:
        return self.open_sides >= 2


class ClaimState(StrEnum):
    HELD = "held"  # minutes, by a browser that knows the secret
    APPLIED = "applied"  # named in an application that was sent
    RESERVED = "reserved"  # given to an accepted exhibitor, deposit awaited
    CONFIRMED = "confirmed"  # paid as agreed
    RELEASED = "released"
    EXPIRED = "expired"

    @property
    def label(self) -> Any:
        return {
            "held": _l("held"),
            "applied": _l("applied for"),
            "reserved": _l("reserved"),
            "confirmed": _l("confirmed"),
            "released": _l("released"),
            "expired": _l("expired"),
        }[self.value]


LIVE = ("held", "applied", "reserved", "confirmed")
TRANSITIONS: dict[ClaimState, frozenset[ClaimState]] = {
    ClaimState.HELD: frozenset({ClaimState.APPLIED, ClaimState.RESERVED, ClaimState.RELEASED, ClaimState.EXPIRED}),
    ClaimState.APPLIED: frozenset({ClaimState.RESERVED, ClaimState.RELEASED}),
    ClaimState.RESERVED: frozenset({ClaimState.CONFIRMED, ClaimState.RELEASED}),
    ClaimState.CONFIRMED: frozenset({ClaimState.RELEASED}),
    ClaimState.RELEASED: frozenset(),
    ClaimState.EXPIRED: frozenset(),
}


class BoothClaim(WithId, Base):
    """A hold or booking of one booth. Never deleted; at most one live row per booth (I1)."""

    __tablename__ = "booth_claim"
    __table_args__ = (
        sa.ForeignKeyConstraint(["event_id", "booth_id"], ["booth.event_id", "booth.id"]),
        sa.UniqueConstraint("event_id", "id"),
        sa.Index(
            "uq_booth_claim_live",
            "booth_id",
            unique=True,
            sqlite_where=sa.text("state IN ('held', 'applied', 'reserved', 'confirmed')"),
            postgresql_where=sa.text("state IN ('held', 'applied', 'reserved', 'confirmed')"),
        ),
        sa.Index("ix_booth_claim_event", "event_id", "state"),
        sa.CheckConstraint("state <> 'held' OR expires_at IS NOT NULL", name="hold_expires"),
    )

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    booth_id: Mapped[int]
    state: Mapped[ClaimState]
    # Digest of the secret that a browser keeps for its hold.
    secret_digest: Mapped[str | None] = mapped_column(sa.String(64), index=True)
    # Keyed digest of the browser's network address while the hold lives: one address may not hold the whole fair.
    origin_digest: Mapped[str | None] = mapped_column(sa.String(64), index=True)
    organisation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    # The person who took it: by the API, or as an officer. None: a browser without account.
    made_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"), index=True)
    expires_at: Mapped[datetime | None]
    was_extended: Mapped[bool] = mapped_column(default=False)
    # The price as it was when the booth was taken.
    rent_vnd: Mapped[Vnd]
    corner_pct: Mapped[int] = mapped_column(default=0)
    corner_vnd: Mapped[Vnd]
    vat_pct: Mapped[int]
    vat_vnd: Mapped[Vnd]
    total_vnd: Mapped[Vnd]
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    booth: Mapped[Booth] = relationship(viewonly=True)
    organisation: Mapped[Organisation | None] = relationship()
    made_by: Mapped[User | None] = relationship()


class BoothPlan(Base):
    """The version of an event's plan: it changes with every change of booths or rates, never with a claim."""

    __tablename__ = "booth_plan"

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"), primary_key=True)
    version: Mapped[str] = mapped_column(sa.String(16))
    changed_at: Mapped[datetime]
