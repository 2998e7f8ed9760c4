"""Rectangles on a hall's floor, in metres. Pure."""

import heapq
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeVar

Key = TypeVar("Key")


@dataclass(frozen=True)
class Rectangle(Generic[Key]):
    """A rectangle named by `key`; x grows to the right, y downwards, from the hall's top left corner."""

    key: Key
    x: Decimal
    y: Decimal
    width: Decimal
    depth: Decimal

    @property
    def right(self) -> Decimal:
        return self.x + self.width

    @property
    def bottom(self) -> Decimal:
        return self.y + self.depth


def overlaps(rectangles: Iterable[Rectangle[Key]]) -> Iterator[tuple[Key, Key]]:
    """Yield a pair for each rectangle that covers ground of another; touching edges are no overlap.

    A sweep from left to right: the open rectangles do not cover each other, so they have one order from top to bottom and
    only the two neighbours of a new one need a look. n log n: 3,000 booths take milliseconds. A rectangle found to overlap
    is left out, so each is named once.
    """
    closing: list[tuple[Decimal, int, Rectangle[Key]]] = []
    ordered = sorted(rectangles, key=lambda item: (item.x, item.y))
    starts: list[Decimal] = []
    opened: list[Rectangle[Key]] = []
    for order, item in enumerate(ordered):
        _close(closing, item.x, starts, opened)
        place = bisect_left(starts, item.y)
        above = opened[place - 1] if place else None
        below = opened[place] if place < len(opened) else None
        other = above if above and above.bottom > item.y else below if below and below.y < item.bottom else None
        if other is not None:
            yield other.key, item.key
            continue
        starts.insert(place, item.y)
        opened.insert(place, item)
        heapq.heappush(closing, (item.right, order, item))


def _close(
    closing: list[tuple[Decimal, int, Rectangle[Key]]], x: Decimal, starts: list[Decimal], opened: list[Rectangle[Key]]
) -> None:
    """Take the rectangles that end at or before `x` out of the open ones."""
    while closing and closing[0][0] <= x:
        ended = heapq.heappop(closing)[2]
        place = bisect_left(starts, ended.y)
        del starts[place], opened[place]


def is_inside(item: Rectangle[Key], width: Decimal, depth: Decimal) -> bool:
    """Tell whether `item` lies within a hall of this size."""
    return item.x >= 0 and item.y >= 0 and item.right <= width and item.bottom <= depth
