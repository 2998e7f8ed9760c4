"""Attempts are counted in the database."""

from datetime import timedelta

import pytest

from app.accounts import throttle
from app.core import clock as times
from app.core.errors import TooMany

WINDOW = timedelta(minutes=15)


def attempt(key: str, limit: int = 3) -> int:
    return throttle.count(key, limit, WINDOW)


def test_attempts_up_to_the_limit_pass(db) -> None:
    assert [attempt("a") for _number in range(3)] == [1, 2, 3]


def test_one_more_is_refused_and_says_when_to_come_back(db) -> None:
    for _number in range(3):
        attempt("a")
    with pytest.raises(TooMany) as refused:
        attempt("a")
    assert 895 <= refused.value.extra["retry_after"] <= 900


def test_another_key_is_not_touched(db) -> None:
    for _number in range(3):
        attempt("a")
    assert attempt("b") == 1


def test_after_the_window_it_begins_anew(db, clock) -> None:
    for _number in range(3):
        attempt("a")
    clock.move_to(times.now() + WINDOW)
    assert attempt("a") == 1


def test_what_was_rightful_is_taken_back(db) -> None:
    attempt("a")
    throttle.forgive("a")
    assert attempt("a") == 1


def test_cleared_counters_begin_anew(db) -> None:
    attempt("a")
    throttle.clear("a")
    assert attempt("a") == 1


def test_old_counters_are_swept_and_young_ones_stay(db, clock) -> None:
    attempt("old")
    clock.move_to(times.now() + timedelta(days=3))
    attempt("young")
    throttle.sweep()
    assert (attempt("old", limit=9), attempt("young", limit=9)) == (1, 2)


def test_keys_hold_nothing_personal() -> None:
    assert "chau" not in throttle.key_of("sign-in", "chau@example.vn")


def test_a_network_of_ipv6_is_one_client() -> None:
    first, second, third = (throttle.address_key("x", f"2001:db8:0:{net}::{host}") for net, host in ((1, 1), (1, 2), (2, 1)))
    assert (first == second, first == third) == (True, False)
