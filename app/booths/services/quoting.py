"""Frozen prices: what others pay of them, and the explicit act that computes them anew."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from app.audit import services as audit
from app.booths import queries
from app.booths.errors import ClaimChanged, PriceMissing
from app.booths.models import BoothClaim, BoothSubsidy, ClaimState, FirmClass
from app.booths.pricing import Price, subsidised
from app.booths.rate_card import RateCard
from app.booths.services.claiming import try_step
from app.core import clock
from app.events.models import Event

# Orders that are open: neither a hold of minutes, nor handed over, nor ended.
OPEN = (ClaimState.APPLIED, ClaimState.RESERVED, ClaimState.CONFIRMED, ClaimState.SOLD)
Classes = Callable[[BoothClaim], Collection[FirmClass]]


@dataclass(frozen=True)
class Difference:
    """What computing a price anew changes; `after` is None when the rate card has no price for the booth on that day."""

    claim: BoothClaim
    before: Price
    after: Price | None

    @property
    def total_vnd(self) -> int:
        return self.after.total_vnd - self.before.total_vnd if self.after else 0

    @property
    def changes(self) -> bool:
        return self.after is not None and self.after != self.before


def best_subsidy(price: Price, subsidies: Iterable[BoothSubsidy], classes: Collection[FirmClass]) -> BoothSubsidy | None:
    """Return what pays most of `price` for a firm of these classes, None when nothing does."""
    fitting = [row for row in subsidies if row.firm_class in classes]
    return max(fitting, key=lambda row: (subsidised(price, row).subsidy_vnd, -row.id), default=None)


def support(claim: BoothClaim, classes: Collection[FirmClass], *, by: Any) -> None:
    """Write what others pay for the firm into the frozen price of its booth, as a line of its own.

    A support that is there stays: only `recompute` changes what was agreed.

    Raises:
        ClaimChanged: the claim has changed meanwhile.
    """
    if claim.subsidy_vnd:
        return
    price = Price.of(claim)
    subsidy = best_subsidy(price, queries.subsidies_of(claim.event_id), classes)
    if subsidy is None:
        return
    _freeze(claim, subsidised(price, subsidy))
    data = {"booth": claim.booth.code, "name": subsidy.name, "payer": subsidy.payer, "subsidy_vnd": claim.subsidy_vnd}
    audit.record(by, "booths.supported", claim, reason=subsidy.reason, data=data)


def differences(event: Event, claims: Iterable[BoothClaim], classes: Classes, *, today: bool = False) -> list[Difference]:
    """Return what computing the prices of `claims` anew would change. Three queries, booths loaded before.

    Args:
        classes: the classes of a claim's firm.
        today: take the price of today instead of that of the day on which the booth was taken.
    """
    card, subsidies = queries.rate_card_of(event.id), queries.subsidies_of(event.id)
    return [Difference(claim, Price.of(claim), _anew(event, claim, card, subsidies, classes(claim), today)) for claim in claims]


def _anew(
    event: Event,
    claim: BoothClaim,
    card: RateCard,
    subsidies: list[BoothSubsidy],
    classes: Collection[FirmClass],
    today: bool,
) -> Price | None:
    day = clock.today(event.timezone) if today else _day_of(event, claim)
    price = card.price(claim.booth, day)
    # A wish in an application gets its support when it is accepted.
    if price is None or claim.state == ClaimState.APPLIED:
        return price
    subsidy = best_subsidy(price, subsidies, classes)
    return price if subsidy is None else subsidised(price, subsidy)


def _day_of(event: Event, claim: BoothClaim) -> date:
    return claim.created_at.astimezone(ZoneInfo(event.timezone)).date()


def recompute(difference: Difference, *, by: Any, reason: str) -> None:
    """Freeze the new price of an open order.

    Raises:
        PriceMissing: the rate card has none. ClaimChanged: the order is closed, or its price changed meanwhile.
    """
    claim, before, after = difference.claim, difference.before, difference.after
    if after is None:
        raise PriceMissing
    if claim.state not in OPEN:
        raise ClaimChanged(claim.booth.code)
    _freeze(claim, after)
    data = {"booth": claim.booth.code, "total_before_vnd": before.total_vnd, "total_vnd": after.total_vnd}
    audit.record(
        by, "booths.price_recomputed", claim, reason=reason, data=data | {"before": _told(before), "after": _told(after)}
    )


def _told(price: Price) -> dict[str, int]:
    return {name: getattr(price, name) for name in ("rent_vnd", "corner_vnd", "subsidy_vnd", "vat_vnd")}


def _freeze(claim: BoothClaim, price: Price) -> None:
    same = (BoothClaim.state == claim.state) & (BoothClaim.total_vnd == claim.total_vnd)
    if not try_step(claim, claim.state, same, **price.frozen()):
        raise ClaimChanged(claim.booth.code)
