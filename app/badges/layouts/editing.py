"""Changes of a layout one element at a time, on its JSON: what the pages without JavaScript do."""

import copy
from typing import Any

from app.core.errors import NotFound

Json = dict[str, Any]
KINDS = ("text", "bar", "code", "photo", "image", "box", "line")
_INK = "#1b2430"


def new_element(kind: str, width: float, height: float, *, image: int = 0) -> Json:
    """Return what a new element of this kind begins as, in the middle of a badge of this size."""
    sizes = {"text": (0.8, 0.12), "bar": (1, 0.1), "code": (0, 0), "photo": (0.26, 0.24), "line": (0.8, 0)}
    wide, high = (round(share * length, 1) for share, length in zip(sizes.get(kind, (0.3, 0.2)), (width, height), strict=True))
    if kind == "code":
        wide = high = min(28.0, width, height)
    start: Json = {"kind": kind, "x": round((width - wide) / 2, 1), "y": round((height - high) / 2, 1), "only": []}
    start |= {"width": wide, "height": high}
    return start | _more(kind, image)


def _more(kind: str, image: int) -> Json:
    part = {"text": "{full_name}", "weight": 700, "most": 24, "least": 10, "lines": 2, "colour": _INK}
    more: dict[str, Json] = {
        "text": {"parts": [part], "align": "center", "valign": "middle"},
        "bar": {"text": "{category}", "weight": 700, "most": 16, "least": 4, "radius": 0},
        "code": {"printed": True},
        "photo": {"radius": 2},
        "image": {"image": image, "fit": "contain"},
        "box": {"ground": "#e3efee", "line": "", "stroke": 0.3, "radius": 0},
        "line": {"colour": _INK, "stroke": 0.3},
    }
    return more[kind]


def free_id(layout: Json, kind: str) -> str:
    """Return a name that no element of the layout has."""
    taken = {element["id"] for side in ("front", "back") for element in layout[side]}
    return next(name for number in range(1, 200) if (name := f"{kind}-{number}") not in taken)


def find_element(layout: Json, element_id: str) -> tuple[str, int]:
    """Return the side and place of an element. Raises: NotFound."""
    for side in ("front", "back"):
        for place, element in enumerate(layout[side]):
            if element["id"] == element_id:
                return side, place
    raise NotFound


def with_new(layout: Json, side: str, kind: str, *, image: int = 0) -> tuple[Json, str]:
    """Return the layout with a new element on top of this side, and its name."""
    changed = copy.deepcopy(layout)
    name = free_id(layout, kind)
    changed[side].append({"id": name, **new_element(kind, layout["width"], layout["height"], image=image)})
    return changed, name


def with_changed(layout: Json, element_id: str, fields: Json) -> Json:
    """Return the layout with these fields of an element changed."""
    changed = copy.deepcopy(layout)
    side, place = find_element(changed, element_id)
    changed[side][place] |= fields
    return changed


def without(layout: Json, element_id: str) -> Json:
    """Return the layout without an element."""
    changed = copy.deepcopy(layout)
    side, place = find_element(changed, element_id)
    del changed[side][place]
    return changed


def moved(layout: Json, element_id: str, where: str) -> Json:
    """Return the layout with an element one step forward or backward, or on the other side ("forward", "backward", "other")."""
    changed = copy.deepcopy(layout)
    side, place = find_element(changed, element_id)
    element = changed[side].pop(place)
    if where == "other":
        changed["back" if side == "front" else "front"].append(element)
    else:
        changed[side].insert(max(0, place + (1 if where == "forward" else -1)), element)
    return changed


def with_frame(layout: Json, fields: Json) -> Json:
    """Return the layout with another size, fold or rules of categories."""
    return copy.deepcopy(layout) | fields


def mirrored_back(layout: Json) -> Json:
    """Return the layout with the elements of the front on the back, too."""
    changed = copy.deepcopy(layout)
    changed["back"] = []
    for element in layout["front"]:
        changed["back"].append(copy.deepcopy(element) | {"id": free_id(changed, element["kind"])})
    return changed
