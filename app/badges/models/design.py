"""How badges of an event look, the pictures on them, and where printers put them."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.badges.layouts.schema import Layout
from app.badges.layouts.sizes import BadgeSize
from app.core.db import Base, WithId

__all__ = ["BadgeDesign", "BadgeImage", "BadgePhoto", "BadgePrinter", "BadgeSize"]


class BadgeDesign(WithId, Base):
    """A layout under a name. `version` rises with every change: two editors do not overwrite each other."""

    __tablename__ = "badge_design"
    __table_args__ = (sa.UniqueConstraint("event_id", "name"),)

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    name: Mapped[str] = mapped_column(sa.String(80))
    size: Mapped[BadgeSize]
    # See app/badges/layouts/schema.py.
    layout: Mapped[dict[str, Any]]
    version: Mapped[int] = mapped_column(default=1)
    is_default: Mapped[bool] = mapped_column(default=False)
    changed_at: Mapped[datetime | None]
    changed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))

    @property
    def drawn(self) -> Layout:
        """The layout as it is drawn."""
        return Layout.model_validate(self.layout)

    @property
    def key(self) -> str:
        """How forms name it: its id, or the size of one that is not kept yet."""
        return str(self.id) if self.id else self.size.value


class BadgeImage(WithId, Base):
    """A logo or picture that designs of an event show."""

    __tablename__ = "badge_image"

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"), index=True)
    file_id: Mapped[int] = mapped_column(sa.ForeignKey("stored_file.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(80))
    added_at: Mapped[datetime]


class BadgePhoto(Base):
    """The photo of a person for the badge. It goes when the person's data are erased."""

    __tablename__ = "badge_photo"
    __table_args__ = (
        sa.ForeignKeyConstraint(["event_id", "registration_id"], ["registration.event_id", "registration.id"]),
        sa.Index("ix_badge_photo_event", "event_id"),
    )

    registration_id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    file_id: Mapped[int] = mapped_column(sa.ForeignKey("stored_file.id"), index=True)
    added_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    added_at: Mapped[datetime]


class BadgePrinter(WithId, Base):
    """A printer that puts everything a little aside: what its badges are moved by, to the right and down."""

    __tablename__ = "badge_printer"
    __table_args__ = (
        sa.UniqueConstraint("event_id", "name"),
        sa.UniqueConstraint("event_id", "id"),
        sa.CheckConstraint("offset_x_mm BETWEEN -20 AND 20 AND offset_y_mm BETWEEN -20 AND 20", name="offset_small"),
    )

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    name: Mapped[str] = mapped_column(sa.String(60))
    offset_x_mm: Mapped[float] = mapped_column(default=0.0)
    offset_y_mm: Mapped[float] = mapped_column(default=0.0)
