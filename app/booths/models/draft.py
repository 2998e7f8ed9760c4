"""The draft of a plan: what the organiser is drawing, item by item, beside what is published (docs/plan-document.md)."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.core.db import Base, WithId

# NULL of the database for "not there", not the JSON value null.
_Data = sa.JSON(none_as_null=True)


class ItemType(StrEnum):
    HALL = "hall"
    BOOTH = "booth"
    OBJECT = "object"
    BACKGROUND = "background"


class PlanDraft(Base):
    """The draft of one event. `revision` counts its edits; who edits knows which one they saw."""

    __tablename__ = "plan_draft"

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"), primary_key=True)
    revision: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime]
    changed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))

    changed_by: Mapped[User | None] = relationship()


class PlanItem(WithId, Base):
    """A hall, booth, object or background: as drafted (`data`) and as published (`live`); None: not in the plan."""

    __tablename__ = "plan_item"
    __table_args__ = (
        sa.UniqueConstraint("event_id", "key"),
        sa.Index("ix_plan_item_revision", "event_id", "revision"),
        sa.Index("ix_plan_item_type", "event_id", "type"),
    )

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("plan_draft.event_id"))
    key: Mapped[str] = mapped_column(sa.String(32))
    type: Mapped[ItemType]
    data: Mapped[dict[str, Any] | None] = mapped_column(_Data)
    live: Mapped[dict[str, Any] | None] = mapped_column(_Data)
    # Key of the booth or hall that it is in the published plan.
    live_id: Mapped[int | None]
    # Of the draft, when it last changed.
    revision: Mapped[int] = mapped_column(default=0)


class PlanEdit(Base):
    """One saved edit: the log of the draft. Two edits of one revision cannot be: nobody writes over what they did not see."""

    __tablename__ = "plan_edit"

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("plan_draft.event_id"), primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True)
    # [[key, fields before or None, the same fields after or None], …]
    changes: Mapped[list[Any]]
    made_at: Mapped[datetime]
    # None: an act on the published plan, which the draft followed.
    made_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))

    made_by: Mapped[User | None] = relationship()
