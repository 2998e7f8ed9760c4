"""The price of a booth from its line of the rate card. Pure.

Rounding: each line (rent, surcharge, subsidy, VAT) is rounded half up to whole đồng once; VAT is taken of the rounded net
amount, and the total is the sum of the lines, so that what is printed adds up.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Protocol, Self

from app.booths.models import PriceTier

# what a standard booth of 9 m² comes with; texts in templates/booths.
STANDARD_AREA_M2 = 9
# The columns of a claim that keep a price, see Price.frozen.
FROZEN = ("rent_vnd", "corner_pct", "corner_vnd", "subsidy_vnd", "vat_pct", "vat_vnd")


class Rate(Protocol):
    """What a price follows from: a BoothPrice row."""

    per_booth_vnd: Any
    per_m2_vnd: Any
    early_vnd: Any
    late_vnd: Any
    min_area_m2: Any
    corner_pct: Any
    corner_vnd: Any
    head_pct: Any
    head_vnd: Any
    island_pct: Any
    island_vnd: Any
    vat_pct: Any


class Subsidy(Protocol):
    """What others pay: a BoothSubsidy row."""

    name: Any
    payer: Any
    reason: Any
    pct: Any
    amount_vnd: Any


@dataclass(frozen=True)
class Line:
    """One printed line of a price. `detail` holds what its text says, see quotes.text_of."""

    kind: str
    net_vnd: int
    vat_pct: int
    vat_vnd: int
    detail: Mapping[str, Any] = field(default_factory=dict)

    @property
    def total_vnd(self) -> int:
        return self.net_vnd + self.vat_vnd


@dataclass(frozen=True)
class Price:
    """The amounts of a price in đồng; `quote` says how they came about, as it is kept with a claim."""

    rent_vnd: int
    corner_pct: int
    corner_vnd: int
    vat_pct: int
    vat_vnd: int
    subsidy_vnd: int = 0
    quote: Mapping[str, Any] = field(default_factory=dict, compare=False)

    @classmethod
    def of(cls, claim: Any) -> Self:
        """Return the price that a claim keeps."""
        return cls(**{name: getattr(claim, name) for name in FROZEN}, quote=claim.quote or {})

    @property
    def net_vnd(self) -> int:
        return self.rent_vnd + self.corner_vnd - self.subsidy_vnd

    @property
    def total_vnd(self) -> int:
        return self.net_vnd + self.vat_vnd

    @property
    def lines(self) -> list[Line]:
        """Return rent, surcharge and subsidy, each with its share of the VAT; they add up to net, VAT and total."""
        detail = self.quote
        amounts = [("rent", self.rent_vnd), ("sides", self.corner_vnd), ("subsidy", -self.subsidy_vnd)]
        return share_vat(
            [(kind, amount, detail.get(kind, {})) for kind, amount in amounts if amount or kind == "rent"], self.vat_pct
        )

    def frozen(self) -> dict[str, Any]:
        """Return the columns of a claim that keep this price."""
        columns = {name: getattr(self, name) for name in FROZEN}
        return columns | {"total_vnd": self.total_vnd, "quote": dict(self.quote)}


def share_vat(amounts: Iterable[tuple[str, int, Mapping[str, Any]]], vat_pct: int) -> list[Line]:
    """Return lines whose VAT adds up to the VAT of their sum: each takes what the running total rounds to."""
    lines, running = [], 0
    for kind, net, detail in amounts:
        vat = vat_of(running + net, vat_pct) - vat_of(running, vat_pct)
        lines.append(Line(kind, net, vat_pct, vat, detail))
        running += net
    return lines


def price_of(
    rate: Rate,
    *,
    area_m2: Decimal,
    open_sides: int = 1,
    tier: PriceTier = PriceTier.STANDARD,
    subsidy: Subsidy | None = None,
    units: int = 1,
) -> Price:
    """Return the price of a booth of `area_m2` with `open_sides` in a band of dates.

    A rate per square metre counts at least its least area; a rate per booth ignores the area.

    Args:
        units: numbers of a merged stand, each of which costs the rate per booth.
    Source: A-07: corner stand 4,500,000 + 450,000, VAT 8 % 396,000, total 5,346,000; raw space from 36 m².
    """
    each = _amount(rate, tier)
    detail: dict[str, Any] = {"tier": tier.value, "each_vnd": each}
    rent = each * units
    if rate.per_m2_vnd:
        charged = max(Decimal(area_m2), Decimal(rate.min_area_m2))
        rent = _whole(each * charged)
        detail |= {"area_m2": _plain(Decimal(area_m2)), "charged_m2": _plain(charged)}
    pct, fixed = _surcharge(rate, open_sides)
    surcharge = _whole(Decimal(rent * pct) / 100) + fixed
    quote: dict[str, Any] = {"rent": detail}
    if surcharge:
        quote["sides"] = {"sides": open_sides, "pct": pct}
    price = Price(rent, pct, surcharge, rate.vat_pct, vat_of(rent + surcharge, rate.vat_pct), 0, quote)
    return price if subsidy is None else subsidised(price, subsidy)


def subsidised(price: Price, subsidy: Subsidy) -> Price:
    """Return `price` with what somebody else pays of its rent, instead of any support that it had."""
    rent, vat_pct = price.rent_vnd, price.vat_pct
    paid = min(_whole(Decimal(rent * subsidy.pct) / 100) if subsidy.pct else subsidy.amount_vnd, rent)
    told = {"name": subsidy.name, "payer": subsidy.payer, "reason": subsidy.reason, "pct": subsidy.pct}
    vat = vat_of(rent + price.corner_vnd - paid, vat_pct)
    return Price(rent, price.corner_pct, price.corner_vnd, vat_pct, vat, paid, {**price.quote, "subsidy": told})


def _amount(rate: Rate, tier: PriceTier) -> int:
    special = {PriceTier.EARLY: rate.early_vnd, PriceTier.LATE: rate.late_vnd}.get(tier)
    return int(special if special is not None else rate.per_m2_vnd or rate.per_booth_vnd)


def _surcharge(rate: Rate, open_sides: int) -> tuple[int, int]:
    """Return percent and amount of the surcharge for so many open sides."""
    steps = [(rate.corner_pct, rate.corner_vnd), (rate.head_pct, rate.head_vnd), (rate.island_pct, rate.island_vnd)]
    for pct, fixed in reversed(steps[: max(open_sides - 1, 0)]):
        # What is not set follows the surcharge for one open side less.
        if pct is not None or fixed is not None:
            return pct or 0, fixed or 0
    return 0, 0


def vat_of(net_vnd: int, vat_pct: int) -> int:
    """Return the VAT of a net amount."""
    return _whole(Decimal(net_vnd * vat_pct) / 100)


def _whole(amount: Decimal) -> int:
    return int(Decimal(amount).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _plain(area: Decimal) -> str:
    return f"{area.normalize():f}"
