"""What booths cost."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.booths.models.booth import BoothKind
from app.core.db import Base, Vnd, WithId


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
