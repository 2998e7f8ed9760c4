"""The operator's page of regions."""

import pytest
import sqlalchemy as sa

from app.audit.models import AuditEntry
from app.places import queries
from tests.factories.accounts import UserFactory
from tests.support.queries import count_queries


@pytest.fixture
def operator(client):
    client.sign_in(UserFactory(is_admin=True))
    return client


@pytest.mark.parametrize("path", ["/manage/regions", "/manage/regions/khuyen-cong"])
def test_only_operators_see_regions(client, path):
    assert client.get(path).status_code == 302
    client.sign_in(UserFactory())
    assert client.get(path).status_code == 403
    client.sign_in(UserFactory(is_admin=True))
    assert client.get(path).status_code == 200


def test_the_list_names_sets_norms_and_provinces(operator):
    text = operator.get("/manage/regions").text
    assert text.index("306/NQ-CP") < text.index("26/2014/TT-BCT")
    assert "Trung du và miền núi phía Bắc (9)" in text


def test_the_list_asks_few_queries(operator):
    with count_queries() as asked:
        operator.get("/manage/regions")
    assert len(asked) <= 8


def test_a_province_is_moved_and_noted(operator, db):
    south = next(region for region in queries.get_region_set("khuyen-cong").regions if region.key == "phia-nam")
    answer = operator.submit("/manage/regions/khuyen-cong", {"province_68": str(south.id)})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/manage/regions")
    assert queries.region_of(68, "khuyen-cong").key == "phia-nam"
    entry = db.scalars(sa.select(AuditEntry).where(AuditEntry.action == "places.provinces_moved")).one()
    assert entry.data == {"set": "khuyen-cong", "moved": {"68": "phia-nam"}}


def test_saving_without_a_change_writes_nothing(operator, db):
    assert operator.submit("/manage/regions/khuyen-cong").status_code == 303
    assert db.scalars(sa.select(AuditEntry).where(AuditEntry.action == "places.provinces_moved")).all() == []


def test_a_region_of_another_set_is_refused(operator):
    foreign = queries.get_region_set("socio-economic").regions[0]
    answer = operator.submit("/manage/regions/khuyen-cong", {"province_68": str(foreign.id)})
    assert answer.status_code == 422
    assert queries.region_of(68, "khuyen-cong").key == "mien-trung-tay-nguyen"


def test_an_unknown_set_is_not_found(operator):
    assert operator.get("/manage/regions/unknown").status_code == 404
