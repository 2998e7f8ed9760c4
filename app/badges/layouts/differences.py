"""Says in words how one layout differs from another: for the history, and for two editors who meet."""

from typing import Any

from app.badges.layouts.schema import Layout
from app.core.i18n import _


def differences(before: Layout, after: Layout) -> list[str]:
    """Return what `after` changed, one line an element: "name: width, text"."""
    told = [_("the badge itself: %(fields)s", fields=", ".join(changed))] if (changed := _frame(before, after)) else []
    old, new = _elements(before), _elements(after)
    told += [_("%(element)s: new", element=name) for name in new if name not in old]
    told += [_("%(element)s: removed", element=name) for name in old if name not in new]
    for name in new:
        if name in old and old[name] != new[name]:
            told.append(f"{name}: {', '.join(_fields(old[name], new[name]))}")
    for side in ("front", "back"):
        if _order(before, side, new) != _order(after, side, old):
            told.append(_("the order of the elements"))
            break
    return told


def _frame(before: Layout, after: Layout) -> list[str]:
    return [name for name in ("width", "height", "fold", "rules") if getattr(before, name) != getattr(after, name)]


def _elements(layout: Layout) -> dict[str, dict[str, Any]]:
    return {
        element.id: element.model_dump(mode="json") | {"side": side}
        for side, elements in layout.sides()
        for element in elements
    }


def _fields(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    return sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name))


def _order(layout: Layout, side: str, common: dict[str, Any]) -> list[str]:
    return [element.id for element in getattr(layout, side) if element.id in common]
