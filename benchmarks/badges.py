"""Badges as PDF: 100 and 1,000 on A6 with their codes, drawn as the job of a batch draws them."""

import resource
import time
from collections.abc import Iterator
from io import BytesIO

import pikepdf

from app.badges import drawing, queries
from app.badges.drawing import Holder, Look
from app.badges.models import BadgeSize
from app.badges.queries import Selection
from app.core.db import db, intent
from app.events.queries import get_event
from benchmarks.house import House
from benchmarks.registry import Figure, benchmark, spread


@benchmark("badges.pdf_100")
def hundred(house: House) -> Iterator[Figure]:
    """A hundred, five times."""
    yield _measure("badges.pdf_100", house, 100, rounds=5)


@benchmark("badges.pdf_1000")
def thousand(house: House) -> Iterator[Figure]:
    """A thousand, two times."""
    yield _measure("badges.pdf_1000", house, 1000, rounds=2)


def _measure(name: str, house: House, number: int, *, rounds: int) -> Figure:
    """Return the seconds until the PDF is there; the CPU is that of one badge, drawing programs included."""
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
        people: list[Holder] = queries.holders(event, Selection())[:number]
        content = drawing.draw(event, Look(BadgeSize.A6, frozenset(queries.FIELDS)), people)
        db.session.remove()
        return content


def _cpu() -> float:
    """Return the CPU of this process and of the drawing programs that have ended, as they do after many pages."""
    own, ended = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + ended.ru_utime + ended.ru_stime
