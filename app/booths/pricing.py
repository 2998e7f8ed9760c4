"""The price of a booth from its rate. Pure.

Rounding: each line (rent, corner surcharge, VAT) is rounded half up to whole đồng once; VAT is taken of the rounded net
amount, and the total is the sum of the lines, so that what is printed adds up.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol

# what a standard booth of 9 m² comes with; texts in templates/booths.
STANDARD_AREA_M2 = 9


class Rate(Protocol):
    """What a price follows from: a BoothPrice row."""

    per_booth_vnd: int
    per_m2_vnd: int
    min_area_m2: int
    corner_pct: int
    vat_pct: int


@dataclass(frozen=True)
class Price:
    """The lines of a price in đồng."""

    rent_vnd: int
    corner_pct: int
    corner_vnd: int
    vat_pct: int
    vat_vnd: int

    @property
    def net_vnd(self) -> int:
        return self.rent_vnd + self.corner_vnd

    @property
    def total_vnd(self) -> int:
        return self.net_vnd + self.vat_vnd


def price_of(rate: Rate, *, area_m2: Decimal, is_corner: bool) -> Price:
    """Return the price of a booth of `area_m2`.

    A rate per square metre counts at least its least area; a rate per booth ignores the area.
    Source: A-07: corner stand 4,500,000 + 450,000, VAT 8 % 396,000, total 5,346,000; raw space from 36 m².
    """
    by_area = _whole(rate.per_m2_vnd * max(Decimal(area_m2), Decimal(rate.min_area_m2)))
    rent = by_area if rate.per_m2_vnd else rate.per_booth_vnd
    corner = _whole(Decimal(rent * rate.corner_pct) / 100) if is_corner else 0
    vat = _whole(Decimal((rent + corner) * rate.vat_pct) / 100)
    return Price(rent, rate.corner_pct if is_corner else 0, corner, rate.vat_pct, vat)


def _whole(amount: Decimal) -> int:
    return int(amount.quantize(Decimal(1), rounding=ROUND_HALF_UP))
