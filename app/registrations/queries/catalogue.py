"""The public catalogue: accepted exhibitors and their co-exhibitors whose latest word on it was yes."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import Organisation
from app.booths.models import BOOKED, BoothClaim
from app.core.db import db
from app.core.paging import Page
from app.core.text import fold
from app.events.models import Event
from app.places.models import Province
from app.registrations import search
from app.registrations.models import (
    Application,
    ApplicationBooth,
    CoExhibitor,
    CoExhibitorBooth,
    Consent,
)
from app.registrations.queries.applications import loading
from app.registrations.queries.co_exhibitors import with_booths
from app.registrations.terms import ApplicationState, CoExhibitorState, ConsentPurpose


@dataclass(frozen=True)
class Entry:
    """One exhibitor as the public sees it. `host` is the main exhibitor of a co-exhibitor, "" for others."""

    name: str
    province: Province | None
    city: str
    codes: list[str]
    products: list[dict[str, Any]]
    website: str
    host: str = ""


def catalogue(event: Event, number: int, *, text: str = "", per_page: int = 50) -> Page[Entry]:
    """Return one page of the exhibitors that the public may see, by name. Six queries at most.

    Who withdraws the consent is gone with the next request.

    Args:
        text: words of the unit's name; accents do not matter.
    """
    keys = sa.union_all(_main_keys(event, text), _co_keys(event, text)).subquery()
    number = min(max(number, 1), 10_000)
    rows = db.session.execute(
        sa.select(keys.c.kind, keys.c.id)
        .order_by(keys.c.sort_key, keys.c.kind, keys.c.id)
        .limit(per_page + 1)
        .offset((number - 1) * per_page)
    ).all()
    entries = _entries([(kind, key) for kind, key in rows[:per_page]])
    return Page(entries, number, len(rows) > per_page)


def _main_keys(event: Event, text: str) -> sa.Select[Any]:
    statement = _shown(event).with_only_columns(
        Organisation.sort_key.label("sort_key"), Application.id.label("id"), sa.literal(0).label("kind")
    )
    for word in search.words(text)[:8]:
        statement = statement.where(Organisation.search_key.contains(word, autoescape=True))
    return statement.order_by(None)


def _co_keys(event: Event, text: str) -> sa.Select[Any]:
    statement = _shown_co(event).with_only_columns(
        CoExhibitor.sort_key.label("sort_key"), CoExhibitor.id.label("id"), sa.literal(1).label("kind")
    )
    for word in search.words(text)[:8]:
        statement = statement.where(CoExhibitor.search_key.contains(word, autoescape=True))
    return statement


def _entries(keys: list[tuple[int, int]]) -> list[Entry]:
    main_ids, co_ids = [key for kind, key in keys if not kind], [key for kind, key in keys if kind]
    made: dict[tuple[int, int], Entry] = {}
    if main_ids:
        for one in db.session.scalars(sa.select(Application).where(Application.id.in_(main_ids)).options(*loading())):
            codes = [row.claim.booth.code for row in one.booths if row.claim.state in BOOKED]
            unit, products = one.organisation, list((one.details or {}).get("products", []))
            made[0, one.id] = Entry(unit.name, unit.province, unit.city, codes, products, unit.website)
    if co_ids:
        host = joinedload(CoExhibitor.application).joinedload(Application.organisation)
        chosen = sa.select(CoExhibitor).where(CoExhibitor.id.in_(co_ids)).options(*with_booths(), host)
        for firm in db.session.scalars(chosen):
            codes = [row.claim.booth.code for row in firm.booths if row.claim.state in BOOKED]
            products = list((firm.details or {}).get("products", []))
            host_name = firm.application.organisation.name
            made[1, firm.id] = Entry(firm.name, firm.province, "", codes, products, firm.website, host_name)
    return [made[key] for key in keys]


def first_in_catalogue(event: Event, *, limit: int = 6) -> list[Application]:
    """Return the first exhibitors of the catalogue with organisation and province: one query for the busiest page."""
    plain = joinedload(Application.organisation).joinedload(Organisation.province)
    return list(db.session.scalars(_shown(event).options(plain).limit(limit)))


def names_on_plan(
    event: Event, text: str = "", *, booth_ids: Collection[int] | None = None, limit: int = 300
) -> list[tuple[int, str]]:
    """Return (booth id, name) of the exhibitors whom the public may know, found by words of the name without accents.

    Args:
        text: at least two letters; "" with `booth_ids`: everybody who is on one of those booths.
    """
    if booth_ids is None and len(fold(text)) < 2:
        return []
    # A wish in an application is not shown: the booth may still go to somebody else.
    let = BoothClaim.state.in_(BOOKED)
    main = (
        _shown(event)
        .join(ApplicationBooth, ApplicationBooth.application_id == Application.id)
        .join(BoothClaim, sa.and_(BoothClaim.id == ApplicationBooth.claim_id, let))
        .with_only_columns(BoothClaim.booth_id, Organisation.name.label("name"), Organisation.sort_key.label("sort_key"))
        .order_by(None)
    )
    others = (
        _shown_co(event)
        .join(CoExhibitorBooth, CoExhibitorBooth.co_exhibitor_id == CoExhibitor.id)
        .join(BoothClaim, sa.and_(BoothClaim.id == CoExhibitorBooth.claim_id, let))
        .with_only_columns(BoothClaim.booth_id, CoExhibitor.name.label("name"), CoExhibitor.sort_key.label("sort_key"))
    )
    for word in search.words(text)[:8]:
        main = main.where(Organisation.search_key.contains(word, autoescape=True))
        others = others.where(CoExhibitor.search_key.contains(word, autoescape=True))
    if booth_ids is not None:
        main, others = (part.where(BoothClaim.booth_id.in_(booth_ids)) for part in (main, others))
    both = sa.union_all(main, others).subquery()
    rows = db.session.execute(sa.select(both.c.booth_id, both.c.name).order_by(both.c.sort_key).limit(limit))
    return [(found_id, name) for found_id, name in rows]


def _shown(event: Event) -> sa.Select[tuple[Application]]:
    agreed = _agreed(Consent.application_id == Application.id, Application)
    return (
        sa.select(Application)
        .join(Organisation, Organisation.id == Application.organisation_id)
        .where(Application.event_id == event.id, Application.state == ApplicationState.ACCEPTED, agreed)
        .order_by(Organisation.sort_key, Application.id)
    )


def _shown_co(event: Event) -> sa.Select[tuple[CoExhibitor]]:
    return (
        sa.select(CoExhibitor)
        .join(Application, Application.id == CoExhibitor.application_id)
        .where(
            CoExhibitor.event_id == event.id,
            CoExhibitor.state != CoExhibitorState.REMOVED,
            Application.state == ApplicationState.ACCEPTED,
            _agreed(Consent.co_exhibitor_id == CoExhibitor.id, CoExhibitor),
        )
    )


def _agreed(of_subject: sa.ColumnElement[bool], subject: Any) -> sa.ColumnElement[bool]:
    """Return the condition that the latest word of the subject on the catalogue was yes."""
    latest = (
        sa.select(sa.func.max(Consent.id))
        .where(of_subject, Consent.purpose == ConsentPurpose.CATALOGUE)
        .correlate(subject)
        .scalar_subquery()
    )
    return sa.exists().where(Consent.id == latest, Consent.granted.is_(True))
