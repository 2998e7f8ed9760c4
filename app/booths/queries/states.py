"""What everybody may know of booths: free, held, taken or not for sale."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from typing import Any

import sqlalchemy as sa

from app.booths.models import LIVE, Booth, BoothClaim, BoothPlan, BoothState, ClaimState
from app.booths.queries.booths import count_booths
from app.booths.queries.claims import find_live_claim, is_live
from app.core import clock
from app.core.db import UTCDateTime, db
from app.core.memory import kept_for
from app.events.models import Event


def states_of(event: Event) -> dict[int, BoothState]:
    """Return the state of each booth of `event` that is not free, by booth id. One query."""
    found = {BoothState(state): ids for state, ids in db.session.connection().execute(_not_free(event)) if ids}
    states: dict[int, BoothState] = {}
    # A claim outlives a later block of its booth: the exhibitor still has it.
    for state in (BoothState.BLOCKED, BoothState.HELD, BoothState.TAKEN):
        if state in found:
            states |= dict.fromkeys(map(int, found[state].split(",")), state)
    return states


def _not_free(event: Event) -> sa.CompoundSelect[Any]:
    """Return the statement of booths that are not free: a row for each state, with all ids in one text.

    A row for each booth made thousands of objects for every visitor of a large plan.
    """
    kind = sa.case((BoothClaim.state == ClaimState.HELD, "held"), else_="taken").label("kind")
    claimed = sa.select(kind, _joined(BoothClaim.booth_id)).where(BoothClaim.event_id == event.id, is_live()).group_by("kind")
    closed = sa.or_(Booth.is_blocked, Booth.is_internal)
    blocked = sa.select(sa.literal("blocked"), _joined(Booth.id)).where(
        Booth.event_id == event.id, closed, Booth.merged_into_id.is_(None)
    )
    return sa.union_all(blocked, claimed)


def _joined(column: Any) -> sa.ColumnElement[Any]:
    return sa.func.aggregate_strings(sa.cast(column, sa.String), ",")


@kept_for(seconds=1)
def mark_of(event_id: int) -> str:
    """Return what changes whenever the state of a booth or the plan does: one query, one row, two small indexes.

    A version that claims count up themselves would make all who hold a booth of the event wait for one row. A thousand
    browsers ask every ten seconds, so it is counted once a second and not a hundred times.
    """
    row = db.session.connection().execute(_mark_statement(), {"event": event_id, "now": clock.now()}).one()
    return blake2b(repr(tuple(row)).encode(), digest_size=12).hexdigest()


@cache
def _mark_statement() -> sa.Select[Any]:
    """Return number and mixed sum of claims and of closed booths, beside the version of the plan."""
    event, now = sa.bindparam("event", type_=sa.Integer), sa.bindparam("now", type_=UTCDateTime())
    weight = sa.case((BoothClaim.state == ClaimState.HELD, 1), else_=2)
    running = sa.or_(BoothClaim.state != ClaimState.HELD, BoothClaim.expires_at > now)
    live = sa.and_(BoothClaim.event_id == event, BoothClaim.state.in_(LIVE), running)
    closed = sa.and_(Booth.event_id == event, sa.or_(Booth.is_blocked, Booth.is_internal))
    return sa.select(
        sa.select(BoothPlan.version).where(BoothPlan.event_id == event).scalar_subquery(),
        sa.select(sa.func.count()).select_from(BoothClaim).where(live).scalar_subquery(),
        sa.select(sa.func.sum(_mixed(BoothClaim.booth_id, weight))).where(live).scalar_subquery(),
        sa.select(sa.func.count()).select_from(Booth).where(closed).scalar_subquery(),
        sa.select(sa.func.sum(_mixed(Booth.id, 3))).where(closed).scalar_subquery(),
    )


def _mixed(booth_id: Any, weight: Any) -> sa.ColumnElement[int]:
    """Return a number that scatters booth and state, so that no two changes cancel each other in a sum. Below 2^63."""
    mixed: sa.ColumnElement[int] = ((sa.cast(booth_id, sa.BigInteger) * 4 + weight) * 1_000_003) % 2_147_483_647
    return mixed


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
