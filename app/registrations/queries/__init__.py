"""Reads of applications, people and consents; always within one event or by a secret link."""

from app.registrations.queries.applications import (
    applications,
    applications_by_state,
    applications_of,
    booths_of,
    count_exhibitors,
    doubles_of,
    find_application_by_link,
    get_application,
    newest_applications,
    staff_of,
)
from app.registrations.queries.catalogue import catalogue, first_in_catalogue
from app.registrations.queries.consents import consents_of, history_of
from app.registrations.queries.people import (
    Found,
    count_people,
    find_by_code,
    get_registration,
    get_ticket,
    people,
    places_left,
    search,
)

__all__ = [
    "Found",
    "applications",
    "applications_by_state",
    "applications_of",
    "booths_of",
    "catalogue",
    "consents_of",
    "count_exhibitors",
    "count_people",
    "doubles_of",
    "find_application_by_link",
    "find_by_code",
    "first_in_catalogue",
    "get_application",
    "get_registration",
    "get_ticket",
    "history_of",
    "newest_applications",
    "people",
    "places_left",
    "search",
    "staff_of",
]
