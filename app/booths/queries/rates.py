"""Reads of the rate card, and prices by it."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from app.booths.models import Booth, BoothPrice, BoothSubsidy, PriceBand, PriceTier, SupportScheme
from app.booths.pricing import Price
from app.booths.rate_card import RateCard
from app.core import clock
from app.core.db import db
from app.core.errors import NotFound
from app.events.models import Event


def rates_of(event: Event) -> dict[str, BoothPrice]:
    """Return the general lines of `event` by kind of booth: for all groups and sizes."""
    return {line.kind.value: line for line in lines_of(event.id) if not line.price_group and not line.area_from_m2}


def lines_of(event_id: int) -> list[BoothPrice]:
    """Return all lines of the rate card: by kind, general ones first, then by group and size."""
    order = (BoothPrice.kind.desc(), BoothPrice.price_group, BoothPrice.area_from_m2)
    return list(db.session.scalars(sa.select(BoothPrice).where(BoothPrice.event_id == event_id).order_by(*order)))


def bands_of(event_id: int) -> list[PriceBand]:
    """Return the bands of dates in the order of tiers."""
    rows = {band.tier: band for band in db.session.scalars(sa.select(PriceBand).where(PriceBand.event_id == event_id))}
    return [rows[tier] for tier in PriceTier if tier in rows]


def rate_card_of(event_id: int) -> RateCard:
    """Return the whole rate card of an event. Two queries."""
    return RateCard(tuple(lines_of(event_id)), tuple(bands_of(event_id)))


def get_line(event: Event, line_id: int) -> BoothPrice:
    """Return a line of the event's rate card. Raises: NotFound."""
    found = db.session.scalar(sa.select(BoothPrice).where(BoothPrice.event_id == event.id, BoothPrice.id == line_id))
    if found is None:
        raise NotFound
    return found


def find_rate(booth: Booth) -> BoothPrice | None:
    """Return the line that counts for the booth, None when the organiser has not set one."""
    return rate_card_of(booth.event_id).line_for(booth.kind, booth.price_group, booth.area_m2)


def find_price(booth: Booth) -> Price | None:
    """Return what the booth costs today, None when the rate card does not say it."""
    return rate_card_of(booth.event_id).price(booth, clock.today(booth.event.timezone))


def subsidies_of(event_id: int) -> list[BoothSubsidy]:
    """Return what others pay in this event, by name."""
    chosen = sa.select(BoothSubsidy).where(BoothSubsidy.event_id == event_id)
    return list(db.session.scalars(chosen.order_by(BoothSubsidy.name, BoothSubsidy.id)))


def get_subsidy(event: Event, subsidy_id: int) -> BoothSubsidy:
    """Return a subsidy of the event. Raises: NotFound."""
    chosen = sa.select(BoothSubsidy).where(BoothSubsidy.event_id == event.id, BoothSubsidy.id == subsidy_id)
    found = db.session.scalar(chosen)
    if found is None:
        raise NotFound
    return found


def price_groups_of(event: Event) -> list[str]:
    """Return the price groups that booths or lines of the event have."""
    booths = sa.select(Booth.price_group).where(Booth.event_id == event.id)
    lines = sa.select(BoothPrice.price_group).where(BoothPrice.event_id == event.id)
    return sorted(group for group in db.session.scalars(booths.union(lines)) if group)


def unknown_codes(event: Event, codes: list[str]) -> list[str]:
    """Return those of `codes` that no booth of the event has, in their order."""
    known = set(db.session.scalars(sa.select(Booth.code).where(Booth.event_id == event.id, Booth.code.in_(codes))))
    return [code for code in dict.fromkeys(codes) if code not in known]


@dataclass(frozen=True)
class PriceGaps:
    """What has no price: types of booths that no line counts for, by a booth of each, and the first days without one."""

    booths: list[str]
    days: tuple[date, date] | None

    def __bool__(self) -> bool:
        return bool(self.booths) or self.days is not None


def price_gaps_of(event: Event) -> PriceGaps:
    """Return what would have no price between today and the last day of the event. Three queries."""
    card = rate_card_of(event.id)
    columns = (Booth.kind, Booth.price_group, Booth.width_m, Booth.depth_m)
    types = sa.select(*columns, sa.func.min(Booth.code)).where(
        Booth.event_id == event.id, Booth.is_blocked.is_(False), Booth.merged_into_id.is_(None)
    )
    missing = [
        code
        for kind, group, width, depth, code in db.session.execute(types.group_by(*columns))
        if card.line_for(kind, group, width * depth) is None
    ]
    today, last = clock.today(event.timezone), event.days[1]
    return PriceGaps(sorted(missing), card.uncovered(min(today, last), last))


def schemes_of(event_id: int) -> list[SupportScheme]:
    """Return the schemes of the state that the calculator counts with, in their order."""
    chosen = sa.select(SupportScheme).where(SupportScheme.event_id == event_id)
    return list(db.session.scalars(chosen.order_by(SupportScheme.position, SupportScheme.id)))


def get_scheme(event: Event, scheme_id: int) -> SupportScheme:
    """Return a scheme of the event. Raises: NotFound."""
    chosen = sa.select(SupportScheme).where(SupportScheme.event_id == event.id, SupportScheme.id == scheme_id)
    found = db.session.scalar(chosen)
    if found is None:
        raise NotFound
    return found
