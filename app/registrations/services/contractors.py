"""Contractors: when they may come, who names them, within which limit. They are never visitors."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.accounts.models import User
from app.audit import services as audit
from app.core import clock
from app.core.db import db, refusing
from app.core.errors import Conflict
from app.events.models import Event
from app.registrations.errors import ContractorsClosed, DaysOutOfOrder, TooManyContractors
from app.registrations.models import Application, ContractorTerms, Registration
from app.registrations.phases import days_of_terms, phases_between
from app.registrations.queries.contractors import contractors_of, terms_of_contractors
from app.registrations.services.people import Person, register
from app.registrations.terms import Category


@dataclass(frozen=True)
class ContractorDays:
    """Days of build and strike, both ends included, and how many contractors each exhibitor may name."""

    build_from_on: date | None
    build_until_on: date | None
    strike_from_on: date | None
    strike_until_on: date | None
    per_exhibitor: int


def set_contractor_days(event: Event, days: ContractorDays, *, by: User) -> None:
    """Say when contractors may come. Passes given before follow at once.

    Raises:
        DaysOutOfOrder: a last day is missing, or before its first.
    """
    for phase in ("build", "strike"):
        first, last = getattr(days, f"{phase}_from_on"), getattr(days, f"{phase}_until_on")
        if (first is None) != (last is None) or (first is not None and last < first):
            raise DaysOutOfOrder(f"{phase}_until_on")
    terms = _ensure_terms(event)
    before = {name: _told(getattr(terms, name)) for name in asdict(days)}
    for name, value in asdict(days).items():
        setattr(terms, name, value)
    db.session.flush()
    first, last = _span(terms)
    db.session.execute(
        sa.update(Registration)
        .where(Registration.event_id == event.id, Registration.category == Category.CONTRACTOR)
        .values(valid_from_on=first, valid_until_on=last, changed_at=clock.now()),
        execution_options={"synchronize_session": False},
    )
    after = {name: _told(value) for name, value in asdict(days).items()}
    audit.record(by, "registrations.contractor_days_changed", event, event=event, data={"before": before, "after": after})


def _told(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _ensure_terms(event: Event) -> ContractorTerms:
    found = terms_of_contractors(event)
    if found is not None:
        return found
    try:
        with refusing("pk_contractor_terms", Conflict("made by somebody else")):
            made = ContractorTerms(event_id=event.id)
            db.session.add(made)
    except Conflict:
        return db.session.get_one(ContractorTerms, event.id)
    return made


def _span(terms: ContractorTerms) -> tuple[date | None, date | None]:
    """Return the first and last day of all phases: what stands in lists and in signed codes; gates know the phases."""
    phases = phases_between(*days_of_terms(terms))
    return (phases[0][0], max(last for _first, last in phases)) if phases else (None, None)


def name_contractor(
    event: Event, person: Person, *, by: Any, application: Application | None = None, locale: str = "vi"
) -> Registration:
    """Give a contractor a pass.

    Args:
        person: `unit` is the contractor's firm, `note` what is known of its insurance.
        application: the exhibitor who names; None: the organisers, who have no limit.
    Raises:
        ContractorsClosed: no day of build or strike lies ahead.
        TooManyContractors: the exhibitor has named as many as allowed. Two requests at once are counted one after the other.
    """
    terms = terms_of_contractors(event)
    _first, last = _span(terms) if terms is not None else (None, None)
    if terms is None or last is None or clock.today(event.timezone) > last:
        raise ContractorsClosed
    if application is not None:
        db.session.execute(sa.select(Application.id).where(Application.id == application.id).with_for_update())
        if len(contractors_of(application)) >= terms.per_exhibitor:
            raise TooManyContractors(terms.per_exhibitor)
    row = register(
        event,
        person,
        category=Category.CONTRACTOR,
        source="staff",
        locale=locale,
        application_id=application.id if application is not None else None,
        valid=_span(terms),
    )
    audit.record(by, "registrations.contractor_named", row, data={"application": application.code if application else ""})
    return row
