"""The test page of a printer: rulers along the edges and the outline of every label, to read off what it puts aside."""

from collections.abc import Iterator

from app.badges.layouts.imposing import Paper
from app.badges.layouts.sheets import Sheet
from app.core.i18n import _
from app.documents.picture import POINT_MM, BoxMark, LineMark, Mark, Page, TextMark
from app.documents.typefaces import typeface

_INK, _GREY, _TEAL = "#1b2430", "#7d858d", "#0e5a5c"
_HAIR = 0.1


def calibration_page(sheet: Sheet, paper: Paper) -> Page:
    """Return the test page of a sheet as the printer with this offset puts it."""
    move_x, move_y = paper.offset
    marks: list[Mark] = []
    for number in range(sheet.count):
        x, y = sheet.place(number)
        x, y = x + move_x, y + move_y
        marks.append(BoxMark(x, y, sheet.width, sheet.height, line=_GREY, stroke=_HAIR))
        marks.append(TextMark(x + 2, y + 5, str(number + 1), 9, 600, _GREY))
    middle_x, middle_y = sheet.page[0] / 2 + move_x, sheet.page[1] / 2 + move_y
    marks += [
        *_ruler(sheet.page[0] / 2, sheet.page[1] / 2, (move_x, move_y)),
        LineMark(middle_x - 8, middle_y, middle_x + 8, middle_y, _INK, 0.2),
        LineMark(middle_x, middle_y - 8, middle_x, middle_y + 8, _INK, 0.2),
    ]
    return Page(*sheet.page, (*marks, *_words(sheet, move_x, move_y)))


def _ruler(half_width: float, half_height: float, move: tuple[float, float]) -> Iterator[Mark]:
    """Yield rulers from the left and the upper edge of the paper to its middle, every millimetre a line."""
    for millimetre in range(1, int(half_width)):
        length = _length(millimetre)
        x, top = millimetre + move[0], half_height + move[1]
        yield LineMark(x, top, x, top + length, _TEAL, _HAIR)
        if millimetre % 10 == 0:
            yield TextMark(x - 1.5, top + length + 3, str(millimetre), 6, 400, _TEAL)
    for millimetre in range(1, int(half_height)):
        length = _length(millimetre)
        left, y = half_width + move[0], millimetre + move[1]
        yield LineMark(left, y, left + length, y, _TEAL, _HAIR)
        if millimetre % 10 == 0:
            yield TextMark(left + length + 0.7, y + 0.8, str(millimetre), 6, 400, _TEAL)


def _length(millimetre: int) -> float:
    return 4.0 if millimetre % 10 == 0 else 2.6 if millimetre % 5 == 0 else 1.4


def _words(sheet: Sheet, move_x: float, move_y: float) -> Iterator[Mark]:
    """Yield what to do, in the middle of the page."""
    right, down = f"{move_x:g}", f"{move_y:g}"
    lines = [
        _("Print at 100 %, not fitted to the page."),
        _("Lay a ruler from the edge of the paper: where it and the printed ruler differ, the printer is off."),
        _(
            "Enter the difference under Printers. This page is moved by %(x)s mm to the right and %(y)s mm down.",
            x=right,
            y=down,
        ),
    ]
    y = sheet.page[1] / 2 + 16 + move_y
    for line in lines:
        size = min(8.0, (sheet.page[0] - 10) / POINT_MM / typeface(600).width(line))
        width = typeface(600).width(line) * size * POINT_MM
        left = (sheet.page[0] - width) / 2
        yield BoxMark(left - 1, y - size * POINT_MM, width + 2, size * POINT_MM * 1.4, "#ffffff")
        yield TextMark(left, y, line, round(size, 2), 600, _INK)
        y += size * POINT_MM * 1.6
