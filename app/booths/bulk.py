"""One act on several items of a draft, as operations. Pure."""

import secrets
from collections.abc import Sequence
from typing import Any

from app.booths.items import FIELDS, Data, WrongValue
from app.booths.queries.drafts import DraftItem
from app.core.codes import random_code
from app.core.i18n import _

_FIELDS = {"zone": str, "kind": str, "price_group": str, "height_limit": float, "power_kw": float}


def operations_for(act: str, items: Sequence[DraftItem], *, value: str, dx: str, dy: str) -> list[dict[str, Any]]:
    """Return the operations of `act` on `items`.

    Args:
        value: what is set, or degrees. dx, dy: metres of a move or of a copy's distance.
    Raises:
        WrongValue: a number that is none.
    """
    made: list[dict[str, Any]] = []
    for item in items:
        data = item.data or {}
        if act == "remove":
            made.append({"op": "remove", "key": item.key})
        elif act == "copy":
            made += _copy(item, data, number(dx), number(dy))
        else:
            fields = _fields(act, item, data, value=value, dx=dx, dy=dy)
            if fields:
                made.append({"op": "set", "key": item.key, "data": fields})
    return made


def _fields(act: str, item: DraftItem, data: Data, *, value: str, dx: str, dy: str) -> Data:
    known = FIELDS[item.type]
    if act in ("lock", "unlock"):
        return {"locked": act == "lock"} if "locked" in known else {}
    if act == "move" and "x" in known:
        return {"x": round(data["x"] + number(dx), 2), "y": round(data["y"] + number(dy), 2)}
    if act == "turn" and "angle" in known:
        return {"angle": data["angle"] + number(value)}
    if act in _FIELDS and act in known and item.type == "booth":
        if _FIELDS[act] is str:
            return {act: value}
        return {act: number(value) if value else None}
    return {}


def _copy(item: DraftItem, data: Data, dx: float, dy: float) -> list[dict[str, Any]]:
    """Return a copy beside the item; a booth's copy takes the number with an X behind, which the organiser then changes."""
    if "x" not in data:
        return []
    copied = data | {"x": round(data["x"] + (dx or data["width"]), 2), "y": round(data["y"] + dy, 2)}
    if "code" in copied:
        copied |= {"code": f"{copied['code'][:9]}X{secrets.randbelow(90) + 10}"[:12], "reason": ""}
    return [{"op": "add", "key": new_key(), "type": item.type, "data": copied}]


def new_key() -> str:
    """Return a key for a new item."""
    return f"n{random_code(16).lower()}"


def number(text: str) -> float:
    """Return a typed number; nothing is 0.

    Raises:
        WrongValue: it is none.
    """
    cleaned = text.replace(",", ".").replace(" ", "")
    if not cleaned:
        return 0.0
    try:
        found = float(cleaned)
    except ValueError:
        raise WrongValue(_("Please enter a number, for example 3 or 3.5.")) from None
    if not -10_000 <= found <= 10_000:
        raise WrongValue(_("Please enter a number, for example 3 or 3.5."))
    return found
