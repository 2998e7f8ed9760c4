"""Operations on a draft: add, set, remove; what is wrong with them, and what they make of items. Pure."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from app.booths.items import Data, change, complete
from app.booths.models import ItemType
from app.core.i18n import _

MOST_OPERATIONS = 5_000
_NEW_KEY = re.compile(r"n[a-z0-9]{8,24}\Z")
_KEY = re.compile(r"(n[a-z0-9]{8,24}|[bh][0-9]{1,10})\Z")

Error = dict[str, Any]


@dataclass(slots=True)
class Target:
    """An item while operations are applied; `data` None: not in the draft."""

    type: str
    data: Data | None


def keys_of(operations: Sequence[Any]) -> set[str]:
    """Return the keys that well-formed operations name."""
    keys = (item.get("key") for item in operations if isinstance(item, dict))
    return {key for key in keys if isinstance(key, str) and _KEY.match(key)}


def apply(
    operations: Sequence[Any],
    targets: dict[str, Target],
    *,
    missing: tuple[Collection[str], Collection[int]] = ((), ()),
    asked: Sequence[Any] = (),
) -> list[Error]:
    """Apply `operations` to `targets` in their order, and return what is wrong with them; what is wrong changes nothing.

    Args:
        operations: None stands for one that is applied elsewhere.
        missing: keys of halls and numbers of pictures that are not there: items that name them are wrong.
        asked: the operations to blame for that.
    """
    errors: list[Error] = []
    for number, operation in enumerate(operations):
        if operation is not None:
            errors += [{"operation": number, **error} for error in _apply_one(operation, targets)]
    places = {item.get("key"): number for number, item in enumerate(asked) if isinstance(item, dict)}
    halls, pictures = missing
    for key, target in targets.items():
        data = target.data or {}
        if data.get("hall") in halls:
            errors.append({"operation": places.get(key, 0), **_error(key, "hall", _("There is no such hall."))})
        if data.get("image") in pictures:
            errors.append({"operation": places.get(key, 0), **_error(key, "image", _("There is no such picture."))})
    return errors


def references(targets: dict[str, Target]) -> tuple[set[str], set[int]]:
    """Return the halls and pictures that items name."""
    data = [target.data for target in targets.values() if target.data is not None]
    return {item["hall"] for item in data if "hall" in item}, {item["image"] for item in data if "image" in item}


def _error(key: Any, field: str, message: str) -> Error:
    return {"key": str(key)[:40], "field": field, "message": message}


def _apply_one(operation: Any, targets: dict[str, Target]) -> Iterable[Error]:
    if not isinstance(operation, dict):
        return [_error("", "", _("An operation must be an object."))]
    key = operation.get("key")
    if not isinstance(key, str) or not _KEY.match(key):
        return [_error(key, "key", _("There is no such item."))]
    given = operation.get("data", {})
    if not isinstance(given, dict):
        return [_error(key, "data", _("The fields must be an object."))]
    verbs = {"add": _add, "set": _set, "remove": _remove}
    verb = verbs.get(str(operation.get("op")))
    if verb is None:
        return [_error(key, "op", _("There is no such operation."))]
    return verb(key, operation, given, targets)


def _add(key: str, operation: dict[str, Any], given: Data, targets: dict[str, Target]) -> list[Error]:
    item_type = operation.get("type")
    present = targets.get(key)
    if item_type not in list(ItemType) or (present is not None and present.type != item_type):
        return [_error(key, "type", _("There is no such kind of item."))]
    if present is None and not _NEW_KEY.match(key):
        return [_error(key, "key", _("There is no such item."))]
    if present is not None and present.data is not None:
        return [_error(key, "key", _("The item is there already."))]
    data, wrong = complete(str(item_type), given)
    if wrong:
        return [_error(key, name, message) for name, message in wrong.items()]
    targets[key] = Target(str(item_type), data)
    return []


def _set(key: str, _operation: dict[str, Any], given: Data, targets: dict[str, Target]) -> list[Error]:
    present = targets.get(key)
    if present is None or present.data is None:
        return [_error(key, "key", _("There is no such item."))]
    data, wrong = change(present.type, given)
    if wrong:
        return [_error(key, name, message) for name, message in wrong.items()]
    present.data = present.data | data
    return []


def _remove(key: str, _operation: dict[str, Any], _given: Data, targets: dict[str, Target]) -> list[Error]:
    present = targets.get(key)
    if present is None:
        return [_error(key, "key", _("There is no such item."))]
    present.data = None
    return []
