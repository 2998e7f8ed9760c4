"""Reads of booths."""

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import Organisation
from app.audit.models import AuditEntry
from app.booths.models import Booth, BoothClaim
from app.booths.queries.claims import is_live
from app.booths.queries.rates import rate_card_of
from app.core import clock
from app.core.db import db
from app.core.errors import NotFound
from app.core.text import fold
from app.events.models import Event


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
    """Return how many booths the plan has; a merged stand is one."""
    stands = sa.select(sa.func.count()).select_from(Booth).where(Booth.event_id == event.id, Booth.merged_into_id.is_(None))
    return db.session.scalar(stands) or 0


def kinds_of(event: Event) -> set[str]:
    """Return the kinds of booth that the plan has."""
    kinds = db.session.scalars(sa.select(Booth.kind).where(Booth.event_id == event.id).distinct())
    return {kind.value for kind in kinds}


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
        Booth.is_internal.is_(False),
        Booth.merged_into_id.is_(None),
        Booth.id.not_in(taken),
    )
    other_hall = sa.case((Booth.hall_id == booth.hall_id, 0), else_=1)
    card, today = rate_card_of(booth.event_id), clock.today(booth.event.timezone)
    nearest = db.session.scalars(near.order_by(other_hall, dx * dx + dy * dy, Booth.sort_key).limit(limit))
    priced = [(found, card.price(found, today)) for found in nearest]
    return [
        {
            "code": found.code,
            "zone": found.zone,
            "area_m2": float(found.area_m2),
            "total_vnd": price.total_vnd if price else None,
        }
        for found, price in priced
    ]


def organisations_matching(text: str, limit: int = 10) -> list[Organisation]:
    """Return organisations whose name, written with or without accents, or tax number contains `text`."""
    key = fold(text)
    if len(key) < 2:
        return []
    pattern = "%" + key.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_") + "%"
    found = sa.or_(Organisation.search_key.like(pattern, escape="\\"), Organisation.tax_id == text.strip())
    return list(db.session.scalars(sa.select(Organisation).where(found).order_by(Organisation.sort_key).limit(limit)))


def merged_parts_of(booth: Booth) -> list[Booth]:
    """Return the parts of a merged stand besides its first booth, in natural order."""
    return list(db.session.scalars(sa.select(Booth).where(Booth.merged_into_id == booth.id).order_by(Booth.sort_key)))


def booths_with(event: Event, codes: Collection[str]) -> list[Booth]:
    """Return the booths of `event` with these codes, in natural order, halls loaded.

    Raises:
        NotFound: one of them is no booth of this event.
    """
    wanted = {code.upper() for code in codes}
    chosen = sa.select(Booth).where(Booth.event_id == event.id, Booth.code.in_(wanted)).options(joinedload(Booth.hall))
    found = list(db.session.scalars(chosen.order_by(Booth.sort_key)))
    if len(found) != len(wanted):
        raise NotFound
    return found


def find_whole(booth: Booth) -> Booth | None:
    """Return the merged stand of which `booth` is a part."""
    return db.session.get(Booth, booth.merged_into_id) if booth.merged_into_id is not None else None


def history_of(booth: Booth, limit: int = 50) -> list[AuditEntry]:
    """Return what was done with a booth and with the claims on it, the newest first."""
    claims = sa.select(sa.cast(BoothClaim.id, sa.String)).where(BoothClaim.booth_id == booth.id)
    about = sa.or_(
        sa.and_(AuditEntry.subject_type == "booth", AuditEntry.subject_id == str(booth.id)),
        sa.and_(AuditEntry.subject_type == "booth_claim", AuditEntry.subject_id.in_(claims)),
    )
    chosen = sa.select(AuditEntry).where(AuditEntry.event_id == booth.event_id, about)
    return list(db.session.scalars(chosen.order_by(AuditEntry.id.desc()).limit(limit)))
