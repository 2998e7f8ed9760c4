"""Word documents in the form of Decree 30/2020 (R-80), because officials edit a report before they sign it."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

FONT = "Times New Roman"
TEXT_PT = 13
# Decree 30: top and bottom 20–25 mm, left 30–35 mm, right 15–20 mm.
MARGINS_MM = {"top_margin": 20, "bottom_margin": 20, "left_margin": 30, "right_margin": 15}
TEXT_WIDTH_MM = 210 - 30 - 15
_COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
_MOTTO = "Độc lập - Tự do - Hạnh phúc"


@dataclass(frozen=True)
class Letterhead:
    """The first lines: who writes, number, place and date. They are Vietnamese by law, whatever the language of the report."""

    unit: str
    number: str
    place: str
    on: date
    parent_unit: str = ""


@dataclass(frozen=True)
class Heading:
    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True)
class Table:
    """`numbers`: columns aligned at the end."""

    headers: Sequence[str]
    rows: Sequence[Sequence[str]]
    numbers: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Picture:
    png: bytes
    caption: str = ""
    width_mm: int = 140


@dataclass(frozen=True)
class Signature:
    """Who gets it (left) and who signs (right): "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", the name."""

    authority: str
    position: str = ""
    name: str = ""
    recipients: Sequence[str] = field(default_factory=tuple)


Block = Heading | Paragraph | Table | Picture | Signature


def write_docx(title: str, blocks: Sequence[Block], *, letterhead: Letterhead | None = None, made_at: datetime) -> bytes:
    """Return a Word document: letterhead, centred title, then the blocks in their order."""
    import docx  # noqa: PLC0415 -- slow import

    document = docx.Document()
    _set_up(document, title, made_at)
    if letterhead is not None:
        _write_letterhead(document, letterhead)
    heading = _paragraph(document, title, bold=True, align="CENTER")
    heading.paragraph_format.space_before = _pt(12)
    heading.paragraph_format.space_after = _pt(6)
    for block in blocks:
        _WRITERS[type(block)](document, block)
    output = io.BytesIO()
    document.save(output)
    return output.getvalue()


def _pt(size: float) -> Any:
    from docx.shared import Pt  # noqa: PLC0415 -- slow import

    return Pt(size)


def _mm(size: float) -> Any:
    from docx.shared import Mm  # noqa: PLC0415 -- slow import

    return Mm(size)


def _set_up(document: Any, title: str, made_at: datetime) -> None:
    from docx.oxml.ns import qn  # noqa: PLC0415 -- slow import

    about = document.core_properties
    about.title, about.author, about.comments = title[:250], "", ""
    about.created = about.modified = made_at.replace(tzinfo=None, microsecond=0)
    for name in ("Normal", "Heading 1", "Heading 2", "Heading 3"):
        style = document.styles[name]
        style.font.name, style.font.size = FONT, _pt(TEXT_PT)
        style.font.color.rgb = None if name == "Normal" else _black()
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
            fonts.set(qn(kind), FONT)
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(theme), None)
    document.styles["Normal"].paragraph_format.space_after = _pt(6)
    section = document.sections[0]
    section.page_width, section.page_height = _mm(210), _mm(297)
    for name, size in MARGINS_MM.items():
        setattr(section, name, _mm(size))
    section.different_first_page_header_footer = True
    _number_pages(section.header.paragraphs[0])


def _black() -> Any:
    from docx.shared import RGBColor  # noqa: PLC0415 -- slow import

    return RGBColor(0, 0, 0)


def _number_pages(paragraph: Any) -> None:
    """Put the page number in the middle of the top, from the second page on."""
    from docx.oxml import OxmlElement  # noqa: PLC0415 -- slow import
    from docx.oxml.ns import qn  # noqa: PLC0415 -- slow import

    _align(paragraph, "CENTER")
    number = OxmlElement("w:fldSimple")
    number.set(qn("w:instr"), "PAGE")
    paragraph._p.append(number)


def _align(paragraph: Any, name: str) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415 -- slow import

    paragraph.alignment = getattr(WD_ALIGN_PARAGRAPH, name)


def _paragraph(
    place: Any, text: str, *, bold: bool = False, italic: bool = False, align: str = "LEFT", size: int = TEXT_PT
) -> Any:
    paragraph = place.add_paragraph()
    run = paragraph.add_run(_printable(text))
    run.bold, run.italic, run.font.size = bold, italic, _pt(size)
    _align(paragraph, align)
    return paragraph


def _printable(text: str) -> str:
    """Drop what XML cannot hold."""
    return "".join(char for char in text if char in "\t\n" or (ord(char) >= 32 and not 0xD800 <= ord(char) <= 0xDFFF))


def _fill(cell: Any, lines: Sequence[tuple[str, bool, bool]], *, align: str = "CENTER", size: int = TEXT_PT) -> None:
    """Write lines (text, bold, italic) into a cell, close together."""
    for number, (text, bold, italic) in enumerate(lines):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        run = paragraph.add_run(_printable(text))
        run.bold, run.italic, run.font.size = bold, italic, _pt(size)
        paragraph.paragraph_format.space_after = _pt(0)
        _align(paragraph, align)


def _write_letterhead(document: Any, head: Letterhead) -> None:
    frame = document.add_table(rows=1, cols=2)
    frame.autofit = False
    left, right = frame.rows[0].cells
    left.width, right.width = _mm(65), _mm(100)  # the name of the state stands on one line
    issuer = [(head.parent_unit, False, False)] if head.parent_unit else []
    _fill(left, [*issuer, (head.unit, True, False), ("—" * 6, False, False), (f"Số: {head.number}", False, False)])
    month = f"{head.on.month:02d}" if head.on.month < 3 else str(head.on.month)  # Decree 30: zero before 1 and 2 only
    place = f"{head.place}, ngày {head.on.day:02d} tháng {month} năm {head.on.year}"
    _fill(right, [(_COUNTRY, True, False), (_MOTTO, True, False), ("—" * 12, False, False), (place, False, True)])


def _write_heading(document: Any, block: Heading) -> None:
    paragraph = document.add_heading(_printable(block.text), level=min(block.level, 3))
    for run in paragraph.runs:
        run.bold, run.italic = True, block.level >= 3


def _write_paragraph(document: Any, block: Paragraph) -> None:
    paragraph = _paragraph(document, block.text, bold=block.bold, italic=block.italic, align="JUSTIFY")
    paragraph.paragraph_format.first_line_indent = _mm(10)


def _write_table(document: Any, block: Table) -> None:
    from docx.oxml import OxmlElement  # noqa: PLC0415 -- slow import

    table = document.add_table(rows=1, cols=len(block.headers), style="Table Grid")
    for cell, text in zip(table.rows[0].cells, block.headers, strict=True):
        _fill(cell, [(text, True, False)], size=12)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for values in block.rows:
        for column, (cell, text) in enumerate(zip(table.add_row().cells, values, strict=True)):
            _fill(cell, [(text, False, False)], align="RIGHT" if column in block.numbers else "LEFT", size=12)
    document.add_paragraph().paragraph_format.space_after = _pt(0)


def _write_picture(document: Any, block: Picture) -> None:
    document.add_picture(io.BytesIO(block.png), width=_mm(min(block.width_mm, TEXT_WIDTH_MM)))
    _align(document.paragraphs[-1], "CENTER")
    if block.caption:
        _paragraph(document, block.caption, italic=True, align="CENTER", size=12)


def _write_signature(document: Any, block: Signature) -> None:
    left, right = document.add_table(rows=1, cols=2).rows[0].cells
    if block.recipients:
        _fill(
            left,
            [("Nơi nhận:", True, True), *((f"- {name};", False, False) for name in block.recipients)],
            align="LEFT",
            size=11,
        )
    gap = [("", False, False)] * 4
    _fill(right, [(block.authority, True, False), (block.position, True, False), *gap, (block.name, True, False)])


_WRITERS: dict[type, Any] = {
    Heading: _write_heading,
    Paragraph: _write_paragraph,
    Table: _write_table,
    Picture: _write_picture,
    Signature: _write_signature,
}
