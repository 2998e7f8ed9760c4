"""Register people at the gate (A-43)."""

from dataclasses import dataclass

from app.audit import services as audit
from app.checkin.errors import NameMissing
from app.checkin.queries.devices import GateDevice
from app.events.models import Event
from app.registrations.models import Registration
from app.registrations.queries.people import find_by_code
from app.registrations.services.people import Person, register
from app.registrations.terms import Category


@dataclass(frozen=True, slots=True)
class Guest:
    """Who stands there; `replaces` is the short code of the invited person for whom they come."""

    full_name: str
    unit: str
    position: str
    category: Category
    replaces: str


def register_guest(event: Event, guest: Guest, *, device: GateDevice) -> Registration:
    """Register a walk-in with codes of their own; the invitation of the person they replace stays as it is.

    Raises:
        NameMissing: nothing is left of the name. NoPlacesLeft: the category is full.
    """
    if not guest.full_name:
        raise NameMissing
    invited = find_by_code(event, guest.replaces) if guest.replaces else None
    person = Person(
        full_name=guest.full_name,
        unit=guest.unit or (invited.unit if invited else ""),
        position=guest.position,
        province_code=invited.province_code if invited else None,
        note=f"→ {invited.short_code}" if invited else "",
    )
    registration = register(event, person, category=guest.category, source="walk_in")
    data = {"category": guest.category, "replaces": invited.short_code if invited else ""}
    audit.record(f"device {device.name or device.id}", "checkin.walked_in", registration, data=data)
    return registration
