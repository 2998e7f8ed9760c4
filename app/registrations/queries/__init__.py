"""Reads of applications, people and consents; always within one event or by a secret link."""

from app.registrations.queries.applications import (
    applications,
    applications_by_state,
    applications_of,
    applications_of_claims,
    applications_with,
    booths_of,
    count_exhibitors,
    direct_exhibitors,
    doubles_of,
    find_application_by_link,
    find_application_for,
    find_application_of_claim,
    get_application,
    newest_applications,
    staff_of,
)
from app.registrations.queries.catalogue import Entry, catalogue, first_in_catalogue, names_on_plan
from app.registrations.queries.co_exhibitors import (
    co_exhibitors_of,
    find_co_exhibitor_by_link,
    get_co_exhibitor,
    handed_on,
    live_co_exhibitors,
    staff_of_co_exhibitors,
    terms_of,
)
from app.registrations.queries.consents import consents_of, history_of
from app.registrations.queries.hearers import (
    applications_to_tell,
    co_exhibitors_to_tell,
    count_to_tell,
    people_to_tell,
)
from app.registrations.queries.money import find_application_of, requests_of
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
    "applications_of_claims",
    "applications_with",
    "Entry",
    "Found",
    "applications",
    "applications_by_state",
    "applications_of",
    "booths_of",
    "catalogue",
    "co_exhibitors_of",
    "consents_of",
    "count_exhibitors",
    "count_people",
    "direct_exhibitors",
    "doubles_of",
    "find_application_by_link",
    "find_application_of_claim",
    "find_application_for",
    "find_application_of",
    "find_by_code",
    "find_co_exhibitor_by_link",
    "first_in_catalogue",
    "get_application",
    "get_co_exhibitor",
    "get_registration",
    "get_ticket",
    "handed_on",
    "history_of",
    "live_co_exhibitors",
    "names_on_plan",
    "newest_applications",
    "people",
    "places_left",
    "requests_of",
    "search",
    "staff_of",
    "staff_of_co_exhibitors",
    "terms_of",
]
__all__ += ["applications_to_tell", "co_exhibitors_to_tell", "count_to_tell", "people_to_tell"]
