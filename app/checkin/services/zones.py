"""Set up zones: halls and areas that gates lead into."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.accounts.models import User
from app.audit import services as audit
from app.checkin.errors import ZoneInItself, ZoneInUse, ZoneNameTaken
from app.checkin.models import Gate, Scan, Zone
from app.checkin.queries.rules import zones_of_event, zones_within
from app.checkin.services.gates import touch_rules
from app.checkin.terms import WhenFull
from app.core.db import db, refusing
from app.events.models import Event


@dataclass(frozen=True, slots=True)
class ZoneSettings:
    """What is set for a zone; see app.checkin.models.Zone. Categories are values, none means all."""

    name: str
    part_of_id: int | None = None
    has_own_door: bool = False
    most: int | None = None
    when_full: WhenFull = WhenFull.WARN
    categories: tuple[str, ...] = ()

    def as_columns(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "part_of_id": self.part_of_id,
            "has_own_door": self.has_own_door and self.part_of_id is None,
            "most": self.most,
            "when_full": self.when_full,
            "categories": list(self.categories),
        }


def add_zone(event: Event, settings: ZoneSettings, *, by: User) -> Zone:
    """Add a zone behind the others.

    Raises:
        ZoneNameTaken: there is one of this name.
    """
    position = db.session.scalar(sa.select(sa.func.coalesce(sa.func.max(Zone.position), -1)).where(Zone.event_id == event.id))
    with refusing("uq_zone_event_id_name", ZoneNameTaken()):
        zone = Zone(event_id=event.id, position=(position or 0) + 1, **settings.as_columns())
        db.session.add(zone)
    audit.record(by, "checkin.zone_added", zone, data=settings.as_columns())
    touch_rules(event.id)
    return zone


def change_zone(zone: Zone, settings: ZoneSettings, *, by: User) -> None:
    """Change the zone; where people are seen stays.

    Raises:
        ZoneNameTaken: another zone has this name. ZoneInItself: it would lie in itself or in what lies in it.
    """
    if settings.part_of_id in zones_within(zone.id, zones_of_event(zone.event_id)):
        raise ZoneInItself
    columns = settings.as_columns()
    before = {name: getattr(zone, name) for name in columns}
    with refusing("uq_zone_event_id_name", ZoneNameTaken()):
        for name, value in columns.items():
            setattr(zone, name, value)
    audit.record(by, "checkin.zone_changed", zone, data={"before": before, **columns})
    touch_rules(zone.event_id)


def remove_zone(zone: Zone, *, by: User) -> None:
    """Remove a zone that nothing leads into.

    Raises:
        ZoneInUse: a gate, another zone or scans refer to it.
    """
    used: Any = sa.or_(
        sa.exists().where(Gate.event_id == zone.event_id, Gate.zone_id == zone.id),
        sa.exists().where(Zone.event_id == zone.event_id, Zone.part_of_id == zone.id),
        sa.exists().where(Scan.place == zone.id, Scan.place > 0),
    )
    if db.session.scalar(sa.select(used)):
        raise ZoneInUse
    audit.record(by, "checkin.zone_removed", zone, data={"name": zone.name})
    db.session.delete(zone)
    db.session.flush()
    touch_rules(zone.event_id)
