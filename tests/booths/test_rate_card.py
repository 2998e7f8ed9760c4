"""Lines and bands of the rate card: which one counts, and that its lines add up."""

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.booths.models import BoothKind, PriceTier
from app.booths.pricing import price_of
from app.booths.rate_card import Days, RateCard, flaws_of
from app.booths.services import Rates

EARLY, STANDARD, LATE = PriceTier
THREE = [
    Days(EARLY, None, date(2026, 9, 30)),
    Days(STANDARD, date(2026, 10, 1), date(2026, 11, 14)),
    Days(LATE, date(2026, 11, 15), None),
]
amounts = st.integers(0, 10**9)
shares = st.one_of(st.none(), st.integers(0, 100))
rates = st.builds(
    Rates,
    per_booth_vnd=amounts,
    per_m2_vnd=st.one_of(st.just(0), amounts),
    early_vnd=st.one_of(st.none(), amounts),
    late_vnd=st.one_of(st.none(), amounts),
    min_area_m2=st.integers(0, 100),
    corner_pct=st.integers(0, 100),
    corner_vnd=amounts,
    head_pct=shares,
    island_vnd=st.one_of(st.none(), amounts),
    vat_pct=st.integers(0, 20),
)
subsidies = st.one_of(
    st.none(),
    st.builds(
        SimpleNamespace, name=st.just("a"), payer=st.just("b"), reason=st.just("c"), pct=st.integers(0, 100), amount_vnd=amounts
    ),
)


def line(**values: Any) -> Any:
    known = {"price_group": "", "area_from_m2": 0, "per_booth_vnd": 4_500_000, "per_m2_vnd": 0, "min_area_m2": 0}
    known |= {"corner_pct": 10, "corner_vnd": 0, "vat_pct": 8, "kind": BoothKind.STANDARD}
    known |= dict.fromkeys(("early_vnd", "late_vnd", "head_pct", "head_vnd", "island_pct", "island_vnd"))
    return SimpleNamespace(**known | values)


def booth(area: int = 9, group: str = "", sides: int = 1) -> Any:
    return SimpleNamespace(kind=BoothKind.STANDARD, price_group=group, area_m2=Decimal(area), open_sides=sides, unit_count=1)


# A busy machine draws slowly; that says nothing of prices.
patient = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@patient
@given(rates, st.decimals(1, 500, places=2), st.integers(1, 4), st.sampled_from(PriceTier), subsidies)
def test_the_printed_lines_add_up_to_net_vat_and_total(rate, area, sides, tier, subsidy) -> None:
    price = price_of(rate, area_m2=area, open_sides=sides, tier=tier, subsidy=subsidy)
    assert sum(part.net_vnd for part in price.lines) == price.net_vnd >= 0
    assert sum(part.vat_vnd for part in price.lines) == price.vat_vnd
    assert sum(part.total_vnd for part in price.lines) == price.total_vnd == price.net_vnd + price.vat_vnd
    assert 0 <= price.subsidy_vnd <= price.rent_vnd


@patient
@given(
    st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    st.lists(st.dates(date(2026, 2, 1), date(2027, 11, 30)), min_size=2, max_size=2),
)
def test_the_price_of_a_day_is_that_of_exactly_one_band(day, cuts) -> None:
    first, second = min(cuts), max(cuts) + timedelta(days=1)
    bands = [
        Days(EARLY, None, first),
        Days(STANDARD, first + timedelta(days=1), second),
        Days(LATE, second + timedelta(days=1), None),
    ]
    card = RateCard([line(early_vnd=4_000_000, late_vnd=5_000_000)], bands)
    holding = [
        band.tier
        for band in bands
        if (not band.starts_on or band.starts_on <= day) and (not band.ends_on or day <= band.ends_on)
    ]
    assert flaws_of(bands) == []
    assert holding == [card.tier_on(day)]
    wanted = {EARLY: 4_000_000, STANDARD: 4_500_000, LATE: 5_000_000}[holding[0]]
    assert card.price(booth(), day).rent_vnd == wanted


@pytest.mark.parametrize(
    ("bands", "flaw"),
    [
        ([THREE[0], Days(STANDARD, date(2026, 9, 30), None)], ("standard", "starts_on", "overlap", date(2026, 10, 1))),
        ([THREE[0], Days(STANDARD, date(2026, 10, 3), None)], ("standard", "starts_on", "gap", date(2026, 10, 1))),
        ([Days(EARLY, None, None), Days(LATE, date(2026, 10, 3), None)], ("early", "ends_on", "open", None)),
        ([THREE[0], Days(LATE, None, date(2026, 12, 1))], ("late", "starts_on", "open", date(2026, 10, 1))),
        ([Days(LATE, date(2026, 10, 3), date(2026, 10, 1))], ("late", "ends_on", "reversed", None)),
    ],
)
def test_bands_that_do_not_fit_are_blamed_at_their_field(bands, flaw) -> None:
    found = flaws_of(bands)[0]
    assert (found.tier.value, found.field, found.kind, found.day) == flaw


def test_a_group_and_a_size_have_their_own_line_and_others_the_general_one() -> None:
    general, large, entrance = (
        line(),
        line(area_from_m2=18, per_booth_vnd=8_000_000),
        line(price_group="Cổng", per_booth_vnd=6_000_000),
    )
    card = RateCard([general, large, entrance], [])
    chosen = [card.line_for(BoothKind.STANDARD, group, area) for group, area in (("", 9), ("", 18), ("Cổng", 36), ("Khác", 9))]
    assert chosen == [general, large, entrance, general]
    assert card.line_for(BoothKind.RAW, "", 36) is None


def test_each_number_of_open_sides_has_its_own_surcharge_and_else_that_of_one_less() -> None:
    rate = Rates(per_booth_vnd=4_500_000, corner_pct=10, island_vnd=1_000_000)
    surcharges = [price_of(rate, area_m2=Decimal(9), open_sides=sides).corner_vnd for sides in (1, 2, 3, 4)]
    assert surcharges == [0, 450_000, 450_000, 1_000_000]


def test_days_before_the_first_band_have_no_price() -> None:
    card = RateCard([line()], [THREE[1]])
    assert card.price(booth(), date(2026, 9, 30)) is None
    assert card.uncovered(date(2026, 11, 10), date(2026, 11, 20)) == (date(2026, 11, 15), date(2026, 11, 20))


def test_a_support_pays_a_part_of_the_rent_and_lowers_the_vat() -> None:
    told = SimpleNamespace(name="KCQG", payer="Cục", reason="QĐ 12", pct=80, amount_vnd=0)
    price = price_of(Rates(per_booth_vnd=4_500_000, corner_pct=10), area_m2=Decimal(9), open_sides=2, subsidy=told)
    assert (price.subsidy_vnd, price.net_vnd, price.vat_vnd, price.total_vnd) == (3_600_000, 1_350_000, 108_000, 1_458_000)
    assert [part.kind for part in price.lines] == ["rent", "sides", "subsidy"]
