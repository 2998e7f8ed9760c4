"""The calculator as firms use it, and the schemes as organisers keep them."""

import pytest

from app.booths import queries
from app.booths.services.schemes import SchemeTerms, clone_schemes, save_scheme
from app.core.registry import CloneRun
from app.events.models import Role
from tests.factories.accounts import UserFactory
from tests.factories.booths import make_fair
from tests.factories.events import EventFactory, person_with

NATIONAL = SchemeTerms("KCQG", rent_pct=80)
PROVINCE = SchemeTerms("Tỉnh", "QĐ 1", 50, 100, 100, 100, most_booths=1, most_people=1, cap_vnd=10_000_000, most_a_year=2)
X1 = {"sides": "2", "freight": "3.200.000", "people": "2", "days": "6", "subsistence": "400.000", "travel": "700.000"}


@pytest.fixture
def event(db):
    return make_fair(1)[0]


def test_x1_sees_its_own_share_before_it_applies(client, event) -> None:
    for terms in (NATIONAL, PROVINCE):
        save_scheme(event, terms, by="x")
    line = queries.rates_of(event)["standard"]
    path = f"/events/{event.slug}/cost-calculator"
    assert client.get(path).status_code == 200
    page = client.get(path, query_string=X1 | {"line": line.id}).text
    for amount in ("14.350.000", "9.900.000", "4.450.000"):
        assert amount in page
    third = client.get(path, query_string=X1 | {"line": line.id, "used": "2"}).text
    assert "10.750.000" in third
    wrong = client.get(path, query_string=X1 | {"line": line.id, "freight": "ba triệu"})
    assert wrong.status_code == 422
    assert 'value="ba triệu"' in wrong.text
    assert client.get(path, query_string={"line": "999999"}).status_code == 422


def test_schemes_are_kept_by_organisers(client, db, event) -> None:
    client.sign_in(person_with(Role.ORGANISER, event))
    path = f"/manage/events/{event.slug}/booths/schemes"
    assert client.get(path).status_code == 200
    typed = {"name": "KCQG", "rent_pct": "80", "cap_vnd": "10.000.000"}
    assert client.submit(f"{path}/new", typed | {"rent_pct": "0"}, form="name").status_code == 422
    assert client.submit(f"{path}/new", typed | {"rent_pct": "101"}, form="name").status_code == 422
    assert client.submit(f"{path}/new", typed, form="name").status_code == 303
    assert client.submit(f"{path}/new", typed, form="name").status_code == 422
    made = queries.schemes_of(event.id)[0]
    assert (made.rent_pct, made.cap_vnd, made.most_people) == (80, 10_000_000, None)
    assert client.submit(f"{path}/{made.id}", {"rent_pct": "100"}, form="name").status_code == 303
    foreign = save_scheme(EventFactory(), NATIONAL, by="x")
    assert client.get(f"{path}/{foreign.id}").status_code == 404
    target = EventFactory()
    clone_schemes(event, target, CloneRun(1, event.timezone, frozenset(), by=UserFactory()))
    assert [row.rent_pct for row in queries.schemes_of(target.id)] == [100]
    assert client.submit(f"{path}/{made.id}", form="/delete").status_code == 303
    assert queries.schemes_of(event.id) == []
