"""What leaves the house on paper or as a table: the fascia list, the manual, protocols."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from app.core import clock
from app.core.errors import NotFound
from app.core.i18n import _, format_datetime, format_number, language
from app.documents import pdf
from app.documents.spreadsheet import Sheet, write_xlsx
from app.events.models import Event
from app.stands.differences import Row, State
from app.stands.models import FasciaList
from app.stands.queries import Board

MEDIA_TYPES = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "pdf": "application/pdf"}
# Beyond these a PDF takes longer than somebody waits; the table has them all.
_MOST_LINES = 1_200


def letterhead(event: Event, note: str = "") -> dict[str, Any]:
    """Return what the head and foot of a printed page need."""
    return {
        "event": event,
        "event_name": event.text("name", language()),
        "host": event.owner.name,
        "host_unit": event.owner.parent.name if event.owner.parent else "",
        "host_logo": "",
        "live_url": "",
        "made_at": clock.now(),
        "footer_note": note,
    }


def frozen_boards(sent: FasciaList) -> list[Board]:
    """Return the lines of a sent list as boards, without whose they were."""
    return [
        Board(0, None, "", booth, "", Decimal(str(width)), text_vi, text_en, 0) for booth, text_vi, text_en, width in sent.rows
    ]


def fascia_file(
    event: Event, rows: Sequence[Row], kind: str, *, sent: FasciaList | None = None, against: FasciaList | None = None
) -> bytes:
    """Return the list for the stand builder as XLSX or PDF, differences marked.

    Args:
        sent: the frozen list that it is; None: as it is now.
        against: the list with which it was compared.
    Raises:
        NotFound: no such kind.
    """
    if kind == "xlsx":
        return _as_xlsx(rows, against)
    if kind == "pdf":
        return _as_pdf(event, rows, sent, against)
    raise NotFound


def _as_xlsx(rows: Sequence[Row], against: FasciaList | None) -> bytes:
    headers = [_("Booth"), _("Text in Vietnamese"), _("Text in English"), _("Width of the board (m)"), _("Characters")]
    widths: tuple[int, ...] = (12, 52, 40, 12, 12)
    if against is not None:
        known = {"number": against.number, "time": format_datetime(against.sent_at)}
        headers += [_("Against list no. %(number)s of %(time)s", **known), _("Before")]
        widths += (24, 52)
    cells = [_cells(row, marked=against is not None) for row in rows]
    return write_xlsx([Sheet(_("Fascia boards"), headers, cells, widths)])


def _cells(row: Row, *, marked: bool) -> list[Any]:
    board = row.board
    cells: list[Any] = [row.booth, "", "", "", ""]
    if board is not None:
        longest = max(len(board.text_vi), len(board.text_en))
        cells = [row.booth, board.text_vi, board.text_en, float(board.width_m), longest]
    if marked:
        cells += ["" if row.state is State.SAME else str(row.state.label), " | ".join(filter(None, row.before))]
    return cells


def _as_pdf(event: Event, rows: Sequence[Row], sent: FasciaList | None, against: FasciaList | None) -> bytes:
    context = letterhead(event, _("Fascia boards"))
    context |= {"rows": rows[:_MOST_LINES], "left_out": max(0, len(rows) - _MOST_LINES), "sent": sent, "against": against}
    context |= {"number": format_number}
    css = ("pdf/a4.css", "pdf/stands/fascia.css")
    return pdf.render("pdf/stands/fascia.html", context, css=css)
