"""The engine: rules of a placement, what it is worth, the bound, fairness between equals, and why."""

import random

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from app.allocation.bound import find_ceiling
from app.allocation.choices import Choices
from app.allocation.figures import figures_of
from app.allocation.problem import Party, Place, Problem, worth
from app.allocation.reasons import explain
from app.allocation.runs import Runs, neighbours_of
from app.allocation.solver import Placement, first_come, solve


def row(count: int, *, zone: str = "A", y: float = 0, start: int = 1, corners: bool = True) -> list[Place]:
    """Return a row of standard booths; the first and the last are corners."""
    return [
        Place(
            start + index,
            f"{zone}{start + index:02d}",
            "standard",
            zone,
            "Hall",
            3.0 * index,
            y,
            3,
            3,
            open_sides=2 if corners and index in (0, count - 1) else 1,
        )
        for index in range(count)
    ]


def party(key: int, **values: object) -> Party:
    return Party(key, f"DK{key:04d}", f"Firm {key}", "standard", order=key, **values)


def codes(problem: Problem, placement: Placement, key: int) -> list[str]:
    names = {place.key: place.code for place in problem.places}
    return sorted(names[place] for place in placement.places.get(key, ()))


def test_booths_that_share_a_wall_are_neighbours_also_back_to_back_but_not_across_an_aisle() -> None:
    places = [*row(2), *row(2, y=3, start=3), *row(2, y=9, start=5)]
    assert neighbours_of(places)[1] == {2, 3}
    assert neighbours_of(places)[5] == {6}


def test_a_run_of_four_is_a_row_or_two_back_to_back() -> None:
    runs = Runs([*row(4), *row(4, y=3, start=5)]).of_size("standard", 4)
    found = {frozenset(place.key for place in run) for run in runs}
    assert {frozenset({1, 2, 3, 4}), frozenset({1, 2, 5, 6})} <= found


def test_a_corner_goes_to_who_wishes_it_and_each_booth_once() -> None:
    problem = Problem(tuple(row(4)), (party(1), party(2, corner=True), party(3, corner=True), party(4)), "seed")
    placement = solve(problem, seconds=5)
    assert sorted(len(run) for run in placement.places.values()) == [1, 1, 1, 1]
    assert {codes(problem, placement, 2)[0], codes(problem, placement, 3)[0]} == {"A01", "A04"}
    assert placement.gap_pct == 0


def test_competitors_do_not_stand_side_by_side_even_when_that_costs_a_wish() -> None:
    rivals = (party(1, corner=True, apart=frozenset({2})), party(2, corner=True))
    problem = Problem((*row(2), *row(2, y=9, start=3, corners=False)), rivals, "seed")
    placement = solve(problem, seconds=5)
    places = {key: placement.places[key][0] for key in (1, 2)}
    assert places[2] not in neighbours_of(problem.places)[places[1]]
    without = solve(Problem(problem.places, (party(1, corner=True), party(2, corner=True)), "seed"), seconds=5)
    assert {codes(problem, without, 1)[0], codes(problem, without, 2)[0]} == {"A01", "A02"}


def test_what_is_placed_already_stays() -> None:
    problem = Problem(tuple(row(3)), (party(1, corner=True), party(2, kept=(1,)), party(3, corner=True)), "seed")
    placement = solve(problem, seconds=5)
    assert codes(problem, placement, 2) == ["A01"]


def test_the_booth_of_last_time_goes_to_who_had_it() -> None:
    problem = Problem(tuple(row(3)), (party(1, zones=("A",)), party(2, previous=("A02",)), party(3)), "seed")
    assert codes(problem, solve(problem, seconds=5), 2) == ["A02"]


def test_a_province_stays_together_and_a_priority_area_goes_first_when_booths_are_few() -> None:
    pavilion = party(9, count=4, is_priority_area=True)
    problem = Problem(tuple(row(5)), (party(1), party(2), pavilion), "seed")
    placement = solve(problem, seconds=5)
    assert codes(problem, placement, 9) in (["A01", "A02", "A03", "A04"], ["A02", "A03", "A04", "A05"])
    assert len(placement.places) == 2


def test_the_draw_follows_from_the_published_seed_alone() -> None:
    equals = tuple(Party(key, f"DK{key:04d}", f"Firm {key}", "standard", corner=True) for key in range(1, 7))
    problem = Problem(tuple(row(6)), equals, "2026-11-20 seed")
    again = Problem(problem.places, tuple(reversed(equals)), "2026-11-20 seed")
    other = Problem(problem.places, equals, "another seed")
    assert problem.draw_order() == again.draw_order() != other.draw_order()


def test_between_equals_the_earlier_turn_gets_the_corner() -> None:
    equals = tuple(Party(key, f"DK{key:04d}", f"Firm {key}", "standard", corner=True) for key in range(1, 7))
    problem = Problem(tuple(row(6)), equals, "seed")
    placement = solve(problem, seconds=5)
    first_two = {each.key for each in problem.ranked()[:2]}
    assert {key for key in placement.places if codes(problem, placement, key)[0] in ("A01", "A06")} == first_two


@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_every_placement_is_feasible_at_least_as_good_as_first_come_and_below_the_bound(seed: int) -> None:
    problem = random_problem(seed, booths=18, parties=20)
    placement = solve(problem, seconds=3)
    given_places = [place for run in placement.places.values() for place in run]
    assert len(given_places) == len(set(given_places))
    assert first_come(problem).worth <= placement.worth <= placement.bound
    assert figures_of(problem, placement).rivals_beside == 0
    for key, run in placement.places.items():
        wanted = next(each for each in problem.parties if each.key == key)
        assert len(run) == wanted.count


def random_problem(seed: int, *, booths: int, parties: int) -> Problem:
    drawn = random.Random(seed)
    half = booths // 2
    places = (*row(half), *row(booths - half, zone="B", y=3, start=half + 1))
    wanted = tuple(
        party(
            key,
            count=drawn.choice((1, 1, 1, 2)),
            zones=tuple(drawn.sample("AB", drawn.randint(0, 2))),
            corner=drawn.random() < 0.3,
            points=drawn.randint(0, 20),
            has_deposit=drawn.random() < 0.5,
            is_priority_area=drawn.random() < 0.3,
            apart=frozenset(drawn.sample(range(parties), 1)) - {key} if drawn.random() < 0.2 else frozenset(),
        )
        for key in range(parties)
    )
    return Problem(places, wanted, f"seed {seed}")


def test_the_ceiling_of_a_small_problem_is_its_optimum() -> None:
    problem = Problem(tuple(row(3)), (party(1, corner=True), party(2, corner=True), party(3, corner=True)), "seed")
    best = 2 * worth(problem.parties[0], [problem.places[0]], problem.weights) + worth(
        problem.parties[0], [problem.places[1]], problem.weights
    )
    assert find_ceiling(problem).worth == best


def test_first_come_gives_the_first_what_it_wishes() -> None:
    problem = Problem(tuple(row(3)), (party(2, corner=True), party(1, corner=True), party(3, corner=True)), "seed")
    placement = first_come(problem)
    assert codes(problem, placement, 3) == ["A02"]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_each_placement_and_each_refused_wish_has_its_sentence(app: Flask, language: str) -> None:
    wishes = {"corner": True, "zones": ("A",)}
    problem = Problem(
        tuple(row(2)), (party(1, **wishes), party(2, **wishes), party(3, **wishes), party(4, previous=("Z9",))), "seed"
    )
    with app.test_request_context(headers={"Accept-Language": language}):
        verdicts = {verdict.party.key: verdict for verdict in explain(problem, solve(problem, seconds=5))}
    assert all(verdict.told for verdict in verdicts.values())
    assert [key for key, verdict in verdicts.items() if "placed" in verdict.refused] == [
        key for key, verdict in verdicts.items() if not verdict.places
    ]
    assert len([key for key, verdict in verdicts.items() if verdict.places]) == 2


def test_a_free_corner_beside_a_competitor_is_named_as_the_reason(app: Flask) -> None:
    problem = Problem(
        (*row(2), *row(1, zone="B", y=9, start=3, corners=False)),
        (party(1, kept=(1,)), party(2, corner=True, apart=frozenset({1}))),
        "seed",
    )
    with app.test_request_context(headers={"Accept-Language": "en"}):
        verdict = next(each for each in explain(problem, solve(problem, seconds=5)) if each.party.key == 2)
    assert verdict.places[0].code == "B03"
    assert verdict.refused == {"corner": "No corner: the free ones lie beside a competitor (Firm 1)."}


def test_a_party_never_gets_a_booth_beside_its_rival_by_turns() -> None:
    problem = random_problem(4, booths=18, parties=20)
    choices = Choices(problem)
    given_runs = choices.give_in_turn(problem.ranked())
    holder = {place.key: key for key, run in given_runs.items() for place in run}
    assert all(holder.get(key) not in choices.rivals[mine] for mine, run in given_runs.items() for key in choices.beside(run))
