"""Tables in and out: CSV and XLSX read with limits and line numbers, written so that no cell becomes a formula (IN04)."""

import codecs
import csv
import io
import itertools
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from app.core.i18n import _
from app.core.text import clean, fold
from app.documents.errors import TableRefused
from app.files.archives import BadArchive, open_archive

MAX_ROWS = 50_000
MAX_COLUMNS = 200
MAX_BYTES = 20 * 2**20
MAX_CELL = 32_767  # characters; Excel's own limit
# An XLSX is a zip: one that unpacks to more is refused before unpacking (UP10).
MAX_UNPACKED_BYTES = 150 * 2**20
_FORMULA_STARTS = "=+-@\t\r\n|%＝＋－＠"
_INVISIBLE = "\ufeff\u200b\u200c\u200d\u2060 \u00a0"


@dataclass(frozen=True)
class Row:
    """One row of data: its line in the file (1 = header) and its cells by folded header name."""

    line: int
    cells: dict[str, str]

    def get(self, *names: str) -> str:
        """Return the cell under the first of `names` that the table has; "" when there is none. Names match without accents."""
        return next((self.cells[key] for key in map(header_key, names) if key in self.cells), "")


@dataclass(frozen=True)
class Table:
    """A table as read: the headers as written and the rows that are not empty."""

    headers: list[str]
    rows: list[Row]

    def has(self, *names: str) -> bool:
        """Tell whether the table has a column of one of these names."""
        held = {header_key(header) for header in self.headers}
        return any(header_key(name) in held for name in names)


def header_key(name: str) -> str:
    """Return what makes two column names the same: letters and digits without accents."""
    return "".join(char for char in fold(name) if char.isalnum())


def read_table(content: bytes, filename: str = "", *, most_rows: int = MAX_ROWS) -> Table:
    """Read CSV or XLSX by its content; the name only helps to say what is wrong.

    Args:
        most_rows: reading ends with the first row too many, so that a far too long table costs little.
    Raises:
        TableRefused: empty, too large, damaged, no header, two columns of one name, or another kind of file.
    """
    if len(content) > MAX_BYTES:
        raise TableRefused(_("The table is larger than %(megabytes)s MB.", megabytes=MAX_BYTES // 2**20))
    if content.startswith(b"PK\x03\x04"):
        return _table(_xlsx_lines(content), most_rows)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise TableRefused(_("This is an old Excel file (.xls). Save it as .xlsx or CSV, please."))
    return _table(_csv_lines(content), most_rows)


def _table(lines: Iterable[tuple[int, list[str]]], most_rows: int) -> Table:
    filled = ((line, cells) for line, cells in lines if any(cells))
    first = next(filled, None)
    if first is None:
        raise TableRefused(_("The table is empty."))
    headers = first[1]
    while headers and not headers[-1]:
        headers.pop()
    keys = [header_key(header) for header in headers]
    doubled = next((header for header, key in zip(headers, keys, strict=True) if key and keys.count(key) > 1), None)
    if doubled is not None:
        raise TableRefused(_("Two columns are called “%(name)s”.", name=doubled))
    rows = [
        Row(line, {key: cell for key, cell in itertools.zip_longest(keys, cells[: len(keys)], fillvalue="") if key})
        for line, cells in itertools.islice(filled, most_rows + 1)
    ]
    if len(rows) > most_rows:
        raise TableRefused(_("The table has more than %(count)s rows.", count=most_rows))
    return Table(headers, rows)


def _cells(values: Iterable[Any]) -> list[str]:
    cells = [clean(text_of(value))[:MAX_CELL] for value in itertools.islice(values, MAX_COLUMNS + 1)]
    if len(cells) > MAX_COLUMNS:
        raise TableRefused(_("The table has more than %(count)s columns.", count=MAX_COLUMNS))
    return cells


def _csv_lines(content: bytes) -> Iterator[tuple[int, list[str]]]:
    text = _decoded(content)
    if "\0" in text:
        raise TableRefused(_("This is neither a CSV nor an XLSX file."))
    start = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(";,\t", key=start.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=False)
    line = 1
    try:
        for values in reader:
            yield line, _cells(values)
            line = reader.line_num + 1
    except csv.Error as error:
        raise TableRefused(_("Line %(line)s cannot be read.", line=line)) from error


def _decoded(content: bytes) -> str:
    """Decode UTF-8 with or without BOM, UTF-16 with BOM, else Windows-1258, what old Vietnamese Excel writes."""
    encodings = ("utf-16",) if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else ("utf-8-sig", "cp1258")
    for encoding in encodings:
        try:
            return unicodedata.normalize("NFC", content.decode(encoding))
        except UnicodeDecodeError:
            continue
    raise TableRefused(_("The letters cannot be read. Save the file as CSV UTF-8, please."))


def _xlsx_lines(content: bytes) -> Iterator[tuple[int, list[str]]]:
    try:
        open_archive(io.BytesIO(content), len(content), max_unpacked=MAX_UNPACKED_BYTES).close()
    except BadArchive as error:
        raise TableRefused(_("This Excel file is damaged, locked, or unpacks to far too much.")) from error
    import openpyxl  # noqa: PLC0415 -- slow import

    # openpyxl uses defusedxml where it is installed: entities and external DTDs raise (UP12).
    if not openpyxl.DEFUSEDXML:
        raise RuntimeError("defusedxml is missing")
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # a lying "dimension" hides rows or asks for millions of empty ones
        for line, values in enumerate(sheet.iter_rows(values_only=True), start=1):
            yield line, _cells(values)
    except TableRefused:
        raise
    except Exception as error:  # openpyxl raises whatever the damage causes
        raise TableRefused(_("This Excel file is damaged.")) from error


def text_of(value: Any) -> str:
    """Return a cell as text: whole numbers without ".0", dates as dd/mm/yyyy."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float) and value.is_integer() and abs(value) < 10**15:
        return str(int(value))
    if isinstance(value, datetime):
        midnight = value.time() == time.min
        return value.strftime("%d/%m/%Y" if midnight else "%d/%m/%Y %H:%M")
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    return str(value)


@dataclass(frozen=True)
class Sheet:
    """One sheet to write. Numbers, dates and times stay what they are; texts never become formulas or links."""

    name: str
    headers: Sequence[str]
    rows: Iterable[Sequence[Any]]
    widths: Sequence[int] = ()  # characters


def write_xlsx(sheets: Sequence[Sheet]) -> bytes:
    """Return a workbook; rows may come from a generator, memory stays flat."""
    import xlsxwriter  # noqa: PLC0415 -- slow import

    output = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(output, options) as book:
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        formats = {
            datetime: book.add_format({"num_format": "dd/mm/yyyy hh:mm"}),
            date: book.add_format({"num_format": "dd/mm/yyyy"}),
            int: book.add_format({"num_format": "#,##0"}),
        }
        for sheet in sheets:
            page = book.add_worksheet(_sheet_name(sheet.name))
            widths = list(sheet.widths) or [max(12, min(40, len(str(header)) + 2)) for header in sheet.headers]
            for column, width in enumerate(widths):
                page.set_column(column, column, width)
            page.freeze_panes(1, 0)
            page.write_row(0, 0, [str(header) for header in sheet.headers], bold)
            for line, values in enumerate(sheet.rows, start=1):
                for column, value in enumerate(values):
                    _write_cell(page, line, column, value, formats)
    return output.getvalue()


def _write_cell(page: Any, line: int, column: int, value: Any, formats: dict[type, Any]) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        page.write_boolean(line, column, value)
    elif isinstance(value, int):
        # Above 15 digits Excel rounds: account numbers and codes must come as text anyway.
        big = abs(value) >= 10**15
        page.write_string(line, column, str(value)) if big else page.write_number(line, column, value, formats[int])
    elif isinstance(value, float | Decimal):
        page.write_number(line, column, value)
    elif isinstance(value, datetime):
        page.write_datetime(line, column, value.replace(tzinfo=None), formats[datetime])
    elif isinstance(value, date):
        page.write_datetime(line, column, value, formats[date])
    else:
        page.write_string(line, column, _printable(str(value))[:MAX_CELL])


def _printable(text: str) -> str:
    """Drop control characters that XML cannot hold."""
    return "".join(char for char in text if char in "\t\n" or ord(char) >= 32 and not 0xD800 <= ord(char) <= 0xDFFF)


def _sheet_name(name: str) -> str:
    return "".join("-" if char in "[]:*?/\\'" else char for char in name)[:31] or "1"


def write_csv(headers: Sequence[str], rows: Iterable[Sequence[Any]], *, delimiter: str = ",") -> bytes:
    """Return CSV in UTF-8 with BOM (Excel then shows Vietnamese), every text safe from being taken for a formula."""
    output = io.StringIO(newline="")
    writer = csv.writer(output, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow([safe_cell(str(header)) for header in headers])
    for values in rows:
        writer.writerow([safe_cell(value) if isinstance(value, str) else text_of(value) for value in values])
    return codecs.BOM_UTF8 + output.getvalue().encode("utf-8", "replace")


def safe_cell(text: str) -> str:
    """Put ' before a text that a spreadsheet would run as a formula; "+84 912 345 678" stays a phone number (IN04)."""
    bare = text.lstrip(_INVISIBLE)
    if not bare or bare[0] not in _FORMULA_STARTS or _is_phone(text):
        return text
    return "'" + text


def _is_phone(text: str) -> bool:
    return text.startswith("+") and len(text) <= 20 and text[1:].replace(" ", "").isdigit() and text.isascii()
