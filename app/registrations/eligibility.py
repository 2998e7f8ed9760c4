"""Who counts as a rural industrial establishment and may be supported (R-8, Decree 235/2025 in force since 15/10/2025)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.accounts.models import Organisation, OrganisationKind, SizeClass
from app.core.i18n import _l
from app.places.models import CommuneKind, ProvinceKind

# Producers; state bodies, media and foreign firms are not among them.
PRODUCERS = frozenset(
    {
        OrganisationKind.COMPANY,
        OrganisationKind.DEPENDENT_UNIT,
        OrganisationKind.COOPERATIVE,
        OrganisationKind.HOUSEHOLD,
        OrganisationKind.CRAFT_VILLAGE,
    }
)


class Ground(StrEnum):
    """Why a unit may be supported or not; the first that applies."""

    PROVINCE = "province"
    CITY_COMMUNE = "city_commune"
    CRAFT_VILLAGE = "craft_village"
    NOT_A_PRODUCER = "not_a_producer"
    LARGE = "large"
    CITY_WARD = "city_ward"
    NO_PLACE = "no_place"

    @property
    def label(self) -> str:
        return str(_GROUNDS[self])


_GROUNDS: dict[Ground, Any] = {
    Ground.PROVINCE: _l("produces in a commune, ward or special zone of a province"),
    Ground.CITY_COMMUNE: _l("produces in a commune or special zone of a centrally-run city"),
    Ground.CRAFT_VILLAGE: _l("produces in a recognised craft village"),
    Ground.NOT_A_PRODUCER: _l("is not an enterprise, cooperative or household that produces"),
    Ground.LARGE: _l("is a large enterprise"),
    Ground.CITY_WARD: _l("produces in a ward of a centrally-run city and in no recognised craft village"),
    Ground.NO_PLACE: _l("has not named its commune"),
}


@dataclass(frozen=True)
class Eligibility:
    """The answer with its ground, for the reviewer to read."""

    eligible: bool
    ground: Ground


def check_eligibility(
    kind: OrganisationKind,
    size: SizeClass | None,
    province: ProvinceKind | None,
    commune: CommuneKind | None,
    *,
    craft_village: bool = False,
) -> Eligibility:
    """Apply the rule of R-8. An unknown size counts as not large: households and cooperatives are not asked."""
    if kind not in PRODUCERS:
        return Eligibility(False, Ground.NOT_A_PRODUCER)
    if size is SizeClass.LARGE:
        return Eligibility(False, Ground.LARGE)
    if craft_village:
        return Eligibility(True, Ground.CRAFT_VILLAGE)
    if province is None or commune is None:
        return Eligibility(False, Ground.NO_PLACE)
    if province is ProvinceKind.PROVINCE:
        return Eligibility(True, Ground.PROVINCE)
    if commune is CommuneKind.WARD:
        return Eligibility(False, Ground.CITY_WARD)
    return Eligibility(True, Ground.CITY_COMMUNE)


def eligibility_of(organisation: Organisation) -> Eligibility:
    """Return what R-8 says of an organisation as it is known to us."""
    return check_eligibility(
        organisation.kind,
        organisation.size_class,
        organisation.province.kind if organisation.province else None,
        organisation.commune.kind if organisation.commune else None,
        craft_village=bool(organisation.craft_village_decision),
    )
