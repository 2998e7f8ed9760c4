"""Puts badges on pages: one by one or several on a sheet, folded, in duplex with mirrored columns, moved for a printer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.badges.errors import SheetTooSmall
from app.badges.layouts.fields import Holder
from app.badges.layouts.schema import Fold, Layout
from app.badges.layouts.setting import Setter
from app.badges.layouts.sheets import SHEETS, Sheet, sheet_for
from app.core.i18n import _l
from app.documents.picture import Group, LineMark, Mark, Page

_HAIR, _GREY = 0.1, "#7d858d"


class Sides(StrEnum):
    """How a design with a back is printed."""

    LONG = "long"
    SHORT = "short"
    FRONT = "front"

    @property
    def label(self) -> str:
        return str(_SIDES[self])


_SIDES: dict[Sides, Any] = {
    Sides.LONG: _l("Both sides, turned over the long edge (usual)"),
    Sides.SHORT: _l("Both sides, turned over the short edge"),
    Sides.FRONT: _l("Front only"),
}


@dataclass(frozen=True)
class Paper:
    """What badges are printed on.

    Attributes:
        sheet: key of a sheet; empty: one badge a page.
        start_at: number of the first free label of a part-used sheet, from 1.
        sides: for designs that have a back and are not folded.
        offset: what this printer puts everything aside, in millimetres, as a correction to the right and down.
    """

    sheet: str = ""
    start_at: int = 1
    sides: Sides = Sides.LONG
    offset: tuple[float, float] = (0.0, 0.0)


def size_of(layout: Layout) -> tuple[float, float]:
    """Return width and height of a badge as it lies open on the paper."""
    wide = layout.width * (2 if layout.fold is Fold.SIDE else 1)
    return wide, layout.height * (2 if layout.fold is Fold.TOP else 1)


def sheet_of(layout: Layout, paper: Paper) -> Sheet:
    """Return the sheet on which badges of this layout lie; one badge a page is a sheet with one label.

    Raises:
        SheetTooSmall.
    """
    width, height = size_of(layout)
    if not paper.sheet:
        return Sheet("", "", (width, height), 1, 1, width, height, 0, 0, width, height)
    found = sheet_for(paper.sheet, width, height)
    if found is None:
        sheet = SHEETS[paper.sheet]
        raise SheetTooSmall(f"{width:g} × {height:g}", f"{sheet.width:g} × {sheet.height:g}")
    return found


def has_backs(layout: Layout, paper: Paper) -> bool:
    """Tell whether backs are printed on pages of their own."""
    return bool(layout.back) and layout.fold is Fold.NONE and paper.sides is not Sides.FRONT


def count_pages(layout: Layout, number: int, paper: Paper) -> int:
    """Return how many pages so many badges take."""
    sheet = sheet_of(layout, paper)
    return -(-(number + (paper.start_at - 1) % sheet.count) // sheet.count) * (2 if has_backs(layout, paper) else 1)


class Imposer:
    """Puts the badges of one layout on one kind of paper."""

    def __init__(self, setter: Setter, paper: Paper) -> None:
        self.setter, self.layout, self.paper = setter, setter.layout, paper
        self.sheet = sheet_of(setter.layout, paper)
        self.size = size_of(setter.layout)

    def pages(self, holders: Sequence[Holder]) -> Iterator[Page]:
        """Yield the pages with a badge for each of `holders`, in their order."""
        free, place = (self.paper.start_at - 1) % self.sheet.count, 0
        while place < len(holders):
            batch = list(enumerate(holders[place : place + self.sheet.count - free], start=free))
            yield self._page([self._label(number, self._open(holder)) for number, holder in batch])
            if has_backs(self.layout, self.paper):
                yield self._page([self._behind(number, self.setter.side("back", holder)) for number, holder in batch])
            place, free = place + len(batch), 0

    def _page(self, groups: Sequence[Group]) -> Page:
        return Page(*self.sheet.page, (*groups, *(_cuts(self.sheet) if self.sheet.is_cut else ())))

    def _label(self, number: int, marks: tuple[Mark, ...]) -> Group:
        return self._at(self.sheet.place(number), marks)

    def _behind(self, number: int, marks: tuple[Mark, ...]) -> Group:
        """Columns are mirrored; over the short edge rows are, and each badge is turned."""
        x, y = self.sheet.place(number)
        page_width, page_height = self.sheet.page
        if (self.paper.sides is Sides.SHORT) == (page_height >= page_width):
            return self._at((x, page_height - y - self.sheet.height), marks, turned=True)
        return self._at((page_width - x - self.sheet.width, y), marks)

    def _at(self, place: tuple[float, float], marks: tuple[Mark, ...], *, turned: bool = False) -> Group:
        """Return the badge in the middle of its label, moved for the printer."""
        x = place[0] + (self.sheet.width - self.size[0]) / 2 + self.paper.offset[0]
        y = place[1] + (self.sheet.height - self.size[1]) / 2 + self.paper.offset[1]
        return Group(x, y, *self.size, marks, upside_down=turned)

    def _open(self, holder: Holder) -> tuple[Mark, ...]:
        """Return the front, or both sides as a folded badge lies open: over its upper edge the back then hangs upright."""
        front, fold = self.setter.side("front", holder), self.layout.fold
        if fold is Fold.NONE:
            return front
        back = self.setter.side("back", holder)
        width, height = self.layout.width, self.layout.height
        if fold is Fold.TOP:
            line = LineMark(0, height, width, height, _GREY, _HAIR, dashed=True)
            sides = (Group(0, 0, width, height, back, upside_down=True), Group(0, height, width, height, front))
        else:
            line = LineMark(width, 0, width, height, _GREY, _HAIR, dashed=True)
            sides = (Group(0, 0, width, height, back), Group(width, 0, width, height, front))
        return (*sides, line)


def _cuts(sheet: Sheet) -> Iterator[Mark]:
    width, height = sheet.page
    for column in range(1, sheet.columns):
        x = sheet.left + column * sheet.step_x
        yield LineMark(x, 0, x, height, _GREY, _HAIR, dashed=True)
    for row in range(1, sheet.rows):
        y = sheet.top + row * sheet.step_y
        yield LineMark(0, y, width, y, _GREY, _HAIR, dashed=True)
