"""Take over lists: all rows or none, rows that are there already are passed over, so that a second run adds nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.accounts.models import User
from app.audit import services as audit
from app.core import clock
from app.core.db import db
from app.core.text import fold, name_sort_key
from app.events.models import Event
from app.registrations.consent_texts import VERSION
from app.registrations.models import Consent, Registration
from app.registrations.services import capacity
from app.registrations.services.people import Person, new_row
from app.registrations.terms import Category, ConsentPurpose, RegistrationState

_CHUNK = 500


@dataclass(frozen=True)
class Import:
    """One person to take over."""

    person: Person
    category: Category
    party_size: int = 1


@dataclass(frozen=True)
class Taken:
    """What an import did."""

    created: int
    skipped: int


def import_people(event: Event, imports: Sequence[Import], *, by: User | str, basis: str) -> Taken:
    """Register the people of a list.

    Args:
        basis: on which ground the data are used, in the officer's words (R-66): kept with each person.
    Raises:
        NoPlacesLeft: the new delegates do not all fit in; nothing is taken over.
    """
    fresh = _fresh(event, imports)
    delegates = sum(item.party_size for item in fresh if item.category in capacity.COUNTED)
    if delegates:
        capacity.take(event, Category.DELEGATE, delegates)
    for start in range(0, len(fresh), _CHUNK):
        _insert(event, fresh[start : start + _CHUNK], by=by, basis=basis)
    taken = Taken(len(fresh), len(imports) - len(fresh))
    data = {"created": taken.created, "skipped": taken.skipped, "basis": basis}
    audit.record(by, "registrations.people_imported", event, event=event, data=data)
    return taken


def _insert(event: Event, imports: Sequence[Import], *, by: User | str, basis: str) -> None:
    rows = [
        new_row(event, item.person, category=item.category, party_size=item.party_size, source="import") for item in imports
    ]
    ids = db.session.scalars(sa.insert(Registration).returning(Registration.id, sort_by_parameter_order=True), rows).all()
    consent: dict[str, Any] = {
        "event_id": event.id,
        "purpose": ConsentPurpose.PARTICIPATION,
        "granted": True,
        "text_version": VERSION,
        "channel": "import",
        "recorded_by_id": getattr(by, "id", None),
        "basis": basis[:200],
        "given_at": clock.now(),
    }
    db.session.execute(sa.insert(Consent), [consent | {"registration_id": key} for key in ids])


def _fresh(event: Event, imports: Sequence[Import]) -> list[Import]:
    """Return those that are neither registered nor twice in the list: same name, unit, phone and e-mail."""
    seen = set()
    for start in range(0, len(imports), _CHUNK):
        keys = {name_sort_key(item.person.full_name) for item in imports[start : start + _CHUNK]}
        seen |= _present(event, keys)
    fresh = []
    for item in imports:
        key = _identity(item.person.full_name, item.person.unit, item.person.phone, item.person.email)
        if key not in seen:
            seen.add(key)
            fresh.append(item)
    return fresh


def _present(event: Event, sort_keys: set[str]) -> set[tuple[str, str, str, str]]:
    rows = db.session.execute(
        sa.select(Registration.full_name, Registration.unit, Registration.phone, Registration.email).where(
            Registration.event_id == event.id,
            Registration.sort_key.in_(sort_keys),
            Registration.state != RegistrationState.CANCELLED,
        )
    )
    return {_identity(*row) for row in rows}


def _identity(name: str, unit: str, phone: str, email: str) -> tuple[str, str, str, str]:
    return (fold(name), fold(unit), phone, email)


def imports_of(entries: Sequence[Any]) -> list[Import]:
    """Return what a reading found, as import_people takes it."""
    return [Import(entry.person, entry.category, entry.party_size) for entry in entries]
