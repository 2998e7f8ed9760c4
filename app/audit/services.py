"""Record deeds in the transaction that does them."""

import json
from typing import Any

from app.audit import sealing
from app.audit.models import AuditEntry
from app.core import clock
from app.core.db import db


def record(
    actor: Any, action: str, subject: Any, *, event: Any = None, reason: str = "", data: dict[str, Any] | None = None
) -> AuditEntry:
    """Note that `actor` did `action` to `subject`. Scans are not noted here: they are their own append-only log.

    Args:
        actor: a user; a name for what is no user ("demo", "device north-2"); None for the system itself.
        action: "feature.verb in the past", a stable name.
        subject: a flushed or new model row with an id.
        event: the tenant; by default the subject's `event_id`.
        data: what changed. Ids, codes and states; no contact data of persons, the trail is kept for ever.
    Returns: the flushed entry; it is sealed at the commit.
    """
    db.session.flush()
    entry = AuditEntry(
        event_id=event.id if event is not None else _event_id(subject),
        actor_id=getattr(actor, "id", None),
        actor_label=_label(actor),
        action=action,
        subject_type=subject.__tablename__,
        subject_id=str(subject.id),
        reason=reason,
        data=json.loads(json.dumps(data or {}, default=str)),
        created_at=clock.now(),
    )
    db.session.add(entry)
    db.session.flush()
    sealing.seal_later(entry)
    return entry


def _event_id(subject: Any) -> int | None:
    if subject.__tablename__ == "event":
        event_id: int = subject.id
        return event_id
    return getattr(subject, "event_id", None)


def _label(actor: Any) -> str:
    if actor is None:
        return "system"
    if isinstance(actor, str):
        return actor[:200]
    return str(getattr(actor, "full_name", None) or getattr(actor, "name", None) or f"user {actor.id}")[:200]
