"""Find people: by code, by link, by words, page by page."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from app.core.codes import digest
from app.core.db import db
from app.core.errors import NotFound
from app.events.models import Event
from app.registrations import search as index
from app.registrations.errors import LinkUnknown
from app.registrations.models import Capacity, Registration
from app.registrations.terms import Category, RegistrationState

PAGE = 50
_FTS = sa.table("registration_search", sa.column("rowid", sa.Integer))


@dataclass(frozen=True)
class Found:
    """One page of people. `after` is the code to ask the next page with; empty on the last one."""

    rows: list[Registration]
    after: str = ""


def get_registration(event: Event, short_code: str) -> Registration:
    """Return the registration with this public code.

    Raises:
        NotFound: the event has none.
    """
    row = db.session.scalar(
        sa.select(Registration).where(
            Registration.event_id == event.id, Registration.short_code == short_code.strip().upper().replace("-", "")
        )
    )
    if row is None:
        raise NotFound
    return row


def find_by_code(event: Event, code: str) -> Registration | None:
    """Return the registration whose badge code or short code this is, as scanned or typed."""
    bare = "".join(code.split()).upper().replace("-", "")
    column = Registration.badge_code if bare.startswith("EV1") and len(bare) > 8 else Registration.short_code
    return db.session.scalar(sa.select(Registration).where(Registration.event_id == event.id, column == bare))


def get_ticket(event: Event, secret: str) -> Registration:
    """Return the registration that the private link opens.

    Raises:
        LinkUnknown: no such link in this event.
    """
    row = db.session.scalar(
        sa.select(Registration).where(Registration.event_id == event.id, Registration.link_digest == digest(secret))
    )
    if row is None:
        raise LinkUnknown
    return row


def people(
    event: Event,
    *,
    category: Category | None = None,
    state: RegistrationState | None = None,
    after: str = "",
    limit: int = PAGE,
) -> Found:
    """Return people in the order of their given names (R-71), from behind the person with code `after`."""
    statement = _filtered(event, category, state).order_by(Registration.sort_key, Registration.id)
    if after:
        last = get_registration(event, after)
        statement = statement.where(sa.tuple_(Registration.sort_key, Registration.id) > (last.sort_key, last.id))
    return _page(statement, limit)


def search(
    event: Event,
    text: str,
    *,
    category: Category | None = None,
    state: RegistrationState | None = None,
    after: str = "",
    limit: int = PAGE,
    only: sa.ColumnElement[bool] | None = None,
) -> Found:
    """Find people by words of name and unit (accents do not matter), end of phone number, code, badge code or e-mail.

    Every word must be found, the last one may be a beginning; when that finds nothing, every word may be one.

    Args:
        only: what must hold of them besides, for features that know more of people.
    Returns: in the order of registration; empty for a text without words.
    """
    chosen = _filtered(event, category, state)
    if only is not None:
        chosen = chosen.where(only)
    exact = _exact(text)
    if exact is not None:
        statement = chosen.where(exact).order_by(Registration.id)
        return _page(_behind(statement, event, after), limit)
    for loose in (False, True):
        asked = index.asked_for(text, event.id, db.session.get_bind().dialect.name, loose=loose)
        if asked is None:
            return Found([])
        found = _page(_behind(_matching(chosen, asked), event, after), limit)
        if found.rows:
            return found
    return Found([])


def _exact(text: str) -> sa.ColumnElement[bool] | None:
    bare = "".join(text.split())
    if "@" in bare:
        return Registration.email == bare.lower()
    if bare.upper().startswith("EV1") and len(bare) == 23:
        return Registration.badge_code == bare.upper()
    return None


def _matching(statement: sa.Select[tuple[Registration]], asked: str) -> sa.Select[tuple[Registration]]:
    dialect = db.session.get_bind().dialect.name
    condition = sa.text(index.MATCH[dialect]).bindparams(asked=asked)
    if dialect == "sqlite":
        # Ordered by the index's own rowid: nothing is sorted, the first page ends the search.
        return statement.join(_FTS, _FTS.c.rowid == Registration.id).where(condition).order_by(_FTS.c.rowid)
    # "+ 0" keeps PostgreSQL from walking the primary key: it guesses 2 % hits for any beginning of a word, and when a word is
    # not there it would read every row (244 ms among 20,000, measured; 12 s among a million).
    return statement.where(condition).order_by(Registration.id + 0)


def _behind(statement: sa.Select[tuple[Registration]], event: Event, after: str) -> sa.Select[tuple[Registration]]:
    return statement.where(Registration.id > get_registration(event, after).id) if after else statement


def _filtered(event: Event, category: Category | None, state: RegistrationState | None) -> sa.Select[tuple[Registration]]:
    statement = sa.select(Registration).where(Registration.event_id == event.id)
    if category is not None:
        statement = statement.where(Registration.category == category)
    if state is not None:
        statement = statement.where(Registration.state == state)
    return statement


def _page(statement: sa.Select[tuple[Registration]], limit: int) -> Found:
    rows: Sequence[Registration] = db.session.scalars(statement.limit(limit + 1)).all()
    return Found(list(rows[:limit]), rows[limit - 1].short_code if len(rows) > limit else "")


def count_people(event: Event) -> dict[Category, int]:
    """Return how many people of each category are expected: confirmed ones, whole parties counted."""
    statement = (
        sa.select(Registration.category, sa.func.sum(Registration.party_size))
        .where(Registration.event_id == event.id, Registration.state == RegistrationState.CONFIRMED)
        .group_by(Registration.category)
    )
    return {category: int(number) for category, number in db.session.execute(statement)}


def places_left(event: Event, category: Category = Category.DELEGATE) -> int | None:
    """Return the free places of the category; None when there is no limit."""
    if category is not Category.DELEGATE or event.delegate_capacity is None:
        return None
    used = db.session.scalar(sa.select(Capacity.used).where(Capacity.event_id == event.id, Capacity.category == category))
    return max(0, event.delegate_capacity - (used or 0))
