"""Who holds or has a booth. One live claim per booth: the partial unique index decides."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Organisation, User
from app.booths.models.booth import Booth
from app.core.db import Base, Vnd, WithId
from app.core.i18n import _l


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
    # What others pay of it; the lines of the quote say who and why.
    subsidy_vnd: Mapped[Vnd] = mapped_column(default=0)
    vat_pct: Mapped[int]
    vat_vnd: Mapped[Vnd]
    total_vnd: Mapped[Vnd]
    # The lines that make up the price, see pricing.Price.quote; {} for prices older than the rate card.
    quote: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    booth: Mapped[Booth] = relationship(viewonly=True)
    organisation: Mapped[Organisation | None] = relationship()
    made_by: Mapped[User | None] = relationship()
