"""Frozen summaries: what was reported stays as it was."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, WithId


class FrozenSummary(WithId, Base):
    __tablename__ = "frozen_summary"
    __table_args__ = (sa.UniqueConstraint("event_id", "number"),)

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    number: Mapped[int]
    # All figures of the summary, as app.reports.summary computes them.
    figures: Mapped[dict[str, Any]]
    frozen_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    frozen_at: Mapped[datetime]
