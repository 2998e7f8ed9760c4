"""Wishes and the waiting list, timed offers, proposals of the engine."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.booths.models import BoothClaim, BoothKind
from app.core.db import Base, WithId
from app.core.i18n import _l
from app.registrations.models import Application


class AllocationRules(Base):
    """How an event allots: who goes first, how long an offer stands, the seed of the draw, what counts how much."""

    __tablename__ = "allocation_rules"

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"), primary_key=True)
    # Booths that become free are offered to the waiting list by themselves.
    offers_itself: Mapped[bool] = mapped_column(default=False)
    offer_hours: Mapped[int] = mapped_column(default=48)
    # Codes of the provinces whose firms go first; empty: nobody does.
    priority_provinces: Mapped[list[int]] = mapped_column(sa.JSON, default=list)
    # Until then those who have a booth are offered a better one first (peer rule of AFCo: eight weeks before).
    upgrades_until_on: Mapped[date | None]
    seed: Mapped[str] = mapped_column(sa.String(80), default="")
    # From then on everybody may see the seed and the order that follows from it.
    seed_published_at: Mapped[datetime | None]
    # Changed weights of the engine by name.
    weights: Mapped[dict[str, Any]] = mapped_column(default=dict)


class WishState(StrEnum):
    WAITING = "waiting"
    OFFERED = "offered"
    MET = "met"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        return str(_WISH_STATES[self])


_WISH_STATES: dict[WishState, Any] = {
    WishState.WAITING: _l("waiting"),
    WishState.OFFERED: _l("has an offer"),
    WishState.MET: _l("met"),
    WishState.WITHDRAWN: _l("withdrawn"),
}
WISH_TONES = {"waiting": "amber", "offered": "violet", "met": "green", "withdrawn": "stone"}


class BoothWish(WithId, Base):
    """What an exhibitor wishes for: a kind, number and area, sides and zones; one wish for each application."""

    __tablename__ = "booth_wish"
    __table_args__ = (
        sa.UniqueConstraint("event_id", "id"),
        sa.UniqueConstraint("application_id", name="uq_booth_wish_application"),
        sa.ForeignKeyConstraint(["event_id", "application_id"], ["application.event_id", "application.id"]),
        sa.Index("ix_booth_wish_queue", "event_id", "state", "queued_at"),
        sa.CheckConstraint("count BETWEEN 1 AND 50", name="count"),
    )

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    application_id: Mapped[int]
    state: Mapped[WishState] = mapped_column(default=WishState.WAITING)
    kind: Mapped[BoothKind]
    count: Mapped[int] = mapped_column(default=1)
    # Area of all booths together; 0: no limit.
    least_m2: Mapped[int] = mapped_column(default=0)
    most_m2: Mapped[int] = mapped_column(default=0)
    wants_corner: Mapped[bool] = mapped_column(default=False)
    # The dearest first.
    zones: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    # Where the products belong, by the organiser.
    group_zones: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    # Whom the exhibitor does not want beside it, in its own words; the organiser makes pairs of it.
    apart_text: Mapped[str] = mapped_column(sa.String(300), default="")
    points: Mapped[int] = mapped_column(default=0)
    # Has a booth and wishes for a better one.
    is_upgrade: Mapped[bool] = mapped_column(default=False)
    # Its place in the queue; who lets an offer pass goes to the end.
    queued_at: Mapped[datetime]

    application: Mapped[Application] = relationship(viewonly=True)
    apart: Mapped[list["WishApart"]] = relationship(viewonly=True, order_by="WishApart.application_id")


class WishApart(Base):
    """Two exhibitors that must not stand side by side."""

    __tablename__ = "booth_wish_apart"
    __table_args__ = (
        sa.ForeignKeyConstraint(["event_id", "wish_id"], ["booth_wish.event_id", "booth_wish.id"]),
        sa.ForeignKeyConstraint(["event_id", "application_id"], ["application.event_id", "application.id"]),
    )

    wish_id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))

    application: Mapped[Application] = relationship(viewonly=True)


class OfferState(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"

    @property
    def label(self) -> str:
        return str(_OFFER_STATES[self])


_OFFER_STATES: dict[OfferState, Any] = {
    OfferState.OPEN: _l("open"),
    OfferState.ACCEPTED: _l("accepted"),
    OfferState.DECLINED: _l("declined"),
    OfferState.EXPIRED: _l("expired"),
}


class BoothOffer(WithId, Base):
    """Booths kept for one wish for some hours. Its claims keep everybody else out: one place, one offer (I5)."""

    __tablename__ = "booth_offer"
    __table_args__ = (
        sa.UniqueConstraint("event_id", "id"),
        sa.ForeignKeyConstraint(["event_id", "wish_id"], ["booth_wish.event_id", "booth_wish.id"]),
        sa.Index(
            "uq_booth_offer_open",
            "wish_id",
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        ),
        sa.Index("ix_booth_offer_state", "event_id", "state", "expires_at"),
    )

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    wish_id: Mapped[int]
    state: Mapped[OfferState] = mapped_column(default=OfferState.OPEN)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    # None: the waiting list by itself.
    made_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))

    wish: Mapped[BoothWish] = relationship(viewonly=True)
    claims: Mapped[list["OfferedClaim"]] = relationship(viewonly=True, order_by="OfferedClaim.claim_id")


class OfferedClaim(Base):
    __tablename__ = "booth_offer_claim"
    __table_args__ = (
        sa.ForeignKeyConstraint(["event_id", "offer_id"], ["booth_offer.event_id", "booth_offer.id"]),
        sa.ForeignKeyConstraint(["event_id", "claim_id"], ["booth_claim.event_id", "booth_claim.id"]),
    )

    offer_id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))

    claim: Mapped[BoothClaim] = relationship(viewonly=True)


class ProposalState(StrEnum):
    WAITING = "waiting"
    READY = "ready"
    APPLIED = "applied"
    DISCARDED = "discarded"
    FAILED = "failed"

    @property
    def label(self) -> str:
        return str(_PROPOSAL_STATES[self])


_PROPOSAL_STATES: dict[ProposalState, Any] = {
    ProposalState.WAITING: _l("being worked out"),
    ProposalState.READY: _l("ready"),
    ProposalState.APPLIED: _l("taken over"),
    ProposalState.DISCARDED: _l("discarded"),
    ProposalState.FAILED: _l("failed"),
}
PROPOSAL_TONES = {"waiting": "amber", "ready": "violet", "applied": "green", "discarded": "stone", "failed": "red"}


class Proposal(WithId, Base):
    """A whole placement as the engine proposes it and the organiser changes it; nobody has anything before it is taken over."""

    __tablename__ = "allocation_proposal"
    __table_args__ = (sa.UniqueConstraint("event_id", "id"),)

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    state: Mapped[ProposalState] = mapped_column(default=ProposalState.WAITING)
    seed: Mapped[str] = mapped_column(sa.String(80))
    weights: Mapped[dict[str, Any]] = mapped_column(default=dict)
    # Whether exhibitors that have booths keep them, also those who have not paid yet.
    keeps_placed: Mapped[bool] = mapped_column(default=True)
    # Grows with every change by hand: two organisers do not overwrite each other.
    revision: Mapped[int] = mapped_column(default=0)
    # Figures of this placement and of first come first served, by name.
    figures: Mapped[dict[str, Any]] = mapped_column(default=dict)
    first_come: Mapped[dict[str, Any]] = mapped_column(default=dict)
    seconds: Mapped[float] = mapped_column(default=0)
    job_id: Mapped[int | None]
    created_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


class ProposalLine(Base):
    """What a proposal says of one application. `told` and `refused` are sentences by language."""

    __tablename__ = "allocation_line"
    __table_args__ = (
        sa.ForeignKeyConstraint(["event_id", "proposal_id"], ["allocation_proposal.event_id", "allocation_proposal.id"]),
        sa.ForeignKeyConstraint(["event_id", "application_id"], ["application.event_id", "application.id"]),
        sa.Index("ix_allocation_line_turn", "proposal_id", "turn"),
    )

    proposal_id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    turn: Mapped[int]
    draw: Mapped[int]
    booth_ids: Mapped[list[int]] = mapped_column(sa.JSON, default=list)
    # Had these booths before; the proposal leaves them.
    is_kept: Mapped[bool] = mapped_column(default=False)
    # Placed by hand; the next run leaves it where it is.
    is_pinned: Mapped[bool] = mapped_column(default=False)
    told: Mapped[dict[str, Any]] = mapped_column(default=dict)
    # {"vi": {"corner": "…"}, …}
    refused: Mapped[dict[str, Any]] = mapped_column(default=dict)

    application: Mapped[Application] = relationship(viewonly=True)
