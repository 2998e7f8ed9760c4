"""Schemes of the state that the calculator of costs counts with."""

from dataclasses import dataclass

from app.accounts.models import User
from app.audit import services as audit
from app.booths import queries
from app.booths.errors import RateExists
from app.booths.models import SupportScheme
from app.core.db import db, refusing
from app.core.registry import CloneRun
from app.events.models import Event


@dataclass(frozen=True)
class SchemeTerms:
    """A scheme as the organiser sets it; see SupportScheme."""

    name: str
    basis: str = ""
    rent_pct: int = 0
    freight_pct: int = 0
    subsistence_pct: int = 0
    travel_pct: int = 0
    most_booths: int | None = None
    most_people: int | None = None
    cap_vnd: int | None = None
    most_a_year: int | None = None
    favours_priority: bool = False


def save_scheme(event: Event, terms: SchemeTerms, *, by: User | str, scheme: SupportScheme | None = None) -> SupportScheme:
    """Add a scheme behind the others, or change it.

    Raises:
        RateExists: the event has one of that name.
    """
    with refusing("uq_support_scheme_event_id_name", RateExists()):
        if scheme is None:
            scheme = SupportScheme(event_id=event.id, position=len(queries.schemes_of(event.id)), **vars(terms))
            db.session.add(scheme)
        else:
            for name, value in vars(terms).items():
                setattr(scheme, name, value)
        db.session.flush()
    audit.record(by, "booths.scheme_set", event, event=event, data=vars(terms))
    return scheme


def delete_scheme(event: Event, scheme: SupportScheme, *, by: User) -> None:
    """Remove a scheme from the calculator."""
    audit.record(by, "booths.scheme_deleted", event, event=event, data={"name": scheme.name})
    db.session.delete(scheme)
    db.session.flush()


def clone_schemes(source: Event, target: Event, _run: CloneRun) -> None:
    """Copy the schemes of `source` to `target`."""
    for scheme in queries.schemes_of(source.id):
        values = {name: getattr(scheme, name) for name in ("position", *SchemeTerms.__annotations__)}
        db.session.add(SupportScheme(event_id=target.id, **values))
    db.session.flush()
