"""How the codes of an event's badges are made, and what a further print costs."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Vnd, WithId


class BadgeSettings(Base):
    """What an event chose about printing; without a row: random codes, further prints are free."""

    __tablename__ = "badge_settings"

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"), primary_key=True)
    signs_codes: Mapped[bool] = mapped_column(default=False)
    # Before VAT.
    reprint_fee_vnd: Mapped[Vnd] = mapped_column(default=0)
    reprint_vat_pct: Mapped[int] = mapped_column(default=8)


class SigningKey(WithId, Base):
    """A pair of keys of one event. The newest signs; older ones are believed by gates until they are retired.

    The private half is kept sealed while it signs and thrown away when another key takes over.
    """

    __tablename__ = "signing_key"
    __table_args__ = (
        sa.UniqueConstraint("event_id", "number"),
        sa.Index(
            "uq_signing_key_current",
            "event_id",
            unique=True,
            sqlite_where=sa.text("replaced_at IS NULL"),
            postgresql_where=sa.text("replaced_at IS NULL"),
        ),
        sa.CheckConstraint("(sealed_key IS NULL) = (replaced_at IS NOT NULL)", name="sealed_while_current"),
        sa.CheckConstraint("retired_at IS NULL OR replaced_at IS NOT NULL", name="replaced_before_retired"),
    )

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    # Stands in the code.
    number: Mapped[int]
    # 32 bytes in hex.
    public_key: Mapped[str] = mapped_column(sa.String(64), unique=True)
    sealed_key: Mapped[str | None] = mapped_column(sa.String(300))
    created_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    created_at: Mapped[datetime]
    replaced_at: Mapped[datetime | None]
    retired_at: Mapped[datetime | None]
    retired_because: Mapped[str] = mapped_column(sa.String(200), default="")
