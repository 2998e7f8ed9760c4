"""Prices of F1 (acceptance 3.0, A-07) and their rounding."""

from decimal import Decimal

from app.booths.pricing import price_of
from app.booths.services import Rates

STANDARD = Rates(per_booth_vnd=4_500_000, corner_pct=10, vat_pct=8)
RAW = Rates(per_m2_vnd=400_000, min_area_m2=36, vat_pct=8)


def test_the_corner_stand_of_a07() -> None:
    price = price_of(STANDARD, area_m2=Decimal(9), open_sides=2)
    assert (price.rent_vnd, price.corner_vnd, price.net_vnd) == (4_500_000, 450_000, 4_950_000)
    assert (price.vat_vnd, price.total_vnd) == (396_000, 5_346_000)


def test_a_booth_in_the_row_pays_no_corner() -> None:
    price = price_of(STANDARD, area_m2=Decimal(9))
    assert (price.corner_pct, price.corner_vnd, price.total_vnd) == (0, 0, 4_860_000)


def test_raw_space_is_paid_by_the_square_metre() -> None:
    assert price_of(RAW, area_m2=Decimal(48)).rent_vnd == 19_200_000


def test_raw_space_pays_at_least_its_least_area() -> None:
    assert price_of(RAW, area_m2=Decimal(12)).rent_vnd == 14_400_000


def test_each_line_is_rounded_half_up_and_the_total_is_their_sum() -> None:
    price = price_of(Rates(per_m2_vnd=333_333, corner_pct=15, vat_pct=8), area_m2=Decimal("9.50"), open_sides=2)
    assert (price.rent_vnd, price.corner_vnd, price.vat_vnd) == (3_166_664, 475_000, 291_333)
    assert price.total_vnd == 3_166_664 + 475_000 + 291_333


def test_a_free_booth_costs_nothing() -> None:
    assert price_of(Rates(corner_pct=10), area_m2=Decimal(9), open_sides=2).total_vnd == 0
