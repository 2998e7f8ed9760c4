"""Who holds or has a booth. One live claim per booth: the partial unique index decides."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Organisation, User
from app.booths.models.booth import Booth
from app.core.db import Base, Vnd, WithId
from app.core.i18n import _l


class ClaimState(StrEnum):
    HELD = "held"  # minutes by a browser that knows the secret, or until a time that an officer set
    APPLIED = "applied"  # named in an application that was sent
    RESERVED = "reserved"  # given to an accepted exhibitor, deposit awaited
    CONFIRMED = "confirmed"  # deposit paid, balance awaited
    SOLD = "sold"  # paid in full
    OCCUPIED = "occupied"  # handed over to the exhibitor
    VACATED = "vacated"  # given back after the fair
    RELEASED = "released"
    EXPIRED = "expired"

    @property
    def label(self) -> Any:
        return {
            "held": _l("held"),
            "applied": _l("applied for"),
            "reserved": _l("reserved"),
            "confirmed": _l("confirmed"),
            "sold": _l("paid in full"),
            "occupied": _l("handed over"),
            "vacated": _l("handed back"),
            "released": _l("released"),
            "expired": _l("expired"),
        }[self.value]


# What keeps others out: the predicate of the unique index.
LIVE = ("held", "applied", "reserved", "confirmed", "sold", "occupied", "vacated")
# Given to an exhibitor; a hold or a wish in an application is not enough.
BOOKED = (ClaimState.RESERVED, ClaimState.CONFIRMED, ClaimState.SOLD, ClaimState.OCCUPIED, ClaimState.VACATED)
# A signed protocol names the booth and is written once for a booking, so the booking stays there.
HANDED_OVER = (ClaimState.OCCUPIED, ClaimState.VACATED)
_LIVE_SQL = "state IN ('held', 'applied', 'reserved', 'confirmed', 'sold', 'occupied', 'vacated')"
# Steps forward and out. Only money that is taken back leads the other way, see services.billing.unsettle.
TRANSITIONS: dict[ClaimState, frozenset[ClaimState]] = {
    ClaimState.HELD: frozenset({ClaimState.APPLIED, ClaimState.RESERVED, ClaimState.RELEASED, ClaimState.EXPIRED}),
    ClaimState.APPLIED: frozenset({ClaimState.RESERVED, ClaimState.RELEASED}),
    ClaimState.RESERVED: frozenset({ClaimState.CONFIRMED, ClaimState.SOLD, ClaimState.OCCUPIED, ClaimState.RELEASED}),
    ClaimState.CONFIRMED: frozenset({ClaimState.SOLD, ClaimState.OCCUPIED, ClaimState.RELEASED}),
    ClaimState.SOLD: frozenset({ClaimState.OCCUPIED, ClaimState.RELEASED}),
    ClaimState.OCCUPIED: frozenset({ClaimState.VACATED, ClaimState.RELEASED}),
    ClaimState.VACATED: frozenset({ClaimState.RELEASED}),
    ClaimState.RELEASED: frozenset(),
    ClaimState.EXPIRED: frozenset(),
}


class BoothClaim(WithId, Base):
    """A hold or booking of one booth. Never deleted; at most one live row per booth (I1)."""

    __tablename__ = "booth_claim"
    __table_args__ = (
        sa.ForeignKeyConstraint(["event_id", "booth_id"], ["booth.event_id", "booth.id"]),
        sa.ForeignKeyConstraint(["event_id", "invoice_id"], ["invoice.event_id", "invoice.id"], name="fk_booth_claim_invoice"),
        sa.UniqueConstraint("event_id", "id"),
        sa.Index(
            "uq_booth_claim_live",
            "booth_id",
            unique=True,
            sqlite_where=sa.text(_LIVE_SQL),
            postgresql_where=sa.text(_LIVE_SQL),
        ),
        sa.Index("ix_booth_claim_event", "event_id", "state"),
        sa.Index("ix_booth_claim_due", "state", "deposit_due_on", "balance_due_on"),
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
    # The request by which it is paid; a new request for a changed price takes its place.
    invoice_id: Mapped[int | None] = mapped_column(index=True)
    # The clock of the contract: last days, in the event's zone, of the deposit and of the rest.
    deposit_due_on: Mapped[date | None]
    balance_due_on: Mapped[date | None]
    # When the exhibitor was reminded last.
    reminded_on: Mapped[date | None]
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    booth: Mapped[Booth] = relationship(viewonly=True)
    organisation: Mapped[Organisation | None] = relationship()
    made_by: Mapped[User | None] = relationship()

    @property
    def due_on(self) -> date | None:
        """Return the day of the next payment: of the deposit while it is awaited, then of the rest."""
        if self.state is ClaimState.RESERVED:
            return self.deposit_due_on
        return self.balance_due_on if self.state is ClaimState.CONFIRMED else None

    def is_over(self, now: datetime) -> bool:
        """Tell whether this hold ended by time, whether or not it was tidied."""
        ended = self.state is ClaimState.HELD and self.expires_at is not None and self.expires_at <= now
        return ended or self.state is ClaimState.EXPIRED
