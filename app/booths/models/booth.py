"""Booths: what stands where on the plan."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, SortKey, WithId
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


class Booth(WithId, Base):
    __tablename__ = "booth"
    __table_args__ = (
        sa.UniqueConstraint("event_id", "code"),
        sa.UniqueConstraint("event_id", "id"),
        sa.ForeignKeyConstraint(["event_id", "hall_id"], ["hall.event_id", "hall.id"]),
        sa.ForeignKeyConstraint(["event_id", "merged_into_id"], ["booth.event_id", "booth.id"], name="fk_booth_merged_into"),
        sa.CheckConstraint("width_m > 0 AND depth_m > 0", name="has_area"),
        sa.CheckConstraint("open_sides BETWEEN 1 AND 4", name="open_sides"),
        sa.CheckConstraint("angle >= 0 AND angle < 360", name="angle"),
        sa.CheckConstraint("power_points >= 0 AND water_points >= 0", name="points"),
        sa.CheckConstraint("unit_count >= 1", name="unit_count"),
        sa.CheckConstraint("merged_into_id <> id", name="not_part_of_itself"),
        sa.Index("ix_booth_sort", "event_id", "sort_key"),
        sa.Index(
            "ix_booth_closed",
            "event_id",
            sqlite_where=sa.text("is_blocked = 1 OR is_internal = 1"),
            postgresql_where=sa.text("is_blocked OR is_internal"),
        ),
        sa.Index("ix_booth_merged", "merged_into_id"),
    )

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    hall_id: Mapped[int]
    code: Mapped[str] = mapped_column(sa.String(12))
    # Natural order: A2 before A10.
    sort_key: Mapped[SortKey]
    zone: Mapped[str] = mapped_column(sa.String(60))
    kind: Mapped[BoothKind]
    # Which lines of the rate card count: "" the general ones of its kind.
    price_group: Mapped[str] = mapped_column(sa.String(30), default="")
    x_m: Mapped[Decimal] = mapped_column(Metres)
    y_m: Mapped[Decimal] = mapped_column(Metres)
    width_m: Mapped[Decimal] = mapped_column(Metres)
    depth_m: Mapped[Decimal] = mapped_column(Metres)
    # Degrees clockwise around its middle.
    angle: Mapped[Decimal] = mapped_column(sa.Numeric(4, 1), default=Decimal(0))
    open_sides: Mapped[int] = mapped_column(default=1)
    # Highest stand in metres; None: as the hall allows.
    height_limit_m: Mapped[Decimal | None] = mapped_column(Metres)
    # Electricity that is laid to the booth, and the outlets of electricity and water.
    power_kw: Mapped[Decimal | None] = mapped_column(sa.Numeric(6, 1))
    power_points: Mapped[int] = mapped_column(default=0)
    water_points: Mapped[int] = mapped_column(default=0)
    # The editor of the plan does not move it.
    is_locked: Mapped[bool] = mapped_column(default=False)
    # Not for sale, with the organiser's reason.
    is_blocked: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(sa.String(200), default="")
    # Kept for the organiser's own use: information, storage, press.
    is_internal: Mapped[bool] = mapped_column(default=False)
    # Parts of a merged stand name its first booth, which alone is drawn, priced and claimed; the parts keep their geometry.
    merged_into_id: Mapped[int | None]
    # What stands on the plan and on the fascia of a merged stand: "B01–B04"; "" elsewhere.
    label: Mapped[str] = mapped_column(sa.String(80), default="")
    # Numbers that the stand has: 4 for B01–B04.
    unit_count: Mapped[int] = mapped_column(default=1)
    # Geometry of the first booth before the merge, as texts in metres, for the way back.
    unmerged: Mapped[dict[str, Any] | None]

    # Just freed: until then only the waiting list and officers may have it.
    waits_until: Mapped[datetime | None]

    event: Mapped[Event] = relationship()
    hall: Mapped[Hall] = relationship(viewonly=True)

    @property
    def name(self) -> str:
        """Return the number, or the range of numbers of a merged stand."""
        return self.label or self.code

    @property
    def is_merged(self) -> bool:
        """Tell whether it is the first booth of a merged stand."""
        return self.unit_count > 1

    @property
    def area_m2(self) -> Decimal:
        return self.width_m * self.depth_m

    @property
    def is_corner(self) -> bool:
        return self.open_sides >= 2
