"""Who may see and decide what about exhibitors and people of an event."""

from enum import StrEnum

from app.accounts.models import User
from app.core.access import rule
from app.events.models import Event, Role
from app.events.roles import roles_of


class RegistrationPermission(StrEnum):
    SEE_APPLICATIONS = "registrations.see_applications"
    REVIEW = "registrations.review"
    SEE_PEOPLE = "registrations.see_people"
    SEE_CONTACTS = "registrations.see_contacts"
    MANAGE_PEOPLE = "registrations.manage_people"


@rule(RegistrationPermission.SEE_APPLICATIONS)
def may_see_applications(user: User | None, event: Event) -> bool:
    """Organisers, reviewers, finance and auditors read applications."""
    return bool(roles_of(user, event) & {Role.ORGANISER, Role.REVIEWER, Role.FINANCE, Role.AUDITOR})


@rule(RegistrationPermission.REVIEW)
def may_review(user: User | None, event: Event) -> bool:
    """Organisers and reviewers decide on applications and fill them in for exhibitors."""
    return bool(roles_of(user, event) & {Role.ORGANISER, Role.REVIEWER})


@rule(RegistrationPermission.SEE_PEOPLE)
def may_see_people(user: User | None, event: Event) -> bool:
    """Organisers, reviewers, check-in supervisors and stewards find people by name, unit and code."""
    allowed = {Role.ORGANISER, Role.REVIEWER, Role.CHECKIN_SUPERVISOR, Role.STEWARD}
    return bool(roles_of(user, event) & allowed)


@rule(RegistrationPermission.SEE_CONTACTS)
def may_see_contacts(user: User | None, event: Event) -> bool:
    """Organisers, reviewers and check-in supervisors see phone numbers and e-mail addresses of people; stewards do not."""
    return bool(roles_of(user, event) & {Role.ORGANISER, Role.REVIEWER, Role.CHECKIN_SUPERVISOR})


@rule(RegistrationPermission.MANAGE_PEOPLE)
def may_manage_people(user: User | None, event: Event) -> bool:
    """Organisers and check-in supervisors add, change, cancel and block people, and import them."""
    return bool(roles_of(user, event) & {Role.ORGANISER, Role.CHECKIN_SUPERVISOR})
