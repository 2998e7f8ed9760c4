"""The figures of a summary, counted from what every feature keeps, and the frozen ones."""

from typing import Any

import sqlalchemy as sa

from app.agenda.models import Presentation, Session, Talk
from app.booths.models import BOOKED, Booth, BoothClaim, BoothKind
from app.checkin.models import Entry
from app.checkin.queries import board
from app.core.db import db
from app.events.models import Event, EventState
from app.payments.models import Account, Invoice, InvoiceState, LedgerEntry, LedgerLine
from app.places.countries import HOME
from app.places.models import Province
from app.registrations.models import Registration
from app.registrations.queries import direct_exhibitors
from app.registrations.terms import Category, RegistrationState
from app.reports.errors import NoSuchSummary
from app.reports.models import FrozenSummary

Figures = dict[str, Any]
# A booth is let when it was given to an accepted exhibitor; a hold or a wish in an application is not enough.
LET = BOOKED
LANGUAGES = ("vi", "en", "de")
_MAX_NUMBER = 2**31 - 1


def figures_of(event: Event) -> Figures:
    """Return all figures of the summary as JSON values: integers, texts, lists. No percentages: they are computed when shown.

    Returns: about {names, first, last, province}, booths {total, standard, raw, taken, area_m2, taken_area_m2,
        by_zone [[zone, n]]}, exhibitors {units, main, co, foreign, by_province [[name, n]]},
        delegates {invited, confirmed, arrived, by_province}, visits {total, by_day [[iso date, n]], by_hour [[hour, n]]},
        agenda {sessions, talks, presentations}, money {due_vnd, paid_vnd, open, suspense_vnd}.
        None stands for what nobody counted: it is not 0.
    """
    return {
        "about": _about(event),
        "booths": _booths(event),
        "exhibitors": _exhibitors(event),
        "delegates": _delegates(event),
        "visits": _visits(event),
        "agenda": _agenda(event),
        "money": _money(event),
    }


def figures_with_base(event: Event) -> Figures:
    """Return the figures and under "before" those of the last edition: frozen ones where it has some; None without one."""
    last = previous_edition(event)
    before = None
    if last is not None:
        frozen = frozen_of(last)
        before = frozen[0].figures if frozen else figures_of(last)
    return figures_of(event) | {"before": before and {key: value for key, value in before.items() if key != "before"}}


def _about(event: Event) -> Figures:
    first, last = event.days
    return {
        "names": {language: event.text("name", language) for language in LANGUAGES},
        "first": first.isoformat(),
        "last": last.isoformat(),
        "province": event.province.name if event.province is not None else "",
    }


def _booths(event: Event) -> Figures:
    taken = sa.exists().where(BoothClaim.booth_id == Booth.id, BoothClaim.state.in_(LET))
    area = Booth.width_m * Booth.depth_m
    row = db.session.execute(
        sa.select(
            sa.func.count(),
            sa.func.count().filter(Booth.kind == BoothKind.STANDARD),
            sa.func.count().filter(Booth.kind == BoothKind.RAW),
            sa.func.count().filter(taken),
            sa.func.coalesce(sa.func.sum(area), 0),
            sa.func.coalesce(sa.func.sum(area).filter(taken), 0),
        ).where(Booth.event_id == event.id)
    ).one()
    names = ("total", "standard", "raw", "taken", "area_m2", "taken_area_m2")
    zones = db.session.execute(
        sa.select(Booth.zone, sa.func.count().filter(taken))
        .where(Booth.event_id == event.id)
        .group_by(Booth.zone)
        .order_by(Booth.zone)
    )
    counts: Figures = {name: round(float(value)) for name, value in zip(names, row, strict=True)}
    return counts | {"by_zone": [[zone, count] for zone, count in zones]}


def _exhibitors(event: Event) -> Figures:
    """Direct exhibitors: with a contract, and their co-exhibitors with goods and staff of their own on the booth."""
    units = direct_exhibitors(event).subquery()
    main = sa.func.count().filter(units.c.is_main)
    rows = db.session.execute(
        sa.select(Province.name, units.c.country, sa.func.count(), main)
        .select_from(units)
        .outerjoin(Province, Province.code == units.c.province_code)
        .group_by(Province.name, Province.sort_key, units.c.country)
        .order_by(sa.func.count().desc(), Province.sort_key)
    ).all()
    by_province = [[name, count] for name, country, count, _main in rows if country == HOME and name is not None]
    foreign = sum(count for _name, country, count, _main in rows if country != HOME)
    total, with_contract = sum(row[2] for row in rows), sum(row[3] for row in rows)
    found = {"units": total, "main": with_contract, "co": total - with_contract, "foreign": foreign}
    return found | {"by_province": by_province}


def _delegates(event: Event) -> Figures:
    of_event = (Registration.event_id == event.id, Registration.category == Category.DELEGATE)
    expected = Registration.state.not_in([RegistrationState.CANCELLED, RegistrationState.BLOCKED])
    arrived = sa.exists().where(Entry.registration_id == Registration.id)
    invited, confirmed, came = db.session.execute(
        sa.select(
            sa.func.count().filter(expected),
            sa.func.count().filter(Registration.state == RegistrationState.CONFIRMED),
            sa.func.count().filter(arrived),
        ).where(*of_event)
    ).one()
    provinces = db.session.execute(
        sa.select(Province.name, sa.func.count())
        .join(Registration, Registration.province_code == Province.code)
        .where(*of_event, expected)
        .group_by(Province.name, Province.sort_key)
        .order_by(sa.func.count().desc(), Province.sort_key)
    )
    by_province = [[name, count] for name, count in provinces]
    return {"invited": invited, "confirmed": confirmed, "arrived": came or None, "by_province": by_province}


def _visits(event: Event) -> Figures:
    by_day: dict[str, int] = {}
    by_hour: dict[int, int] = {}
    for hour in board.visits_per_day_and_hour(event):
        day = hour.day.isoformat()
        by_day[day] = by_day.get(day, 0) + hour.total
        by_hour[hour.hour] = by_hour.get(hour.hour, 0) + hour.total
    return {
        "total": sum(by_day.values()) if by_day else None,
        "by_day": [[day, count] for day, count in sorted(by_day.items())],
        "by_hour": [[hour, count] for hour, count in sorted(by_hour.items())],
    }


def _agenda(event: Event) -> Figures:
    told = sa.select(sa.func.count(sa.distinct(Presentation.talk_id))).where(Presentation.event_id == event.id)
    return {
        "sessions": db.session.scalar(sa.select(sa.func.count()).where(Session.event_id == event.id)),
        "talks": db.session.scalar(sa.select(sa.func.count()).where(Talk.event_id == event.id)),
        "presentations": db.session.scalar(told),
    }


def _money(event: Event) -> Figures:
    live = (Invoice.event_id == event.id, Invoice.state != InvoiceState.CANCELLED)
    row = db.session.execute(
        sa.select(
            sa.func.coalesce(sa.func.sum(Invoice.total_vnd), 0),
            sa.func.coalesce(sa.func.sum(Invoice.paid_vnd), 0),
            sa.func.count().filter(Invoice.state.in_([InvoiceState.OPEN, InvoiceState.PART_PAID])),
        ).where(*live)
    ).one()
    suspense = db.session.scalar(
        sa.select(sa.func.coalesce(-sa.func.sum(LedgerLine.amount_vnd), 0))
        .join(LedgerEntry, LedgerEntry.id == LedgerLine.entry_id)
        .where(LedgerEntry.event_id == event.id, LedgerLine.account == Account.SUSPENSE)
    )
    due, paid, open_count = (int(value) for value in row)
    return {"due_vnd": due, "paid_vnd": paid, "open": open_count, "suspense_vnd": int(suspense or 0)}


def frozen_of(event: Event) -> list[FrozenSummary]:
    """Return the frozen summaries, newest first."""
    statement = sa.select(FrozenSummary).where(FrozenSummary.event_id == event.id).order_by(FrozenSummary.number.desc())
    return list(db.session.scalars(statement))


def has_frozen(event: Event) -> bool:
    """Tell whether a summary of the event was frozen."""
    return bool(db.session.scalar(sa.select(sa.exists().where(FrozenSummary.event_id == event.id))))


def get_frozen(event: Event, number: int) -> FrozenSummary:
    """Return the frozen summary of that number. Raises: NoSuchSummary."""
    found = None
    if 0 < number <= _MAX_NUMBER:
        statement = sa.select(FrozenSummary).where(FrozenSummary.event_id == event.id, FrozenSummary.number == number)
        found = db.session.scalar(statement)
    if found is None:
        raise NoSuchSummary
    return found


def previous_edition(event: Event) -> Event | None:
    """Return the edition of the same series that ended last before this one began, or None."""
    if event.series_id is None:
        return None
    return db.session.scalar(
        sa.select(Event)
        .where(
            Event.series_id == event.series_id,
            Event.id != event.id,
            Event.is_rehearsal.is_(False),
            Event.ends_at < event.starts_at,
            Event.state.not_in([EventState.CANCELLED, EventState.DRAFT]),
        )
        .order_by(Event.ends_at.desc())
        .limit(1)
    )
