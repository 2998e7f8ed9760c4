"""Several booths as one stand: whether they fit together and what it is called. Pure."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple, Protocol

_NUMBERED = re.compile(r"(?P<prefix>.*?)(?P<number>[0-9]+)")


class Box(NamedTuple):
    """A rectangle in metres."""

    x_m: Decimal
    y_m: Decimal
    width_m: Decimal
    depth_m: Decimal


class Part(Protocol):
    """What a stand asks of its booths."""

    x_m: Any
    y_m: Any
    width_m: Any
    depth_m: Any


def around(parts: Sequence[Part]) -> Box | None:
    """Return the rectangle that the booths fill together; None when they leave a gap or stand apart."""
    left, top = min(part.x_m for part in parts), min(part.y_m for part in parts)
    right = max(part.x_m + part.width_m for part in parts)
    bottom = max(part.y_m + part.depth_m for part in parts)
    filled = sum((part.width_m * part.depth_m for part in parts), Decimal(0))
    # Booths never overlap, so an equal area means that nothing is left open.
    return Box(left, top, right - left, bottom - top) if filled == (right - left) * (bottom - top) else None


def label_of(codes: Sequence[str]) -> str:
    """Return "B01–B04" for numbers that follow each other, else "B01, B03" (R-50).

    Args:
        codes: in natural order.
    """
    found = [_NUMBERED.fullmatch(code) for code in codes]
    numbers = [(match["prefix"], int(match["number"])) for match in found if match]
    first = numbers[0] if numbers else ("", 0)
    follow = [(first[0], first[1] + step) for step in range(len(codes))]
    return f"{codes[0]}–{codes[-1]}" if numbers == follow and len(codes) > 1 else ", ".join(codes)
