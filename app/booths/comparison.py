"""What publishing a draft would change, item by item, for people. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from app.booths.items import FIELDS, REASON, Data, name_of
from app.booths.models import ItemType
from app.booths.queries.drafts import DraftItem
from app.booths.warnings import is_moved, is_rebuilt
from app.core.i18n import _, _l, format_number


class Verdict(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"

    @property
    def label(self) -> Any:
        return {"added": _l("new"), "changed": _l("changed"), "removed": _l("removed")}[self.value]


@dataclass(frozen=True)
class Step:
    """One field before and after, as people read it."""

    field: str
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class PlanChange:
    """One item that differs from the published plan.

    Attributes:
        is_held: somebody has the booth now.
        needs_reason: without a reason it cannot be published.
    """

    item: DraftItem
    verdict: Verdict
    name: str
    steps: list[Step] = field(default_factory=list)
    is_held: bool = False
    needs_reason: bool = False

    @property
    def reason(self) -> str:
        return str((self.item.data or {}).get(REASON) or "")

    @property
    def is_renumbered(self) -> bool:
        return self.verdict == Verdict.CHANGED and any(step.field == "code" for step in self.steps)

    @property
    def is_moved(self) -> bool:
        return self.item.data is not None and self.item.live is not None and is_moved(self.item.live, self.item.data)


def compare(items: Sequence[DraftItem], claimed: Mapping[int, bool], *, numbers_closed: bool = False) -> list[PlanChange]:
    """Return what differs from the published plan, in the order of `items`.

    Args:
        claimed: as of `queries.claimed_booths`.
        numbers_closed: the fascia boards are being made: another number needs a reason, whoever has the booth (R-50).
    """
    halls = {item.key: str((item.data or item.live or {}).get("name")) for item in items if item.type == ItemType.HALL}
    return [_change(item, claimed, halls, numbers_closed) for item in items if item.is_changed]


def _change(item: DraftItem, claimed: Mapping[int, bool], halls: dict[str, str], numbers_closed: bool) -> PlanChange:
    name = name_of(item.type, item.live or item.data or {})
    if item.live is None or item.data is None:
        return PlanChange(item, Verdict.REMOVED if item.data is None else Verdict.ADDED, name)
    is_held = item.type == ItemType.BOOTH and bool(claimed.get(item.id or 0))
    steps = list(_steps(item.type, item.live, item.data, halls))
    is_renumbered = item.type == ItemType.BOOTH and item.live["code"] != item.data["code"]
    needs_reason = (is_held and is_rebuilt(item.live, item.data)) or (numbers_closed and is_renumbered)
    return PlanChange(item, Verdict.CHANGED, name, steps, is_held, needs_reason)


def _steps(item_type: str, before: Data, after: Data, halls: dict[str, str]) -> Iterable[Step]:
    for name, described in FIELDS[item_type].items():
        if name != REASON and before.get(name) != after.get(name):
            yield Step(name, str(described.label), _read(name, before.get(name), halls), _read(name, after.get(name), halls))


def _read(name: str, value: Any, halls: dict[str, str]) -> str:
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name == "hall":
        return halls.get(str(value), str(value))
    return format_number(value) if isinstance(value, int | float) else str(value)
