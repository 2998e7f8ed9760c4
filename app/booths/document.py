"""The draft as the JSON document of docs/plan-document.md."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from app.booths import queries
from app.booths.differences import Difference
from app.booths.models import BoothState, ItemType
from app.booths.problems import MOST_TOLD, PlanProblem, find_problems
from app.booths.queries.drafts import DraftItem
from app.booths.warnings import find_warnings
from app.core.i18n import format_time
from app.events.models import Event

Json = dict[str, Any]


def document_of(event: Event) -> Json:
    """Return the whole draft with its problems and what of it is taken."""
    items = queries.draft_items(event)
    version = queries.latest_version(event)
    return {
        "event": event.slug,
        **head_of(event),
        "published": {"number": version.number, **_at(event, version.published_at, "at", "time")} if version else None,
        "items": [told(item) for item in items if item.data is not None],
        "problems": problems_of(event, items),
        "states": states_of(event, items),
    }


def head_of(event: Event) -> Json:
    """Return the revision of the draft, when it was saved and by whom."""
    draft = queries.find_draft(event.id)
    if draft is None:
        return {"revision": 0, "saved_at": None, "saved_time": "", "saved_by": ""}
    maker = draft.changed_by.full_name if draft.changed_by else ""
    return {"revision": draft.revision, **_at(event, draft.changed_at, "saved_at", "saved_time"), "saved_by": maker}


def changes_of(event: Event, since: int) -> Json:
    """Return what changed after revision `since`, with the problems of the whole."""
    return {
        "event": event.slug,
        **head_of(event),
        "items": [told(item) for item in queries.stored_items(event.id, since=since)],
        "problems": problems_of(event, queries.items_to_check(event)),
    }


def told(item: DraftItem) -> Json:
    """Return one item; one that is not in the draft any more as removed."""
    if item.data is None:
        return {"key": item.key, "type": str(item.type), "removed": True, "revision": item.revision}
    return {
        "key": item.key,
        "type": str(item.type),
        "id": item.id if item.type == ItemType.BOOTH else None,
        "revision": item.revision,
        "data": item.data,
        "is_new": item.live is None,
        "is_changed": item.is_changed,
    }


def problems_of(event: Event, items: Sequence[DraftItem]) -> list[Json]:
    """Return the problems of the draft, warnings last, at most 200."""
    found: list[PlanProblem] = find_problems(items, queries.hidden_codes(event.id))
    found += find_warnings(items, queries.claimed_booths(event))
    return [
        {
            "key": problem.key,
            "field": problem.field,
            "code": problem.code,
            "message": problem.message,
            "other": problem.other,
            "is_warning": problem.is_warning,
        }
        for problem in found[:MOST_TOLD]
    ]


def states_of(event: Event, items: Iterable[DraftItem]) -> dict[str, str]:
    """Return the states of the booths that are not free, by key."""
    states = queries.states_of(event)
    booths = [item for item in items if item.type == ItemType.BOOTH and item.id in states]
    return {item.key: BoothState(states[item.id]).value for item in booths if item.id is not None}


def differences_of(event: Event, differences: Collection[Difference]) -> list[Json]:
    """Return the differences of a conflict."""
    return [
        {
            "key": one.key,
            "name": one.name,
            "field": one.field,
            "field_name": one.field_name,
            "mine": one.mine,
            "theirs": one.theirs,
            "by": one.by,
            **_at(event, one.at, "at", "time"),
        }
        for one in differences
    ]


def _at(event: Event, instant: datetime | None, at: str, time: str) -> Json:
    return {at: instant.isoformat().replace("+00:00", "Z") if instant else None, time: format_time(instant, event.timezone)}
