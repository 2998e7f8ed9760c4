"""What operators ask of mail."""

from collections.abc import Iterable

import sqlalchemy as sa

from app.core import doctor, health
from app.core.db import db
from app.jobs.models import Job, JobState
from app.mail import queries
from app.mail.models import Message, MessageState


@health.figure("mails", "Mails by state", ("state",))
def _mails_by_state() -> dict[tuple[str, ...], float]:
    return {(state.value,): number for state, number in queries.count_by_state().items()}


@doctor.check("I13", "each mail that waits has a job that will send it")
def _waiting_mails_have_jobs() -> Iterable[str]:
    waiting = set(db.session.scalars(sa.select(Message.id).where(Message.state == MessageState.QUEUED)))
    if not waiting:
        return
    payloads = db.session.scalars(sa.select(Job.payload).where(Job.name == "mail.requested", Job.state != JobState.DONE))
    for message_id in sorted(waiting - {payload["message_id"] for payload in payloads}):
        yield f"mail_message {message_id} waits, but no job will send it"
