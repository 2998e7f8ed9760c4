"""Who is expected and who came, by province: what a sign-in sheet is printed from (A-44)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

import sqlalchemy as sa

from app.checkin.models import Entry
from app.core.db import db
from app.events.models import Event
from app.places.models import Province
from app.registrations.models import Registration
from app.registrations.terms import Category, RegistrationState

# Visitors of a fair sign nowhere, and who works there has lists of their own.
SIGNING = (Category.DELEGATE, Category.SPEAKER, Category.VIP, Category.PRESS)


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


def attendance_of(event: Event) -> list[Group]:
    """Return confirmed delegates, speakers, guests and press by province, people without a province last."""
    first = (
        sa.select(Entry.registration_id, sa.func.min(Entry.entered_at).label("at"))
        .where(Entry.event_id == event.id)
        .group_by(Entry.registration_id)
        .subquery()
    )
    statement = (
        sa.select(Province.name, Registration.full_name, Registration.position, Registration.unit, first.c.at)
        .outerjoin(Province, Province.code == Registration.province_code)
        .outerjoin(first, first.c.registration_id == Registration.id)
        .where(
            Registration.event_id == event.id,
            Registration.state == RegistrationState.CONFIRMED,
            Registration.category.in_(SIGNING),
        )
        .order_by(Province.code.is_(None), Province.code, Registration.sort_key, Registration.id)
    )
    rows = db.session.execute(statement).all()
    return [Group(province or "", [Line(*row[1:]) for row in people]) for province, people in groupby(rows, lambda row: row[0])]
