"""What stands in the menus: features register items, a page shows those that exist and are allowed."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import quote, urlencode

from flask import Flask, current_app, request, url_for

Can = Callable[[StrEnum, Any], bool]


@dataclass(frozen=True)
class Item:
    """One place in a menu.

    Attributes:
        order: place in the menu, smallest first.
        label: lazy text.
        permission: shown only to who has it on the event; None: to all.
        count: how many things wait there, asked on each page: one cheap query or none.
    """

    order: int
    endpoint: str
    label: Any
    permission: StrEnum | None = None
    count: Callable[[Any], int] | None = None


@dataclass(frozen=True)
class Link:
    """An item as a page shows it."""

    label: Any
    url: str
    count: int
    current: bool


_manage: dict[str, Item] = {}
_site: dict[str, Item] = {}
_account: dict[str, Item] = {}


def add_manage_item(
    order: int,
    endpoint: str,
    label: Any,
    permission: StrEnum | None = None,
    count: Callable[[Any], int] | None = None,
) -> None:
    """Put an organiser's page of an event (its route has `event_slug`) into the side navigation."""
    _manage[endpoint] = Item(order, endpoint, label, permission, count)


def add_site_item(order: int, endpoint: str, label: Any) -> None:
    """Put a public page without parameters into the head of all pages."""
    _site[endpoint] = Item(order, endpoint, label)


def add_account_item(order: int, endpoint: str, label: Any, permission: StrEnum | None = None) -> None:
    """Put a page without parameters into the menu of a signed-in person; `permission` is asked with subject None."""
    _account[endpoint] = Item(order, endpoint, label, permission)


def manage_nav(event: Any, can: Can | None = None) -> list[Link]:
    """Return the side navigation of `event` for the person whose `can` this is."""
    return _links(_manage, can, event, event_slug=event.slug)


def site_nav() -> list[Link]:
    """Return the links in the head."""
    return _links(_site, None, None)


def account_nav(can: Can | None = None) -> list[Link]:
    """Return the links of the account menu."""
    return _links(_account, can, None)


def _links(registry: dict[str, Item], can: Can | None, subject: Any, **values: Any) -> list[Link]:
    shown = [
        item
        for item in sorted(registry.values(), key=lambda item: (item.order, item.endpoint))
        if has_endpoint(item.endpoint) and _is_allowed(item, can, subject)
    ]
    urls = [url_for(item.endpoint, **values) for item in shown]
    current = _current(urls)
    return [
        Link(item.label, url, item.count(subject) if item.count else 0, url == current)
        for item, url in zip(shown, urls, strict=True)
    ]


def _is_allowed(item: Item, can: Can | None, subject: Any) -> bool:
    return item.permission is None or (callable(can) and can(item.permission, subject))


def _current(urls: list[str]) -> str | None:
    """Return the address that this page is, or else the longest that it lies under."""
    path = request.path
    above = [url for url in urls if path == url or (url != "/" and path.startswith(url.rstrip("/") + "/"))]
    return max(above, key=len, default=None)


def has_endpoint(endpoint: str) -> bool:
    """Tell whether the application has this page."""
    return endpoint in current_app.view_functions


def language_url(code: str) -> str:
    """Return the address of this page in the language `code`."""
    arguments = [(key, value) for key, value in request.args.items(multi=True) if key != "lang"]
    return f"{quote(request.path)}?{urlencode([*arguments, ('lang', code)])}"


def page_url(number: int) -> str:
    """Return the address of another page of the list that is shown."""
    arguments = [(key, value) for key, value in request.args.items(multi=True) if key not in ("page", "lang")]
    return f"{quote(request.path)}?{urlencode([*arguments, ('page', str(number))])}"


def sort_url(key: str) -> str:
    """Return the address of this list sorted by `key`; by `-key` when it already is."""
    arguments = [(name, value) for name, value in request.args.items(multi=True) if name not in ("sort", "page", "lang")]
    chosen = f"-{key}" if request.args.get("sort") == key else key
    return f"{quote(request.path)}?{urlencode([*arguments, ('sort', chosen)])}"


def init_app(app: Flask) -> None:
    """Give templates the menus and the addresses of the page they are on."""
    for function in (manage_nav, site_nav, account_nav, has_endpoint, language_url, page_url, sort_url):
        app.jinja_env.globals[function.__name__] = function
