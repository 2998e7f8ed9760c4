"""What may stand for a person on a badge: the names that layouts write in braces, their words, and their values."""

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.badges.signing import LEAST_SIZE_MM
from app.core.i18n import _l, _n, force_locale, format_dates
from app.events.models import Event
from app.registrations.terms import Category

# The gate reads Vietnamese.
GATE_LANGUAGE = "vi"


@dataclass(frozen=True, slots=True)
class Holder:
    """What a badge needs of a registration.

    Attributes:
        more: values of fields that only some designs ask for (the application's, phone, country …).
        photo: id of the stored picture; 0: none.
    """

    id: int
    badge_code: str
    short_code: str
    category: Category
    full_name: str
    title: str
    position: str
    unit: str
    province: str
    party_size: int
    locale: str
    valid_from_on: date | None = None
    valid_until_on: date | None = None
    more: Mapping[str, str] = field(default_factory=dict)
    photo: int = 0
    # Set by services.sign_holders where the event signs: the text of the QR in place of the badge code, and the key's number.
    signed_code: str = ""
    key_number: int | None = None

    def qr_text(self, size_mm: float) -> str:
        """Return what the QR says when it is printed `size_mm` wide: a signed code needs room, small badges stay random."""
        return self.signed_code if self.signed_code and size_mm >= LEAST_SIZE_MM else self.badge_code


@dataclass(frozen=True)
class Head:
    """The event in the words of the gate."""

    event: str
    event_en: str
    event_dates: str
    event_place: str
    event_code: str

    @classmethod
    def of(cls, event: Event) -> "Head":
        place = event.venue.name if event.venue is not None else ""
        dates = format_dates(*event.days)
        return cls(event.text("name", GATE_LANGUAGE), event.text("name", "en"), dates, place, event.code)


# Fields of the event: the same on every badge.
HEAD: dict[str, Any] = {
    "event": _l("Name of the event"),
    "event_en": _l("Name of the event in English"),
    "event_dates": _l("Dates of the event"),
    "event_place": _l("Place of the event"),
    "event_code": _l("Code of the event"),
}
PERSON: dict[str, Any] = {
    "full_name": _l("Full name"),
    "given_name": _l("Given name"),
    "title": _l("Title"),
    "position": _l("Job title"),
    "unit": _l("Unit"),
    "province": _l("Province"),
    "category": _l("Category"),
    "party": _l("Number of people"),
    "code": _l("Short code"),
    "valid_days": _l("Valid days"),
}
# What is read only when a design asks for it.
MORE_PERSON: dict[str, Any] = {
    "country": _l("Country"),
    "email": _l("E-mail address"),
    "phone": _l("Phone"),
    "note": _l("Note"),
}
APPLICATION: dict[str, Any] = {
    "application.code": _l("Code of the application"),
    "application.organisation": _l("Name of the unit"),
    "application.organisation_en": _l("Name in English"),
    "application.fascia_vi": _l("Text on the fascia board"),
    "application.fascia_en": _l("Second line in English"),
    "application.booths": _l("Booths"),
    "application.address": _l("Address"),
    "application.website": _l("Website or shop page"),
    "application.contact_name": _l("Contact: full name"),
    "application.contact_position": _l("Contact: job title"),
    "application.contact_phone": _l("Contact: phone"),
    "application.contact_email": _l("Contact: e-mail address"),
    "application.booth_kind": _l("Kind of booth"),
    "application.booth_count": _l("Number of booths"),
    "application.staff": _l("Booth staff"),
    "application.products": _l("Products"),
    "application.equipment": _l("Large machines, equipment"),
    "application.vehicle": _l("Vehicle for delivery: number plate, size"),
    "application.power": _l("Power needed"),
    "application.b2b_sell": _l("We want to sell"),
    "application.b2b_buy": _l("We want to buy"),
    "application.b2b_markets": _l("Markets, partners"),
    "application.support_scheme": _l("Support from the state"),
}
GROUPS: list[tuple[Any, dict[str, Any]]] = [
    (_l("Person"), PERSON | MORE_PERSON),
    (_l("Event"), HEAD),
    (_l("Exhibitor's application"), APPLICATION),
]
LABELS = HEAD | PERSON | MORE_PERSON | APPLICATION
NAMES = frozenset(LABELS)


def values_of(holder: Holder, head: Head) -> Callable[[str], str]:
    """Return what gives the value of a field by its name."""

    def value(name: str) -> str:
        if name in HEAD:
            return str(getattr(head, name))
        plain = _PLAIN.get(name)
        return plain(holder) if plain is not None else holder.more.get(name, "")

    return value


_PLAIN: dict[str, Callable[[Holder], str]] = {
    "full_name": lambda holder: holder.full_name,
    "given_name": lambda holder: holder.full_name.split()[-1] if holder.full_name.strip() else "",
    "title": lambda holder: holder.title,
    "position": lambda holder: holder.position,
    "unit": lambda holder: holder.unit,
    "province": lambda holder: holder.province,
    "category": lambda holder: category_words(holder, ""),
    "party": lambda holder: _party(holder),
    "code": lambda holder: grouped(holder.short_code),
    "valid_days": lambda holder: _days(holder),
}


def _days(holder: Holder) -> str:
    first, last = holder.valid_from_on, holder.valid_until_on
    return format_dates(first or last, last or first) if first or last else ""  # type: ignore[arg-type]


def category_words(holder: Holder, word: str) -> str:
    """Return the category in the language of the gate, for guests from abroad in theirs too, and how many come.

    Args:
        word: the design's own word for the category; empty: the usual one.
    """
    words = [word or category_word(holder.category, GATE_LANGUAGE)]
    if holder.locale != GATE_LANGUAGE:
        words.append(category_word(holder.category, holder.locale))
    if holder.party_size > 1:
        words.append(_party(holder))
    return " · ".join(dict.fromkeys(words))


def _party(holder: Holder) -> str:
    return people(holder.party_size) if holder.party_size > 1 else ""


@functools.cache
def people(number: int) -> str:
    with force_locale(GATE_LANGUAGE):
        return _n("%(num)s person", "%(num)s people", number)


@functools.cache
def category_word(category: Category, locale: str) -> str:
    with force_locale(locale):
        return category.label


def grouped(short_code: str) -> str:
    """Return a code in groups of four, as people read it out."""
    return " ".join(short_code[place : place + 4] for place in range(0, len(short_code), 4))
