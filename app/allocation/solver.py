"""Find the placement that is worth most: CP-SAT over runs of booths, with a bound that no placement can exceed."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.allocation.bound import Ceiling, find_ceiling
from app.allocation.choices import Choice, Choices, Given
from app.allocation.fairness import settle_ties
from app.allocation.problem import Problem, worth

# Of the runs that are worth the same to a party it keeps so many: the rest would only be other names for the same.
_ALIKE = 10


@dataclass(frozen=True)
class Placement:
    """Who gets which booths. `bound` is what no placement can exceed; with both the gap to the optimum is known."""

    places: dict[int, tuple[int, ...]]
    worth: int
    bound: int
    seconds: float

    @property
    def gap_pct(self) -> float:
        """Return by how many percent at most a better placement could be worth more."""
        return 100 * max(0, self.bound - self.worth) / self.bound if self.bound else 0.0


def solve(
    problem: Problem, *, seconds: float = 20, workers: int = 2, told: Callable[[int, int], None] | None = None
) -> Placement:
    """Return a placement and how far it can be from the best one.

    Args:
        seconds: most wall time of the search itself; reading the problem comes on top. workers: threads.
        told: called with (worth, bound) for each better placement.
    """
    started = time.monotonic()
    choices = Choices(problem)
    ceiling = find_ceiling(problem, seconds=seconds / 4)
    start = _best_start(problem, choices, ceiling)
    kept = _kept_choices(problem, choices, ceiling, start)
    found = _search(problem, choices, kept, start, ceiling, seconds=seconds, workers=workers, told=told)
    return _placement(settle_ties(problem, choices, found), problem, ceiling.worth, time.monotonic() - started)


def first_come(problem: Problem) -> Placement:
    """Return what first come, first served gives: each in the order of time takes the best that is left; to compare with."""
    turn = sorted(problem.parties, key=lambda party: (party.order, party.code))
    return _placement(Choices(problem).give_in_turn(turn), problem, 0, 0)


def _best_start(problem: Problem, choices: Choices, ceiling: Ceiling) -> Given:
    """Return the better of two quick placements: large runs first towards the ceiling, and by rank."""
    large = sorted(problem.parties, key=lambda party: (-party.count, -ceiling.worth_of.get(party.key, 0), party.code))
    starts = [choices.give_in_turn(large, only=ceiling.allows), choices.give_in_turn(problem.ranked())]
    return max(starts, key=lambda given: _worth_of(problem, given))


def _kept_choices(problem: Problem, choices: Choices, ceiling: Ceiling, start: Given) -> list[Choice]:
    """Return the choices that the search looks at: for each party some of each worth, and all that the ceiling names."""
    drawn = problem.draw_order()
    kept = []
    for party in problem.parties:
        alike: dict[int, list[Choice]] = {}
        for choice in choices.of_party[party.key]:
            alike.setdefault(choice.worth, []).append(choice)
        for level in alike.values():
            # Each party begins elsewhere in the level, so that together they cover the hall.
            offset = drawn[party.key] * 7 % len(level)
            spread = (level[offset:] + level[:offset])[:_ALIKE]
            kept += spread + [choice for choice in level if choice not in spread and ceiling.allows(choice)][: 2 * _ALIKE]
        if party.key in start and not any(choice.run == start[party.key] for choice in kept if choice.party is party):
            kept.append(Choice(party, start[party.key], worth(party, start[party.key], problem.weights)))
    return kept


def _search(
    problem: Problem,
    choices: Choices,
    kept: list[Choice],
    start: Given,
    ceiling: Ceiling,
    *,
    seconds: float,
    workers: int,
    told: Callable[[int, int], None] | None,
) -> Given:
    from ortools.sat.python import cp_model  # noqa: PLC0415 -- slow import

    model = cp_model.CpModel()
    taken = [model.new_bool_var("") for _choice in kept]
    _state_rules(model, problem, choices, kept, taken)
    total = sum(variable * choice.worth for variable, choice in zip(taken, kept, strict=True))
    model.add(total <= ceiling.worth)
    model.maximize(total)
    for variable, choice in zip(taken, kept, strict=True):
        model.add_hint(variable, start.get(choice.party.key) == choice.run)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = workers
    solver.parameters.random_seed = 1
    # Half a thousandth of the ceiling is less than any wish of anybody.
    solver.parameters.relative_gap_limit = 0.0005
    status = solver.solve(model, _progress(cp_model, told) if told else None)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return start
    return {choice.party.key: choice.run for variable, choice in zip(taken, kept, strict=True) if solver.value(variable)}


def _state_rules(model: Any, problem: Problem, choices: Choices, kept: list[Choice], taken: list[Any]) -> None:
    """State what a placement may not do: give a party two runs, a booth to two parties, neighbours to competitors."""
    by_party: dict[int, list[int]] = {party.key: [] for party in problem.parties}
    by_place: dict[int, list[int]] = {}
    of_party_at: dict[tuple[int, int], list[int]] = {}
    for index, choice in enumerate(kept):
        by_party[choice.party.key].append(index)
        for place in choice.run:
            by_place.setdefault(place.key, []).append(index)
            of_party_at.setdefault((choice.party.key, place.key), []).append(index)
    for party in problem.parties:
        mine = [taken[index] for index in by_party[party.key]]
        if party.kept:
            model.add(sum(mine) == 1)
        elif mine:
            model.add_at_most_one(mine)
    for indices in by_place.values():
        model.add_at_most_one([taken[index] for index in indices])
    for one, other in choices.competitors:
        for index in by_party[one]:
            beside = choices.beside(kept[index].run)
            against = {rival for key in beside for rival in of_party_at.get((other, key), ())}
            if against:
                model.add_at_most_one([taken[index], *(taken[rival] for rival in sorted(against))])


def _worth_of(problem: Problem, given: Given) -> int:
    return sum(worth(party, given.get(party.key, ()), problem.weights) for party in problem.parties)


def _placement(given: Given, problem: Problem, bound: int, seconds: float) -> Placement:
    total = _worth_of(problem, given)
    keys = {party: tuple(place.key for place in run) for party, run in given.items()}
    return Placement(keys, total, max(bound, total), seconds)


def _progress(cp_model: Any, told: Callable[[int, int], None]) -> Any:
    class Progress(cp_model.CpSolverSolutionCallback):  # type: ignore[misc]
        def on_solution_callback(self) -> None:
            told(int(self.objective_value), int(self.best_objective_bound))

    return Progress()
