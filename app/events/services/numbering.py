"""Numbers given out per event."""

import sqlalchemy as sa

from app.core.db import db
from app.events.models import Event, EventCounter


def next_number(event: Event, name: str) -> int:
    """Return the next number of the event's series `name` ("application", "invoice"), starting at 1.

    Safe under concurrency: the row is changed before it is read, so callers queue for it.
    """
    bump = (
        sa.update(EventCounter)
        .where(EventCounter.event_id == event.id, EventCounter.name == name)
        .values(value=EventCounter.value + 1)
        .returning(EventCounter.value)
    )
    value = db.session.scalar(bump)
    if value is None:
        _make_counter(event, name)
        value = db.session.scalar(bump)
    assert value is not None  # noqa: S101 -- the row exists now
    return int(value)


def _make_counter(event: Event, name: str) -> None:
    row = {"event_id": event.id, "name": name, "value": 0}
    if db.session.get_bind().dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import insert  # noqa: PLC0415 -- one of two dialects
    else:
        from sqlalchemy.dialects.sqlite import insert  # type: ignore[assignment]  # noqa: PLC0415 -- one of two dialects
    db.session.execute(insert(EventCounter).values(row).on_conflict_do_nothing())
