"""Edits of a draft: merged where they touch different items, refused with the differences where not; and the draft that
follows direct acts on the published plan. See docs/plan-document.md.
"""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from app.booths import queries
from app.booths.differences import Difference, differences, merged, rewind
from app.booths.errors import DraftConflict, DraftMoved, DraftRefused
from app.booths.items import Data
from app.booths.locks import take_turn
from app.booths.models import ItemType, PlanDraft, PlanEdit, PlanItem, PlanPicture
from app.booths.operations import Target, apply, keys_of, references
from app.booths.queries.drafts import DraftItem
from app.core import clock
from app.core.db import db, refusing
from app.events.models import Event

# [key, fields before or None, the same fields after or None]
Change = tuple[str, Data | None, Data | None]


@dataclass(frozen=True)
class Saved:
    """What an edit led to: the draft's revision now, and what others changed since the editor's base."""

    revision: int
    saved_at: datetime
    others: list[DraftItem] = field(default_factory=list)


def save(event: Event, base: int, operations: Sequence[Any], *, by: Any) -> Saved:
    """Apply `operations` to the draft of `event`, all or none.

    Args:
        base: the revision that the editor saw. Operations on items that nobody changed since then are merged.
    Raises:
        DraftConflict: others changed the same items; with the differences. DraftRefused: values that cannot be.
    """
    draft = open_draft(event)
    follow_halls(event.id)
    db.session.refresh(draft)
    touched = {item.key: item for item in _load(event.id, keys_of(operations))}
    stale = {key: item for key, item in touched.items() if item.revision > base}
    targets = _merge(event, draft, base, operations, stale) if stale else {}
    targets |= {key: Target(item.type, item.data) for key, item in touched.items() if key not in stale}
    errors = apply([item if not _is_for(item, stale) else None for item in operations], targets)
    errors += _dangling(event, operations, targets)
    if errors:
        raise DraftRefused(errors)
    others = [item for item in queries.stored_items(event.id, since=base) if item.key not in targets or item.key in stale]
    write(draft, {key: (target.type, target.data) for key, target in targets.items()}, touched, by=by)
    if others and stale:
        others = _load(event.id, [item.key for item in others])
    return Saved(draft.revision, draft.changed_at, others)


def _is_for(operation: Any, keys: Container[Any]) -> bool:
    return isinstance(operation, dict) and operation.get("key") in keys


def _merge(
    event: Event, draft: PlanDraft, base: int, operations: Sequence[Any], stale: dict[str, DraftItem]
) -> dict[str, Target]:
    """Return the items that others changed after `base` with our operations merged in, field by field.

    Raises:
        DraftConflict: both changed the same field to different values, or one removed what the other changed.
    """
    edits = queries.edits_since(event.id, base)
    bases = {key: rewind(item, edits) for key, item in stale.items()}
    mine = {key: Target(item.type, bases[key]) for key, item in stale.items()}
    errors = apply([item if _is_for(item, stale) else None for item in operations], mine)
    if errors:
        raise DraftRefused(errors)
    told: list[Difference] = []
    for key, item in stale.items():
        told += differences(item, bases[key], mine[key].data, edits)
        mine[key].data = merged(bases[key], mine[key].data, item.data)
    if told:
        raise DraftConflict(draft.revision, told, queries.stored_items(event.id, since=base))
    return mine


def _dangling(event: Event, operations: Sequence[Any], targets: dict[str, Target]) -> list[dict[str, Any]]:
    """Return errors for halls and pictures that items name and that are not there."""
    halls, pictures = references(targets)
    if not halls and not pictures:
        return []
    known = {item.key for item in _load(event.id, halls) if item.type == ItemType.HALL and item.data is not None}
    known |= {key for key, target in targets.items() if target.type == ItemType.HALL and target.data is not None}
    known -= {key for key, target in targets.items() if target.data is None}
    statement = sa.select(PlanPicture.id).where(PlanPicture.event_id == event.id, PlanPicture.id.in_(pictures))
    return apply([], targets, missing=(halls - known, pictures - set(db.session.scalars(statement))), asked=operations)


def _load(event_id: int, keys: Iterable[str]) -> list[DraftItem]:
    wanted = list(keys)
    return [item for item in queries.stored_items(event_id, since=-1, keys=wanted)] if wanted else []


def open_draft(event: Event) -> PlanDraft:
    """Return the draft of `event`, made from the published plan when there is none; until the commit nobody else has it."""
    take_turn(f"plan {event.id}")
    insert = (postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite).insert
    fresh = insert(PlanDraft).values(event_id=event.id, revision=0, changed_at=clock.now())
    is_new = db.session.execute(fresh.on_conflict_do_nothing().returning(PlanDraft.event_id)).first() is not None
    if is_new:
        rows = [
            {"event_id": event.id, "key": key, "type": kind, "data": data, "live": data, "live_id": live_id, "revision": 0}
            for kind, live_id, key, data in queries.published(event.id)
        ]
        if rows:
            db.session.execute(sa.insert(PlanItem), rows)
    draft = queries.find_draft(event.id)
    assert draft is not None  # noqa: S101 -- inserted above
    return draft


def write(
    draft: PlanDraft, wanted: dict[str, tuple[str, Data | None]], known: dict[str, DraftItem], *, by: Any
) -> list[Change]:
    """Write the items of `wanted` that differ from `known` as one edit. Returns: the changes; none, no edit."""
    changes: list[Change] = []
    fresh: list[dict[str, Any]] = []
    for key, (item_type, data) in wanted.items():
        before = known[key].data if key in known else None
        if data == before:
            continue
        changes.append((key, *_narrowed(before, data)))
        if key in known:
            _update(draft.event_id, key, type=item_type, data=data, revision=draft.revision + 1)
        else:
            fresh.append(
                {"event_id": draft.event_id, "key": key, "type": item_type, "data": data, "revision": draft.revision + 1}
            )
    if fresh:
        db.session.execute(sa.insert(PlanItem), fresh)
    if changes:
        log(draft, changes, by=by)
    return changes


def _narrowed(before: Data | None, after: Data | None) -> tuple[Data | None, Data | None]:
    """Keep the fields that differ when both are there."""
    if before is None or after is None:
        return before, after
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    return {name: before.get(name) for name in names}, {name: after.get(name) for name in names}


def _update(event_id: int, key: str, **values: Any) -> None:
    db.session.execute(
        sa.update(PlanItem).where(PlanItem.event_id == event_id, PlanItem.key == key).values(**values),
        execution_options={"synchronize_session": False},
    )


def log(draft: PlanDraft, changes: Sequence[Change], *, by: Any) -> None:
    """Count the draft one revision on, exactly once from the one that this transaction read, and keep what changed.

    Raises:
        DraftMoved: somebody else was faster.
    """
    seen, now, maker = draft.revision, clock.now(), getattr(by, "id", None)
    changed = db.session.execute(
        sa.update(PlanDraft)
        .where(PlanDraft.event_id == draft.event_id, PlanDraft.revision == seen)
        .values(revision=seen + 1, changed_at=now, changed_by_id=maker),
        execution_options={"synchronize_session": False},
    )
    if changed.rowcount != 1:  # type: ignore[attr-defined]
        raise DraftMoved
    with refusing("pk_plan_edit", DraftMoved()):
        made = PlanEdit(event_id=draft.event_id, revision=seen + 1, changes=list(changes), made_at=now, made_by_id=maker)
        db.session.add(made)
    db.session.refresh(draft)


def follow_halls(event_id: int) -> None:
    """Let the draft follow halls that the event's settings changed; they do not tell us."""
    halls = {live_id: data for kind, live_id, _key, data in queries.published_halls(event_id)}
    kept = db.session.execute(
        sa.select(PlanItem.live_id, PlanItem.live).where(
            PlanItem.event_id == event_id, PlanItem.type == ItemType.HALL, PlanItem.live_id.is_not(None)
        )
    )
    if dict(kept.tuples().all()) != halls:
        follow(event_id)


def follow(event_id: int) -> None:
    """Let the draft of an event follow the published plan after a direct act on it; without a draft there is nothing to do.

    Fields that the draft has not changed follow; those that it has keep its value and stay a difference.
    """
    if queries.find_draft(event_id) is None:
        return
    take_turn(f"plan {event_id}")
    draft = queries.find_draft(event_id)
    assert draft is not None  # noqa: S101 -- drafts are never deleted
    kept = {item.key: item for item in queries.stored_items(event_id, since=-1)}
    hall_keys = {item.id: key for key, item in kept.items() if item.type == ItemType.HALL and item.id is not None}
    now = {(str(kind), live_id): (key, data) for kind, live_id, key, data in queries.published(event_id, hall_keys)}
    changes: list[Change] = []
    is_changed = False
    for key, item in kept.items():
        if item.id is None:
            continue
        _usual, live = now.pop((str(item.type), item.id), (key, None))
        if live != item.live:
            is_changed = True
            changes += _follow_one(draft, item, live)
    for (kind, live_id), (key, data) in now.items():
        is_changed = True
        before = kept[key].data if key in kept else None
        values = {"type": kind, "data": data, "live": data, "live_id": live_id, "revision": draft.revision + 1}
        if key in kept:
            _update(event_id, key, **values)
        else:
            db.session.execute(sa.insert(PlanItem).values(event_id=event_id, key=key, **values))
        changes.append((key, before, data))
    if is_changed:
        log(draft, changes, by=None)


def _follow_one(draft: PlanDraft, item: DraftItem, live: Data | None) -> list[Change]:
    was = item.live or {}
    if live is None:
        data = None if item.data == item.live else item.data
    elif item.data is None:
        data = None
    else:
        data = item.data | {name: value for name, value in live.items() if item.data.get(name) == was.get(name)}
    live_id = item.id if live is not None else None
    _update(draft.event_id, item.key, data=data, live=live, live_id=live_id, revision=draft.revision + 1)
    return [(item.key, *_narrowed(item.data, data))] if data != item.data else []
