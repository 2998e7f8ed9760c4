"""Reads of badges: whose are printed, prints, batches; always within one event."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.badges.layouts.fields import Holder
from app.badges.models import BadgeBatch, BadgePrint, BatchState
from app.core.db import db
from app.core.errors import NotFound
from app.core.text import sort_key
from app.events.models import Event
from app.jobs.models import Job, JobState
from app.places.models import Province
from app.registrations import queries as registrations
from app.registrations.models import Category, Registration, RegistrationState
from app.registrations.queries import Found

PAGE = 50
# Beginnings of given names as desks are divided by them.
LETTERS = "AĂÂBCDĐEÊGHIKLMNOÔƠPQRSTUƯVXY"


@dataclass(frozen=True)
class Selection:
    """Whose badges: everybody confirmed, or fewer.

    Attributes:
        only_new: whose present code was never printed.
        letter: first letter of the given name, with its marks: D is not Đ.
        people: ids of registrations; empty: not narrowed.
    """

    category: Category | None = None
    only_new: bool = False
    letter: str = ""
    people: tuple[int, ...] = ()


@dataclass(frozen=True)
class LastPrint:
    """How often a badge was printed and when last; `id` is the last print's. `is_current`: its code is still the person's."""

    id: int
    times: int
    printed_at: datetime


def _is_printed() -> sa.Exists:
    """The present code was printed."""
    return sa.exists().where(BadgePrint.registration_id == Registration.id, BadgePrint.badge_code == Registration.badge_code)


def _chosen(event: Event, selection: Selection) -> list[sa.ColumnElement[bool]]:
    conditions = [Registration.event_id == event.id, Registration.state == RegistrationState.CONFIRMED]
    conditions.append(Registration.erased_at.is_(None))
    if selection.category is not None:
        conditions.append(Registration.category == selection.category)
    if selection.letter:
        # A range, so that the index on the key of names serves it; "~" stands behind all letters.
        first = sort_key(selection.letter)[:2]
        conditions.append(Registration.sort_key.between(first, first + "~~"))
    if selection.people:
        conditions.append(Registration.id.in_(selection.people))
    if selection.only_new:
        conditions.append(~_is_printed())
    return conditions


def count_chosen(event: Event, selection: Selection) -> int:
    """Return how many badges a batch with this selection has now."""
    return db.session.scalar(sa.select(sa.func.count()).select_from(Registration).where(*_chosen(event, selection))) or 0


def count_printed_among(event: Event, selection: Selection) -> int:
    """Return how many of the selected people have had a badge printed, with whatever code."""
    printed = sa.exists().where(BadgePrint.registration_id == Registration.id)
    statement = sa.select(sa.func.count()).select_from(Registration).where(*_chosen(event, selection), printed)
    return db.session.scalar(statement) or 0


def count_confirmed(event: Event) -> int:
    """Return how many registrations are confirmed, from the index alone: a million take a moment."""
    confirmed = (Registration.event_id == event.id, Registration.state == RegistrationState.CONFIRMED)
    return db.session.scalar(sa.select(sa.func.count()).select_from(Registration).where(*confirmed)) or 0


def holders(event: Event, selection: Selection, *, limit: int | None = None) -> list[Holder]:
    """Return what badges need of the selected people, in the order of given names: the order of the desk."""
    return _read(sa.and_(*_chosen(event, selection)), limit)


def holders_of(registrations: Iterable[Registration]) -> list[Holder]:
    """Return what badges need of these registrations of one event, in the order of given names."""
    return _read(Registration.id.in_([registration.id for registration in registrations]))


def _read(condition: sa.ColumnElement[bool], limit: int | None = None) -> list[Holder]:
    columns: tuple[Any, ...] = (
        Registration.id,
        Registration.badge_code,
        Registration.short_code,
        Registration.category,
        Registration.full_name,
        Registration.title,
        Registration.position,
        Registration.unit,
        sa.func.coalesce(Province.name, ""),
        Registration.party_size,
        Registration.locale,
        Registration.valid_from_on,
        Registration.valid_until_on,
    )
    statement = sa.select(*columns).outerjoin(Province, Province.code == Registration.province_code).where(condition)
    return [Holder(*row) for row in db.session.execute(statement.order_by(Registration.sort_key, Registration.id).limit(limit))]


def people(
    event: Event, text: str = "", *, category: Category | None = None, printed: bool | None = None, after: str = ""
) -> Found:
    """Return one page of confirmed people in the order of given names.

    Args:
        text: finds people as `registrations.queries.search` does.
        after: code of the last person of the page before.
    """
    if text:
        confirmed = RegistrationState.CONFIRMED
        only = None if printed is None else _is_printed() if printed else ~_is_printed()
        return registrations.search(event, text, category=category, state=confirmed, after=after, limit=PAGE, only=only)
    statement = sa.select(Registration).where(*_chosen(event, Selection(category)))
    if printed is not None:
        statement = statement.where(_is_printed() if printed else ~_is_printed())
    if after:
        last = registrations.get_registration(event, after)
        statement = statement.where(sa.tuple_(Registration.sort_key, Registration.id) > (last.sort_key, last.id))
    rows = list(db.session.scalars(statement.order_by(Registration.sort_key, Registration.id).limit(PAGE + 1)))
    return Found(rows[:PAGE], rows[PAGE - 1].short_code if len(rows) > PAGE else "")


def last_prints(people: Iterable[Registration]) -> dict[int, LastPrint]:
    """Return the prints of these people by registration id; who has none is not in it."""
    statement = (
        sa.select(BadgePrint.registration_id, sa.func.max(BadgePrint.id), sa.func.count(), sa.func.max(BadgePrint.printed_at))
        .where(BadgePrint.registration_id.in_([person.id for person in people]))
        .group_by(BadgePrint.registration_id)
    )
    return {row[0]: LastPrint(*row[1:]) for row in db.session.execute(statement)}


def prints_of(registration: Registration) -> list[BadgePrint]:
    """Return the prints of a person, the latest first."""
    statement = sa.select(BadgePrint).where(BadgePrint.registration_id == registration.id)
    return list(db.session.scalars(statement.order_by(BadgePrint.id.desc()).limit(50)))


def printed_ids(event: Event, people: Sequence[int]) -> set[int]:
    """Return which of these people have had a badge printed."""
    found: set[int] = set()
    for place in range(0, len(people), 1000):
        part = people[place : place + 1000]
        statement = sa.select(BadgePrint.registration_id).where(BadgePrint.registration_id.in_(part))
        found |= set(db.session.scalars(statement.where(BadgePrint.event_id == event.id)))
    return found


def ids_of(event: Event, short_codes: Iterable[str]) -> tuple[int, ...]:
    """Return the ids of the people of the event with these codes; others are passed over."""
    statement = sa.select(Registration.id).where(
        Registration.event_id == event.id, Registration.short_code.in_(list(short_codes))
    )
    return tuple(db.session.scalars(statement))


def get_print(event: Event, print_id: int) -> BadgePrint:
    """Return the print. Raises: NotFound."""
    found = db.session.scalar(sa.select(BadgePrint).where(BadgePrint.event_id == event.id, BadgePrint.id == print_id))
    if found is None:
        raise NotFound
    return found


def count_printed(event: Event) -> int:
    """Return how many people have ever had a badge printed."""
    printed = sa.func.count(sa.distinct(BadgePrint.registration_id))
    return db.session.scalar(sa.select(printed).where(BadgePrint.event_id == event.id)) or 0


def batches_of(event: Event, *, limit: int = 20) -> list[BadgeBatch]:
    """Return the latest batches, the newest first."""
    statement = sa.select(BadgeBatch).options(sa.orm.joinedload(BadgeBatch.design)).where(BadgeBatch.event_id == event.id)
    return list(db.session.scalars(statement.order_by(BadgeBatch.id.desc()).limit(limit)))


def get_batch(event: Event, batch_id: int) -> BadgeBatch:
    """Return the batch. Raises: NotFound."""
    found = db.session.scalar(sa.select(BadgeBatch).where(BadgeBatch.event_id == event.id, BadgeBatch.id == batch_id))
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True)
class Progress:
    """Where a batch stands while its job runs."""

    state: BatchState
    done: int
    total: int

    @property
    def is_over(self) -> bool:
        return self.state in (BatchState.READY, BatchState.FAILED)


def progress_of(batch: BadgeBatch) -> Progress:
    """Return the state of the batch as its job tells it."""
    if batch.state is not BatchState.WAITING:
        return Progress(batch.state, batch.done, batch.total)
    job = db.session.get(Job, batch.job_id) if batch.job_id else None
    if job is None or job.state is not JobState.RUNNING:
        return Progress(BatchState.WAITING, 0, batch.total)
    return Progress(BatchState.PRINTING, job.progress_done, job.progress_total or batch.total)
