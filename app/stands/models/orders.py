"""Services that exhibitors order for their booths: sockets, water, furniture; and what was ordered at which price."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.booths.models import PriceTier
from app.core.db import Base, Vnd, WithId
from app.core.i18n import _l
from app.payments.models import Invoice
from app.registrations.models import Application


class ServiceNeed(StrEnum):
    """What a booth must have for a service."""

    NONE = "none"
    POWER = "power"
    WATER = "water"

    @property
    def label(self) -> Any:
        return _NEEDS[self.value]


_NEEDS = {
    "none": _l("nothing"),
    "power": _l("an outlet of electricity at the booth"),
    "water": _l("an outlet of water at the booth"),
}


class StandService(WithId, Base):
    """A service of the event's list. Prices are without VAT, for one unit."""

    __tablename__ = "stand_service"
    __table_args__ = (
        sa.UniqueConstraint("event_id", "id"),
        sa.UniqueConstraint("event_id", "name"),
        sa.CheckConstraint("vat_pct BETWEEN 0 AND 100", name="vat"),
        sa.CheckConstraint("most IS NULL OR most > 0", name="most"),
        sa.CheckConstraint("early_until_on IS NULL OR early_until_on < deadline_on", name="early_before_deadline"),
        sa.CheckConstraint("closes_on IS NULL OR closes_on >= deadline_on", name="closes_after_deadline"),
        sa.Index("ix_stand_service_list", "event_id", "position"),
    )

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = mapped_column(sa.String(160))
    # Read by guests who do not read Vietnamese; "" shows the name.
    name_en: Mapped[str] = mapped_column(sa.String(160), default="")
    unit: Mapped[str] = mapped_column(sa.String(40))
    standard_vnd: Mapped[Vnd]
    # Until this day, included, the early price counts.
    early_vnd: Mapped[Vnd | None]
    early_until_on: Mapped[date | None]
    # Last day of the standard price and of changes; later orders cost the late price, None: there are none.
    deadline_on: Mapped[date]
    late_vnd: Mapped[Vnd | None]
    closes_on: Mapped[date | None]
    vat_pct: Mapped[int] = mapped_column(default=8)
    # Most units an exhibitor may order; None: as many as wanted.
    most: Mapped[int | None]
    needs: Mapped[ServiceNeed] = mapped_column(default=ServiceNeed.NONE)
    is_offered: Mapped[bool] = mapped_column(default=True)

    def text(self, language: str) -> str:
        """Return the name in the reader's language."""
        return self.name if language == "vi" else self.name_en or self.name

    def tier_on(self, day: date) -> PriceTier | None:
        """Return which price counts for orders of a day; None when none can be placed any more."""
        if self.early_vnd is not None and self.early_until_on is not None and day <= self.early_until_on:
            return PriceTier.EARLY
        if day <= self.deadline_on:
            return PriceTier.STANDARD
        is_late = self.late_vnd is not None and (self.closes_on is None or day <= self.closes_on)
        return PriceTier.LATE if is_late else None

    def price_on(self, day: date) -> int | None:
        """Return the price of one unit for orders of a day."""
        prices = {PriceTier.EARLY: self.early_vnd, PriceTier.STANDARD: self.standard_vnd, PriceTier.LATE: self.late_vnd}
        tier = self.tier_on(day)
        return prices[tier] if tier is not None else None


class StandOrder(WithId, Base):
    """Units of one service ordered by an exhibitor at one price, which is frozen at that moment."""

    __tablename__ = "stand_order"
    __table_args__ = (
        sa.ForeignKeyConstraint(["event_id", "application_id"], ["application.event_id", "application.id"]),
        sa.ForeignKeyConstraint(["event_id", "service_id"], ["stand_service.event_id", "stand_service.id"]),
        sa.ForeignKeyConstraint(["event_id", "invoice_id"], ["invoice.event_id", "invoice.id"]),
        sa.CheckConstraint("quantity > 0", name="quantity"),
        # Two presses of a button make one order, not two.
        sa.Index(
            "uq_stand_order_open",
            "application_id",
            "service_id",
            "unit_price_vnd",
            unique=True,
            sqlite_where=sa.text("invoice_id IS NULL AND cancelled_at IS NULL"),
            postgresql_where=sa.text("invoice_id IS NULL AND cancelled_at IS NULL"),
        ),
        sa.Index("ix_stand_order_event", "event_id", "cancelled_at"),
        sa.Index("ix_stand_order_service", "service_id"),
    )

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    application_id: Mapped[int] = mapped_column(index=True)
    service_id: Mapped[int]
    quantity: Mapped[int]
    tier: Mapped[PriceTier]
    unit_price_vnd: Mapped[Vnd]
    vat_pct: Mapped[int]
    ordered_at: Mapped[datetime]
    # The payment request that asks for it; None: not asked for yet.
    invoice_id: Mapped[int | None] = mapped_column(index=True)
    cancelled_at: Mapped[datetime | None]

    service: Mapped[StandService] = relationship(viewonly=True)
    application: Mapped[Application] = relationship(viewonly=True)
    invoice: Mapped[Invoice | None] = relationship(viewonly=True)

    @property
    def net_vnd(self) -> int:
        return self.unit_price_vnd * self.quantity

    @property
    def vat_vnd(self) -> int:
        """VAT of the line, half a đồng rounded up, as on payment requests."""
        return (self.net_vnd * self.vat_pct + 50) // 100

    @property
    def total_vnd(self) -> int:
        return self.net_vnd + self.vat_vnd
