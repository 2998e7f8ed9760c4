"""Overlaps are found, touching is allowed, thousands cost little."""

import itertools
import random
from decimal import Decimal

from app.booths.geometry import Rectangle, is_inside, overlaps


def rectangle(key: object, x: float, y: float, width: float = 3, depth: float = 3) -> Rectangle:
    return Rectangle(key, *(Decimal(str(value)) for value in (x, y, width, depth)))


def test_neighbours_that_touch_do_not_overlap() -> None:
    grid = [rectangle((x, y), 3 * x, 3 * y) for x in range(4) for y in range(4)]
    assert list(overlaps(grid)) == []


def test_a_rectangle_that_covers_a_little_is_found() -> None:
    assert list(overlaps([rectangle("A", 0, 0), rectangle("B", 2.99, 2.99)])) == [("A", "B")]


def test_the_same_place_twice_is_found() -> None:
    assert list(overlaps([rectangle("A", 0, 0), rectangle("B", 0, 0)])) == [("A", "B")]


def test_a_large_one_around_a_small_one_is_found() -> None:
    assert list(overlaps([rectangle("wide", 0, 0, 20, 20), rectangle("small", 8, 8)])) == [("wide", "small")]


def test_the_sweep_agrees_with_comparing_all_pairs() -> None:
    chance = random.Random(7)
    for _round in range(60):
        items = [
            rectangle(n, chance.randrange(20), chance.randrange(20), chance.randint(1, 5), chance.randint(1, 5))
            for n in range(8)
        ]
        expected = any(
            a.x < b.x + b.width and b.x < a.x + a.width and a.y < b.y + b.depth and b.y < a.y + a.depth
            for a, b in itertools.combinations(items, 2)
        )
        assert bool(list(overlaps(items))) == expected


def test_the_work_grows_with_the_booths_not_with_their_pairs() -> None:
    class Counting(Decimal):
        compared = 0

        def __lt__(self, other: object) -> bool:
            Counting.compared += 1
            return super().__lt__(other)

    column = [Rectangle(n, Counting(0), Counting(3 * n), Counting(3), Counting(3)) for n in range(3000)]
    assert list(overlaps(column)) == []
    assert Counting.compared < 3000 * 30


def test_inside_means_all_of_it() -> None:
    assert is_inside(rectangle("A", 7, 0), Decimal(10), Decimal(3))
    assert not is_inside(rectangle("A", 8, 0), Decimal(10), Decimal(3))
    assert not is_inside(rectangle("A", -1, 0), Decimal(10), Decimal(3))
