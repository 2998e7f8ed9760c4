"""Plan an event, and change what, when and where it is."""

import functools
import json
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from app.accounts.models import Organisation, User
from app.audit import services as audit
from app.core import clock
from app.core.db import db, refusing
from app.core.i18n import _l
from app.core.text import clean, fold
from app.events import queries
from app.events.errors import CodeTaken, EventFrozen, SlugTaken, WrongDates
from app.events.models import Event, EventHost, EventRole, Hall, HostRole, HostState, Role
from app.events.services.occupancy import hold_venue
from app.events.services.siting import Place
from app.events.terms import FROZEN, EventKind
from app.places import queries as places

TEMPLATES = Path(__file__).parents[1] / "data" / "templates.json"
# A venue is held hour by hour; what lasts longer is a mistyped year.
LONGEST = timedelta(days=92)
_TRIES = 5


@dataclass(frozen=True)
class Plan:
    """The five answers of the first form."""

    kind: EventKind
    name: str
    place: Place
    starts_at: datetime
    ends_at: datetime


def plan_event(
    plan: Plan, owner: Organisation, *, by: User | None, slug: str = "", code: str = "", use_template: bool = True, **more: Any
) -> Event:
    """Enter an event into the shared calendar as a draft; `by` becomes its organiser.

    Args:
        slug, code: made from the name when empty.
        use_template: take halls, deadlines and first texts of the kind's template.
        more: further columns of Event.
    Returns: the flushed event, DRAFT.
    Raises:
        WrongDates: the end is not after the start, or too far away. VenueTaken: see `hold_venue`. SlugTaken, CodeTaken.
    """
    check_dates(plan.starts_at, plan.ends_at)
    event = _add_event(plan, owner, {"slug": slug, "code": code} | more, use_template=use_template)
    hold_venue(event, by=by)
    _add_first_parts(event, by, with_halls=use_template)
    audit.record(by, "events.planned", event, data={"kind": event.kind, "starts_at": event.starts_at})
    return event


def _add_event(plan: Plan, owner: Organisation, columns: dict[str, Any], *, use_template: bool) -> Event:
    """Add the row. When somebody takes a made-up address or code in the same moment, the next one is tried."""
    for tries_left in reversed(range(_TRIES)):
        event = Event(
            kind=plan.kind,
            name=clean(plan.name),
            owner=owner,
            starts_at=plan.starts_at,
            ends_at=plan.ends_at,
            created_at=clock.now(),
            **columns,
        )
        event.slug = event.slug or free_slug(plan.name)
        event.code = event.code or free_code(plan.name, plan.starts_at)
        set_place(event, plan.place)
        if use_template:
            _apply_template(event)
        try:
            with refusing("uq_event_slug", SlugTaken()), refusing("uq_event_code", CodeTaken()):
                db.session.add(event)
        except (SlugTaken, CodeTaken) as error:
            if columns[error.field or ""] or not tries_left:
                raise
        else:
            return event
    raise AssertionError("the last try returns or raises")


def _add_first_parts(event: Event, by: User | None, *, with_halls: bool) -> None:
    db.session.add(
        EventHost(event_id=event.id, organisation=event.owner, role=HostRole.HOST, state=HostState.ACCEPTED, position=0)
    )
    if by is not None:
        now = clock.now()
        db.session.add(EventRole(event_id=event.id, user=by, role=Role.ORGANISER, granted_by_id=by.id, created_at=now))
    if with_halls:
        for position, hall in enumerate(template(event.kind)["halls"]):
            db.session.add(Hall(event_id=event.id, position=position, **hall))
    db.session.flush()


@functools.cache
def _templates() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(TEMPLATES.read_text(encoding="utf-8"))
    return loaded


def template(kind: EventKind) -> dict[str, Any]:
    """Return the defaults of a kind: halls, days before the start at which things close, capacity, first texts."""
    chosen: dict[str, Any] = _templates()[kind.value]
    return chosen


def _apply_template(event: Event) -> None:
    chosen = template(event.kind)
    event.description = chosen["description"]["vi"]
    event.translations = {language: {"description": chosen["description"][language]} for language in ("en", "de")}
    event.delegate_capacity = chosen.get("delegate_capacity")
    if "applications_close_days" in chosen:
        event.applications_close_at = days_before(event, chosen["applications_close_days"])
    if "plan_locks_days" in chosen:
        event.plan_locks_on = days_before(event, chosen["plan_locks_days"]).date()
    if "registrations_close_days" in chosen:
        event.registrations_close_at = days_before(event, chosen["registrations_close_days"])
    else:
        event.registrations_close_at = event.ends_at if chosen["registrations_close"] == "end" else event.starts_at


def days_before(event: Event, days: int) -> datetime:
    """Return 17:00, the end of an office day, so many days before the event's first day."""
    zone = ZoneInfo(event.timezone or "Asia/Ho_Chi_Minh")
    first = event.starts_at.astimezone(zone) - timedelta(days=days)
    return first.replace(hour=17, minute=0, second=0, microsecond=0)


def check_dates(starts_at: datetime, ends_at: datetime) -> None:
    """Refuse impossible dates.

    Raises:
        WrongDates: the end is not after the start, or more than 92 days later.
    """
    if ends_at <= starts_at:
        raise WrongDates(_l("The end must be after the start."), field="ends_at")
    if ends_at - starts_at > LONGEST:
        raise WrongDates(_l("An event lasts at most %(days)s days. Please check the year.", days=LONGEST.days), field="ends_at")


def set_place(event: Event, place: Place) -> None:
    """Put the event at `place`; the caller holds the venue afterwards."""
    event.venue = place.venue
    event.planned_province = places.get_province(place.province_code) if place.province_code is not None else None
    event.is_online = place.is_online or (event.is_online and bool(place.venue))


def refuse_frozen(event: Event) -> None:
    """Refuse changes of archived and cancelled events.

    Raises:
        EventFrozen
    """
    if event.state in FROZEN:
        raise EventFrozen


def reschedule(event: Event, starts_at: datetime, ends_at: datetime, *, by: User) -> None:
    """Move the event; readers of a published one see its first date too.

    Raises:
        WrongDates, VenueTaken, EventFrozen.
    """
    refuse_frozen(event)
    check_dates(starts_at, ends_at)
    if (starts_at, ends_at) == (event.starts_at, event.ends_at):
        return
    before = {"starts_at": event.starts_at, "ends_at": event.ends_at}
    if event.is_published:
        event.sequence += 1
        event.moved_from_at = event.moved_from_at or event.starts_at
    event.starts_at, event.ends_at = starts_at, ends_at
    hold_venue(event, by=by)
    audit.record(by, "events.moved", event, data={"before": before, "starts_at": starts_at, "ends_at": ends_at})


def relocate(event: Event, place: Place, *, by: User) -> None:
    """Put the event somewhere else.

    Raises:
        VenueTaken, EventFrozen.
    """
    refuse_frozen(event)
    set_place(event, place)
    db.session.flush()
    if event.is_published:
        event.sequence += 1
    hold_venue(event, by=by)
    audit.record(by, "events.relocated", event, data={"venue_id": event.venue_id, "province_code": event.province_code})


_SMALL_WORDS = frozenset({"va", "cac", "cua", "lan", "thu", "mau", "du", "lieu", "nam", "and", "of", "the", "und", "der"})


def free_slug(name: str) -> str:
    """Return an address made from `name` that no event has."""
    words = re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")
    base = words[:60].rsplit("-", 1)[0] if len(words) > 60 else words
    base = base or "su-kien"
    taken = queries.slugs_like(base)
    return base if base not in taken else next(f"{base}-{n}" for n in range(2, 10_000) if f"{base}-{n}" not in taken)


def free_code(name: str, starts_at: datetime) -> str:
    """Return a code made from initials and year that no event has: HCTLH26."""
    words = [word for word in re.findall(r"[a-z]+", fold(name)) if word not in _SMALL_WORDS]
    letters = "".join(word[0] for word in words)[:5].upper()
    base = f"{letters or 'SK'}{starts_at:%y}"
    taken = queries.codes_like(base)
    return base if base not in taken else next(f"{base}N{n}" for n in range(2, 10_000) if f"{base}N{n}" not in taken)
