"""How an event books its booths."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base


class BookingRules(Base):
    """What an organiser has set about holds, limits and release; an event without a row follows the defaults."""

    __tablename__ = "booth_booking_rules"
    __table_args__ = (
        sa.CheckConstraint("hold_minutes BETWEEN 5 AND 60", name="hold_minutes"),
        sa.CheckConstraint("most_held BETWEEN 1 AND 20", name="most_held"),
        sa.CheckConstraint("most_per_firm BETWEEN 1 AND 500", name="most_per_firm"),
        sa.CheckConstraint("grace_days BETWEEN 0 AND 60", name="grace_days"),
    )

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"), primary_key=True)
    # Minutes that a web hold lasts.
    hold_minutes: Mapped[int]
    # Booths that one browser or one person's program holds at a time.
    most_held: Mapped[int]
    # Booths that one firm has in the event without an officer's word.
    most_per_firm: Mapped[int]
    # Whether a booth is released by itself when its payment is `grace_days` late; else an officer does it from the list.
    releases_itself: Mapped[bool]
    grace_days: Mapped[int]
