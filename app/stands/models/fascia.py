"""Texts of fascia boards, every change of them, and the lists that went to the stand builder."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.booths.models import BoothClaim
from app.core.db import Base, WithId


class FasciaText(Base):
    """The text of one booth, where it is not that of the application. It follows the claim when the booth is moved."""

    __tablename__ = "fascia_text"
    __table_args__ = (sa.ForeignKeyConstraint(["event_id", "claim_id"], ["booth_claim.event_id", "booth_claim.id"]),)

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"), index=True)
    claim_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    text_vi: Mapped[str] = mapped_column(sa.String(60), default="")
    text_en: Mapped[str] = mapped_column(sa.String(60), default="")

    claim: Mapped[BoothClaim] = relationship(viewonly=True)


class FasciaChange(WithId, Base):
    """One change of one text. Append-only: the builder's and the organiser's evidence (R-50)."""

    __tablename__ = "fascia_change"
    __table_args__ = (
        sa.ForeignKeyConstraint(["event_id", "application_id"], ["application.event_id", "application.id"]),
        sa.Index("ix_fascia_change_list", "event_id", "id"),
    )

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    application_id: Mapped[int] = mapped_column(index=True)
    # The booths as they were called then, "B01–B04" or "B02"; and whose text, when it is a co-exhibitor's.
    booths: Mapped[str] = mapped_column(sa.String(200))
    unit: Mapped[str] = mapped_column(sa.String(200))
    old_vi: Mapped[str] = mapped_column(sa.String(60))
    old_en: Mapped[str] = mapped_column(sa.String(60))
    new_vi: Mapped[str] = mapped_column(sa.String(60))
    new_en: Mapped[str] = mapped_column(sa.String(60))
    changed_at: Mapped[datetime]
    # None: the exhibitor by the private link; then the unit says who.
    changed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    reason: Mapped[str] = mapped_column(sa.String(300), default="")
    # The newest list that was out when the text changed; None: none was.
    since_list: Mapped[int | None]

    changed_by: Mapped[User | None] = relationship()


class FasciaList(WithId, Base):
    """A list as it was sent to the stand builder: frozen rows, numbered 1, 2, 3 … in each event."""

    __tablename__ = "fascia_list"
    __table_args__ = (sa.UniqueConstraint("event_id", "number"),)

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    number: Mapped[int]
    # [[booth, text in Vietnamese, text in English, width in metres], …] in the order of the booths.
    rows: Mapped[list[Any]]
    sent_to: Mapped[str] = mapped_column(sa.String(200), default="")
    sent_at: Mapped[datetime]
    sent_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))

    sent_by: Mapped[User | None] = relationship()
