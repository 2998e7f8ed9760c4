"""The public list of exhibitors shows who agreed, and nobody's private data (PR03, A-26)."""

import pytest

from app.registrations import services
from app.registrations.models import ApplicationState, ConsentPurpose
from tests.factories.accounts import OrganisationFactory
from tests.factories.booths import make_fair
from tests.factories.registrations import ApplicationFactory
from tests.support.queries import count_queries


@pytest.fixture
def event(db):
    return make_fair(1, slug="ocop")[0]


def shown(event, name: str, *, state=ApplicationState.ACCEPTED, agrees: bool = True):
    application = ApplicationFactory(event_id=event.id, organisation=OrganisationFactory(name=name), state=state)
    services.record_consents(application, {ConsentPurpose.CATALOGUE: agrees})
    return application


def test_only_accepted_exhibitors_who_agreed_are_shown(client, event) -> None:
    shown(event, "Gốm Bát Tràng Mẫu")
    shown(event, "Không Đồng Ý", agrees=False)
    shown(event, "Chưa Duyệt", state=ApplicationState.SUBMITTED)
    text = client.get("/events/ocop/exhibitors").text
    assert [name in text for name in ("Gốm Bát Tràng Mẫu", "Không Đồng Ý", "Chưa Duyệt")] == [True, False, False]
    assert [word in text for word in ("Giàng A Páo", "0912", "@example.vn")] == [False] * 3


def test_who_withdraws_is_gone_at_once(client, event) -> None:
    application = shown(event, "Gốm Bát Tràng Mẫu")
    services.record_consents(application, {ConsentPurpose.CATALOGUE: False})
    assert "Gốm Bát Tràng Mẫu" not in client.get("/events/ocop/exhibitors").text


def test_exhibitors_are_found_without_accents(client, event) -> None:
    shown(event, "Gốm Bát Tràng Mẫu")
    for text, found in (("GOM bat", True), ("che shan", False)):
        assert ("Gốm Bát Tràng Mẫu" in client.get(f"/events/ocop/exhibitors?q={text}").text) is found


def test_the_list_asks_as_often_for_three_as_for_one(client, event) -> None:
    def asked() -> int:
        with count_queries() as seen:
            assert client.get("/events/ocop/exhibitors").status_code == 200
        return len(seen)

    shown(event, "A")
    asked()
    one = asked()
    shown(event, "B")
    shown(event, "C")
    assert asked() == one


def test_the_public_page_names_the_first_exhibitors(client, event) -> None:
    shown(event, "Gốm Bát Tràng Mẫu")
    shown(event, "Không Đồng Ý", agrees=False)
    text = client.get("/events/ocop").text
    assert ("Gốm Bát Tràng Mẫu" in text, "Không Đồng Ý" in text) == (True, False)
