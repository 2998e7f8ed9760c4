"""The closed lists of this feature and their words: states, categories, purposes; and which state may follow which."""

from enum import StrEnum
from typing import Any

from app.core.i18n import _l


class ApplicationState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    NEEDS_CHANGES = "needs_changes"
    ACCEPTED = "accepted"
    WAITLISTED = "waitlisted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        return str(_APPLICATION_STATES[self])


_APPLICATION_STATES: dict[ApplicationState, Any] = {
    ApplicationState.DRAFT: _l("draft"),
    ApplicationState.SUBMITTED: _l("sent"),
    ApplicationState.NEEDS_CHANGES: _l("needs changes"),
    ApplicationState.ACCEPTED: _l("accepted"),
    ApplicationState.WAITLISTED: _l("on the waiting list"),
    ApplicationState.DECLINED: _l("declined"),
    ApplicationState.WITHDRAWN: _l("withdrawn"),
}

APPLICATION_TONES = {
    "draft": "stone",
    "submitted": "amber",
    "needs_changes": "violet",
    "accepted": "green",
    "waitlisted": "teal",
    "declined": "red",
    "withdrawn": "stone",
}

TRANSITIONS: dict[ApplicationState, frozenset[ApplicationState]] = {
    ApplicationState.DRAFT: frozenset({ApplicationState.SUBMITTED, ApplicationState.WITHDRAWN}),
    ApplicationState.SUBMITTED: frozenset(
        {
            ApplicationState.NEEDS_CHANGES,
            ApplicationState.ACCEPTED,
            ApplicationState.WAITLISTED,
            ApplicationState.DECLINED,
            ApplicationState.WITHDRAWN,
        }
    ),
    ApplicationState.NEEDS_CHANGES: frozenset(
        {ApplicationState.SUBMITTED, ApplicationState.WITHDRAWN, ApplicationState.DECLINED}
    ),
    ApplicationState.WAITLISTED: frozenset({ApplicationState.ACCEPTED, ApplicationState.DECLINED, ApplicationState.WITHDRAWN}),
    ApplicationState.ACCEPTED: frozenset({ApplicationState.WITHDRAWN}),
    ApplicationState.DECLINED: frozenset(),
    ApplicationState.WITHDRAWN: frozenset(),
}
# The exhibitor may still change what was entered.
EDITABLE = frozenset({ApplicationState.DRAFT, ApplicationState.NEEDS_CHANGES})


class Category(StrEnum):
    VISITOR = "visitor"
    DELEGATE = "delegate"
    SPEAKER = "speaker"
    EXHIBITOR = "exhibitor"
    PRESS = "press"
    VIP = "vip"
    STAFF = "staff"
    CONTRACTOR = "contractor"

    @property
    def label(self) -> str:
        return str(_CATEGORIES[self])


_CATEGORIES: dict[Category, Any] = {
    Category.VISITOR: _l("Visitor"),
    Category.DELEGATE: _l("Delegate"),
    Category.SPEAKER: _l("Speaker"),
    Category.EXHIBITOR: _l("Exhibitor"),
    Category.PRESS: _l("Press"),
    Category.VIP: _l("Guest of honour"),
    Category.STAFF: _l("Organising staff"),
    Category.CONTRACTOR: _l("Contractor"),
}


class RegistrationState(StrEnum):
    PENDING = "pending"
    CONFIRMED = "confirmed"
    WAITLISTED = "waitlisted"
    CANCELLED = "cancelled"
    BLOCKED = "blocked"

    @property
    def label(self) -> str:
        return str(_REGISTRATION_STATES[self])


_REGISTRATION_STATES: dict[RegistrationState, Any] = {
    RegistrationState.PENDING: _l("not confirmed yet"),
    RegistrationState.CONFIRMED: _l("confirmed"),
    RegistrationState.WAITLISTED: _l("on the waiting list"),
    RegistrationState.CANCELLED: _l("cancelled"),
    RegistrationState.BLOCKED: _l("blocked"),
}

REGISTRATION_TONES = {
    "pending": "amber",
    "confirmed": "green",
    "waitlisted": "teal",
    "cancelled": "stone",
    "blocked": "red",
}


class ConsentPurpose(StrEnum):
    """R-70: each purpose has its own tick, none is set beforehand. The words are in app.registrations.consent_texts."""

    PARTICIPATION = "participation"
    CATALOGUE = "catalogue"
    SHARE_CONTACT = "share_contact"
    PHOTOS = "photos"
    MESSAGES = "messages"
