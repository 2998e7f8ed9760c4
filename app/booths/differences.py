"""Where two editors differ: each field with both values, by whom and when. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.booths.items import FIELDS, Data, name_of
from app.booths.models import PlanEdit
from app.booths.queries.drafts import DraftItem
from app.core.i18n import _

REMOVED = "removed"


@dataclass(frozen=True)
class Difference:
    """One field of one item: what the editor wants, what the draft has by now. Field "": the item itself, removed or not."""

    key: str
    name: str
    field: str
    field_name: str
    mine: Any
    theirs: Any
    by: str
    at: datetime | None


def rewind(item: DraftItem, edits: Sequence[PlanEdit]) -> Data | None:
    """Return the data of `item` as it was before `edits`."""
    data = item.data
    for edit in reversed(edits):
        for key, before, after in edit.changes:
            if key == item.key:
                data = before if before is None or after is None else {**(data or {}), **before}
    return data


def merged(base: Data | None, mine: Data | None, theirs: Data | None) -> Data | None:
    """Return `theirs` with what `mine` changed since `base`; for sides without differences."""
    if mine is None or theirs is None or base is None:
        return mine if theirs == base else theirs
    return theirs | {field: value for field, value in mine.items() if value != base.get(field)}


def differences(item: DraftItem, base: Data | None, mine: Data | None, edits: Sequence[PlanEdit]) -> list[Difference]:
    """Return where `mine` and what the draft has of `item` cannot both be, seen from the `base` of both."""
    theirs = item.data
    if mine in (base, theirs) or theirs == base:
        return []
    name = name_of(item.type, theirs or mine or {})
    if mine is None or theirs is None:
        sides = (REMOVED if mine is None else None, REMOVED if theirs is None else None)
        return [Difference(item.key, name, "", _("whole item"), *sides, *_last(item.key, None, edits))]
    before = base or {}
    return [
        Difference(
            item.key,
            name,
            field,
            str(FIELDS[item.type][field].label),
            mine.get(field),
            theirs.get(field),
            *_last(item.key, field, edits),
        )
        for field in FIELDS[item.type]
        if mine.get(field) != theirs.get(field)
        and (base is None or (mine.get(field) != before.get(field) and theirs.get(field) != before.get(field)))
    ]


def _last(key: str, field: str | None, edits: Sequence[PlanEdit]) -> tuple[str, datetime | None]:
    """Return who changed the field last, and when; the last who changed the item when nobody changed the field."""
    touching = [(edit, after) for edit in edits for changed, _before, after in edit.changes if changed == key]
    naming = [edit for edit, after in touching if field is None or after is None or field in after]
    edit = naming[-1] if naming else touching[-1][0] if touching else None
    if edit is None:
        return "", None
    return edit.made_by.full_name if edit.made_by else _("the published plan"), edit.made_at
