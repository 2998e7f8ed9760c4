"""The engine that proposes a whole placement: how long it takes, and how far from the best it may be."""

import random
import time
from collections.abc import Iterator

from app.allocation.problem import Party, Place, Problem
from app.allocation.solver import first_come, solve
from benchmarks.house import House
from benchmarks.registry import Figure, benchmark


@benchmark("booths.allocation_400")
def allocation(house: House) -> Iterator[Figure]:
    """400 booths and 350 applicants who want more than there is; no database takes part, so it runs once."""
    if house.database != "sqlite":
        return
    problem = crowded_fair()
    started = time.perf_counter()
    placement = solve(problem)
    took = time.perf_counter() - started
    more = 100 * (placement.worth / first_come(problem).worth - 1)
    yield Figure("booths.allocation_400", round(took, 1), "s", 1, "none")
    yield Figure("booths.allocation_400", round(placement.gap_pct, 2), "% gap", 1, "none")
    yield Figure("booths.allocation_400", round(more, 1), "% over first come", 1, "none")


def crowded_fair() -> Problem:
    """Return four zones of five rows and applicants with every sort of wish; the same each time."""
    drawn = random.Random(2026)
    places = [
        Place(
            1 + zone * 100 + row * 20 + column,
            f"{'ABCD'[zone]}{row * 20 + column + 1:02d}",
            "standard",
            "ABCD"[zone],
            "Hall",
            3 * column + 80 * (zone % 2),
            row // 2 * 10 + row % 2 * 3 + 60 * (zone // 2),
            3,
            3,
            open_sides=2 if column in (0, 19) else 1,
        )
        for zone in range(4)
        for row in range(5)
        for column in range(20)
    ]
    parties = [
        Party(
            key,
            f"DK{key:04d}",
            f"Firm {key}",
            "standard",
            count=drawn.choices((1, 2, 3, 4), (80, 12, 5, 3))[0],
            zones=tuple(drawn.sample("ABCD", 2)),
            group_zones=frozenset(drawn.choice("AABCD")),
            corner=drawn.random() < 0.3,
            points=drawn.randint(0, 40),
            has_deposit=drawn.random() < 0.5,
            is_priority_area=drawn.random() < 0.3,
            previous=(drawn.choice(places).code,) if drawn.random() < 0.2 else (),
            apart=frozenset(drawn.sample(range(350), 2)) if drawn.random() < 0.2 else frozenset(),
            order=key,
        )
        for key in range(350)
    ]
    return Problem(tuple(places), tuple(parties), "bench")
