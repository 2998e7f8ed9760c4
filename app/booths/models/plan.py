"""The version of the plan."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base


class BoothPlan(Base):
    """The version of an event's plan: it changes with every change of booths or rates, never with a claim."""

    __tablename__ = "booth_plan"

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"), primary_key=True)
    version: Mapped[str] = mapped_column(sa.String(16))
    changed_at: Mapped[datetime]
