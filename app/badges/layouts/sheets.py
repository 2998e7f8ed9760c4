"""Sheets with several badges: what office printers are fed with. Measures are the makers', in millimetres."""

from dataclasses import dataclass, replace
from typing import Any

from app.core.i18n import _l

_A4 = (210.0, 297.0)
_LETTER = (215.9, 279.4)
# Papers are cut with that much tolerance, and sizes rounded in their names.
_PLAY_MM = 0.7


@dataclass(frozen=True)
class Sheet:
    """A page of equal labels.

    Attributes:
        left, top: of the first label; step_x, step_y: from one label's edge to the next one's.
        is_cut: plain paper that is cut by hand: hairlines show where.
    """

    key: str
    label: Any
    page: tuple[float, float]
    columns: int
    rows: int
    width: float
    height: float
    left: float
    top: float
    step_x: float
    step_y: float
    is_cut: bool = False

    @property
    def count(self) -> int:
        """How many labels a page has."""
        return self.columns * self.rows

    def place(self, number: int) -> tuple[float, float]:
        """Return the upper left corner of the label with this number, from 0, row by row."""
        row, column = divmod(number, self.columns)
        return self.left + column * self.step_x, self.top + row * self.step_y

    def turned(self) -> "Sheet":
        """Return the sheet put into the printer the other way round, for labels that are read along their other side."""
        return replace(
            self,
            page=(self.page[1], self.page[0]),
            columns=self.rows,
            rows=self.columns,
            width=self.height,
            height=self.width,
            left=self.top,
            top=self.page[0] - self.left - self.width - (self.columns - 1) * self.step_x,
            step_x=self.step_y,
            step_y=self.step_x,
        )

    def holds(self, width: float, height: float) -> bool:
        return width <= self.width + _PLAY_MM and height <= self.height + _PLAY_MM


def _sheet(key: str, label: Any, grid: tuple[int, int], size: tuple[float, float], *at: float, page: Any = _A4) -> Sheet:
    left, top, step_x, step_y = at
    return Sheet(key, label, page, *grid, *size, left, top, step_x, step_y)


SHEETS: dict[str, Sheet] = {
    sheet.key: sheet
    for sheet in (
        Sheet("a4_a6", _l("A4 with 4 × A6, to cut"), _A4, 2, 2, 105, 148.5, 0, 0, 105, 148.5, is_cut=True),
        Sheet("a4_a7", _l("A4 with 8 × A7, to cut"), _A4, 2, 4, 105, 74.25, 0, 0, 105, 74.25, is_cut=True),
        _sheet("avery_l4784", "Avery L4784 · 63,5 × 29,6 mm", (3, 9), (63.5, 29.6), 7.25, 15.3, 66.0, 29.6),
        _sheet("avery_l4785", "Avery L4785 · 80 × 50 mm", (2, 5), (80, 50), 19.7, 13.4, 95, 55),
        _sheet("avery_74459", "Avery 74459 · 4 × 3 in", (2, 3), (101.6, 76.2), 6.35, 25.4, 101.6, 76.2, page=_LETTER),
        _sheet("durable_90x54", "Durable 1445 · 90 × 54 mm", (2, 5), (90, 54), 15, 12, 90, 54),
        _sheet("durable_75x40", "Durable 1453 · 75 × 40 mm", (2, 6), (75, 40), 30, 28.5, 75, 40),
        _sheet("durable_90x60", "Durable 1456 · 90 × 60 mm", (2, 4), (90, 60), 15, 28.5, 90, 60),
        _sheet("herma_4412", "Herma 4412 · 80 × 50 mm", (2, 5), (80, 50), 17.5, 13.5, 95, 55),
        _sheet("herma_9642", "Herma 9642 · 40 × 40 mm", (4, 6), (40, 40), 16, 13.5, 46, 46),
        _sheet("herma_4515", "Herma 4515 · 88,9 × 33,87 mm", (2, 8), (88.9, 33.87), 13.3, 13.0, 94.5, 33.87),
        _sheet("herma_9012", "Herma 9012 · 90 × 60 mm", (2, 4), (90, 60), 15, 28.5, 90, 60),
        _sheet("lyreco_70x36", "Lyreco 143344 · 70 × 36 mm", (3, 8), (70, 36), 0, 4.5, 70, 36),
    )
}


def sheet_for(key: str, width: float, height: float) -> Sheet | None:
    """Return the sheet, turned when the badge only fits so; None when it is too large."""
    sheet = SHEETS[key]
    return next((way for way in (sheet, sheet.turned()) if way.holds(width, height)), None)
