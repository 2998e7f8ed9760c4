"""Say why: one sentence for each placement and for each wish that was not met."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.allocation.choices import Choices
from app.allocation.problem import Party, Place, Problem, wishes_met
from app.allocation.solver import Placement
from app.core.i18n import _, _n


@dataclass(frozen=True)
class Verdict:
    """What was decided about one party.

    Attributes:
        refused: for each wish that is not met (previous, group_zone, zone, corner, placed) a sentence why.
    """

    party: Party
    places: tuple[Place, ...]
    told: str
    refused: dict[str, str]


def explain(problem: Problem, placement: Placement) -> list[Verdict]:
    """Return the verdict about each party in the order of their turns."""
    return _Explainer(problem, placement).verdicts()


class _Explainer:
    def __init__(self, problem: Problem, placement: Placement) -> None:
        self._problem = problem
        self._choices = Choices(problem)
        self._places = {place.key: place for place in problem.places}
        self._given = {key: tuple(self._places[place] for place in run) for key, run in placement.places.items()}
        self._holder = {place.key: key for key, run in self._given.items() for place in run}
        self._turn = {party.key: number for number, party in enumerate(problem.ranked(), start=1)}
        self._names = {party.key: party.name for party in problem.parties}

    def verdicts(self) -> list[Verdict]:
        return [self._verdict(party) for party in self._problem.ranked()]

    def _verdict(self, party: Party) -> Verdict:
        run = self._given.get(party.key, ())
        if not run:
            return Verdict(party, (), _("Not placed."), {"placed": self._why_not_placed(party)})
        met = wishes_met(party, run)
        missed = [wish for wish, is_met in met.items() if not is_met]
        return Verdict(party, run, self._why_here(party, run, met), {wish: self._why_not(party, wish) for wish in missed})

    def _why_here(self, party: Party, run: Sequence[Place], met: dict[str, bool]) -> str:
        booths = ", ".join(place.code for place in run)
        if party.kept:
            return _("%(booths)s: kept, as it was placed before.", booths=booths)
        wishes = [self._word(wish, run) for wish, is_met in met.items() if is_met]
        if not wishes:
            return _("%(booths)s: the best that was left at turn %(turn)s.", booths=booths, turn=self._turn[party.key])
        return _("%(booths)s: %(wishes)s.", booths=booths, wishes=", ".join(wishes))

    def _word(self, wish: str, run: Sequence[Place]) -> str:
        words = {
            "previous": _("the booth of last time"),
            "group_zone": _("the zone of its products"),
            "zone": _("the wished zone %(zone)s", zone=run[0].zone),
            "corner": _("a corner as wished"),
        }
        return words[wish]

    def _why_not(self, party: Party, wish: str) -> str:
        if wish == "previous":
            return self._why_not_previous(party)
        wanted = [place for place in self._places.values() if place.kind == party.kind and self._meets(party, wish, place)]
        if not wanted:
            return {
                "group_zone": _("The zone of its products has no booth of this kind."),
                "zone": _("The wished zone has no booth of this kind."),
                "corner": _("There is no corner of this kind."),
            }[wish]
        told = self._who_has(party, wanted)
        return {
            "group_zone": _("Not in the zone of its products: %(told)s", told=told),
            "zone": _("Not in the wished zone: %(told)s", told=told),
            "corner": _("No corner: %(told)s", told=told),
        }[wish]

    def _meets(self, party: Party, wish: str, place: Place) -> bool:
        if wish == "corner":
            return place.is_corner and (not party.zones or place.zone in party.zones)
        return place.zone in (party.group_zones if wish == "group_zone" else party.zones)

    def _who_has(self, party: Party, wanted: Sequence[Place]) -> str:
        """Return who has the booths that would meet a wish, or why the free ones do not."""
        free = [place for place in wanted if place.key not in self._holder]
        if free:
            return self._why_free(party, {place.key for place in free}, len(free))
        others = {self._holder[place.key] for place in wanted} - {party.key}
        earlier = sum(self._turn[key] < self._turn[party.key] for key in others)
        return _n(
            "the %(num)s such booth went to another; %(earlier)s of %(others)s holders had an earlier turn.",
            "all %(num)s such booths went to others; %(earlier)s of %(others)s holders had an earlier turn.",
            len(wanted),
            others=len(others),
            earlier=earlier,
        )

    def _why_free(self, party: Party, free: set[int], number: int) -> str:
        runs = [choice.run for choice in self._choices.of_party[party.key] if free & {place.key for place in choice.run}]
        open_runs = [run for run in runs if all(self._holder.get(place.key, party.key) == party.key for place in run)]
        if not open_runs:
            return _n("%(num)s is free, but not enough side by side.", "%(num)s are free, but not enough side by side.", number)
        rivals = sorted(
            self._names[self._holder[key]]
            for key in {key for run in open_runs for key in self._choices.beside(run)}
            if self._holder.get(key) in self._choices.rivals[party.key]
        )
        if rivals:
            return _("the free ones lie beside a competitor (%(name)s).", name=rivals[0])
        return _("another of its wishes counts more than this one.")

    def _why_not_previous(self, party: Party) -> str:
        code = party.previous[0]
        place = next((place for place in self._places.values() if place.code == code), None)
        if place is None:
            return _("Booth %(code)s of last time does not exist any more.", code=code)
        if place.kind != party.kind:
            return _("Booth %(code)s of last time is of another kind now.", code=code)
        holder = self._holder.get(place.key)
        if holder is None:
            return _("Booth %(code)s of last time: %(told)s", code=code, told=self._why_free(party, {place.key}, 1))
        return _(
            "Booth %(code)s of last time went to %(name)s (turn %(turn)s).",
            code=code,
            name=self._names[holder],
            turn=self._turn[holder],
        )

    def _why_not_placed(self, party: Party) -> str:
        runs = self._choices.of_party[party.key]
        if not runs:
            return _n(
                "No booth of its kind and size exists.", "No %(num)s booths of its kind and size lie side by side.", party.count
            )
        return self._who_has(party, list({place.key: place for choice in runs for place in choice.run}.values()))
