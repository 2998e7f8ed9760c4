"""The row tool: whole rows of equal booths from a few numbers. Pure."""

import re
from dataclasses import dataclass
from decimal import Decimal

from app.booths.models import BoothKind
from app.booths.sheets import NewBooth


@dataclass(frozen=True)
class RowPattern:
    """Rows of booths one below the other, numbered from the top left corner.

    Attributes:
        x_m, y_m: top left corner of the first booth.
        aisle_m: metres between two rows; with `back_to_back` after every second row only.
        start_code: code of the first booth; its last digits count up and keep their width: A01, A02 … A100.
        step: how far two numbers that follow each other are apart.
        serpentine: every second row is numbered from right to left.
        odd_even: two rows count in turns, odd numbers on one side and even ones on the other.

    The editor lays out by the same rules in the browser (static/js/plan-editor/rows.js); one table of cases holds both to them.
    """

    hall: str
    zone: str
    kind: BoothKind
    rows: int
    columns: int
    width_m: Decimal
    depth_m: Decimal
    aisle_m: Decimal
    x_m: Decimal
    y_m: Decimal
    start_code: str
    back_to_back: bool = False
    serpentine: bool = False
    step: int = 1
    odd_even: bool = False


def codes_from(start_code: str, count: int, step: int = 1) -> list[str]:
    """Return `count` codes counting up from `start_code`, which must end with digits."""
    match = re.fullmatch(r"(.*?)(\d+)", start_code)
    if match is None:
        raise ValueError(start_code)
    prefix, digits = match.groups()
    return [f"{prefix}{int(digits) + step * place:0{len(digits)}d}" for place in range(count)]


def lay_out(pattern: RowPattern) -> list[NewBooth]:
    """Return the booths of `pattern` in the order of their numbers; ends of rows are corners."""
    # With odd and even numbers a last row without a partner leaves the numbers of its other side out.
    codes = codes_from(pattern.start_code, (pattern.rows + pattern.rows % 2) * pattern.columns, pattern.step)
    places = [(row, column) for row in range(pattern.rows) for column in range(pattern.columns)]
    counted = sorted((_count(pattern, row, column), row, column) for row, column in places)
    return [_booth(pattern, codes[count], row, column, line) for line, (count, row, column) in enumerate(counted, 1)]


def _count(pattern: RowPattern, row: int, column: int) -> int:
    """Return how many numbers come before that of the booth in this row and column."""
    place = pattern.columns - 1 - column if pattern.serpentine and row % 2 else column
    if pattern.odd_even:
        return row // 2 * 2 * pattern.columns + 2 * place + row % 2
    return row * pattern.columns + place


def _booth(pattern: RowPattern, code: str, row: int, column: int, line: int) -> NewBooth:
    ends = (column == 0) + (column == pattern.columns - 1)
    aisles = row // 2 if pattern.back_to_back else row
    return NewBooth(
        line=line,
        code=code,
        zone=pattern.zone,
        kind=pattern.kind,
        hall=pattern.hall,
        x_m=pattern.x_m + column * pattern.width_m,
        y_m=pattern.y_m + row * pattern.depth_m + aisles * pattern.aisle_m,
        width_m=pattern.width_m,
        depth_m=pattern.depth_m,
        open_sides=1 + ends,
    )
