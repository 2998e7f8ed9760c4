"""Which free booths meet a wish: its kind, number and area, its zones and corner, nobody beside it whom it keeps apart."""

from collections.abc import Sequence

import sqlalchemy as sa

from app.allocation import queries
from app.allocation.models import BoothWish
from app.allocation.problem import Party, Place, Weights, wishes_met, worth
from app.allocation.runs import Runs
from app.allocation.situation import place_of
from app.booths import queries as booth_queries
from app.booths.models import LIVE, BoothClaim, BoothState
from app.booths.plan import load_plan
from app.core.db import db
from app.core.errors import NotFound
from app.events.models import Event
from app.registrations.models import ApplicationBooth


class Vacancies:
    """The free booths of an event, and who stands where."""

    def __init__(self, event: Event) -> None:
        states = booth_queries.states_of(event)
        places = [place_of(booth) for booth in load_plan(event).booths]
        self._free = {place.key for place in places if states.get(place.key, BoothState.FREE) is BoothState.FREE}
        self._runs = Runs(places)
        self._by_code = {place.code: place for place in places}
        self._holder = _holders(event)
        self._rivals: dict[int, set[int]] = {}
        for one, other in queries.apart_pairs(event):
            self._rivals.setdefault(one, set()).add(other)
            self._rivals.setdefault(other, set()).add(one)

    def named(self, codes: Sequence[str]) -> list[int]:
        """Return the booths with these numbers.

        Raises:
            NotFound: there is none with one of them.
        """
        try:
            return [self._by_code[code.strip().upper()].key for code in codes]
        except KeyError:
            raise NotFound from None

    def best_for(self, wish: BoothWish) -> list[int]:
        """Return the free booths that meet `wish` best; [] when none meet all that it asks for."""
        party = _party(wish)
        found = [run for run in self._runs.fitting(party) if self._meets(wish, party, run)]
        best = max(found, key=lambda run: worth(party, run, Weights()), default=())
        return [place.key for place in best]

    def _meets(self, wish: BoothWish, party: Party, run: tuple[Place, ...]) -> bool:
        if not all(place.key in self._free for place in run) or not all(wishes_met(party, run).values()):
            return False
        rivals = self._rivals.get(wish.application_id, set())
        beside = {self._holder.get(key) for place in run for key in self._runs.neighbours[place.key]}
        return not beside & rivals

    def take(self, wish: BoothWish, booth_ids: Sequence[int]) -> None:
        """Note that `wish` has these booths now."""
        self._free -= set(booth_ids)
        self._holder.update(dict.fromkeys(booth_ids, wish.application_id))


def _party(wish: BoothWish) -> Party:
    return Party(
        wish.application_id,
        "",
        "",
        wish.kind.value,
        count=wish.count,
        least_m2=wish.least_m2,
        most_m2=wish.most_m2,
        zones=tuple(wish.zones),
        corner=wish.wants_corner,
    )


def _holders(event: Event) -> dict[int, int]:
    rows = db.session.execute(
        sa.select(BoothClaim.booth_id, ApplicationBooth.application_id)
        .join(ApplicationBooth, ApplicationBooth.claim_id == BoothClaim.id)
        .where(BoothClaim.event_id == event.id, BoothClaim.state.in_(LIVE))
    )
    return {booth_id: application_id for booth_id, application_id in rows}
