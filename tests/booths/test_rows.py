"""The row tool."""

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from app.booths.models import BoothKind
from app.booths.rows import RowPattern, codes_from, lay_out

PATTERN = RowPattern(
    hall="Nhà A",
    zone="A",
    kind=BoothKind.STANDARD,
    rows=2,
    columns=3,
    width_m=Decimal(3),
    depth_m=Decimal(3),
    aisle_m=Decimal(4),
    x_m=Decimal(1),
    y_m=Decimal(2),
    start_code="A09",
)


def places(pattern: RowPattern) -> list[tuple[str, int, int]]:
    return [(booth.code, int(booth.x_m), int(booth.y_m)) for booth in lay_out(pattern)]


def test_rows_are_numbered_through_with_an_aisle_between() -> None:
    assert places(PATTERN) == [("A09", 1, 2), ("A10", 4, 2), ("A11", 7, 2), ("A12", 1, 9), ("A13", 4, 9), ("A14", 7, 9)]


def test_ends_of_rows_are_corners() -> None:
    assert [booth.open_sides for booth in lay_out(PATTERN)] == [2, 1, 2, 2, 1, 2]
    assert [booth.open_sides for booth in lay_out(replace(PATTERN, columns=1))] == [3, 3]


def test_rows_back_to_back_share_an_aisle_after_every_second() -> None:
    pattern = replace(PATTERN, rows=4, columns=1, back_to_back=True)
    assert [int(booth.y_m) for booth in lay_out(pattern)] == [2, 5, 12, 15]


def test_serpentine_numbers_turn_round_at_the_end_of_a_row() -> None:
    assert places(replace(PATTERN, serpentine=True))[3:] == [("A12", 7, 9), ("A13", 4, 9), ("A14", 1, 9)]


def test_codes_keep_the_width_of_their_digits() -> None:
    assert codes_from("B098", 3) == ["B098", "B099", "B100"]
    assert codes_from("A99", 2) == ["A99", "A100"]


@pytest.mark.parametrize(
    "case", json.loads(Path(__file__).with_name("row_patterns.json").read_text()), ids=lambda case: case["name"]
)
def test_rows_are_laid_out_as_the_editor_does_in_the_browser(case: dict[str, Any]) -> None:
    told = case["pattern"]
    pattern = replace(
        PATTERN,
        **{name: told[name] for name in ("rows", "columns")},
        **{f"{name}_m": Decimal(str(told[name])) for name in ("x", "y", "width", "depth", "aisle")},
        start_code=told["start"],
        step=told.get("step", 1),
        back_to_back=told.get("backToBack", False),
        serpentine=told.get("serpentine", False),
        odd_even=told.get("oddEven", False),
    )

    made = [[booth.code, float(booth.x_m), float(booth.y_m), booth.open_sides] for booth in lay_out(pattern)]

    assert made == case["booths"]


def test_a_start_without_number_is_refused() -> None:
    with pytest.raises(ValueError, match="AB"):
        codes_from("AB", 2)
