"""Schemes by which the state supports exhibitors of an event, for the calculator of costs (A-22)."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Vnd, WithId


class SupportScheme(WithId, Base):
    """What a scheme pays of each item, in percent. No two of them pay the same item (R-13)."""

    __tablename__ = "support_scheme"
    __table_args__ = (
        sa.UniqueConstraint("event_id", "name"),
        sa.CheckConstraint(
            "rent_pct BETWEEN 0 AND 100 AND freight_pct BETWEEN 0 AND 100"
            " AND subsistence_pct BETWEEN 0 AND 100 AND travel_pct BETWEEN 0 AND 100",
            name="percents",
        ),
        sa.Index("ix_support_scheme_list", "event_id", "position"),
    )

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    # The first scheme that pays an item keeps the others from paying it too.
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = mapped_column(sa.String(120))
    # The decision or norm that it follows.
    basis: Mapped[str] = mapped_column(sa.String(200), default="")
    rent_pct: Mapped[int] = mapped_column(default=0)
    freight_pct: Mapped[int] = mapped_column(default=0)
    subsistence_pct: Mapped[int] = mapped_column(default=0)
    travel_pct: Mapped[int] = mapped_column(default=0)
    # How many booths and people it counts; None: all.
    most_booths: Mapped[int | None]
    most_people: Mapped[int | None]
    # Most for a firm and time, most times a year.
    cap_vnd: Mapped[Vnd | None]
    most_a_year: Mapped[int | None]
    # Whether priority areas get half as much again, up to the real cost.
    favours_priority: Mapped[bool] = mapped_column(default=False)
