"""What booths cost: lines of the rate card, the dates of its bands, and what others pay."""

from datetime import date
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.booths.models.booth import BoothKind
from app.core.db import Base, Vnd, WithId
from app.core.i18n import _l


class PriceTier(StrEnum):
    """Bands of dates in their order: who books early pays less."""

    EARLY = "early"
    STANDARD = "standard"
    LATE = "late"

    @property
    def label(self) -> Any:
        return {"early": _l("early price"), "standard": _l("standard price"), "late": _l("late price")}[self.value]


class BoothPrice(WithId, Base):
    """A line of the rate card: for one kind, price group and size; per booth, or per square metre above a least area."""

    __tablename__ = "booth_price"
    __table_args__ = (
        sa.UniqueConstraint("event_id", "kind", "price_group", "area_from_m2", name="uq_booth_price_line"),
        sa.CheckConstraint("area_from_m2 >= 0", name="area_from"),
    )

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    kind: Mapped[BoothKind]
    price_group: Mapped[str] = mapped_column(sa.String(30), default="")
    # The line counts for booths of this size and larger, up to the next line.
    area_from_m2: Mapped[int] = mapped_column(default=0)
    per_booth_vnd: Mapped[Vnd] = mapped_column(default=0)
    per_m2_vnd: Mapped[Vnd] = mapped_column(default=0)
    # Instead of the standard price, per booth or per square metre as that is; None: the standard price.
    early_vnd: Mapped[Vnd | None]
    late_vnd: Mapped[Vnd | None]
    min_area_m2: Mapped[int] = mapped_column(default=0)
    # Surcharges for two, three and four open sides, each in percent of the rent or as an amount. None: as for one side less.
    corner_pct: Mapped[int] = mapped_column(default=0)
    corner_vnd: Mapped[Vnd] = mapped_column(default=0)
    head_pct: Mapped[int | None]
    head_vnd: Mapped[Vnd | None]
    island_pct: Mapped[int | None]
    island_vnd: Mapped[Vnd | None]
    vat_pct: Mapped[int] = mapped_column(default=8)


class PriceBand(Base):
    """The days of one tier, both included, in the event's zone; None: from ever, for ever. No band: always standard."""

    __tablename__ = "booth_price_band"
    __table_args__ = (sa.CheckConstraint("starts_on IS NULL OR ends_on IS NULL OR starts_on <= ends_on", name="in_order"),)

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"), primary_key=True)
    tier: Mapped[PriceTier] = mapped_column(primary_key=True)
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]


class FirmClass(StrEnum):
    """For whom a subsidy is. A firm may belong to several."""

    ANY = "any"
    RURAL = "rural"
    COOPERATIVE = "cooperative"
    HOUSEHOLD = "household"
    CRAFT_VILLAGE = "craft_village"
    SMALL = "small"
    STATE_BODY = "state_body"

    @property
    def label(self) -> Any:
        return _FIRMS[self.value]


_FIRMS = {
    "any": _l("every exhibitor"),
    "rural": _l("rural industrial establishments"),
    "cooperative": _l("cooperatives"),
    "household": _l("household businesses"),
    "craft_village": _l("craft villages"),
    "small": _l("micro, small and medium enterprises"),
    "state_body": _l("state bodies"),
}


class BoothSubsidy(WithId, Base):
    """What somebody else pays of the rent for a class of firms: in percent, or an amount for each booth."""

    __tablename__ = "booth_subsidy"
    __table_args__ = (
        sa.UniqueConstraint("event_id", "name"),
        sa.CheckConstraint("pct BETWEEN 0 AND 100", name="pct"),
        sa.CheckConstraint("(pct > 0) <> (amount_vnd > 0)", name="pct_or_amount"),
    )

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    name: Mapped[str] = mapped_column(sa.String(120))
    # Who pays, and on which ground.
    payer: Mapped[str] = mapped_column(sa.String(160))
    reason: Mapped[str] = mapped_column(sa.String(200))
    firm_class: Mapped[FirmClass]
    pct: Mapped[int] = mapped_column(default=0)
    amount_vnd: Mapped[Vnd] = mapped_column(default=0)
