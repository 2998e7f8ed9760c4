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
        serpentine: every second row is numbered from right to left.
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


def codes_from(start_code: str, count: int) -> list[str]:
    """Return `count` codes counting up from `start_code`, which must end with digits."""
    match = re.fullmatch(r"(.*?)(\d+)", start_code)
    if match is None:
        raise ValueError(start_code)
    prefix, digits = match.groups()
    return [f"{prefix}{number:0{len(digits)}d}" for number in range(int(digits), int(digits) + count)]


def lay_out(pattern: RowPattern) -> list[NewBooth]:
    """Return the booths of `pattern` in the order of their numbers; ends of rows are corners."""
    codes = iter(codes_from(pattern.start_code, pattern.rows * pattern.columns))
    booths: list[NewBooth] = []
    for row in range(pattern.rows):
        aisles = row // 2 if pattern.back_to_back else row
        y = pattern.y_m + row * pattern.depth_m + aisles * pattern.aisle_m
        columns = range(pattern.columns)
        for column in reversed(columns) if pattern.serpentine and row % 2 else columns:
            booths.append(_booth(pattern, next(codes), column, y, len(booths) + 1))
    return booths


def _booth(pattern: RowPattern, code: str, column: int, y: Decimal, line: int) -> NewBooth:
    ends = (column == 0) + (column == pattern.columns - 1)
    return NewBooth(
        line=line,
        code=code,
        zone=pattern.zone,
        kind=pattern.kind,
        hall=pattern.hall,
        x_m=pattern.x_m + column * pattern.width_m,
        y_m=y,
        width_m=pattern.width_m,
        depth_m=pattern.depth_m,
        open_sides=1 + ends,
    )
