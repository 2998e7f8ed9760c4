"""The seam between pages and the features above them."""

from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

import pytest

from app.core.access import rule
from app.core.registry import Cloner, CloneRun, Registry


class Permission(StrEnum):
    SEE_MONEY = "test_registry.see_money"


@rule(Permission.SEE_MONEY)
def may_see_money(user: object, _event: object) -> bool:
    return user == "finance"


def test_a_registry_collects_in_order_and_flattens() -> None:
    registry: Registry[str] = Registry("words")

    @registry.provide(order=20)
    def second(event: object) -> list[str]:
        return ["b", "c"]

    @registry.provide(order=10)
    def first(event: object) -> tuple[str, ...]:
        return ("a",)

    @registry.provide(order=30)
    def nothing(event: object) -> None:
        return None

    assert registry.collect("event") == ["a", "b", "c"]


@pytest.mark.parametrize(("user", "seen"), [("finance", [("money",)]), ("steward", [])])
def test_a_provider_with_a_permission_is_asked_only_for_those_who_have_it(user: str, seen: list[tuple[str]]) -> None:
    registry: Registry[dict[str, str]] = Registry("figures")

    @registry.provide(order=1, permission=Permission.SEE_MONEY)
    def money(event: object) -> dict[str, str]:
        return {"money": "1"}

    assert [tuple(item) for item in registry.collect("event", user)] == seen


def test_two_providers_of_one_name_are_refused() -> None:
    registry: Registry[str] = Registry("words")

    def provider(event: object) -> None:
        return None

    registry.provide(order=1)(provider)
    with pytest.raises(RuntimeError, match="two providers of words"):
        registry.provide(order=2)(provider)


def test_cloners_come_after_what_they_require(monkeypatch: pytest.MonkeyPatch) -> None:
    from app.core import registry

    monkeypatch.setattr(registry, "_cloners", {})
    for name, requires, order in [("sessions", ("rooms",), 1), ("rooms", ("halls",), 5), ("halls", (), 9)]:
        registry.add_cloner(Cloner(name, name, lambda event: 0, lambda a, b, run: None, requires, order))
    assert [cloner.name for cloner in registry.cloners()] == ["halls", "rooms", "sessions"]


def test_a_clone_keeps_local_time_over_a_change_of_summer_time() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    run = CloneRun(shift_days=30, zone="Europe/Berlin", chosen=frozenset(), by=None)
    assert run.move(datetime(2026, 10, 10, 9, 0, tzinfo=berlin)) == datetime(2026, 11, 9, 9, 0, tzinfo=berlin)
