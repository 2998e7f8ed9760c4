"""The plan: what is for sale. Each change of it or of the rates gives it a new version."""

from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from app.accounts.models import User
from app.audit import services as audit
from app.booths import queries
from app.booths.errors import BoothInUse
from app.booths.models import Booth, BoothClaim, BoothPlan, ItemType, PlanItem
from app.booths.services.claiming import tell_freed
from app.booths.services.drafts import follow, open_draft
from app.core import clock
from app.core.codes import random_code
from app.core.db import db
from app.core.i18n import _l
from app.core.registry import CloneRun
from app.events.models import Event


def renew_plan(event_id: int) -> None:
    """Give the plan of an event a new version: drawings and lists kept by version are drawn again; its draft follows."""
    db.session.flush()
    follow(event_id)
    insert = (postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite).insert
    values = {"version": random_code(12), "changed_at": clock.now()}
    fresh = insert(BoothPlan).values(event_id=event_id, **values)
    db.session.execute(fresh.on_conflict_do_update(index_elements=["event_id"], set_=values))


def block(booth: Booth, *, by: User, reason: str) -> None:
    """Take `booth` out of the sale. Who has it keeps it."""
    booth.is_blocked, booth.note = True, reason
    audit.record(by, "booths.blocked", booth, reason=reason, data={"booth": booth.code})


def unblock(booth: Booth, *, by: User) -> None:
    """Put `booth` on sale again; also one that was kept for the organiser."""
    booth.is_blocked, booth.is_internal, booth.note = False, False, ""
    audit.record(by, "booths.unblocked", booth, data={"booth": booth.code})
    tell_freed(booth)


def keep_internal(booth: Booth, *, by: User, reason: str) -> None:
    """Keep `booth` for the organiser's own use: information, press, storage. Who has it keeps it."""
    booth.is_internal, booth.note = True, reason
    audit.record(by, "booths.kept_internal", booth, reason=reason, data={"booth": booth.code})


def delete_booth(booth: Booth, *, by: User) -> None:
    """Remove a booth that nobody ever had.

    Raises:
        BoothInUse: it has claims, also ended ones: the history stays.
    """
    # Locks the row, so that no claim comes in between.
    db.session.execute(sa.select(Booth.id).where(Booth.id == booth.id).with_for_update())
    if booth.is_merged or booth.merged_into_id is not None:
        raise BoothInUse(_l("Booth %(code)s is part of a merged stand. Split it first.", code=booth.code))
    if db.session.scalar(sa.select(BoothClaim.id).where(BoothClaim.booth_id == booth.id).limit(1)):
        raise BoothInUse(_l("Booth %(code)s has been held or booked and cannot be deleted. Block it instead.", code=booth.code))
    audit.record(by, "booths.deleted", booth, data={"booth": booth.code})
    db.session.delete(booth)
    db.session.flush()
    renew_plan(booth.event_id)


def clone_booths(source: Event, target: Event, run: CloneRun) -> None:
    """Copy the booths and objects of `source` into the copied halls of `target`; nobody has them there, none is merged."""
    booths = db.session.scalars(sa.select(Booth).where(Booth.event_id == source.id).order_by(Booth.sort_key))
    rows = [{"event_id": target.id, "hall_id": run.new_id("hall", booth.hall_id), **_alone(booth)} for booth in booths]
    if rows:
        db.session.execute(sa.insert(Booth), rows)
    halls = {old: f"h{new}" for old, _data in queries.published_objects(source.id) if (new := run.new_id("hall", old))}
    objects = [data | {"hall": halls[old]} for old, data in queries.published_objects(source.id) if old in halls]
    if objects:
        open_draft(target)
        items = [
            {"key": f"n{random_code(16).lower()}", "event_id": target.id, "type": ItemType.OBJECT, "data": data, "live": data}
            for data in objects
        ]
        db.session.execute(sa.insert(PlanItem), items)
    renew_plan(target.id)


def _alone(booth: Booth) -> dict[str, Any]:
    """Return what a copy of `booth` keeps, as it is outside of a merged stand."""
    kept = {name: getattr(booth, name) for name in _GEOMETRY}
    for name, value in (booth.unmerged or {}).items():
        kept[name] = Decimal(value) if isinstance(value, str) else value
    return kept


_GEOMETRY: tuple[str, ...] = (
    "code",
    "sort_key",
    "zone",
    "kind",
    "x_m",
    "y_m",
    "width_m",
    "depth_m",
    "open_sides",
    "price_group",
)
_GEOMETRY += ("angle", "height_limit_m", "power_kw", "power_points", "water_points", "is_locked")
