"""Reads of drafts: items as drafted and as published, and the published plan in the shape of items."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.booths.items import REASON, Data, is_same, order_of
from app.booths.models import Booth, BoothClaim, ItemType, PlanDraft, PlanEdit, PlanItem
from app.booths.queries.claims import is_live
from app.core.db import db
from app.events.models import Event, Hall

# Field of a booth's item: column of the table.
COLUMNS = {
    "code": "code",
    "zone": "zone",
    "kind": "kind",
    "x": "x_m",
    "y": "y_m",
    "width": "width_m",
    "depth": "depth_m",
    "angle": "angle",
    "open_sides": "open_sides",
    "height_limit": "height_limit_m",
    "power_kw": "power_kw",
    "power_points": "power_points",
    "water_points": "water_points",
    "price_group": "price_group",
    "locked": "is_locked",
}
HALL_COLUMNS = {"name": "name", "width": "width_m", "depth": "depth_m", "floor": "floor", "position": "position"}


@dataclass(frozen=True, slots=True)
class DraftItem:
    """One item as drafted (`data`) beside what is published (`live`); None where it is not in that plan."""

    key: str
    type: str
    id: int | None
    revision: int
    data: Data | None
    live: Data | None

    @property
    def is_changed(self) -> bool:
        return not is_same(self.data, self.live)


def find_draft(event_id: int) -> PlanDraft | None:
    """Return the draft of an event with who changed it last; None before its first edit."""
    return db.session.get(PlanDraft, event_id, options=[joinedload(PlanDraft.changed_by)], populate_existing=True)


def draft_items(event: Event) -> list[DraftItem]:
    """Return all items that are in the draft or in the published plan, in order; the published plan before the first edit."""
    if find_draft(event.id) is None:
        items = [DraftItem(key, kind, live_id, 0, data, data) for kind, live_id, key, data in published(event.id)]
    else:
        items = stored_items(event.id)
    return sorted(items, key=lambda item: order_of(item.type, item.data or item.live or {}))


def stored_items(event_id: int, *, since: int | None = None, keys: Collection[str] | None = None) -> list[DraftItem]:
    """Return the items of a draft; with `since` those changed after that revision, removed ones too."""
    columns = (PlanItem.key, PlanItem.type, PlanItem.live_id, PlanItem.revision, PlanItem.data, PlanItem.live)
    statement = sa.select(*columns).where(PlanItem.event_id == event_id)
    if since is not None:
        statement = statement.where(PlanItem.revision > since)
    if keys is not None:
        statement = statement.where(PlanItem.key.in_(keys))
    items = (DraftItem(*row) for row in db.session.execute(statement.order_by(PlanItem.id)))
    return [item for item in items if since is not None or item.data is not None or item.live is not None]


def items_to_check(event: Event) -> list[DraftItem]:
    """Return the items of a draft that was edited, in order, for `find_problems` and `find_warnings`.

    Of booths that nobody ever had `live` is not read: a save looks at thousands, and both texts of each cost time.
    """
    claims = sa.select(BoothClaim.booth_id).where(BoothClaim.event_id == event.id)
    live = sa.case((PlanItem.live_id.in_(claims), PlanItem.live))
    statement = sa.select(PlanItem.key, PlanItem.type, PlanItem.live_id, PlanItem.revision, PlanItem.data, live)
    there = sa.or_(PlanItem.data.is_not(None), PlanItem.live.is_not(None))
    rows = db.session.execute(statement.where(PlanItem.event_id == event.id, there).order_by(PlanItem.id))
    items = [item for item in (DraftItem(*row) for row in rows) if item.data or item.live]
    return sorted(items, key=lambda item: order_of(item.type, item.data or item.live or {}))


def edits_since(event_id: int, revision: int) -> list[PlanEdit]:
    """Return the edits after `revision`, oldest first, with their makers."""
    statement = sa.select(PlanEdit).where(PlanEdit.event_id == event_id, PlanEdit.revision > revision)
    return list(db.session.scalars(statement.options(joinedload(PlanEdit.made_by)).order_by(PlanEdit.revision)))


def published(event_id: int, hall_keys: dict[int, str] | None = None) -> list[tuple[str, int, str, Data]]:
    """Return halls and booths of the published plan as (type, id, usual key, data). Parts of merged stands are left out.

    Args:
        hall_keys: keys of halls that were drawn in the draft, by id; others have their usual key.
    """
    names = hall_keys or {}
    columns = [getattr(Booth, name) for name in COLUMNS.values()]
    statement = sa.select(Booth.id, Booth.hall_id, *columns).where(Booth.event_id == event_id, on_plan())
    booths: list[tuple[str, int, str, Data]] = []
    for booth_id, hall_id, *values in db.session.execute(statement):
        data = _data(COLUMNS, values)
        data[REASON] = ""
        data["hall"] = names.get(hall_id) or f"h{hall_id}"
        booths.append((ItemType.BOOTH, booth_id, f"b{booth_id}", data))
    return published_halls(event_id) + booths


def published_halls(event_id: int) -> list[tuple[str, int, str, Data]]:
    """Return the halls of an event in the shape of `published`."""
    columns = [getattr(Hall, name) for name in HALL_COLUMNS.values()]
    return [
        (ItemType.HALL, hall_id, f"h{hall_id}", _data(HALL_COLUMNS, values))
        for hall_id, *values in db.session.execute(sa.select(Hall.id, *columns).where(Hall.event_id == event_id))
    ]


def published_objects(event_id: int) -> list[tuple[int, Data]]:
    """Return the objects of the published plan with the hall in which each stands."""
    kinds = (ItemType.HALL, ItemType.OBJECT)
    columns = (PlanItem.key, PlanItem.type, PlanItem.live_id, PlanItem.live)
    rows = db.session.execute(
        sa.select(*columns)
        .where(PlanItem.event_id == event_id, PlanItem.type.in_(kinds), PlanItem.live.is_not(None))
        .order_by(PlanItem.id)
    ).all()
    halls = {row.key: row.live_id for row in rows if row.type == ItemType.HALL}
    return [(halls[row.live["hall"]], row.live) for row in rows if row.type == ItemType.OBJECT and row.live["hall"] in halls]


def on_plan() -> sa.ColumnElement[bool]:
    """Return the condition that a booth is drawn: no part of a merged stand."""
    return Booth.merged_into_id.is_(None)


def hidden_codes(event_id: int) -> set[str]:
    """Return the codes of booths that are part of a merged stand: no other booth may take them."""
    return set(db.session.scalars(sa.select(Booth.code).where(Booth.event_id == event_id, Booth.merged_into_id.is_not(None))))


def _data(columns: dict[str, str], values: list[Any]) -> Data:
    return {name: _plain(value) for name, value in zip(columns, values, strict=True)}


def _plain(value: Any) -> Any:
    """Return a value as JSON has it: numbers whole where they are, enums as text."""
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else float(value)
    return str(value) if isinstance(value, str) else value


def claimed_booths(event: Event) -> dict[int, bool]:
    """Return the booths of `event` that ever had a claim, by id; True: somebody has it now."""
    live = sa.func.max(sa.case((is_live(), 1), else_=0))
    statement = sa.select(BoothClaim.booth_id, live).where(BoothClaim.event_id == event.id).group_by(BoothClaim.booth_id)
    return {booth_id: bool(is_now) for booth_id, is_now in db.session.execute(statement)}
