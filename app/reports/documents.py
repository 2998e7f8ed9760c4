"""The summary as PDF, Word, Excel and CSV: the same figures as on the page."""

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
CSV = "text/csv"


def summary_of(event: Event, language: str, number: int | None = None) -> Summary:
    """Return the live summary, or the frozen one of that number, compared with the last edition.

    Raises:
        NoSuchSummary: there is no frozen summary of that number.
    """
    if number is None:
        return summary.read(queries.figures_with_base(event), language=language, as_of=clock.now())
    frozen = queries.get_frozen(event, number)
    return summary.read(frozen.figures, language=language, as_of=frozen.frozen_at, number=frozen.number)


def as_pdf(event: Event, language: str, number: int | None = None) -> bytes:
    """Return one A4 page."""
    with force_locale(language):
        told = summary_of(event, language, number)
        live_url = f"{current_app.config['BASE_URL']}/events/{event.slug}"
        context = {
            "event": event,
            "summary": told,
            "line": line_of(told),
            "host": event.owner.name,
            "host_unit": event.owner.parent.name if event.owner.parent else "",
            "live_url": live_url,
            "live_qr": qr.svg(live_url),
            "made_at": clock.now(),
        }
        return pdf.render("pdf/reports/summary.html", context, css=("pdf/a4.css", "pdf/reports/summary.css"), locale=language)


def as_docx(event: Event, language: str, number: int | None = None) -> bytes:
    """Return the report as officials edit it before they sign: letterhead of Decree 30, figures, tables, charts."""
    with force_locale(language):
        told = summary_of(event, language, number)
        blocks: list[word.Block] = [word.Paragraph(" · ".join(line_of(told)), italic=True)]
        rows = [[figure.label, figure.value, figure.base, figure.change] for figure in told.figures]
        blocks.append(word.Table([_("Figure"), _("Value"), _("Base"), _("Against the last edition")], rows, frozenset({1, 3})))
        for part in told.parts:
            blocks.append(word.Heading(part.title))
            blocks.append(word.Picture(charts.png(str(part.chart())), part.note))
            blocks.append(word.Table(list(part.headers), [[name, str(count)] for name, count in part.rows], frozenset({1})))
        blocks.append(word.Signature(_("ON BEHALF OF THE HOST")))
        letterhead = word.Letterhead(
            unit=event.owner.name,
            number="",
            place=event.province.name if event.province is not None else "",
            on=clock.today(event.timezone),
            parent_unit=event.owner.parent.name if event.owner.parent else "",
        )
        return word.write_docx(told.title, blocks, letterhead=letterhead, made_at=told.as_of)


def as_xlsx(event: Event, language: str, number: int | None = None) -> bytes:
    """Return the figures and each table as a sheet of its own."""
    with force_locale(language):
        told = summary_of(event, language, number)
        figures: list[list[object]] = [
            [figure.label, _number(figure.number), figure.base, figure.change] for figure in told.figures
        ]
        rows: list[list[object]] = [*figures, [], [told.title]]
        rows += [[line] for line in line_of(told)]
        headers = [_("Figure"), _("Value"), _("Base"), _("Against the last edition")]
        sheets = [spreadsheet.Sheet(_("Summary"), headers, rows, (32, 22, 44, 14))]
        names = {"provinces": _("Provinces"), "zones": _("Zones"), "days": _("Days"), "hours": _("Hours")}
        sheets += [spreadsheet.Sheet(names[part.key], part.headers, part.rows, (32, 14)) for part in told.parts]
        return spreadsheet.write_xlsx(sheets)


def as_csv(event: Event, language: str, number: int | None = None) -> bytes:
    """Return all figures and tables as one list: table, name, value."""
    with force_locale(language):
        told = summary_of(event, language, number)
        rows: list[list[object]] = [[_("Summary"), _("As of"), format_datetime(told.as_of)]]
        rows += [[_("Summary"), figure.label, _number(figure.number)] for figure in told.figures]
        rows += [[" – ".join(part.headers), name, count] for part in told.parts for name, count in part.rows]
        return spreadsheet.write_csv([_("Table"), _("Name"), _("Value")], rows)


def line_of(told: Summary) -> list[str]:
    """Return what stands under the title: dates and place, which summary it is, what changes are measured against."""
    state = _("figures of now") if told.number is None else _("frozen no. %(number)s", number=told.number)
    line = [told.line, state, _("data up to %(time)s", time=format_datetime(told.as_of))]
    if told.compared_with:
        line.append(_("changes against %(name)s", name=told.compared_with))
    return line


def _number(number: int | None) -> int | str:
    return "–" if number is None else number


FORMATS = {"pdf": (as_pdf, PDF), "docx": (as_docx, DOCX), "xlsx": (as_xlsx, XLSX), "csv": (as_csv, CSV)}
