"""Register people, change and cancel them, erase their data."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.accounts.models import User
from app.audit import services as audit
from app.core import clock
from app.core.codes import digest, random_code
from app.core.db import db, refusing
from app.core.errors import Conflict
from app.core.text import name_sort_key
from app.events.models import Event
from app.jobs import services as jobs
from app.mail import services as mails
from app.registrations import notices, search
from app.registrations.errors import StateChanged
from app.registrations.models import CoExhibitor, CoExhibitorStaff, Registration
from app.registrations.services import capacity, consents
from app.registrations.terms import Category, ConsentPurpose, RegistrationState

# erased people keep their row for the counts, under this name in every language of the register.
ERASED_NAME = "đã xóa theo yêu cầu"


@dataclass(frozen=True, kw_only=True)
class Person:
    """What is known of somebody who comes. Texts are clean, the phone E.164, the e-mail in lower case."""

    full_name: str
    title: str = ""
    position: str = ""
    unit: str = ""
    province_code: int | None = None
    country: str = "VN"
    email: str = ""
    phone: str = ""
    note: str = ""


def register(
    event: Event,
    person: Person,
    *,
    category: Category = Category.VISITOR,
    state: RegistrationState = RegistrationState.CONFIRMED,
    party_size: int = 1,
    source: str = "web",
    locale: str = "vi",
    link_secret: str = "",
    application_id: int | None = None,
    valid: tuple[date | None, date | None] = (None, None),
) -> Registration:
    """Register one person (or a party on one code) and give them their codes. No mail, no audit entry: the caller knows why.

    Args:
        party_size: people on this code, 1 … 100.
        source: web, import, api, walk_in, staff.
        link_secret: opens the ticket page; only its digest is kept.
        application_id: the exhibitor the person works for.
    Returns: the flushed registration.
    Raises:
        NoPlacesLeft: the category is limited and full.
        Conflict: `link_secret` was used before: the same form came twice.
    """
    if state in capacity.OCCUPYING:
        capacity.take(event, category, party_size)
    values = new_row(event, person, category=category, state=state, party_size=party_size, source=source, locale=locale)
    values |= {"application_id": application_id, "valid_from_on": valid[0], "valid_until_on": valid[1]}
    values["link_digest"] = digest(link_secret) if link_secret else None
    with refusing("uq_registration_link_digest", Conflict("used before")):
        registration = Registration(**values)
        db.session.add(registration)
    return registration


def new_row(
    event: Event,
    person: Person,
    *,
    category: Category,
    state: RegistrationState = RegistrationState.CONFIRMED,
    party_size: int = 1,
    source: str,
    locale: str = "vi",
    drawn: set[str] | None = None,
) -> dict[str, Any]:
    """Return the columns of a registration with fresh codes, also for bulk inserts (then call `capacity.recount`).

    Codes are drawn, not counted: 26^20 badge codes, 2·10^11 short codes in an event; a clash is refused by the database.

    Args:
        drawn: short codes of the same bulk, kept by the caller: among a million drawn ones two are likely to be alike.
    """
    now = clock.now()
    short_code = _draw(drawn if drawn is not None else set())
    row: dict[str, Any] = {
        "event_id": event.id,
        "badge_code": "EV1" + random_code(20),
        "short_code": short_code,
        "category": category,
        "state": state,
        "party_size": party_size,
        "source": source,
        "locale": locale,
        "created_at": now,
        "changed_at": now,
    }
    return row | _columns(person, short_code)


def _draw(drawn: set[str]) -> str:
    while (code := random_code(8)) in drawn:
        continue
    drawn.add(code)
    return code


def _columns(person: Person, short_code: str) -> dict[str, Any]:
    return {
        "full_name": person.full_name,
        "title": person.title,
        "position": person.position,
        "unit": person.unit,
        "province_code": person.province_code,
        "country": person.country,
        "email": person.email,
        "phone": person.phone,
        "note": person.note,
        "search_key": search.search_key(person.full_name, person.unit, short_code, phone=person.phone),
        "sort_key": name_sort_key(person.full_name),
    }


def change_person(registration: Registration, person: Person, *, by: User | str) -> None:
    """Change what is known of the person. The codes stay.

    Raises:
        StateChanged: cancelled or erased in the meantime.
    """
    if registration.erased_at is not None or registration.state is RegistrationState.CANCELLED:
        raise StateChanged
    before = {name: getattr(registration, name) for name in _columns(person, registration.short_code)}
    after = _columns(person, registration.short_code)
    changed = sorted(name for name, value in after.items() if value != before[name] and not name.endswith("_key"))
    for name, value in after.items():
        setattr(registration, name, value)
    registration.changed_at = clock.now()
    # The trail is kept for ever, so it names the fields and not the person's data.
    audit.record(by, "registrations.person_changed", registration, data={"fields": changed})


def cancel(registration: Registration, *, by: User | str, reason: str = "") -> None:
    """Cancel the registration; its place is free again, its code opens no gate.

    Raises:
        StateChanged: it was cancelled or blocked already.
    """
    was_occupying = _move(registration, RegistrationState.CANCELLED, {*capacity.OCCUPYING, RegistrationState.WAITLISTED})
    if was_occupying:
        capacity.give_back(registration.event_id, registration.category, registration.party_size)
    audit.record(by, "registrations.cancelled", registration, reason=reason)


def block(registration: Registration, *, by: User, reason: str) -> None:
    """Keep the person out: gates refuse the code and say so. The place is free for somebody else.

    Raises:
        StateChanged: cancelled or blocked already.
    """
    if _move(registration, RegistrationState.BLOCKED, {*capacity.OCCUPYING}):
        capacity.give_back(registration.event_id, registration.category, registration.party_size)
    audit.record(by, "registrations.blocked", registration, reason=reason)


def unblock(event: Event, registration: Registration, *, by: User, reason: str) -> None:
    """Let the person in again.

    Raises:
        StateChanged: not blocked. NoPlacesLeft: the place was given to somebody else.
    """
    capacity.take(event, registration.category, registration.party_size)
    _move(registration, RegistrationState.CONFIRMED, {RegistrationState.BLOCKED})
    audit.record(by, "registrations.unblocked", registration, reason=reason)


def _move(registration: Registration, target: RegistrationState, sources: set[RegistrationState]) -> bool:
    """Change the state once, whoever else tries; tell whether it occupied a place before."""
    previous = registration.state
    now = clock.now()
    values: dict[str, Any] = {"state": target, "changed_at": now}
    if target is RegistrationState.CANCELLED:
        values["cancelled_at"] = now
    changed = db.session.execute(
        sa.update(Registration)
        .where(Registration.id == registration.id, Registration.state == previous, Registration.state.in_(sources))
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    if changed.rowcount != 1:  # type: ignore[attr-defined]
        raise StateChanged
    db.session.refresh(registration)
    return previous in capacity.OCCUPYING


def erase(registration: Registration, *, by: User | str, reason: str = "") -> None:
    """Take the person out of the row and of our mails, and keep the row: counts and scans stay as they were (A-28).

    Raises:
        StateChanged: erased already.
    """
    if registration.erased_at is not None:
        raise StateChanged
    mails.forget(registration.email, event_id=registration.event_id)
    _erase_as_contact(registration)
    nobody = Person(full_name=ERASED_NAME, country=registration.country, province_code=registration.province_code)
    for name, value in _columns(nobody, registration.short_code).items():
        setattr(registration, name, value)
    registration.link_digest = None
    registration.erased_at = registration.changed_at = clock.now()
    jobs.tell("registrations.erased", registration_id=registration.id)
    audit.record(by, "registrations.erased", registration, reason=reason)


def _erase_as_contact(registration: Registration) -> None:
    """Take the person out of the co-exhibitors whom they stand for: same e-mail or phone, or a pass of the firm in their name.

    The firm, its fascia text and its link stay; removed firms keep their row, but not the person either.
    """
    own_passes = sa.select(CoExhibitorStaff.co_exhibitor_id).where(CoExhibitorStaff.registration_id == registration.id)
    marks = [sa.and_(CoExhibitor.id.in_(own_passes), CoExhibitor.contact_name == registration.full_name)]
    if registration.email:
        marks.append(sa.func.lower(CoExhibitor.contact_email) == registration.email)
    if registration.phone:
        marks.append(CoExhibitor.contact_phone == registration.phone)
    firms = sa.select(CoExhibitor).where(CoExhibitor.event_id == registration.event_id, sa.or_(*marks))
    for firm in db.session.scalars(firms):
        mails.forget(firm.contact_email, event_id=registration.event_id)
        firm.contact_name = firm.contact_phone = firm.contact_email = ""


def give_link(registration: Registration, secret: str) -> None:
    """Let `secret` open the ticket page; an older link ends."""
    registration.link_digest = digest(secret)
    db.session.flush()


def is_known(event: Event, email: str) -> bool:
    """Tell whether somebody is registered with this address; only the address's owner may learn it (PR02)."""
    statement = sa.select(Registration.id).where(
        Registration.event_id == event.id,
        Registration.email == email,
        Registration.state.in_(capacity.OCCUPYING),
    )
    return db.session.scalar(statement.limit(1)) is not None


def tell_ticket(registration: Registration, event: Event, secret: str, *, again: bool = False) -> None:
    """Send the code and the private link to the person, when there is an e-mail address.

    Args:
        again: the address was known before; its owner is told what that means, the screen shows no difference (PR02).
    """
    if not registration.email:
        return
    if again:
        notices.ticket_again(registration, event, secret)
    else:
        notices.ticket(registration, event, secret)


def note_added(registration: Registration, *, by: User, basis: str, channel: str = "paper") -> None:
    """Note who added a person and on which ground the data are used (R-66): the law wants both provable."""
    given = {ConsentPurpose.PARTICIPATION: True}
    consents.record_consents(registration, given, channel=channel, by=by, basis=basis)
    audit.record(by, "registrations.person_added", registration, data={"category": registration.category.value})
