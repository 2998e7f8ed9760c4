"""Booths handed over and given back, with what was found and who signed."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.booths.models import BoothClaim
from app.core.db import Base, WithId
from app.core.i18n import _l
from app.files.models import StoredFile


class HandoverKind(StrEnum):
    HANDOVER = "handover"
    RETURN = "return"

    @property
    def label(self) -> Any:
        return {"handover": _l("Handover of the booth"), "return": _l("Return of the booth")}[self.value]


class ItemState(StrEnum):
    FINE = "fine"
    MISSING = "missing"
    DAMAGED = "damaged"

    @property
    def label(self) -> Any:
        return {"fine": _l("in order"), "missing": _l("missing"), "damaged": _l("damaged")}[self.value]


class Handover(WithId, Base):
    """One protocol. A booking has at most one of each kind; it is never changed."""

    __tablename__ = "handover"
    __table_args__ = (
        sa.UniqueConstraint("event_id", "id"),
        sa.UniqueConstraint("claim_id", "kind", name="uq_handover_once"),
        sa.ForeignKeyConstraint(["event_id", "claim_id"], ["booth_claim.event_id", "booth_claim.id"]),
        sa.CheckConstraint("signature_id IS NOT NULL OR signed_by_tick", name="signed"),
        sa.Index("ix_handover_list", "event_id", "kind", "done_at"),
    )

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    claim_id: Mapped[int]
    kind: Mapped[HandoverKind]
    # As the booth was called then.
    booth_code: Mapped[str] = mapped_column(sa.String(40))
    unit: Mapped[str] = mapped_column(sa.String(200))
    # [{"name": …, "state": "fine", "note": …}, …] as it was asked and answered.
    items: Mapped[list[Any]]
    remarks: Mapped[str] = mapped_column(sa.String(1000), default="")
    # Why it was handed over although not all was paid, and what was open.
    override_reason: Mapped[str] = mapped_column(sa.String(300), default="")
    open_vnd: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    signer_name: Mapped[str] = mapped_column(sa.String(120))
    signature_id: Mapped[int | None] = mapped_column(sa.ForeignKey("stored_file.id"))
    # Without a drawn signature: the name was typed and the tick set in front of the hall master.
    signed_by_tick: Mapped[bool] = mapped_column(default=False)
    done_at: Mapped[datetime]
    done_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))

    claim: Mapped[BoothClaim] = relationship(viewonly=True)
    signature: Mapped[StoredFile | None] = relationship()
    done_by: Mapped[User] = relationship()
    photos: Mapped[list["HandoverPhoto"]] = relationship(order_by="HandoverPhoto.file_id")

    @property
    def faults(self) -> list[dict[str, Any]]:
        """What was not in order."""
        return [item for item in self.items if item["state"] != ItemState.FINE]


class HandoverPhoto(Base):
    __tablename__ = "handover_photo"
    __table_args__ = (sa.ForeignKeyConstraint(["event_id", "handover_id"], ["handover.event_id", "handover.id"]),)

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    handover_id: Mapped[int] = mapped_column(index=True)
    file_id: Mapped[int] = mapped_column(sa.ForeignKey("stored_file.id"), primary_key=True, autoincrement=False)

    file: Mapped[StoredFile] = relationship()
