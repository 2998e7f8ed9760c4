"""An area with a door of its own and notes for the gate at the rehearsal, to try what gates can ask."""

import sqlalchemy as sa

from app.accounts.models import User
from app.checkin.services import gates, noting, zones
from app.checkin.services.gates import GateSettings, OpenHours
from app.checkin.services.noting import NoteText
from app.checkin.services.zones import ZoneSettings
from app.checkin.terms import NoteKind, WhenFull
from app.core.db import db
from app.events.models import Event
from app.registrations.models import Registration

_NOTES = ((NoteKind.VIP, "Mời vào phòng khách"), (NoteKind.KIT, "Nhận tài liệu tại quầy 2"), (NoteKind.HEALTH, "Ăn chay"))


def furnish(event: Event, *, by: User) -> None:
    """Open a room for guests that holds thirty, in the mornings for the press, and write notes on three people."""
    kinds = ("vip", "delegate", "speaker", "press")
    room = ZoneSettings("Phòng khách", most=30, when_full=WhenFull.REFUSE, categories=kinds)
    zone = zones.add_zone(event, room, by=by)
    door = gates.add_gate(event, GateSettings("Cửa phòng khách", zone_id=zone.id, categories=kinds), by=by)
    gates.add_hours(door, OpenHours(None, 8 * 60, 18 * 60, ("vip", "delegate", "speaker")), by=by)
    gates.add_hours(door, OpenHours(None, 8 * 60, 11 * 60, ("press",)), by=by)
    people = sa.select(Registration).where(Registration.event_id == event.id).order_by(Registration.id).limit(len(_NOTES))
    for person, (kind, text) in zip(db.session.scalars(people), _NOTES, strict=False):
        noting.write_note(person, NoteText(kind, text, by if kind is NoteKind.VIP else None), by=by)
