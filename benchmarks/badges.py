"""Badges as PDF: 100 and 1,000 on A6 with their codes, drawn as the job of a batch draws them; and the first page of many."""

import resource
import time
from collections.abc import Iterator
from io import BytesIO

import pikepdf

from app.badges import designs, queries, services
from app.badges.queries import Selection
from app.core.db import db, intent
from app.documents import typefaces
from app.events.queries import get_event
from benchmarks.house import House
from benchmarks.registry import Figure, benchmark, spread


@benchmark("badges.pdf_100")
def hundred(house: House) -> Iterator[Figure]:
    """A hundred, five times."""
    yield _measure("badges.pdf_100", house, 100, rounds=5)


@benchmark("badges.pdf_1000")
def thousand(house: House) -> Iterator[Figure]:
    """A thousand, three times: seconds, megabytes of the file, and the most memory this process ever had."""
    yield _measure("badges.pdf_1000", house, 1000, rounds=3)
    content = _draw(house, house.fair(1000).slug, 1000)
    yield Figure("badges.pdf_1000_file", round(len(content) / 1e6, 2), "MB", 1, house.database)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield Figure("badges.pdf_1000_memory", round(memory), "MB", 1, house.database)


@benchmark("badges.first_page")
def first_page(house: House) -> Iterator[Figure]:
    """The first pages of a large batch, as its page offers them, with fonts that were never read before."""
    slug = house.fair(1000).slug
    walls = []
    for _round in range(3):
        typefaces.typeface.cache_clear()
        began = time.perf_counter()
        _draw(house, slug, services.FIRST)
        walls.append(time.perf_counter() - began)
    yield Figure(
        "badges.first_page", round(sorted(walls)[1], 3), "s", 3, house.database, **spread([1000 * wall for wall in walls])
    )


@benchmark("badges.preflight_1500")
def preflight(house: House) -> Iterator[Figure]:
    """The look for mistakes at 1,500 badges."""
    slug = house.fair(1500).slug
    walls = []
    for _round in range(3):
        began = time.perf_counter()
        with house.app.app_context(), intent("read"):
            event = get_event(slug)
            people = queries.holders(event, Selection(), limit=1500)
            services.check_badges(event, designs.default_design(event).drawn, people)
            db.session.remove()
        walls.append(time.perf_counter() - began)
    yield Figure(
        "badges.preflight_1500", round(sorted(walls)[1], 2), "s", 3, house.database, **spread([1000 * wall for wall in walls])
    )


def _measure(name: str, house: House, number: int, *, rounds: int) -> Figure:
    """Return the seconds until the PDF is there; the CPU is that of one badge."""
    slug = house.fair(1000).slug
    walls = []
    before = _cpu()
    for _round in range(rounds):
        began = time.perf_counter()
        content = _draw(house, slug, number)
        walls.append(time.perf_counter() - began)
        with pikepdf.open(BytesIO(content)) as document:
            if len(document.pages) != number:
                raise RuntimeError(f"{len(document.pages)} pages instead of {number}")
    cpu_ms = 1000 * (_cpu() - before) / rounds / number
    best = round(sorted(walls)[len(walls) // 2], 2)
    return Figure(name, best, "s", rounds, house.database, cpu_ms=round(cpu_ms, 2), **spread([1000 * wall for wall in walls]))


def _draw(house: House, slug: str, number: int) -> bytes:
    with house.app.app_context(), intent("read"):
        event = get_event(slug)
        people = queries.holders(event, Selection(), limit=number)
        content = services.draw_badges(event, designs.default_design(event).drawn, people)
        db.session.remove()
        return content


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
