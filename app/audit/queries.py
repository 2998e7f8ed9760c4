"""Reads of the audit trail."""

from typing import Any

import sqlalchemy as sa

from app.audit.models import AuditEntry


def entries(event: Any = None, *, subject: Any = None, action: str = "") -> sa.Select[tuple[AuditEntry]]:
    """Return the statement for the entries of an event (all without one), the latest first; page it with core.paging."""
    statement = sa.select(AuditEntry).order_by(AuditEntry.id.desc())
    if event is not None:
        statement = statement.where(AuditEntry.event_id == event.id)
    if subject is not None:
        told = (AuditEntry.subject_type == subject.__tablename__, AuditEntry.subject_id == str(subject.id))
        statement = statement.where(*told)
    if action:
        statement = statement.where(AuditEntry.action == action)
    return statement
