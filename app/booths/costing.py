"""What taking part costs a firm, and what schemes of the state pay of it, before it applies (A-22). Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any, Protocol

from app.core.i18n import _l

# priority areas get at most one and a half times the norm.
PRIORITY = Decimal("1.5")


class Item(StrEnum):
    RENT = "rent"
    SURCHARGE = "surcharge"
    FREIGHT = "freight"
    SUBSISTENCE = "subsistence"
    TRAVEL = "travel"

    @property
    def label(self) -> Any:
        return _ITEMS[self.value]


_ITEMS = {
    "rent": _l("Rent of booths"),
    "surcharge": _l("Surcharge for open sides"),
    "freight": _l("Freight"),
    "subsistence": _l("Board and lodging"),
    "travel": _l("Travel"),
}


class Scheme(Protocol):
    """What a scheme pays: a SupportScheme row."""

    name: Any
    rent_pct: Any
    freight_pct: Any
    subsistence_pct: Any
    travel_pct: Any
    most_booths: Any
    most_people: Any
    cap_vnd: Any
    most_a_year: Any
    favours_priority: Any


@dataclass(frozen=True)
class Plan:
    """What a firm plans; amounts in đồng without VAT.

    Attributes:
        rent_vnd: of one booth; likewise the surcharge.
        subsistence_vnd: board and lodging of one person and day; `travel_vnd` of one person.
        is_priority: it comes from an area that schemes may favour.
        times_used: how often it had support of this kind this year.
    """

    rent_vnd: int
    surcharge_vnd: int = 0
    booths: int = 1
    freight_vnd: int = 0
    people: int = 0
    days: int = 0
    subsistence_vnd: int = 0
    travel_vnd: int = 0
    is_priority: bool = False
    times_used: int = 0

    def costs(self, *, booths: int | None = None, people: int | None = None) -> dict[Item, int]:
        """Return the cost of each item, for at most so many booths and people."""
        counted = self.booths if booths is None else min(booths, self.booths)
        persons = self.people if people is None else min(people, self.people)
        return {
            Item.RENT: self.rent_vnd * counted,
            Item.SURCHARGE: self.surcharge_vnd * counted,
            Item.FREIGHT: self.freight_vnd,
            Item.SUBSISTENCE: self.subsistence_vnd * self.days * persons,
            Item.TRAVEL: self.travel_vnd * persons,
        }

    @property
    def total_vnd(self) -> int:
        return sum(self.costs().values())


@dataclass(frozen=True)
class Support:
    """What one scheme pays.

    Attributes:
        covered: items that an earlier scheme pays, so this one does not (R-13).
        is_capped: its highest amount was reached. is_used_up: the firm had it as often as it may this year.
    """

    scheme: Scheme
    items: Mapping[Item, int]
    covered: tuple[Item, ...] = ()
    is_capped: bool = False
    is_used_up: bool = False
    cut_vnd: int = 0

    @property
    def total_vnd(self) -> int:
        return sum(self.items.values()) - self.cut_vnd


@dataclass(frozen=True)
class Estimate:
    """Costs, what each scheme pays, and what the firm pays itself."""

    plan: Plan
    supports: tuple[Support, ...]

    @property
    def supported_vnd(self) -> int:
        return sum(support.total_vnd for support in self.supports)

    @property
    def own_vnd(self) -> int:
        return self.plan.total_vnd - self.supported_vnd


def estimate(plan: Plan, schemes: Iterable[Scheme]) -> Estimate:
    """Return what `schemes`, in their order, pay of `plan`. Source: A-22, R-10, R-11, R-13, R-18."""
    paid: set[Item] = set()
    supports = []
    for scheme in schemes:
        support = _support(plan, scheme, paid)
        paid |= {item for item, amount in support.items.items() if amount}
        supports.append(support)
    return Estimate(plan, tuple(supports))


def _support(plan: Plan, scheme: Scheme, paid: set[Item]) -> Support:
    if scheme.most_a_year is not None and plan.times_used >= scheme.most_a_year:
        return Support(scheme, {}, is_used_up=True)
    shares = {
        Item.RENT: scheme.rent_pct,
        Item.FREIGHT: scheme.freight_pct,
        Item.SUBSISTENCE: scheme.subsistence_pct,
        Item.TRAVEL: scheme.travel_pct,
    }
    costs = plan.costs(booths=scheme.most_booths, people=scheme.most_people)
    favour = PRIORITY if plan.is_priority and scheme.favours_priority else Decimal(1)
    items = {
        item: _part(costs[item], min(Decimal(pct) * favour, Decimal(100)))
        for item, pct in shares.items()
        if pct and item not in paid
    }
    covered = tuple(item for item, pct in shares.items() if pct and item in paid)
    cap = scheme.cap_vnd
    cut = max(sum(items.values()) - cap, 0) if cap is not None else 0
    return Support(scheme, items, covered, is_capped=cut > 0, cut_vnd=cut)


def _part(amount_vnd: int, pct: Decimal) -> int:
    return int((Decimal(amount_vnd) * pct / 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))
