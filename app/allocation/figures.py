"""Figures of a placement, to compare it with first come first served."""

from dataclasses import dataclass

from app.allocation.choices import Choices
from app.allocation.problem import Problem, wishes_met
from app.allocation.solver import Placement


@dataclass(frozen=True)
class Figures:
    """How many parties are placed, how many of the wishes are met, and how many competitors stand side by side."""

    parties: int
    placed: int
    booths: int
    wishes: int
    wishes_met: int
    priority_placed: int
    priority: int
    rivals_beside: int
    worth: int
    gap_pct: float


def figures_of(problem: Problem, placement: Placement) -> Figures:
    """Return the figures of `placement`. Wishes of parties without a booth count as not met."""
    places = {place.key: place for place in problem.places}
    given = {key: [places[place] for place in run] for key, run in placement.places.items()}
    met = [wishes_met(party, given.get(party.key, [])) for party in problem.parties]
    holder = {place.key: key for key, run in given.items() for place in run}
    choices = Choices(problem)
    beside = {key: {holder.get(place) for place in choices.beside(run)} for key, run in given.items()}
    priority = [party for party in problem.parties if party.is_priority_area]
    return Figures(
        parties=len(problem.parties),
        placed=len(given),
        booths=len(holder),
        wishes=sum(len(wishes) for wishes in met),
        wishes_met=sum(sum(wishes.values()) for wishes in met),
        priority_placed=sum(party.key in given for party in priority),
        priority=len(priority),
        rivals_beside=sum(other in beside.get(one, ()) for one, other in choices.competitors),
        worth=placement.worth,
        gap_pct=placement.gap_pct,
    )
