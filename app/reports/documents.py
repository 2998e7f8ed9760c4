"""The summary as PDF, Word, Excel and CSV: the same figures as on the page."""

from zoneinfo import ZoneInfo

from flask import current_app

from app.core import clock
from app.core.i18n import _, force_locale, format_datetime
from app.documents import charts, pdf, qr, spreadsheet, word
from app.events.models import Event
from app.reports import queries, summary
from app.reports.summary import Summary

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def summary_of(event: Event, language: str, number: int | None = None) -> Summary:
    """Return the live summary, or the frozen one of that number, compared with the last edition.

    Raises:
        NoSuchSummary: there is no frozen summary of that number.
    """
    frozen = queries.get_frozen(event, number) if number is not None else None
    figures = frozen.figures if frozen else queries.figures_of(event)
    last = queries.previous_edition(event)
    before = queries.figures_of(last) if last else None
    as_of = frozen.frozen_at if frozen else clock.now()
    return summary.read(event, figures, language=language, as_of=as_of, number=number, before=before)


def as_pdf(event: Event, language: str, number: int | None = None) -> bytes:
    """Return one A4 page."""
    with force_locale(language):
        told = summary_of(event, language, number)
        live_url = f"{current_app.config['BASE_URL']}/events/{event.slug}"
        context = {
            "event": event,
            "summary": told,
            "charts": {part.key: part.chart() for part in told.parts},
            "host": event.owner.name,
            "host_unit": event.owner.parent.name if event.owner.parent else "",
            "live_url": live_url,
            "live_qr": qr.svg(live_url),
            "made_at": told.as_of,
        }
        return pdf.render("pdf/reports/summary.html", context, css=("pdf/a4.css", "pdf/reports/summary.css"), locale=language)


def as_docx(event: Event, language: str, number: int | None = None) -> bytes:
    """Return the report as officials edit it before they sign: letterhead of Decree 30, figures, tables, charts."""
    with force_locale(language):
        told = summary_of(event, language, number)
        blocks: list[word.Block] = [word.Paragraph(told.line, italic=True)]
        rows = [[figure.label, figure.value, figure.base] for figure in told.figures]
        blocks.append(word.Table([_("Figure"), _("Value"), _("Base")], rows, frozenset({1})))
        for part in told.parts:
            blocks.append(word.Heading(part.title))
            blocks.append(word.Picture(charts.png(str(part.chart())), part.note))
            blocks.append(word.Table(list(part.headers), [[name, str(count)] for name, count in part.rows], frozenset({1})))
        blocks.append(word.Signature(_("ON BEHALF OF THE HOST")))
        letterhead = word.Letterhead(
            unit=event.owner.name,
            number="",
            place=event.venue.province.name if event.venue and event.venue.province else "",
            on=told.as_of.astimezone(ZoneInfo(event.timezone)).date(),
            parent_unit=event.owner.parent.name if event.owner.parent else "",
        )
        return word.write_docx(told.title, blocks, letterhead=letterhead, made_at=told.as_of)


def as_xlsx(event: Event, language: str, number: int | None = None) -> bytes:
    """Return the figures and each table as a sheet of its own."""
    with force_locale(language):
        told = summary_of(event, language, number)
        figures = [[figure.label, figure.value, figure.base, figure.change] for figure in told.figures]
        headers = [_("Figure"), _("Value"), _("Base"), _("Change")]
        sheets = [spreadsheet.Sheet(_("Summary"), headers, figures, (32, 22, 44, 14))]
        sheets += [spreadsheet.Sheet(part.headers[0], part.headers, part.rows, (32, 14)) for part in told.parts]
        return spreadsheet.write_xlsx(sheets)


def as_csv(event: Event, language: str, number: int | None = None) -> bytes:
    """Return all figures and tables as one list: table, name, value."""
    with force_locale(language):
        told = summary_of(event, language, number)
        rows: list[list[object]] = [[_("Summary"), _("As of"), format_datetime(told.as_of)]]
        rows += [[_("Summary"), figure.label, figure.value] for figure in told.figures]
        rows += [[part.headers[0], name, count] for part in told.parts for name, count in part.rows]
        return spreadsheet.write_csv([_("Table"), _("Name"), _("Value")], rows)


FORMATS = {"pdf": (as_pdf, PDF), "docx": (as_docx, DOCX), "xlsx": (as_xlsx, XLSX), "csv": (as_csv, "text/csv")}
