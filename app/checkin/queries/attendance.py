"""Who is expected and who came, by province: what a sign-in sheet is printed from (A-44)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

import sqlalchemy as sa

from app.agenda.models import Session
from app.checkin.models import Entry
from app.core.db import db
from app.events.models import Event
from app.places.models import Province
from app.registrations.models import Registration
from app.registrations.terms import Category, RegistrationState

# Visitors of a fair sign nowhere, and who works there has lists of their own.
SIGNING = (Category.DELEGATE, Category.SPEAKER, Category.VIP, Category.PRESS)


# No province has this code.
WITHOUT_PROVINCE = 0


@dataclass(frozen=True)
class Signing:
    """How many people of a province sign; WITHOUT_PROVINCE has no name."""

    code: int
    province: str
    number: int


@dataclass(frozen=True)
class Line:
    """One person of the sheet; `entered_at` is the first time a gate let them in."""

    name: str
    position: str
    unit: str
    entered_at: datetime | None


@dataclass(frozen=True)
class Group:
    """The people of a province in the order of their names; `province` is empty for people without one."""

    province: str
    lines: Sequence[Line]


def attendance_of(event: Event, session: Session | None = None, province: int | None = None) -> list[Group]:
    """Return confirmed delegates, speakers, guests and press by province, people without a province last.

    Args:
        session: marks are of this session only; else of the first time that any gate let the person in.
        province: only people of this one; WITHOUT_PROVINCE: of none.
    """
    within = (Entry.event_id == event.id, *(() if session is None else (Entry.window == f"s{session.id}",)))
    first = (
        sa.select(Entry.registration_id, sa.func.min(Entry.entered_at).label("at"))
        .where(*within)
        .group_by(Entry.registration_id)
        .subquery()
    )
    statement = (
        sa.select(Province.name, Registration.full_name, Registration.position, Registration.unit, first.c.at)
        .outerjoin(Province, Province.code == Registration.province_code)
        .outerjoin(first, first.c.registration_id == Registration.id)
        .where(*_signing(event), *_of_province(province))
        .order_by(Province.code.is_(None), Province.code, Registration.sort_key, Registration.id)
    )
    rows = db.session.execute(statement).all()
    return [Group(province or "", [Line(*row[1:]) for row in people]) for province, people in groupby(rows, lambda row: row[0])]


def _signing(event: Event) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        Registration.event_id == event.id,
        Registration.state == RegistrationState.CONFIRMED,
        Registration.category.in_(SIGNING),
    )


def _of_province(province: int | None) -> tuple[sa.ColumnElement[bool], ...]:
    if province is None:
        return ()
    return (Registration.province_code == province if province else Registration.province_code.is_(None),)


def signing_by_province(event: Event) -> list[Signing]:
    """Return how many people sign, by province in the order of the sheet."""
    statement = (
        sa.select(Registration.province_code, Province.name, sa.func.count())
        .outerjoin(Province, Province.code == Registration.province_code)
        .where(*_signing(event))
        .group_by(Registration.province_code, Province.name)
        .order_by(Registration.province_code.is_(None), Registration.province_code)
    )
    return [Signing(code or WITHOUT_PROVINCE, name or "", number) for code, name, number in db.session.execute(statement)]


def sessions_attended(event: Event, registration_ids: Sequence[int]) -> dict[int, list[tuple[int, datetime]]]:
    """Return for each person the sessions they were scanned in, with the time, earliest first: what a certificate tells."""
    statement = (
        sa.select(Entry.registration_id, Entry.window, Entry.entered_at)
        .where(Entry.event_id == event.id, Entry.registration_id.in_(registration_ids), Entry.window.like("s%"))
        .order_by(Entry.entered_at, Entry.window)
    )
    found: dict[int, list[tuple[int, datetime]]] = {}
    for person_id, window, at in db.session.execute(statement):
        # "s17" is a session; a list or a zone has "|" in its name.
        if window[1:].isdigit():
            found.setdefault(person_id, []).append((int(window[1:]), at))
    return found


def count_by_session(event: Event) -> dict[int, int]:
    """Return how many people were scanned in each session, whole parties."""
    statement = (
        sa.select(Entry.window, sa.func.sum(Registration.party_size))
        .join(Registration, Registration.id == Entry.registration_id)
        .where(Entry.event_id == event.id, Entry.window.like("s%"))
        .group_by(Entry.window)
    )
    return {int(window[1:]): int(number) for window, number in db.session.execute(statement) if window[1:].isdigit()}
