"""The job row: the truth about background work, written in the transaction that asks for it."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, WithId
from app.core.i18n import _l


class JobState(StrEnum):
    PENDING = "pending"
    RUNNING = "running"
    DONE = "done"
    PARKED = "parked"

    @property
    def label(self) -> Any:
        return _LABELS[self]


_LABELS = {
    JobState.PENDING: _l("Waiting to run"),
    JobState.RUNNING: _l("Running now"),
    JobState.DONE: _l("Completed"),
    JobState.PARKED: _l("Parked"),
}


_UNFINISHED = sa.text("state IN ('pending', 'running')")


class Job(WithId, Base):
    """One piece of work for one subscriber.

    `attempts` counts claims and is the fencing token: only the latest claim may finish the row. `failures` counts towards
    parking. `dedupe_key` stands only while the job waits, so that work asked for during a run is done again after it.
    """

    __tablename__ = "job"
    __table_args__ = (
        sa.UniqueConstraint("dedupe_key", "subscriber", name="uq_job_dedupe_key"),
        sa.Index("ix_job_unfinished", "state", "run_at", sqlite_where=_UNFINISHED, postgresql_where=_UNFINISHED),
        sa.Index("ix_job_finished_at", "finished_at"),
    )

    name: Mapped[str] = mapped_column(sa.String(80))
    # Module of the handler; a fact with two subscribers is two rows.
    subscriber: Mapped[str] = mapped_column(sa.String(80), default="")
    payload: Mapped[dict[str, Any]]
    state: Mapped[JobState] = mapped_column(default=JobState.PENDING)
    run_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    failures: Mapped[int] = mapped_column(default=0)
    leased_until: Mapped[datetime | None]
    last_error: Mapped[str] = mapped_column(sa.Text, default="")
    dedupe_key: Mapped[str | None] = mapped_column(sa.String(200))
    progress_done: Mapped[int] = mapped_column(default=0)
    progress_total: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


class PeriodicRun(Base):
    """When work that returns is due next; the conditional UPDATE of this row makes one of many workers ask for it."""

    __tablename__ = "periodic_run"

    name: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    next_run_at: Mapped[datetime]
