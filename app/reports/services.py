"""Freeze a summary: what was reported stays as it was."""

import sqlalchemy as sa

from app.accounts.models import User
from app.audit import services as audit
from app.core import clock
from app.core.db import db, refusing
from app.core.errors import Conflict
from app.core.i18n import _
from app.events.models import Event
from app.reports import queries
from app.reports.errors import NotOverYet
from app.reports.models import FrozenSummary


def freeze(event: Event, *, by: User) -> FrozenSummary:
    """Keep the figures of now under the next number.

    Returns: the flushed summary.
    Raises:
        NotOverYet: the event has not ended. Conflict: somebody else froze it at this moment.
    """
    if clock.now() < event.ends_at:
        raise NotOverYet(_("A summary can be frozen when the event is over."))
    last = db.session.scalar(
        sa.select(sa.func.coalesce(sa.func.max(FrozenSummary.number), 0)).where(FrozenSummary.event_id == event.id)
    )
    error = Conflict(_("Somebody else has just frozen a summary. Please look at it first."))
    with refusing("uq_frozen_summary_event_id_number", error):
        summary = FrozenSummary(
            event_id=event.id,
            number=(last or 0) + 1,
            figures=queries.figures_of(event),
            frozen_by_id=by.id,
            frozen_at=clock.now(),
        )
        db.session.add(summary)
    audit.record(by, "reports.summary_frozen", summary, event=event, data={"number": summary.number})
    return summary
