"""The rate card: its lines, the dates of its bands, and what others pay. Claims keep the price at which they were made."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.accounts.models import User
from app.audit import services as audit
from app.booths import queries
from app.booths.errors import BandsRefused, RateExists
from app.booths.models import Booth, BoothKind, BoothPrice, BoothSubsidy, FirmClass, PriceBand
from app.booths.rate_card import Days, flaws_of
from app.booths.services.planning import renew_plan
from app.core.db import db, refusing
from app.core.registry import CloneRun
from app.events.models import Event


@dataclass(frozen=True)
class Rates:
    """The amounts of a line as the organiser sets it, in đồng; percentages whole."""

    per_booth_vnd: int = 0
    per_m2_vnd: int = 0
    early_vnd: int | None = None
    late_vnd: int | None = None
    min_area_m2: int = 0
    corner_pct: int = 0
    corner_vnd: int = 0
    head_pct: int | None = None
    head_vnd: int | None = None
    island_pct: int | None = None
    island_vnd: int | None = None
    vat_pct: int = 8


@dataclass(frozen=True)
class LineKey:
    """For which booths a line counts: kind, price group ("" all), from which size."""

    kind: BoothKind
    price_group: str = ""
    area_from_m2: int = 0


@dataclass(frozen=True)
class SubsidyTerms:
    """What others pay: either `pct` of the rent or `amount_vnd` a booth."""

    name: str
    payer: str
    reason: str
    firm_class: FirmClass
    pct: int = 0
    amount_vnd: int = 0


def set_rates(event: Event, rates: dict[BoothKind, Rates], *, by: User | str) -> None:
    """Set the general line of each kind."""
    known = queries.rates_of(event)
    for kind, wanted in rates.items():
        row = known.get(kind.value)
        if row is None:
            row = BoothPrice(event_id=event.id, kind=kind)
            db.session.add(row)
        for name, value in vars(wanted).items():
            setattr(row, name, value)
    data = {kind.value: vars(wanted) for kind, wanted in rates.items()}
    audit.record(by, "booths.rates_set", event, event=event, data=data)
    renew_plan(event.id)


def save_line(event: Event, key: LineKey, rates: Rates, *, by: User, line: BoothPrice | None = None) -> BoothPrice:
    """Add a line to the rate card, or change `line`.

    Raises:
        RateExists: another line counts for the same kind, group and size.
    """
    before = {name: getattr(line, name) for name in vars(rates)} if line is not None else {}
    values: dict[str, Any] = {**vars(key), **vars(rates)}
    with refusing("uq_booth_price_line", RateExists()):
        if line is None:
            line = BoothPrice(event_id=event.id)
            for name, value in values.items():
                setattr(line, name, value)
            db.session.add(line)
        else:
            for name, value in values.items():
                setattr(line, name, value)
        db.session.flush()
    told = {"kind": key.kind.value, "price_group": key.price_group, "area_from_m2": key.area_from_m2}
    audit.record(by, "booths.rates_set", event, event=event, data=told | {"before": before, "after": vars(rates)})
    renew_plan(event.id)
    return line


def delete_line(event: Event, line: BoothPrice, *, by: User) -> None:
    """Remove a line of the rate card."""
    data = {"kind": line.kind.value, "price_group": line.price_group, "area_from_m2": line.area_from_m2}
    audit.record(by, "booths.rate_deleted", event, event=event, data=data)
    db.session.delete(line)
    db.session.flush()
    renew_plan(event.id)


def set_bands(event: Event, bands: Iterable[Days], *, by: User | str) -> None:
    """Set on which days which tier counts.

    Raises:
        BandsRefused: they overlap, leave days out between them or end before they start; names the flaws.
    """
    wanted = list(bands)
    flaws = flaws_of(wanted)
    if flaws:
        raise BandsRefused(flaws)
    before = [_told(band) for band in queries.bands_of(event.id)]
    db.session.execute(sa.delete(PriceBand).where(PriceBand.event_id == event.id))
    db.session.expire_all()
    db.session.add_all(PriceBand(event_id=event.id, **vars(band)) for band in wanted)
    db.session.flush()
    data = {"before": before, "after": [_told(band) for band in wanted]}
    audit.record(by, "booths.price_dates_set", event, event=event, data=data)
    renew_plan(event.id)


def _told(band: Any) -> dict[str, str]:
    return {"tier": band.tier.value, "from": str(band.starts_on or ""), "until": str(band.ends_on or "")}


def save_subsidy(event: Event, terms: SubsidyTerms, *, by: User | str, subsidy: BoothSubsidy | None = None) -> BoothSubsidy:
    """Add what others pay, or change `subsidy`. Prices already agreed keep theirs.

    Raises:
        RateExists: the event has one of that name.
    """
    with refusing("uq_booth_subsidy_event_id_name", RateExists()):
        if subsidy is None:
            subsidy = BoothSubsidy(event_id=event.id, **vars(terms))
            db.session.add(subsidy)
        else:
            for name, value in vars(terms).items():
                setattr(subsidy, name, value)
        db.session.flush()
    audit.record(by, "booths.subsidy_set", event, event=event, data=vars(terms) | {"firm_class": terms.firm_class.value})
    return subsidy


def delete_subsidy(event: Event, subsidy: BoothSubsidy, *, by: User) -> None:
    """Remove a subsidy. Prices already agreed keep it."""
    audit.record(by, "booths.subsidy_deleted", event, event=event, data={"name": subsidy.name})
    db.session.delete(subsidy)
    db.session.flush()


def group_booths(event: Event, codes: list[str], price_group: str, *, by: User) -> int:
    """Put the booths with these codes into a price group, "" into none, and return how many changed."""
    chosen = sa.select(Booth).where(Booth.event_id == event.id, Booth.code.in_(codes), Booth.price_group != price_group)
    booths = list(db.session.scalars(chosen.order_by(Booth.sort_key)))
    for booth in booths:
        booth.price_group = price_group
    db.session.flush()
    if booths:
        data = {"booths": [booth.code for booth in booths], "price_group": price_group}
        audit.record(by, "booths.grouped", event, event=event, data=data)
        renew_plan(event.id)
    return len(booths)


def clone_rates(source: Event, target: Event, run: CloneRun) -> None:
    """Copy the whole rate card of `source` to `target`; the dates of its bands move with the event."""
    names = [*vars(Rates()), "kind", "price_group", "area_from_m2"]
    for line in queries.lines_of(source.id):
        db.session.add(BoothPrice(event_id=target.id, **{name: getattr(line, name) for name in names}))
    for band in queries.bands_of(source.id):
        days = {"starts_on": run.move_day(band.starts_on), "ends_on": run.move_day(band.ends_on)}
        db.session.add(PriceBand(event_id=target.id, tier=band.tier, **days))
    for subsidy in queries.subsidies_of(source.id):
        terms = {name: getattr(subsidy, name) for name in SubsidyTerms.__annotations__}
        db.session.add(BoothSubsidy(event_id=target.id, **terms))
    db.session.flush()
