"""A-05: who may be supported, by the table of the acceptance scenario."""

import pytest

from app.accounts.models import OrganisationKind as Kind
from app.accounts.models import SizeClass
from app.places.models import CommuneKind, ProvinceKind
from app.registrations.eligibility import Ground, check_eligibility

PROVINCE, CITY = ProvinceKind.PROVINCE, ProvinceKind.CITY
COMMUNE, WARD, ZONE = CommuneKind.COMMUNE, CommuneKind.WARD, CommuneKind.SPECIAL_ZONE


@pytest.mark.parametrize(
    ("kind", "size", "province", "commune", "ground"),
    [
        pytest.param(Kind.COOPERATIVE, None, PROVINCE, COMMUNE, Ground.PROVINCE, id="X1"),
        pytest.param(Kind.HOUSEHOLD, None, PROVINCE, COMMUNE, Ground.PROVINCE, id="X2"),
        pytest.param(Kind.COMPANY, SizeClass.SMALL, PROVINCE, COMMUNE, Ground.PROVINCE, id="X3"),
        pytest.param(Kind.DEPENDENT_UNIT, SizeClass.MEDIUM, PROVINCE, WARD, Ground.PROVINCE, id="X4"),
        pytest.param(Kind.COMPANY, SizeClass.SMALL, CITY, COMMUNE, Ground.CITY_COMMUNE, id="X6"),
        pytest.param(Kind.COMPANY, SizeClass.SMALL, CITY, ZONE, Ground.CITY_COMMUNE, id="special zone of a city"),
    ],
)
def test_these_may_be_supported(kind, size, province, commune, ground) -> None:
    answer = check_eligibility(kind, size, province, commune)
    assert (answer.eligible, answer.ground) == (True, ground)


@pytest.mark.parametrize(
    ("kind", "size", "province", "commune", "ground"),
    [
        pytest.param(Kind.COMPANY, SizeClass.SMALL, CITY, WARD, Ground.CITY_WARD, id="X5"),
        pytest.param(Kind.COMPANY, SizeClass.LARGE, CITY, WARD, Ground.LARGE, id="X7"),
        pytest.param(Kind.COMPANY, SizeClass.LARGE, PROVINCE, COMMUNE, Ground.LARGE, id="large in a commune"),
        pytest.param(Kind.STATE_BODY, None, PROVINCE, COMMUNE, Ground.NOT_A_PRODUCER, id="X8"),
        pytest.param(Kind.FOREIGN, None, None, None, Ground.NOT_A_PRODUCER, id="X9"),
        pytest.param(Kind.COMPANY, SizeClass.SMALL, None, None, Ground.NO_PLACE, id="no commune yet"),
    ],
)
def test_these_may_not(kind, size, province, commune, ground) -> None:
    answer = check_eligibility(kind, size, province, commune)
    assert (answer.eligible, answer.ground) == (False, ground)


def test_a_recognised_craft_village_in_a_ward_counts() -> None:
    answer = check_eligibility(Kind.COMPANY, SizeClass.SMALL, CITY, WARD, craft_village=True)
    assert (answer.eligible, answer.ground) == (True, Ground.CRAFT_VILLAGE)


def test_a_large_enterprise_in_a_craft_village_does_not() -> None:
    assert check_eligibility(Kind.COMPANY, SizeClass.LARGE, CITY, WARD, craft_village=True).ground is Ground.LARGE
