"""Change what an event says of itself: facts, texts, deadlines, money, halls."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app.accounts.models import User
from app.audit import services as audit
from app.core.db import db, refusing
from app.core.errors import Invalid
from app.core.i18n import _l
from app.events import queries
from app.events.errors import CodeTaken, EditionTaken, HallNamed, HallUsed, NameFixed, SlugTaken
from app.events.models import Event, EventKind, Hall, Series, Visibility
from app.events.services.planning import refuse_frozen


@dataclass(frozen=True)
class Facts:
    """What the event is. `series_name` and `edition` are empty for a single event; the edition is free text ("XX")."""

    name: str
    kind: EventKind
    slug: str
    code: str
    visibility: Visibility
    theme: str = ""
    series_name: str = ""
    edition: str = ""
    duty_exempt: bool = False
    duty_decision: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    contact_email: str = ""


def change_facts(event: Event, facts: Facts, *, by: User) -> None:
    """Change what the event is.

    Raises:
        NameFixed: address or code of an event that the public knows. SlugTaken, CodeTaken, EditionTaken, EventFrozen.
        Invalid: exempt from registration without the decision that says so.
    """
    refuse_frozen(event)
    _refuse_fixed_names(event, facts)
    if facts.duty_exempt and not facts.duty_decision:
        raise Invalid(_l("Please name the decision that exempts the fair from registration."), field="duty_decision")
    before = _facts_of(event)
    with (
        refusing("uq_event_slug", SlugTaken()),
        refusing("uq_event_code", CodeTaken()),
        refusing("uq_event_series_id_edition", EditionTaken()),
    ):
        event.name, event.kind, event.theme = facts.name, facts.kind, facts.theme
        event.slug, event.code, event.visibility = facts.slug, facts.code, facts.visibility
        event.duty_exempt, event.duty_decision = facts.duty_exempt, facts.duty_decision
        event.contact_name, event.contact_phone, event.contact_email = (
            facts.contact_name,
            facts.contact_phone,
            facts.contact_email,
        )
        event.series = _series(event, facts.series_name)
        event.edition = facts.edition or None
    _note(event, "events.facts_changed", before, _facts_of(event), by)


def _facts_of(event: Event) -> dict[str, Any]:
    what: tuple[str, ...] = ("name", "kind", "slug", "code", "visibility", "theme", "series_id", "edition")
    what += ("duty_exempt", "duty_decision", "contact_name", "contact_phone", "contact_email")
    return {column: getattr(event, column) for column in what}


def _refuse_fixed_names(event: Event, facts: Facts) -> None:
    if not event.is_published:
        return
    for field in ("slug", "code"):
        if getattr(facts, field) != getattr(event, field):
            raise NameFixed(field)


def _series(event: Event, name: str) -> Series | None:
    if not name:
        return None
    for series in queries.series_of(event.owner):
        if series.name == name:
            return series
    series = Series(name=name, owner=event.owner)
    db.session.add(series)
    return series


def _note(event: Event, action: str, before: dict[str, Any], after: dict[str, Any], by: User) -> None:
    """Record what changed, and count it for calendars that follow a published event."""
    changed = {key: {"before": before[key], "after": value} for key, value in after.items() if before[key] != value}
    if not changed:
        return
    if event.is_published:
        event.sequence += 1
    audit.record(by, action, event, data=changed)


def change_texts(event: Event, texts: dict[str, dict[str, str]], *, by: User) -> None:
    """Set name and description in each language; an empty text falls back to Vietnamese.

    Args:
        texts: {"vi": {"name": …, "description": …}, "en": {…}, "de": {…}}; Vietnamese must have a name.
    """
    refuse_frozen(event)
    before = {"name": event.name, "description": event.description, "translations": event.translations}
    event.name, event.description = texts["vi"]["name"], texts["vi"]["description"]
    event.translations = {
        language: {field: text for field, text in fields.items() if text}
        for language, fields in texts.items()
        if language != "vi" and any(fields.values())
    }
    after = {"name": event.name, "description": event.description, "translations": event.translations}
    changed = [key for key, value in after.items() if before[key] != value]
    if changed:
        event.sequence += 1 if event.is_published else 0
        audit.record(by, "events.texts_changed", event, data={"changed": changed})


@dataclass(frozen=True)
class Deadlines:
    """Until when people can do what; None: until the event starts (visitors: ends)."""

    opening_at: datetime | None
    applications_close_at: datetime | None
    registrations_close_at: datetime | None
    plan_locks_on: date | None
    delegate_capacity: int | None


def change_deadlines(event: Event, deadlines: Deadlines, *, by: User) -> None:
    """Set the deadlines.

    Raises:
        Invalid: a deadline after the end, or an opening outside the event. EventFrozen.
    """
    refuse_frozen(event)
    if deadlines.opening_at is not None and not event.starts_at <= deadlines.opening_at <= event.ends_at:
        raise Invalid(_l("The opening must lie within the event."), field="opening_at")
    for field in ("applications_close_at", "registrations_close_at"):
        value = getattr(deadlines, field)
        if value is not None and value > event.ends_at:
            raise Invalid(_l("This deadline must not be after the end of the event."), field=field)
    if deadlines.plan_locks_on is not None and deadlines.plan_locks_on > event.days[1]:
        raise Invalid(_l("This deadline must not be after the end of the event."), field="plan_locks_on")
    _set(event, "events.deadlines_changed", vars(deadlines), by)


@dataclass(frozen=True)
class Money:
    """The account for transfers and when what is due."""

    bank_bin: str
    bank_account: str
    bank_account_name: str
    deposit_pct: int
    deposit_days: int
    balance_due_on: date | None


def change_money(event: Event, money: Money, *, by: User) -> None:
    """Set the account and the terms of payment.

    Raises:
        EventFrozen
    """
    refuse_frozen(event)
    _set(event, "events.money_changed", vars(money), by)


def _set(event: Event, action: str, values: dict[str, Any], by: User) -> None:
    before = {column: getattr(event, column) for column in values}
    for column, value in values.items():
        setattr(event, column, value)
    db.session.flush()
    _note(event, action, before, values, by)


@dataclass(frozen=True)
class HallSize:
    """A hall's name and size in metres."""

    name: str
    width_m: Decimal
    depth_m: Decimal


def add_hall(event: Event, size: HallSize, *, by: User) -> Hall:
    """Add a hall.

    Raises:
        HallNamed: the event has one of this name. EventFrozen.
    """
    refuse_frozen(event)
    position = len(queries.halls_of(event))
    with refusing("uq_hall_event_id_name", HallNamed()):
        hall = Hall(event_id=event.id, position=position, **vars(size))
        db.session.add(hall)
    audit.record(by, "events.hall_added", hall, data=vars(size))
    return hall


def change_hall(hall: Hall, event: Event, size: HallSize, *, by: User) -> None:
    """Rename or resize a hall.

    Raises:
        HallNamed, EventFrozen.
    """
    refuse_frozen(event)
    with refusing("uq_hall_event_id_name", HallNamed()):
        hall.name, hall.width_m, hall.depth_m = size.name, size.width_m, size.depth_m
    audit.record(by, "events.hall_changed", hall, data=vars(size))


def remove_hall(hall: Hall, event: Event, *, by: User) -> None:
    """Remove a hall that nothing stands in.

    Raises:
        HallUsed: a floor plan or a room refers to it; the foreign key decides. EventFrozen.
    """
    refuse_frozen(event)
    audit.record(by, "events.hall_removed", hall, data={"name": hall.name})
    try:
        with db.session.begin_nested():
            db.session.execute(sa.delete(Hall).where(Hall.id == hall.id))
    except IntegrityError as error:
        raise HallUsed from error
