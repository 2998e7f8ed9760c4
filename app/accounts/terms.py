"""The closed lists of this feature and their words."""

from enum import StrEnum
from typing import Any

from app.core.i18n import _l


class OrganisationKind(StrEnum):
    MINISTRY = "ministry"
    CENTRAL_AGENCY = "central_agency"
    DEPARTMENT = "department"
    CENTRE = "centre"
    COMMUNE = "commune"
    COMPANY = "company"
    DEPENDENT_UNIT = "dependent_unit"
    COOPERATIVE = "cooperative"
    HOUSEHOLD = "household"
    CRAFT_VILLAGE = "craft_village"
    STATE_BODY = "state_body"
    MEDIA = "media"
    FOREIGN = "foreign"

    @property
    def label(self) -> str:
        return str(_KINDS[self])


_KINDS: dict[OrganisationKind, Any] = {
    OrganisationKind.MINISTRY: _l("Ministry"),
    OrganisationKind.CENTRAL_AGENCY: _l("Central agency"),
    OrganisationKind.DEPARTMENT: _l("Provincial department"),
    OrganisationKind.CENTRE: _l("Centre of a department"),
    OrganisationKind.COMMUNE: _l("People's Committee of a commune"),
    OrganisationKind.COMPANY: _l("Company"),
    OrganisationKind.DEPENDENT_UNIT: _l("Dependent unit of a company"),
    OrganisationKind.COOPERATIVE: _l("Cooperative"),
    OrganisationKind.HOUSEHOLD: _l("Business household"),
    OrganisationKind.CRAFT_VILLAGE: _l("Craft village"),
    OrganisationKind.STATE_BODY: _l("Other state body"),
    OrganisationKind.MEDIA: _l("Press and media"),
    OrganisationKind.FOREIGN: _l("Foreign organisation"),
}
AUTHORITIES = frozenset(
    {
        OrganisationKind.MINISTRY,
        OrganisationKind.CENTRAL_AGENCY,
        OrganisationKind.DEPARTMENT,
        OrganisationKind.CENTRE,
        OrganisationKind.COMMUNE,
    }
)


class SizeClass(StrEnum):
    MICRO = "micro"
    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"

    @property
    def label(self) -> str:
        return str(_SIZES[self])


_SIZES: dict[SizeClass, Any] = {
    SizeClass.MICRO: _l("micro"),
    SizeClass.SMALL: _l("small"),
    SizeClass.MEDIUM: _l("medium"),
    SizeClass.LARGE: _l("large"),
}


class TaxIdKind(StrEnum):
    """R-53."""

    MST10 = "mst10"
    MST13 = "mst13"
    PERSONAL = "personal"
    BUDGET_UNIT = "budget_unit"
    FOREIGN = "foreign"

    @property
    def label(self) -> str:
        return str(_TAX_IDS[self])


_TAX_IDS: dict[TaxIdKind, Any] = {
    TaxIdKind.MST10: _l("Tax number of an enterprise (10 digits)"),
    TaxIdKind.MST13: _l("Tax number of a dependent unit (13 digits)"),
    TaxIdKind.PERSONAL: _l("Personal identification number (12 digits)"),
    TaxIdKind.BUDGET_UNIT: _l("Code of a unit of the state budget (7 digits)"),
    TaxIdKind.FOREIGN: _l("Foreign tax number"),
}


class MembershipRole(StrEnum):
    ADMIN = "admin"
    STAFF = "staff"
    LEADER = "leader"

    @property
    def label(self) -> str:
        return str(_ROLES[self])


_ROLES: dict[MembershipRole, Any] = {
    MembershipRole.ADMIN: _l("Administrator"),
    MembershipRole.STAFF: _l("Staff"),
    MembershipRole.LEADER: _l("Leader"),
}


class SecretPurpose(StrEnum):
    INVITATION = "invitation"
    PASSWORD_RESET = "password_reset"  # noqa: S105
    EMAIL_CHANGE = "email_change"
    RECOVERY_CODE = "recovery_code"
