"""Reads of booths and claims. An expired hold counts as free wherever time matters, whether or not it was tidied."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import Organisation
from app.booths.models import LIVE, Booth, BoothClaim, BoothPrice, BoothState, ClaimState
from app.booths.pricing import price_of
from app.core import clock
from app.core.codes import digest
from app.core.db import db
from app.core.errors import NotFound
from app.core.text import fold
from app.events.models import Event


def is_live() -> sa.ColumnElement[bool]:
    """Return the condition that a claim has its booth at this moment."""
    running = sa.or_(BoothClaim.state != ClaimState.HELD, BoothClaim.expires_at > clock.now())
    return sa.and_(BoothClaim.state.in_(LIVE), running)


def get_booth(event: Event, code: str) -> Booth:
    """Return the booth of `event` with this code, its event and hall loaded.

    Raises:
        NotFound: no such booth there.
    """
    booth = find_booth(event, code)
    if booth is None:
        raise NotFound
    return booth


def find_booth(event: Event, code: str) -> Booth | None:
    """Return the booth of `event` with this code, in capitals or not; None when there is none."""
    return db.session.scalar(
        sa.select(Booth).where(Booth.event_id == event.id, Booth.code == code.upper()).options(joinedload(Booth.hall))
    )


def booths_of(event: Event) -> list[Booth]:
    """Return all booths of `event` in natural order, halls loaded."""
    statement = sa.select(Booth).where(Booth.event_id == event.id).options(joinedload(Booth.hall)).order_by(Booth.sort_key)
    return list(db.session.scalars(statement))


def count_booths(event: Event) -> int:
    """Return how many booths the plan has."""
    return db.session.scalar(sa.select(sa.func.count()).select_from(Booth).where(Booth.event_id == event.id)) or 0


def kinds_of(event: Event) -> set[str]:
    """Return the kinds of booth that the plan has."""
    kinds = db.session.scalars(sa.select(Booth.kind).where(Booth.event_id == event.id).distinct())
    return {kind.value for kind in kinds}


def rates_of(event: Event) -> dict[str, BoothPrice]:
    """Return the rates of `event` by kind of booth."""
    rows = db.session.scalars(sa.select(BoothPrice).where(BoothPrice.event_id == event.id).order_by(BoothPrice.kind))
    return {rate.kind.value: rate for rate in rows}


def find_rate(booth: Booth) -> BoothPrice | None:
    """Return the rate of the booth's kind, None when the organiser has not set it."""
    return db.session.scalar(sa.select(BoothPrice).where(BoothPrice.event_id == booth.event_id, BoothPrice.kind == booth.kind))


def states_of(event: Event) -> dict[int, BoothState]:
    """Return the state of each booth of `event` that is not free, by booth id. One query."""
    kinds = sa.case((BoothClaim.state == ClaimState.HELD, "held"), else_="taken")
    claimed = sa.select(BoothClaim.booth_id, kinds).where(BoothClaim.event_id == event.id, is_live())
    blocked = sa.select(Booth.id, sa.literal("blocked")).where(Booth.event_id == event.id, Booth.is_blocked)
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
    return BoothState.BLOCKED if booth.is_blocked else BoothState.FREE


def find_live_claim(booth: Booth) -> BoothClaim | None:
    """Return who has the booth at this moment, organisation and officer loaded."""
    return db.session.scalar(
        sa.select(BoothClaim)
        .where(BoothClaim.booth_id == booth.id, is_live())
        .options(joinedload(BoothClaim.organisation), joinedload(BoothClaim.made_by))
    )


def live_claims_of(event: Event, booth_ids: Collection[int]) -> dict[int, BoothClaim]:
    """Return the live claims of these booths of `event` by booth id, organisations loaded. One query."""
    rows = db.session.scalars(
        sa.select(BoothClaim)
        .where(BoothClaim.event_id == event.id, BoothClaim.booth_id.in_(booth_ids), is_live())
        .options(joinedload(BoothClaim.organisation))
        .order_by(BoothClaim.id)
    )
    return {claim.booth_id: claim for claim in rows}


def claims_of(booth: Booth) -> list[BoothClaim]:
    """Return the history of a booth, newest first."""
    return list(
        db.session.scalars(
            sa.select(BoothClaim)
            .where(BoothClaim.booth_id == booth.id)
            .options(joinedload(BoothClaim.organisation), joinedload(BoothClaim.made_by))
            .order_by(BoothClaim.id.desc())
            .limit(50)
        )
    )


def get_claim(event: Event, claim_id: int) -> BoothClaim:
    """Return the claim of `event` with its booth.

    Raises:
        NotFound: no such claim there.
    """
    claim = db.session.scalar(
        sa.select(BoothClaim)
        .where(BoothClaim.event_id == event.id, BoothClaim.id == claim_id)
        .options(joinedload(BoothClaim.booth), joinedload(BoothClaim.organisation))
    )
    if claim is None:
        raise NotFound
    return claim


def held_by(secret: str, event: Event) -> list[BoothClaim]:
    """Return the running holds in `event` of the browser that knows `secret`, in order of booths, booths loaded."""
    if not secret:
        return []
    return list(
        db.session.scalars(
            sa.select(BoothClaim)
            .join(Booth, Booth.id == BoothClaim.booth_id)
            .where(
                BoothClaim.secret_digest == digest(secret),
                BoothClaim.event_id == event.id,
                BoothClaim.state == ClaimState.HELD,
                BoothClaim.expires_at > clock.now(),
            )
            .options(joinedload(BoothClaim.booth))
            .order_by(Booth.sort_key)
        )
    )


def find_hold(booth: Booth, secret: str) -> BoothClaim | None:
    """Return the newest hold of `booth` by the browser that knows `secret`, also when its time is over."""
    if not secret:
        return None
    return db.session.scalar(
        sa.select(BoothClaim)
        .where(
            BoothClaim.booth_id == booth.id,
            BoothClaim.secret_digest == digest(secret),
            BoothClaim.state.in_([ClaimState.HELD, ClaimState.EXPIRED]),
        )
        .options(joinedload(BoothClaim.booth))
        .order_by(BoothClaim.id.desc())
        .limit(1)
    )


def claims_of_organisation(event: Event, organisation_id: int) -> list[BoothClaim]:
    """Return the live claims of an organisation in `event` in order of booths, booths loaded."""
    return list(
        db.session.scalars(
            sa.select(BoothClaim)
            .join(Booth, Booth.id == BoothClaim.booth_id)
            .where(BoothClaim.event_id == event.id, BoothClaim.organisation_id == organisation_id, is_live())
            .options(joinedload(BoothClaim.booth))
            .order_by(Booth.sort_key)
        )
    )


def nearest_free(booth: Booth, limit: int = 5) -> list[dict[str, Any]]:
    """Return the free booths of the same kind nearest to `booth`, its own hall first.

    Returns: code, zone, area_m2 and total_vnd of each; total_vnd is None without a rate.
    """
    dx, dy = Booth.x_m - booth.x_m, Booth.y_m - booth.y_m
    taken = sa.select(BoothClaim.booth_id).where(BoothClaim.event_id == booth.event_id, is_live())
    near = sa.select(Booth).where(
        Booth.event_id == booth.event_id,
        Booth.kind == booth.kind,
        Booth.id != booth.id,
        Booth.is_blocked.is_(False),
        Booth.id.not_in(taken),
    )
    other_hall = sa.case((Booth.hall_id == booth.hall_id, 0), else_=1)
    rate = find_rate(booth)
    return [
        {
            "code": found.code,
            "zone": found.zone,
            "area_m2": float(found.area_m2),
            "total_vnd": price_of(rate, area_m2=found.area_m2, is_corner=found.is_corner).total_vnd if rate else None,
        }
        for found in db.session.scalars(near.order_by(other_hall, dx * dx + dy * dy, Booth.sort_key).limit(limit))
    ]


def organisations_matching(text: str, limit: int = 10) -> list[Organisation]:
    """Return organisations whose name, written with or without accents, or tax number contains `text`."""
    key = fold(text)
    if len(key) < 2:
        return []
    pattern = "%" + key.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_") + "%"
    found = sa.or_(Organisation.search_key.like(pattern, escape="\\"), Organisation.tax_id == text.strip())
    return list(db.session.scalars(sa.select(Organisation).where(found).order_by(Organisation.sort_key).limit(limit)))


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
