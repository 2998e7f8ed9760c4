"""Rectangles on a hall's floor, in metres, turned or not. Pure."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Generic, TypeVar

Key = TypeVar("Key")
Point = tuple[float, float]
# As tables (Decimal) or drafts (numbers of JSON) have it.
Metres = Decimal | float

# Metres: closer than that is touching, and touching is no overlap. Corners of turned rectangles are rounded numbers.
_TOUCHING = 0.005
# Metres of a square of the grid: neighbours of a booth of 3 m are looked for in few squares.
_SQUARE = 6.0


@dataclass(frozen=True)
class Rectangle(Generic[Key]):
    """A rectangle named by `key`; x grows to the right, y downwards, from the hall's top left corner.

    `x`, `y`, `width` and `depth` describe it before it is turned clockwise around its middle by `angle` degrees.
    """

    key: Key
    x: Metres
    y: Metres
    width: Metres
    depth: Metres
    angle: Metres = 0

    @cached_property
    def is_straight(self) -> bool:
        """Whether its sides are parallel to the hall's walls."""
        return self.angle % 90 == 0

    @cached_property
    def corners(self) -> tuple[Point, Point, Point, Point]:
        """The four corners, clockwise, as they lie after turning."""
        return corners_of(float(self.x), float(self.y), float(self.width), float(self.depth), float(self.angle))

    @cached_property
    def bounds(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of what it covers."""
        if not self.angle:
            left, top = float(self.x), float(self.y)
            return left, top, left + float(self.width), top + float(self.depth)
        across = [x for x, _y in self.corners]
        down = [y for _x, y in self.corners]
        return min(across), min(down), max(across), max(down)


def corners_of(x: float, y: float, width: float, depth: float, angle: float) -> tuple[Point, Point, Point, Point]:
    """Return the corners of a rectangle turned clockwise around its middle, clockwise from the upper left one."""
    one, two, three, four = (x, y), (x + width, y), (x + width, y + depth), (x, y + depth)
    if not angle:
        return one, two, three, four
    middle = (x + width / 2, y + depth / 2)
    return (
        _turned(one, middle, angle),
        _turned(two, middle, angle),
        _turned(three, middle, angle),
        _turned(four, middle, angle),
    )


def _turned(point: Point, middle: Point, degrees: float) -> Point:
    angle = math.radians(degrees)
    dx, dy = point[0] - middle[0], point[1] - middle[1]
    cos, sin = math.cos(angle), math.sin(angle)
    return round(middle[0] + dx * cos - dy * sin, 6), round(middle[1] + dx * sin + dy * cos, 6)


def covers(one: Rectangle[Key], other: Rectangle[Key]) -> bool:
    """Tell whether two rectangles share ground; touching edges do not.

    Two convex shapes are apart exactly when some line parallel to a side of one of them separates them.
    """
    left, top, right, bottom = one.bounds
    left2, top2, right2, bottom2 = other.bounds
    apart = right - left2 <= _TOUCHING or right2 - left <= _TOUCHING or bottom - top2 <= _TOUCHING or bottom2 - top <= _TOUCHING
    if apart or (one.is_straight and other.is_straight):
        return not apart
    return not any(_separates(axis, one, other) for turned in (one, other) for axis in _axes(turned))


def _axes(item: Rectangle[Key]) -> tuple[Point, Point]:
    angle = math.radians(float(item.angle))
    return (math.cos(angle), math.sin(angle)), (-math.sin(angle), math.cos(angle))


def _separates(axis: Point, one: Rectangle[Key], other: Rectangle[Key]) -> bool:
    mine = [x * axis[0] + y * axis[1] for x, y in one.corners]
    theirs = [x * axis[0] + y * axis[1] for x, y in other.corners]
    return max(mine) - min(theirs) <= _TOUCHING or max(theirs) - min(mine) <= _TOUCHING


def overlaps(rectangles: Iterable[Rectangle[Key]]) -> Iterator[tuple[Key, Key]]:
    """Yield a pair for each rectangle that covers ground of another; touching edges are no overlap.

    A grid of squares: each rectangle is compared with those that lie in its squares. One found to overlap is named once and
    left out, so that no square ever holds more than has room in it, whatever the input. 3,000 booths take milliseconds.
    """
    grid: dict[tuple[int, int], list[Rectangle[Key]]] = {}
    for item in sorted(rectangles, key=lambda item: (item.x, item.y)):
        squares = _squares(item)
        other = next((found for square in squares for found in grid.get(square, ()) if covers(found, item)), None)
        if other is not None:
            yield other.key, item.key
            continue
        for square in squares:
            grid.setdefault(square, []).append(item)


def _squares(item: Rectangle[Key]) -> list[tuple[int, int]]:
    left, top, right, bottom = (math.floor(edge / _SQUARE) for edge in item.bounds)
    return [(column, row) for column in range(left, right + 1) for row in range(top, bottom + 1)]


def is_inside(item: Rectangle[Key], width: Metres, depth: Metres) -> bool:
    """Tell whether `item` lies within a hall of this size."""
    left, top, right, bottom = item.bounds
    return left >= -_TOUCHING and top >= -_TOUCHING and right <= float(width) + _TOUCHING and bottom <= float(depth) + _TOUCHING
