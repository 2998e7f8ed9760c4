"""The calculator of A-22: what X1 pays itself under each combination of schemes."""

from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.booths.costing import Item, Plan, estimate

X1 = Plan(
    rent_vnd=4_500_000,
    surcharge_vnd=450_000,
    freight_vnd=3_200_000,
    people=2,
    days=6,
    subsistence_vnd=400_000,
    travel_vnd=700_000,
)


def scheme(**values: Any) -> Any:
    none = dict.fromkeys(("most_booths", "most_people", "cap_vnd", "most_a_year"))
    zero = dict.fromkeys(("rent_pct", "freight_pct", "subsistence_pct", "travel_pct"), 0)
    return SimpleNamespace(**none | zero | {"name": "x", "favours_priority": False} | values)


NATIONAL = scheme(rent_pct=80)
OWN_FAIR = scheme(rent_pct=100)
PROVINCE = scheme(
    rent_pct=50,
    most_booths=1,
    freight_pct=100,
    subsistence_pct=100,
    travel_pct=100,
    most_people=1,
    cap_vnd=10_000_000,
    most_a_year=2,
)


@pytest.mark.parametrize(
    ("schemes", "supported", "own"),
    [
        ([NATIONAL, PROVINCE], 9_900_000, 4_450_000),
        ([OWN_FAIR, PROVINCE], 10_800_000, 3_550_000),
        ([PROVINCE], 8_550_000, 5_800_000),
        ([], 0, 14_350_000),
    ],
)
def test_x1_pays_what_the_scenario_says(schemes, supported, own) -> None:
    found = estimate(X1, schemes)
    assert (found.plan.total_vnd, found.supported_vnd, found.own_vnd) == (14_350_000, supported, own)


def test_two_schemes_of_the_state_never_pay_the_same_item() -> None:
    found = estimate(X1, [NATIONAL, PROVINCE])
    assert [support.items.get(Item.RENT) for support in found.supports] == [3_600_000, None]
    assert found.supports[1].covered == (Item.RENT,)
    assert found.supports[1].total_vnd == 6_300_000


def test_the_third_time_in_a_year_is_refused() -> None:
    third = Plan(**vars(X1) | {"times_used": 2})
    found = estimate(third, [PROVINCE])
    assert (found.supports[0].is_used_up, found.supported_vnd) == (True, 0)


def test_the_highest_amount_is_kept() -> None:
    dear = Plan(**vars(X1) | {"freight_vnd": 9_000_000})
    support = estimate(dear, [PROVINCE]).supports[0]
    assert (support.is_capped, support.total_vnd) == (True, 10_000_000)


def test_priority_areas_get_half_as_much_again_up_to_the_real_cost() -> None:
    near = Plan(**vars(X1) | {"is_priority": True})
    assert estimate(near, [scheme(rent_pct=80, favours_priority=True)]).supported_vnd == 4_500_000
    assert estimate(near, [scheme(rent_pct=50, favours_priority=True)]).supported_vnd == 3_375_000
    assert estimate(near, [NATIONAL]).supported_vnd == 3_600_000


amount = st.integers(0, 10**9)
percent = st.integers(0, 100)
schemes = st.builds(
    scheme,
    rent_pct=percent,
    freight_pct=percent,
    subsistence_pct=percent,
    travel_pct=percent,
    most_people=st.one_of(st.none(), st.integers(0, 5)),
    cap_vnd=st.one_of(st.none(), amount),
    favours_priority=st.booleans(),
)
plans = st.builds(
    Plan, amount, amount, st.integers(1, 9), amount, st.integers(0, 9), st.integers(0, 9), amount, amount, st.booleans()
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(plans, st.lists(schemes, max_size=3))
def test_nobody_gets_more_than_it_costs(plan, listed) -> None:
    found = estimate(plan, listed)
    assert 0 <= found.supported_vnd <= plan.total_vnd
    assert found.own_vnd == plan.total_vnd - found.supported_vnd
