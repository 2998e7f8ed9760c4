"""From the draft to the plan that everybody sees: checked, in one transaction, kept as a numbered version."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app.audit import services as audit
from app.booths import queries
from app.booths.comparison import PlanChange, Verdict, compare
from app.booths.errors import BoothInUse, DraftMoved, NothingToPublish, PlanRefused, ReasonMissing
from app.booths.items import REASON, Data
from app.booths.models import Booth, BoothKind, ItemType, PlanDraft, PlanItem, PlanVersion
from app.booths.problems import find_problems
from app.booths.queries.drafts import COLUMNS, HALL_COLUMNS, DraftItem
from app.booths.services.drafts import follow_halls, open_draft, write
from app.booths.services.planning import renew_plan
from app.booths.warnings import find_warnings
from app.core import clock
from app.core.db import db, refusing
from app.core.i18n import _l
from app.core.text import natural_key
from app.events.models import Event, Hall
from app.jobs import services as jobs


def publish(event: Event, revision: int, *, by: Any, note: str = "", reason: str = "") -> PlanVersion:
    """Make the draft of `event` the plan that everybody sees, and keep it as the next version.

    Exhibitors whose booth moves, changes its size or its number are told, with the reason.

    Args:
        revision: of the draft that the organiser looked at.
        reason: for all changes that need one and have none of their own.
    Raises:
        DraftMoved: somebody saved or published meanwhile. NothingToPublish: the draft is the published plan.
        PlanRefused: overlaps, numbers twice, outside of the hall, or removed booths that somebody has or had.
        ReasonMissing: booths that somebody has are changed without a reason.
    """
    draft = open_draft(event)
    follow_halls(event.id)
    db.session.refresh(draft)
    if draft.revision != revision:
        raise DraftMoved
    items = queries.draft_items(event)
    changed = [item for item in items if item.is_changed]
    if not changed:
        raise NothingToPublish
    _lock_booths(changed)
    changes = check(event, items)
    if any(change.needs_reason and not (change.reason or reason) for change in changes):
        raise ReasonMissing
    _put(event, changed)
    renew_plan(event.id)
    version = _keep(event, changes, by=by, note=note, reason=reason)
    _tell(event, version, changes, by=by, reason=reason)
    return version


def check(event: Event, items: Sequence[DraftItem]) -> list[PlanChange]:
    """Return what publishing would change.

    Raises:
        PlanRefused: with the problems, at most as many as are told.
    """
    claimed = queries.claimed_booths(event)
    problems = find_problems(items, queries.hidden_codes(event.id))
    problems += [problem for problem in find_warnings(items, claimed) if not problem.is_warning]
    if problems:
        raise PlanRefused(problems)
    return compare(items, claimed, numbers_closed=queries.numbers_closed(event))


def _lock_booths(changed: Sequence[DraftItem]) -> None:
    """Lock the rows, so that nobody takes a booth between the check and the change."""
    ids = sorted(item.id for item in changed if item.type == ItemType.BOOTH and item.id is not None)
    if ids:
        db.session.execute(sa.select(Booth.id).where(Booth.id.in_(ids)).order_by(Booth.id).with_for_update())


def _put(event: Event, changed: Sequence[DraftItem]) -> None:
    """Write the changed items into the tables of the published plan."""
    ids: dict[str, int | None] = {item.key: item.id for item in queries.stored_items(event.id, since=-1)}
    halls = [item for item in changed if item.type == ItemType.HALL]
    ids |= _put_halls(event, halls)
    ids |= _put_booths(event, [item for item in changed if item.type == ItemType.BOOTH], ids)
    _remove(Hall, [item.id for item in halls if item.data is None])
    for item in changed:
        data = item.data if item.data is None or item.type != ItemType.BOOTH else item.data | {REASON: ""}
        values = {"data": data, "live": data, "live_id": ids[item.key] if data is not None else None}
        statement = sa.update(PlanItem).where(PlanItem.event_id == event.id, PlanItem.key == item.key)
        db.session.execute(statement.values(**values), execution_options={"synchronize_session": False})
    db.session.expire_all()


def _put_halls(event: Event, halls: Sequence[DraftItem]) -> dict[str, int | None]:
    kept = [item for item in halls if item.data is not None and item.id is not None]
    # Names first to something that no hall has: two halls may have changed theirs for each other's.
    _update(Hall, [{"id": item.id, "name": f"~{item.id}"} for item in kept])
    _update(Hall, [{"id": item.id, **_columns(HALL_COLUMNS, item.data or {})} for item in kept])
    fresh = [item for item in halls if item.data is not None and item.id is None]
    return _insert(Hall, event, fresh, [_columns(HALL_COLUMNS, item.data or {}) for item in fresh])


def _put_booths(event: Event, booths: Sequence[DraftItem], halls: dict[str, int | None]) -> dict[str, int | None]:
    kept = [item for item in booths if item.data is not None and item.id is not None]
    fresh = [item for item in booths if item.data is not None and item.id is None]
    renumbered = [item for item in kept if item.data and item.live and item.data["code"] != item.live["code"]]
    _update(Booth, [{"id": item.id, "code": f"~{item.id}"} for item in renumbered])
    _remove(Booth, [item.id for item in booths if item.data is None])
    _update(Booth, [{"id": item.id, **_booth(item.data or {}, halls)} for item in kept])
    return _insert(Booth, event, fresh, [_booth(item.data or {}, halls) for item in fresh])


def _booth(data: Data, halls: dict[str, Any]) -> dict[str, Any]:
    values = _columns(COLUMNS, data)
    return values | {"kind": BoothKind(data["kind"]), "sort_key": natural_key(data["code"]), "hall_id": halls[data["hall"]]}


def _columns(columns: dict[str, str], data: Data) -> dict[str, Any]:
    return {column: _exact(data[name]) for name, column in columns.items()}


def _exact(value: Any) -> Any:
    return Decimal(str(value)) if isinstance(value, float) else value


def _update(table: type[Booth] | type[Hall], rows: list[dict[str, Any]]) -> None:
    if rows:
        db.session.execute(sa.update(table), rows)


def _insert(
    table: type[Booth] | type[Hall], event: Event, items: Sequence[DraftItem], rows: list[dict[str, Any]]
) -> dict[str, int | None]:
    if not rows:
        return {}
    statement = sa.insert(table).returning(table.id, sort_by_parameter_order=True)
    made = db.session.scalars(statement, [{"event_id": event.id, **row} for row in rows])
    return {item.key: number for item, number in zip(items, made, strict=True)}


def _remove(table: type[Booth] | type[Hall], ids: Sequence[int | None]) -> None:
    """Delete rows that nothing refers to.

    Raises:
        BoothInUse: something does; the key of the database says so.
    """
    if not ids:
        return
    try:
        with db.session.begin_nested():
            db.session.execute(sa.delete(table).where(table.id.in_(ids)), execution_options={"synchronize_session": False})
    except IntegrityError as error:
        raise BoothInUse(_l("Something that is to be removed is in use and cannot be deleted.")) from error


def _keep(event: Event, changes: Sequence[PlanChange], *, by: Any, note: str, reason: str) -> PlanVersion:
    latest = queries.latest_version(event)
    kept = [item for item in queries.draft_items(event) if item.data is not None]
    verdicts = [change.verdict for change in changes]
    counts = {verdict.value: verdicts.count(verdict) for verdict in Verdict}
    counts["booths"] = sum(item.type == ItemType.BOOTH for item in kept)
    with refusing("uq_plan_version_event_id_number", DraftMoved()):
        version = PlanVersion(
            event_id=event.id,
            number=latest.number + 1 if latest else 1,
            items=[{"key": item.key, "type": str(item.type), "id": item.id, "data": item.data} for item in kept],
            counts=counts,
            note=note,
            reason=reason,
            published_at=clock.now(),
            published_by_id=getattr(by, "id", None),
        )
        db.session.add(version)
    return version


def _tell(event: Event, version: PlanVersion, changes: Sequence[PlanChange], *, by: Any, reason: str) -> None:
    """Note the publishing and each change of a number, and tell who has the booths."""
    audit.record(
        by, "booths.plan_published", version, event=event, reason=reason, data={"number": version.number, **version.counts}
    )
    for change in changes:
        if change.is_renumbered or (change.is_held and change.is_moved):
            _tell_one(event, change, by=by, reason=change.reason or reason)


def _tell_one(event: Event, change: PlanChange, *, by: Any, reason: str) -> None:
    booth = db.session.get(Booth, change.item.id)
    data = {step.field: [step.before, step.after] for step in change.steps}
    audit.record(by, "booths.rebuilt", booth, reason=reason, data={"booth": change.name, **data})
    if change.is_held and booth is not None:
        claim = queries.find_live_claim(booth)
        if claim is not None and claim.organisation_id is not None:
            jobs.tell("booths.booth_rebuilt", event_id=event.id, claim_id=claim.id, before=change.name, reason=reason)


def restore(event: Event, number: int, *, by: Any) -> PlanDraft:
    """Take a published version back into the draft; nothing is published by that.

    Raises:
        NotFound: no such version.
    """
    version = queries.get_version(event, number)
    draft = open_draft(event)
    known = {item.key: item for item in queries.stored_items(event.id, since=-1)}
    wanted: dict[str, tuple[str, Data | None]] = {
        key: (item.type, None) for key, item in known.items() if item.data is not None
    }
    wanted |= {item["key"]: (item["type"], item["data"]) for item in version.items}
    write(draft, wanted, known, by=by)
    audit.record(by, "booths.plan_taken_back", version, event=event, data={"number": number, "revision": draft.revision})
    return draft
