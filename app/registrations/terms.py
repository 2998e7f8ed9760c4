"""The closed lists of this feature and their words: states, categories, purposes; and which state may follow which."""

from enum import StrEnum
from typing import Any

from app.accounts.models import OrganisationKind
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


class CoExhibitorState(StrEnum):
    NAMED = "named"
    COMPLETE = "complete"
    REMOVED = "removed"

    @property
    def label(self) -> str:
        return str(_CO_EXHIBITOR_STATES[self])


_CO_EXHIBITOR_STATES: dict[CoExhibitorState, Any] = {
    CoExhibitorState.NAMED: _l("not filled in yet"),
    CoExhibitorState.COMPLETE: _l("complete"),
    CoExhibitorState.REMOVED: _l("removed"),
}
CO_EXHIBITOR_TONES = {"named": "amber", "complete": "green", "removed": "stone"}


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


class LegalForm(StrEnum):
    """R-52: what stands on the certificate."""

    PRIVATE_ENTERPRISE = "private_enterprise"
    LIMITED = "limited"
    JOINT_STOCK = "joint_stock"
    DEPENDENT_UNIT = "dependent_unit"
    COOPERATIVE = "cooperative"
    COOPERATIVE_UNION = "cooperative_union"
    COOPERATIVE_GROUP = "cooperative_group"
    HOUSEHOLD = "household"
    CRAFT_VILLAGE = "craft_village"
    STATE_BODY = "state_body"
    MEDIA = "media"
    FOREIGN = "foreign"
    REPRESENTATIVE_OFFICE = "representative_office"

    @property
    def label(self) -> str:
        return str(_LEGAL_FORMS[self])

    @property
    def organisation_kind(self) -> OrganisationKind:
        """Return the kind of organisation that follows from the form."""
        return _KINDS_OF_FORMS.get(self, OrganisationKind.COMPANY)

    @property
    def needs_tax_id(self) -> bool:
        """Tell whether such a unit surely has a tax number."""
        return self not in _WITHOUT_TAX_ID

    @property
    def has_size(self) -> bool:
        """Tell whether the size class is asked for: it decides on support."""
        return self.organisation_kind in (OrganisationKind.COMPANY, OrganisationKind.DEPENDENT_UNIT)


_LEGAL_FORMS: dict[LegalForm, Any] = {
    LegalForm.LIMITED: _l("Limited liability company"),
    LegalForm.JOINT_STOCK: _l("Joint-stock company"),
    LegalForm.PRIVATE_ENTERPRISE: _l("Private enterprise"),
    LegalForm.DEPENDENT_UNIT: _l("Branch or other dependent unit"),
    LegalForm.COOPERATIVE: _l("Cooperative"),
    LegalForm.COOPERATIVE_UNION: _l("Union of cooperatives"),
    LegalForm.COOPERATIVE_GROUP: _l("Cooperative group"),
    LegalForm.HOUSEHOLD: _l("Business household"),
    LegalForm.CRAFT_VILLAGE: _l("Craft village"),
    LegalForm.STATE_BODY: _l("State body"),
    LegalForm.MEDIA: _l("Press and media"),
    LegalForm.FOREIGN: _l("Foreign firm"),
    LegalForm.REPRESENTATIVE_OFFICE: _l("Representative office"),
}
_KINDS_OF_FORMS = {
    LegalForm.DEPENDENT_UNIT: OrganisationKind.DEPENDENT_UNIT,
    LegalForm.COOPERATIVE: OrganisationKind.COOPERATIVE,
    LegalForm.COOPERATIVE_UNION: OrganisationKind.COOPERATIVE,
    LegalForm.COOPERATIVE_GROUP: OrganisationKind.COOPERATIVE,
    LegalForm.HOUSEHOLD: OrganisationKind.HOUSEHOLD,
    LegalForm.CRAFT_VILLAGE: OrganisationKind.CRAFT_VILLAGE,
    LegalForm.STATE_BODY: OrganisationKind.STATE_BODY,
    LegalForm.MEDIA: OrganisationKind.MEDIA,
    LegalForm.FOREIGN: OrganisationKind.FOREIGN,
}
_WITHOUT_TAX_ID = frozenset(
    {LegalForm.COOPERATIVE_GROUP, LegalForm.CRAFT_VILLAGE, LegalForm.STATE_BODY, LegalForm.MEDIA, LegalForm.FOREIGN}
)


class SupportScheme(StrEnum):
    """Which state money the exhibitor asks for (R-11, R-18)."""

    NONE = "none"
    NATIONAL = "national"
    PROVINCE = "province"

    @property
    def label(self) -> str:
        return str(_SCHEMES[self])


_SCHEMES: dict[SupportScheme, Any] = {
    SupportScheme.NONE: _l("No support, we pay ourselves"),
    SupportScheme.NATIONAL: _l("National industrial promotion"),
    SupportScheme.PROVINCE: _l("Scheme of our province"),
}
