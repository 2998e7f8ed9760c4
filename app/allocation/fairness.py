"""Settle what the search leaves open: where two placements are worth the same, the earlier turn gets its wish."""

from app.allocation.choices import Choices, Given
from app.allocation.problem import Party, Place, Problem, worth

# Each round can only move somebody to a better place by rank; a few are enough in practice, the limit is for safety.
_MOST_ROUNDS = 5


def settle_ties(problem: Problem, choices: Choices, given: Given) -> Given:
    """Return `given` with booths exchanged until no party envies a later one at no loss of worth.

    Two parties exchange what they have (also: one has nothing) when that is worth at least as much in all, and the one
    whose turn comes first is better off. Who keeps booths keeps them.
    """
    settled = dict(given)
    ranked = [party for party in problem.ranked() if not party.kept]
    for _round in range(_MOST_ROUNDS):
        moves = [
            _exchange(problem, choices, settled, one, other)
            for position, one in enumerate(ranked)
            for other in ranked[position + 1 :]
            if _are_alike(one, other)
        ]
        if not any(moves):
            break
    return settled


def _are_alike(one: Party, other: Party) -> bool:
    return one.kind == other.kind and one.count == other.count


def _exchange(problem: Problem, choices: Choices, given: Given, one: Party, other: Party) -> bool:
    mine, theirs = given.get(one.key, ()), given.get(other.key, ())
    if not theirs or mine == theirs:
        return False
    weights = problem.weights
    gain = worth(one, theirs, weights) - worth(one, mine, weights)
    if gain <= 0 or gain + worth(other, mine, weights) - worth(other, theirs, weights) < 0:
        return False
    if not (_fits(one, theirs) and _fits(other, mine)):
        return False
    after = {key: run for key, run in given.items() if key not in (one.key, other.key)}
    after[one.key] = theirs
    if mine:
        after[other.key] = mine
    holder = {place.key: key for key, run in after.items() for place in run}
    if not choices.may_have(one, theirs, holder) or (mine and not choices.may_have(other, mine, holder)):
        return False
    given.clear()
    given.update(after)
    return True


def _fits(party: Party, run: tuple[Place, ...]) -> bool:
    area = sum(place.area_m2 for place in run)
    return not run or party.least_m2 <= area <= (party.most_m2 or area)
