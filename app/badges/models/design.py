"""How badges of an event look."""

from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, WithId
from app.core.i18n import _l


class BadgeSize(StrEnum):
    A6 = "a6"
    CR80 = "cr80"

    @property
    def label(self) -> str:
        return str(_SIZES[self])

    @property
    def short_label(self) -> str:
        return str(_SHORT_SIZES[self])


_SIZES: dict[BadgeSize, Any] = {
    BadgeSize.A6: _l("A6, in a holder on a lanyard (105 × 148 mm)"),
    BadgeSize.CR80: _l("Plastic card (86 × 54 mm)"),
}
_SHORT_SIZES: dict[BadgeSize, Any] = {BadgeSize.A6: "A6", BadgeSize.CR80: _l("Card")}


class BadgeDesign(WithId, Base):
    """Which lines a size of badge shows. `name` is the size: one design for each."""

    __tablename__ = "badge_design"
    __table_args__ = (sa.UniqueConstraint("event_id", "name"),)

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    name: Mapped[str] = mapped_column(sa.String(80))
    size: Mapped[BadgeSize]
    # Which lines are shown: {"position": true, "unit": true, "province": false, "category": true}
    fields: Mapped[dict[str, Any]] = mapped_column(default=dict)
    is_default: Mapped[bool] = mapped_column(default=False)
