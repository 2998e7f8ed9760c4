"""The plan as a list: the same booths, filtered in memory, with the same states as the drawing."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from app.booths.models import BoothState
from app.booths.plan import Plan, PlanBooth
from app.core.paging import Page


@dataclass(frozen=True)
class Filters:
    """What a booth must be to be listed; empty values ask for nothing."""

    code: str = ""
    zone: str = ""
    kind: str = ""
    state: str = ""
    corner: bool = False
    free: bool = False
    most_vnd: int | None = None
    hall: str = ""
    least_m2: int | None = None
    least_sides: int = 0
    # Booths of the exhibitors that were searched; None: nobody was.
    found: frozenset[int] | None = None

    @property
    def is_empty(self) -> bool:
        """Tell whether they ask for nothing, so that every booth fits."""
        return self == Filters()

    def accept(self, booth: PlanBooth, state: BoothState) -> bool:
        """Tell whether `booth`, which is in `state`, is asked for."""
        wanted = (
            booth.code.startswith(self.code.upper()),
            not self.zone or booth.zone == self.zone,
            not self.kind or booth.kind == self.kind,
            not self.state or state == self.state,
            not self.corner or booth.is_corner,
            not self.free or state == BoothState.FREE,
            self.most_vnd is None or (booth.price is not None and booth.price.total_vnd <= self.most_vnd),
            not self.hall or booth.hall == self.hall,
            self.least_m2 is None or booth.area_m2 >= self.least_m2,
            booth.open_sides >= self.least_sides,
            self.found is None or booth.id in self.found,
        )
        return all(wanted)


@dataclass(frozen=True)
class Line:
    """One booth of the list with its state at this moment."""

    booth: PlanBooth
    state: BoothState
    is_mine: bool


def list_booths(
    plan: Plan, states: Mapping[int, BoothState], filters: Filters, page: int, *, mine: Collection[int] = (), per_page: int = 50
) -> Page[Line]:
    """Return one page of the booths that `filters` accept, in natural order."""
    found = [
        Line(booth, state, booth.id in mine)
        for booth in plan.booths
        if filters.accept(booth, state := states.get(booth.id, BoothState.FREE))
    ]
    number = min(max(page, 1), max(1, -(-len(found) // per_page)))
    start = (number - 1) * per_page
    return Page(found[start : start + per_page], number, start + per_page < len(found))


def marks_of(plan: Plan, states: Mapping[int, BoothState], filters: Filters) -> dict[int, str]:
    """Return what the drawing adds to the class of each booth: dim for what does not fit, hit for who was searched.

    Nothing for filters that ask for nothing, so that the plan for everybody costs no more.
    """
    if filters.is_empty:
        return {}
    marks: dict[int, str] = {}
    for booth in plan.booths:
        if not filters.accept(booth, states.get(booth.id, BoothState.FREE)):
            marks[booth.id] = " dim"
        elif filters.found is not None:
            marks[booth.id] = " hit"
    return marks
