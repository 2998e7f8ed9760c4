"""The audit trail: entries that only grow, each sealed to the one before it."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Mapped, mapped_column

from app.audit import ddl
from app.core.db import Base, WithId

GENESIS = "0" * 64


class AuditEntry(WithId, Base):
    """One deed. Refers to rows by number without foreign keys: the trail outlives what it tells about.

    `position`, `previous_hash` and `hash` are set at the commit, see app.audit.sealing.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (
        sa.UniqueConstraint("position", name="uq_audit_entry_position"),
        sa.Index("ix_audit_entry_event_id", "event_id", "id"),
        sa.Index("ix_audit_entry_subject", "subject_type", "subject_id"),
        sa.Index("ix_audit_entry_actor_id", "actor_id"),
    )

    event_id: Mapped[int | None]
    actor_id: Mapped[int | None]
    actor_label: Mapped[str] = mapped_column(sa.String(200))
    action: Mapped[str] = mapped_column(sa.String(80))
    subject_type: Mapped[str] = mapped_column(sa.String(80))
    subject_id: Mapped[str] = mapped_column(sa.String(80))
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    data: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    position: Mapped[int | None] = mapped_column(sa.BigInteger)
    previous_hash: Mapped[str] = mapped_column(sa.String(64), default="")
    hash: Mapped[str] = mapped_column(sa.String(64), default="")

    def digest(self, position: int, previous_hash: str) -> str:
        """Return the SHA-256 that seals this entry at `position` behind `previous_hash`."""
        told = [position, previous_hash, self.event_id, self.actor_id, self.actor_label, self.action, self.subject_type]
        told += [self.subject_id, self.reason, self.data, self.created_at.astimezone(UTC).isoformat()]
        return hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


for _dialect, _statements in ddl.STATEMENTS.items():
    for _statement in _statements:
        event.listen(AuditEntry.__table__, "after_create", sa.DDL(_statement).execute_if(dialect=_dialect))  # type: ignore[no-untyped-call]
