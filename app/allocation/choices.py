"""Everything that could be given to somebody, who stands apart from whom, and placements made one turn after another."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from app.allocation.problem import Party, Place, Problem, worth
from app.allocation.runs import Runs

# Who is given which run, by key of the party.
Given = dict[int, tuple[Place, ...]]


@dataclass(frozen=True, slots=True)
class Choice:
    party: Party
    run: tuple[Place, ...]
    worth: int


class Choices:
    """The choices of each party, the dearest first, and the rules between neighbours."""

    def __init__(self, problem: Problem) -> None:
        self._runs = Runs(problem.places)
        self._weights = problem.weights
        kept = {key for party in problem.parties for key in party.kept}
        self.of_party: dict[int, list[Choice]] = {}
        for party in problem.parties:
            fitting = [run for run in self._runs.fitting(party) if party.kept or not any(place.key in kept for place in run)]
            found = [Choice(party, run, worth(party, run, problem.weights)) for run in fitting]
            self.of_party[party.key] = sorted(found, key=lambda choice: -choice.worth)
        self.competitors = _competitors(problem.parties)
        self.rivals: dict[int, set[int]] = {party.key: set() for party in problem.parties}
        for one, other in self.competitors:
            self.rivals[one].add(other)
            self.rivals[other].add(one)

    def beside(self, run: Sequence[Place]) -> set[int]:
        """Return the keys of the places that share a wall with `run`."""
        return {key for place in run for key in self._runs.neighbours[place.key]} - {place.key for place in run}

    def may_have(self, party: Party, run: Sequence[Place], holder: dict[int, int]) -> bool:
        """Tell whether `party` may have `run` while `holder` says who has which place: free or its own, no rival beside."""
        if any(holder.get(place.key, party.key) != party.key for place in run):
            return False
        rivals = self.rivals[party.key]
        return not rivals or not any(holder.get(key) in rivals for key in self.beside(run))

    def give_in_turn(self, parties: Iterable[Party], *, only: Callable[[Choice], bool] | None = None) -> Given:
        """Return what comes out when one after the other takes the best that is left.

        Args:
            only: choices to try first; who finds none of them waits until all have had their turn, then takes any.
        """
        turn = sorted(parties, key=lambda party: not party.kept)
        given: Given = {}
        holder: dict[int, int] = {}
        rounds: list[Callable[[Choice], bool] | None] = [only, None] if only else [None]
        for allows in rounds:
            for party in turn:
                if party.key not in given:
                    self._take(party, given, holder, allows)
        return given

    def _take(self, party: Party, given: Given, holder: dict[int, int], allows: Callable[[Choice], bool] | None) -> None:
        for choice in self.of_party[party.key]:
            if allows is not None and not party.kept and not allows(choice):
                continue
            if party.kept or self.may_have(party, choice.run, holder):
                given[party.key] = choice.run
                holder.update({place.key: party.key for place in choice.run})
                return


def _competitors(parties: Sequence[Party]) -> list[tuple[int, int]]:
    """Return each pair of parties of which one wants to stand apart from the other, once.

    Two that have their booths already stay as they stand: that was the organiser's decision.
    """
    known = {party.key: party for party in parties}
    pairs = {(min(key, rival), max(key, rival)) for key, party in known.items() for rival in party.apart if rival in known}
    return sorted(pair for pair in pairs if pair[0] != pair[1] and not (known[pair[0]].kept and known[pair[1]].kept))
