"""What no placement can exceed: the same problem without walls. Booths count by zone and corner, not by where they stand."""

from collections import Counter
from dataclasses import dataclass
from typing import Any, NamedTuple

from app.allocation.choices import Choice
from app.allocation.problem import Party, Place, Problem, worth


class _Sort(NamedTuple):
    """What a party can get as far as it can tell: a zone (None: across zones), with a corner or not, its booth of last time."""

    zone: str | None
    has_corner: bool
    previous: int | None


@dataclass(frozen=True)
class Ceiling:
    """The worth that nothing can exceed, and which sort of booth each party has in it."""

    worth: int
    worth_of: dict[int, int]
    zone_of: dict[int, str | None]

    def allows(self, choice: Choice) -> bool:
        """Tell whether a choice is of the sort that its party has in the ceiling."""
        key = choice.party.key
        if key not in self.worth_of:
            return False
        zones = {place.zone for place in choice.run}
        same_zone = self.zone_of[key] is None or zones == {self.zone_of[key]}
        return same_zone and choice.worth >= self.worth_of[key]


def find_ceiling(problem: Problem, *, seconds: float = 5) -> Ceiling:
    """Return the ceiling of `problem`: a relaxation, so every placement of the whole problem is one of this too.

    Runs need not lie side by side and competitors may stand together; numbers of booths by kind, zone and corner are kept.
    """
    from ortools.sat.python import cp_model  # noqa: PLC0415 -- slow import

    model = cp_model.CpModel()
    stock = _Stock(problem)
    options: list[tuple[Party, _Sort, int, Any]] = []
    for party in problem.parties:
        mine = [(party, sort, value, model.new_bool_var("")) for sort, value in stock.sorts_for(party)]
        options += mine
        if party.kept and mine:
            model.add_exactly_one([variable for *_option, variable in mine])
        elif mine:
            model.add_at_most_one([variable for *_option, variable in mine])
    stock.limit(model, options)
    model.maximize(sum(value * variable for _party, _sort, value, variable in options))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = 2
    solver.parameters.random_seed = 1
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Ceiling(
            sum(max((value for p, _s, value, _v in options if p is party), default=0) for party in problem.parties), {}, {}
        )
    chosen = {party.key: (sort, value) for party, sort, value, variable in options if solver.value(variable)}
    return Ceiling(
        int(solver.best_objective_bound),
        {key: value for key, (_sort, value) in chosen.items()},
        {key: sort.zone for key, (sort, _value) in chosen.items()},
    )


class _Stock:
    """How many booths there are of each kind, zone and corner."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        kept = {key for party in problem.parties for key in party.kept}
        self._places = {place.key: place for place in problem.places}
        free = [place for place in problem.places if place.key not in kept]
        self._by_code = {place.code: place for place in free}
        self._zones = Counter((place.kind, place.zone) for place in free)
        self._corners = Counter((place.kind, place.zone) for place in free if place.is_corner)
        self._kinds = Counter(place.kind for place in free)
        # One place of each sort stands for all when a worth is asked.
        self._samples = {(place.kind, place.zone, place.is_corner): place for place in free}

    def sorts_for(self, party: Party) -> list[tuple[_Sort, int]]:
        """Return what `party` can get at best, with its worth."""
        weights = self._problem.weights
        if party.kept:
            run = [self._places[key] for key in party.kept]
            return [(_Sort(None, False, None), worth(party, run, weights))]
        found = []
        for (kind, zone), number in self._zones.items():
            if kind != party.kind or number < party.count:
                continue
            for corner in (False, True):
                sample = self._samples.get((kind, zone, corner))
                if sample is not None:
                    found.append((_Sort(zone, corner, None), worth(party, [sample] * party.count, weights)))
        if party.count > 1 and self._kinds[party.kind] >= party.count:
            found += self._across_zones(party)
        return found + self._as_last_time(party)

    def _across_zones(self, party: Party) -> list[tuple[_Sort, int]]:
        """A run may cross from one wished zone into the next; at best it meets every wish but the single zone."""
        return [(_Sort(None, True, None), max(value for value in self._optimistic(party)))]

    def _optimistic(self, party: Party) -> list[int]:
        zones = [zone for kind, zone in self._zones if kind == party.kind]
        wished = [zone for zone in party.zones if zone in zones][:2]
        inside = [zone for zone in zones if zone in party.group_zones][:2]
        tries = [wished, inside, zones[:2], [zone for zone in wished if zone in inside]]
        runs = [[self._any(party.kind, zone, corner=party.corner) for zone in zones_] for zones_ in tries if len(zones_) == 2]
        weights = self._problem.weights
        values = [worth(party, (run * party.count)[: party.count], weights) for run in runs]
        return values or [worth(party, [next(iter(self._samples.values()))] * party.count, weights)]

    def _any(self, kind: str, zone: str, *, corner: bool) -> Place:
        found = self._samples.get((kind, zone, corner)) or self._samples.get((kind, zone, not corner))
        if found is None:
            raise LookupError(zone)
        return found

    def _as_last_time(self, party: Party) -> list[tuple[_Sort, int]]:
        found = []
        for code in party.previous:
            place = self._by_code.get(code)
            if place is not None and place.kind == party.kind:
                rest = self._any(place.kind, place.zone, corner=party.corner)
                run = [place, *[rest] * (party.count - 1)]
                found.append(
                    (
                        _Sort(place.zone, any(each.is_corner for each in run), place.key),
                        worth(party, run, self._problem.weights),
                    )
                )
        return found

    def limit(self, model: Any, options: list[tuple[Party, _Sort, int, Any]]) -> None:
        """State that no zone, corner or single booth is given more often than it exists."""
        free = [option for option in options if not option[0].kept]
        for (kind, zone), number in self._zones.items():
            here = [option for option in free if option[0].kind == kind and option[1].zone == zone]
            if here:
                model.add(sum(party.count * variable for party, _sort, _value, variable in here) <= number)
            corners = [variable for _party, sort, _value, variable in here if sort.has_corner]
            if corners:
                model.add(sum(corners) <= self._corners[kind, zone])
        for kind, number in self._kinds.items():
            anywhere = [option for option in free if option[0].kind == kind]
            if anywhere:
                model.add(sum(party.count * variable for party, _sort, _value, variable in anywhere) <= number)
        by_place: dict[int, list[Any]] = {}
        for _party, sort, _value, variable in free:
            if sort.previous is not None:
                by_place.setdefault(sort.previous, []).append(variable)
        for variables in by_place.values():
            model.add_at_most_one(variables)
