"""Menus show what exists and is allowed, and where one is."""

from collections.abc import Iterator
from enum import StrEnum
from types import SimpleNamespace

import pytest
from flask import Flask

from app.core import navigation

EVENT = SimpleNamespace(slug="hoi-cho-2026")


class Permission(StrEnum):
    SEE_MONEY = "navigation_test.see_money"


@pytest.fixture
def site() -> Iterator[Flask]:
    """A bare application with three organiser pages; the registry is emptied for the test and put back."""
    kept = dict(navigation._manage)
    navigation._manage.clear()
    bare = Flask(__name__)
    for endpoint, rule in (("overview", ""), ("booths", "/booths"), ("money", "/money")):
        bare.add_url_rule(f"/manage/<event_slug>{rule}", endpoint, lambda event_slug: "")
    bare.add_url_rule("/manage/<event_slug>/booths/<int:number>", "booth", lambda event_slug, number: "")
    navigation.add_manage_item(10, "overview", "Overview")
    navigation.add_manage_item(30, "money", "Money", Permission.SEE_MONEY, count=lambda event: 2)
    navigation.add_manage_item(20, "booths", "Booths")
    navigation.add_manage_item(40, "not_built_yet", "Later")
    yield bare
    navigation._manage.clear()
    navigation._manage.update(kept)


def shown(site: Flask, path: str, *, may: bool) -> list[tuple[object, int, bool]]:
    with site.test_request_context(path):
        links = navigation.manage_nav(EVENT, lambda permission, event: may)
    return [(link.label, link.count, link.current) for link in links]


def test_items_stand_in_order_and_only_where_the_page_exists(site: Flask) -> None:
    assert shown(site, "/manage/hoi-cho-2026", may=True) == [
        ("Overview", 0, True),
        ("Booths", 0, False),
        ("Money", 2, False),
    ]


def test_item_without_the_right_is_left_out(site: Flask) -> None:
    assert [label for label, _count, _current in shown(site, "/", may=False)] == ["Overview", "Booths"]


def test_item_with_a_permission_needs_somebody_to_ask(site: Flask) -> None:
    with site.test_request_context("/"):
        assert [link.label for link in navigation.manage_nav(EVENT)] == ["Overview", "Booths"]


def test_page_below_an_item_marks_that_item(site: Flask) -> None:
    marked = [label for label, _count, current in shown(site, "/manage/hoi-cho-2026/booths/7", may=True) if current]

    assert marked == ["Booths"]


def test_same_endpoint_twice_is_one_item(site: Flask) -> None:
    navigation.add_manage_item(20, "booths", "Stands")

    assert [label for label, _count, _current in shown(site, "/", may=False)] == ["Overview", "Stands"]


def test_language_link_keeps_the_page_and_its_filters(app: Flask) -> None:
    with app.test_request_context("/events?q=ch%C3%A8&lang=vi&page=2"):
        assert navigation.language_url("de") == "/events?q=ch%C3%A8&page=2&lang=de"


def test_page_link_keeps_the_filters(app: Flask) -> None:
    with app.test_request_context("/events?q=a&page=2&sort=name"):
        assert navigation.page_url(3) == "/events?q=a&sort=name&page=3"


@pytest.mark.parametrize(("now", "then"), [("", "name"), ("name", "-name"), ("-name", "name")])
def test_sort_link_turns_the_order_and_returns_to_the_first_page(app: Flask, now: str, then: str) -> None:
    with app.test_request_context(f"/events?page=4&sort={now}"):
        assert navigation.sort_url("name") == f"/events?sort={then}"
