"""Build and strike: the days on which contractors may be on the floor (both ends included). Pure."""

from datetime import date

from app.registrations.models import ContractorTerms

Phase = tuple[date, date]
Days = tuple[date | None, date | None, date | None, date | None]


def phases_between(
    build_from: date | None, build_until: date | None, strike_from: date | None, strike_until: date | None
) -> tuple[Phase, ...]:
    """Return the phases that have both ends, in the order of time."""
    found = []
    if build_from is not None and build_until is not None:
        found.append((build_from, build_until))
    if strike_from is not None and strike_until is not None:
        found.append((strike_from, strike_until))
    return tuple(sorted(found))


def days_of_terms(terms: ContractorTerms | None) -> Days:
    """Return the four days; all None without terms."""
    if terms is None:
        return None, None, None, None
    return terms.build_from_on, terms.build_until_on, terms.strike_from_on, terms.strike_until_on
