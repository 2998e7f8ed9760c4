"""Published versions of a plan, and the pictures that lie under drafts."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.core.db import Base, WithId
from app.files.models import StoredFile


class PlanVersion(WithId, Base):
    """The whole plan as it was published, with who, when and why. Never changed."""

    __tablename__ = "plan_version"
    __table_args__ = (sa.UniqueConstraint("event_id", "number"),)

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    number: Mapped[int]
    # [{"key", "type", "id", "data"}, …]
    items: Mapped[list[Any]]
    # How many items were added, changed and removed, and how many booths there are.
    counts: Mapped[dict[str, Any]]
    note: Mapped[str] = mapped_column(sa.String(500), default="")
    # Why booths that somebody has were moved, resized or numbered anew.
    reason: Mapped[str] = mapped_column(sa.String(200), default="")
    published_at: Mapped[datetime]
    published_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))

    published_by: Mapped[User | None] = relationship()


class PlanPicture(WithId, Base):
    """An uploaded picture of a hall: PNG or JPEG, a page of a PDF as PNG, or a cleaned SVG."""

    __tablename__ = "plan_picture"
    __table_args__ = (sa.UniqueConstraint("event_id", "id"),)

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    file_id: Mapped[int] = mapped_column(sa.ForeignKey("stored_file.id"))
    name: Mapped[str] = mapped_column(sa.String(150))
    width_px: Mapped[int]
    height_px: Mapped[int]
    created_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))

    file: Mapped[StoredFile] = relationship()


class PlanPrint(WithId, Base):
    """A plan that a job draws for paper: what was wished, and the file when it is there."""

    __tablename__ = "plan_print"

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"), index=True)
    # Paper, audience, zone and hall, as in printing.Wish.
    wish: Mapped[dict[str, Any]]
    locale: Mapped[str] = mapped_column(sa.String(8))
    file_id: Mapped[int | None] = mapped_column(sa.ForeignKey("stored_file.id"))
    has_failed: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))

    file: Mapped[StoredFile | None] = relationship()
