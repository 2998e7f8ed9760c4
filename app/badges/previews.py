"""Whose badge a designer looks at: somebody chosen, the longest name of the event, or a name with all marks."""

from collections.abc import Callable
from dataclasses import replace

import sqlalchemy as sa

from app.badges import answers, queries
from app.badges.layouts.fields import Holder
from app.badges.layouts.schema import Layout
from app.badges.services.pictures import sample_holder
from app.core.db import db
from app.core.i18n import _, _l
from app.events.models import Event
from app.registrations.models import Category, Registration, RegistrationState

# Enough to find a long name in, and little enough for the largest event.
_LOOKED_AT = 5000
CHOICES = [
    ("sample", _l("Invented person")),
    ("longest", _l("Longest name of the event")),
    ("marks", _l("Name with all marks")),
]


def person_for(event: Event, key: str, layout: Layout) -> Holder:
    """Return the person that the designer asked for: "sample", "longest", "marks", or a short code."""
    found = _found(event, key)
    return answers.completed([found], layout)[0] if found.id else _invented(found)


def _found(event: Event, key: str) -> Holder:
    if key == "marks":
        return replace(sample_holder(Category.EXHIBITOR), full_name="NGUYỄN THỊ ẤỄỘ HƯỜNG", position="Phó Giám đốc Sở")
    if key == "longest":
        return next(iter(queries.holders_of(_longest(event))), sample_holder())
    code = key.replace(" ", "").upper()
    if key in ("", "sample") or len(code) != 8:
        return sample_holder()
    statement = sa.select(Registration).where(Registration.event_id == event.id, Registration.short_code == code)
    return next(iter(queries.holders_of(db.session.scalars(statement))), sample_holder())


def _longest(event: Event) -> list[Registration]:
    confirmed = (Registration.event_id == event.id, Registration.state == RegistrationState.CONFIRMED)
    some = sa.select(Registration.id, Registration.full_name).where(*confirmed).limit(_LOOKED_AT).subquery()
    longest = sa.select(some.c.id).order_by(sa.func.length(some.c.full_name).desc(), some.c.id).limit(1)
    return list(db.session.scalars(sa.select(Registration).where(Registration.id.in_(longest))))


def _invented(holder: Holder) -> Holder:
    """Return an invented person with something in every field of an application."""
    more: dict[str, Callable[[], str]] = {
        "country": lambda: "Việt Nam",
        "email": lambda: "may@example.vn",
        "phone": lambda: "0912 345 678",
        "note": lambda: _("Note"),
        "application.code": lambda: "DK0001",
        "application.organisation": lambda: holder.unit,
        "application.organisation_en": lambda: "Ta Leng Xanh Shan Tea Cooperative",
        "application.fascia_vi": lambda: "CHÈ SHAN TẢ LÈNG XANH",
        "application.fascia_en": lambda: "TA LENG XANH SHAN TEA",
        "application.booths": lambda: "A12, A13",
        "application.products": lambda: "Chè Shan tuyết, hồng trà",
    }
    return replace(holder, more={name: value() for name, value in more.items()})
