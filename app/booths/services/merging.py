"""One stand of several booths, and back. The first booth carries the stand; the parts wait until it is split."""

from collections.abc import Sequence
from decimal import Decimal

import sqlalchemy as sa

from app.accounts.models import User
from app.audit import services as audit
from app.booths.errors import CannotMerge, ReasonMissing
from app.booths.models import LIVE, Booth, BoothClaim, ClaimState
from app.booths.pricing import Price
from app.booths.services.billing import bill_again
from app.booths.services.bookings import release
from app.booths.services.claiming import clear_way, price_now, require_not_handed_over, tell_freed, try_step
from app.booths.services.planning import renew_plan
from app.booths.stands import Box, around, label_of
from app.core.db import db
from app.core.i18n import _l

_GEOMETRY = ("x_m", "y_m", "width_m", "depth_m")
MOST_PARTS = 40


def merge(booths: Sequence[Booth], *, by: User | None, reason: str, open_sides: int | None = None) -> Booth:
    """Make one stand of adjacent booths: B01 to B04 of 9 m² become "B01–B04" of 36 m² with four numbers (A-03, R-50).

    When one firm has parts of it, the firm has the whole stand, at today's price; its other claims end.

    Args:
        open_sides: of the new stand; by default as many as the most open part has.
    Returns: the first booth, which carries the stand.
    Raises:
        ReasonMissing. CannotMerge: not adjacent, not alike, parts of other stands, or taken by different people.
        HandedOver: an exhibitor has, or had, one of them in its hands.
    """
    if not reason.strip():
        raise ReasonMissing
    parts = _locked(booths)
    box = _fitting(parts)
    claims = _claims_of(parts)
    require_not_handed_over(*claims)
    head, before = parts[0], {part.code: part.open_sides for part in parts}
    head.unmerged = {name: str(getattr(head, name)) for name in _GEOMETRY} | {"open_sides": head.open_sides}
    for name, value in zip(_GEOMETRY, box, strict=True):
        setattr(head, name, value)
    head.open_sides = open_sides or max(before.values())
    head.label, head.unit_count = label_of([part.code for part in parts]), len(parts)
    for part in parts[1:]:
        part.merged_into_id = head.id
    db.session.flush()
    difference = _join(head, claims, by=by, reason=reason) if claims else 0
    data = {"stand": head.label, "area_m2": str(head.area_m2), "difference_vnd": difference}
    for part in parts:
        audit.record(by, "booths.merged", part, reason=reason, data=data)
    renew_plan(head.event_id)
    return head


def split(head: Booth, *, by: User | None, reason: str) -> list[Booth]:
    """Take a merged stand apart again; each booth is as it was before.

    Returns: the booths, in natural order.
    Raises:
        ReasonMissing. CannotMerge: it is no merged stand, or somebody has it.
    """
    if not reason.strip():
        raise ReasonMissing
    parts = _locked([head, *_parts_of(head)])
    if head.merged_into_id is not None or not head.is_merged or head.unmerged is None:
        raise CannotMerge(_l("Booth %(code)s is not a merged stand.", code=head.code))
    clear_way(head)
    if _claims_of([head]):
        told = _l("Somebody has stand %(stand)s. Move or release the booking first.", stand=head.name)
        raise CannotMerge(told)
    data = {"stand": head.label}
    for name in _GEOMETRY:
        setattr(head, name, Decimal(head.unmerged[name]))
    head.open_sides, head.unmerged, head.label, head.unit_count = head.unmerged["open_sides"], None, "", 1
    for part in parts:
        part.merged_into_id = None
    db.session.flush()
    for part in parts:
        audit.record(by, "booths.split", part, reason=reason, data=data)
        tell_freed(part)
    renew_plan(head.event_id)
    return parts


def _parts_of(head: Booth) -> list[Booth]:
    return list(db.session.scalars(sa.select(Booth).where(Booth.merged_into_id == head.id)))


def _locked(booths: Sequence[Booth]) -> list[Booth]:
    """Return the booths as they are now, in natural order; until the transaction ends nobody claims or changes them."""
    ids = sorted({booth.id for booth in booths})
    chosen = sa.select(Booth).where(Booth.id.in_(ids)).order_by(Booth.id).with_for_update(of=Booth)
    found = db.session.scalars(chosen, execution_options={"populate_existing": True}).all()
    return sorted(found, key=lambda booth: booth.sort_key)


def _fitting(parts: list[Booth]) -> Box:
    first = parts[0] if parts else None
    if first is None or not 2 <= len(parts) <= MOST_PARTS:
        raise CannotMerge(_l("Please choose two or more booths, %(most)s at most.", most=MOST_PARTS))
    for part in parts:
        if part.merged_into_id is not None or part.is_merged:
            raise CannotMerge(_l("Booth %(code)s is part of a stand already. Split it first.", code=part.code))
        if (part.event_id, part.hall_id, part.kind, part.angle) != (first.event_id, first.hall_id, first.kind, first.angle):
            raise CannotMerge(_l("Booths of one stand are of the same kind and in the same hall."))
        if part.is_blocked != first.is_blocked or part.is_internal != first.is_internal:
            raise CannotMerge(_l("Some of these booths are for sale and some are not."))
    box = around(parts)
    if box is None:
        raise CannotMerge(_l("These booths do not make a rectangle without gaps."))
    return box


def _claims_of(parts: list[Booth]) -> list[BoothClaim]:
    """Return the live claims of the parts; CannotMerge when they are of different people or of a web hold."""
    for part in parts:
        clear_way(part)
    live = sa.select(BoothClaim).where(BoothClaim.booth_id.in_([part.id for part in parts]), BoothClaim.state.in_(LIVE))
    claims = list(db.session.scalars(live.order_by(BoothClaim.id), execution_options={"populate_existing": True}))
    names = {part.id: part.code for part in parts}
    if len(parts) > 1:
        held = [names[claim.booth_id] for claim in claims if claim.state is ClaimState.HELD]
        if held:
            raise CannotMerge(_l("Booth %(code)s is held at this moment.", code=", ".join(held)))
        if len({claim.organisation_id for claim in claims}) > 1:
            raise CannotMerge(_l("Different exhibitors have these booths."))
    return claims


def _join(head: Booth, claims: list[BoothClaim], *, by: User | None, reason: str) -> int:
    """Let one claim of the firm stand for the whole stand and return the difference of the price."""
    before = sum(claim.total_vnd for claim in claims)
    # The most advanced claim stays: what was paid for must not fall back.
    order = list(ClaimState)
    kept = max(claims, key=lambda claim: (order.index(claim.state), claim.booth_id == head.id))
    for claim in claims:
        if claim is not kept:
            release(claim, by=by, reason=reason)
    price = price_now(head)
    same = BoothClaim.state == kept.state
    try_step(kept, kept.state, same, booth_id=head.id, **_frozen(claims, price, before))
    db.session.expire(kept, ["booth"])
    bill_again(head.event, claims, by=by, reason=reason)
    return kept.total_vnd - before


def _frozen(claims: list[BoothClaim], price: Price, before: int) -> dict[str, object]:
    """Return today's price; one claim of the whole keeps its frozen price when nothing was added."""
    return price.frozen() if len(claims) > 1 or price.total_vnd != before else {}
