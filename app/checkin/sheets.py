"""The sign-in sheet as paper to sign and as a table: evidence that a settlement needs."""

from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from app.agenda.models import Session
from app.checkin.errors import SheetTooLong
from app.checkin.queries.attendance import Group
from app.core import clock
from app.core.i18n import _, format_dates, language
from app.documents import pdf
from app.documents.spreadsheet import Sheet, write_xlsx
from app.events.models import Event

# Twenty pages: what may be laid out while somebody waits.
MOST_LINES = 500


def as_pdf(event: Event, groups: list[Group], session: Session | None = None) -> bytes:
    """Return the sheet with a column for signatures.

    Raises:
        SheetTooLong: more people than twenty pages hold.
    """
    if sum(len(group.lines) for group in groups) > MOST_LINES:
        raise SheetTooLong
    context = {
        "event": event,
        "groups": groups,
        "session": session,
        "days": format_dates(event.starts_at.date(), event.ends_at.date()),
        "host": event.owner.name,
        "host_unit": event.owner.parent.name if event.owner.parent else "",
        "made_at": clock.now(),
    }
    return pdf.render("pdf/checkin/sign_in_sheet.html", context, css=("pdf/a4.css", "pdf/checkin/sign_in_sheet.css"))


def as_xlsx(event: Event, groups: list[Group], session: Session | None = None) -> bytes:
    """Return the same as a table."""
    headers = [_("No."), _("Province"), _("Full name"), _("Job title"), _("Unit"), _("Scanned at"), _("Signature")]
    title = session.name(language()) if session is not None else _("Sign-in sheet")
    return write_xlsx([Sheet(title, headers, _rows(event, groups), (6, 20, 28, 24, 36, 18, 20))])


def _rows(event: Event, groups: list[Group]) -> Iterator[list[Any]]:
    number = 0
    for group in groups:
        for line in group.lines:
            number += 1
            yield [number, group.province, line.name, line.position, line.unit, _local(event, line.entered_at), ""]


def _local(event: Event, at: Any) -> Any:
    return at.astimezone(ZoneInfo(event.timezone)).replace(tzinfo=None) if at is not None else ""
