"""Freeze a summary: what was reported stays as it was. Hand out lists, and note who took them."""

import sqlalchemy as sa

from app.accounts.models import User
from app.audit import services as audit
from app.core import clock
from app.core.db import db, refusing
from app.core.errors import Conflict
from app.core.i18n import _, format_number
from app.events.models import Event
from app.reports import exports, queries
from app.reports.errors import NotOverYet, TooManyRows
from app.reports.models import FrozenSummary

# More are written by the command, which has the time.
MOST_ROWS = 100_000


def is_over(event: Event) -> bool:
    """Tell whether the event has ended, so that its summary may be frozen."""
    return clock.now() >= event.ends_at


def freeze(event: Event, *, by: User) -> FrozenSummary:
    """Keep the figures of now under the next number.

    Returns: the flushed summary.
    Raises:
        NotOverYet: the event has not ended. Conflict: somebody else froze it at this moment.
    """
    if not is_over(event):
        raise NotOverYet(_("A summary can be frozen when the event is over."))
    last = db.session.scalar(
        sa.select(sa.func.coalesce(sa.func.max(FrozenSummary.number), 0)).where(FrozenSummary.event_id == event.id)
    )
    error = Conflict(_("Somebody else has just frozen a summary. Please look at it first."))
    with refusing("uq_frozen_summary_event_id_number", error):
        summary = FrozenSummary(
            event_id=event.id,
            number=(last or 0) + 1,
            figures=queries.figures_with_base(event),
            frozen_by_id=by.id,
            frozen_at=clock.now(),
        )
        db.session.add(summary)
    audit.record(by, "reports.summary_frozen", summary, event=event, data={"number": summary.number})
    return summary


def export(event: Event, name: str, kind: str, *, with_contacts: bool, by: User) -> bytes:
    """Return the list `name` as CSV or XLSX, and note that `by` took it.

    Raises:
        TooManyRows: more than a page can hand out.
    """
    number = exports.LISTS[name].count(event)
    if number > MOST_ROWS:
        told = {"number": format_number(number), "most": format_number(MOST_ROWS)}
        raise TooManyRows(
            _("The list has %(number)s rows; a page hands out at most %(most)s. The operator can export it.", **told)
        )
    audit.record(by, "reports.list_exported", event, event=event, data={"list": name, "format": kind, "rows": number})
    return exports.write(event, name, kind, with_contacts=with_contacts)
