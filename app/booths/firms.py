"""Which classes of firms an organisation belongs to, for supports of the rent."""

from app.accounts.models import Organisation, OrganisationKind, SizeClass
from app.booths.models import FirmClass

_BY_KIND = {
    OrganisationKind.COOPERATIVE: FirmClass.COOPERATIVE,
    OrganisationKind.HOUSEHOLD: FirmClass.HOUSEHOLD,
    OrganisationKind.CRAFT_VILLAGE: FirmClass.CRAFT_VILLAGE,
    OrganisationKind.STATE_BODY: FirmClass.STATE_BODY,
    OrganisationKind.MINISTRY: FirmClass.STATE_BODY,
    OrganisationKind.CENTRAL_AGENCY: FirmClass.STATE_BODY,
    OrganisationKind.DEPARTMENT: FirmClass.STATE_BODY,
    OrganisationKind.CENTRE: FirmClass.STATE_BODY,
    OrganisationKind.COMMUNE: FirmClass.STATE_BODY,
}


def classes_of(organisation: Organisation, *, is_rural: bool = False) -> frozenset[FirmClass]:
    """Return the classes of a firm.

    Args:
        is_rural: it is a rural industrial establishment (R-8), which a higher feature checks.
    """
    found = {FirmClass.ANY}
    if organisation.kind in _BY_KIND:
        found.add(_BY_KIND[organisation.kind])
    if organisation.craft_village_decision:
        found.add(FirmClass.CRAFT_VILLAGE)
    if organisation.size_class not in (None, SizeClass.LARGE):
        found.add(FirmClass.SMALL)
    if is_rural:
        found.add(FirmClass.RURAL)
    return frozenset(found)
