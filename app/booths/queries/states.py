"""What everybody may know of booths: free, held, taken or not for sale."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.booths.models import Booth, BoothClaim, BoothState, ClaimState
from app.booths.queries.booths import count_booths
from app.booths.queries.claims import find_live_claim, is_live
from app.core.db import db
from app.events.models import Event


def states_of(event: Event) -> dict[int, BoothState]:
    """Return the state of each booth of `event` that is not free, by booth id. One query."""
    kinds = sa.case((BoothClaim.state == ClaimState.HELD, "held"), else_="taken")
    claimed = sa.select(BoothClaim.booth_id, kinds).where(BoothClaim.event_id == event.id, is_live())
    closed = sa.or_(Booth.is_blocked, Booth.is_internal)
    blocked = sa.select(Booth.id, sa.literal("blocked")).where(
        Booth.event_id == event.id, closed, Booth.merged_into_id.is_(None)
    )
    states: dict[int, BoothState] = {}
    for booth_id, state in db.session.execute(sa.union_all(blocked, claimed)):
        # A claim outlives a later block of its booth: the exhibitor still has it.
        if state != "blocked" or booth_id not in states:
            states[booth_id] = BoothState(state)
    return states


def state_of(booth: Booth) -> BoothState:
    """Return the state of one booth at this moment."""
    claim = find_live_claim(booth)
    if claim is not None:
        return BoothState.HELD if claim.state == ClaimState.HELD else BoothState.TAKEN
    return BoothState.BLOCKED if booth.is_blocked or booth.is_internal else BoothState.FREE


@dataclass(frozen=True)
class Counts:
    """How many booths there are, and how many are in which state."""

    total: int
    held: int
    taken: int
    blocked: int

    @property
    def free(self) -> int:
        return self.total - self.held - self.taken - self.blocked


def counts_of(event: Event) -> Counts:
    """Return the numbers of booths by state. Two queries."""
    return _counts(count_booths(event), states_of(event))


def count_states(booths: Collection[Any], states: Mapping[int, BoothState]) -> Counts:
    """Return the numbers of `booths` by `states`, from what was read before."""
    return _counts(len(booths), states)


def _counts(total: int, states: Mapping[int, BoothState]) -> Counts:
    found = list(states.values())
    return Counts(total, found.count(BoothState.HELD), found.count(BoothState.TAKEN), found.count(BoothState.BLOCKED))
