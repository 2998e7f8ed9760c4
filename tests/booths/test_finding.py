"""The public plan and list: filters, exhibitors found by name, a booth opened by its address (item 5)."""

import re

import pytest

from app.booths.models import ClaimState
from app.registrations import services
from app.registrations.models import ConsentPurpose
from app.stands.services.co_exhibitors import FirmDetails, name_firm
from tests.factories.booths import BoothFactory, make_fair
from tests.factories.stands import book
from tests.support import html
from tests.support.queries import count_queries


@pytest.fixture
def fair(db):
    """A01 is a corner, A04 taken by a pavilion with a co-exhibitor, B01 a plot of 36 m² with three open sides."""
    event, booths = make_fair(4, slug="ocop")
    hall = booths[0].hall_id
    BoothFactory(event_id=event.id, hall_id=hall, code="B01", zone="B", x_m=30, y_m=20, width_m=6, depth_m=6, open_sides=3)
    pavilion = book(event, booths[3], name="Gian hàng chung tỉnh Lai Châu")
    services.record_consents(pavilion, {ConsentPurpose.CATALOGUE: True})
    firm = name_firm(
        event, pavilion, FirmDetails(name="HTX Chè Shan Tả Lèng", booths={pavilion.booths[0].claim_id: ""}), by="x"
    )
    services.record_consents(firm, {ConsentPurpose.CATALOGUE: True})
    return event


def marked(client, query: str) -> dict[str, str]:
    """Return the classes of the booths on the plan by code."""
    page = client.get(f"/events/ocop/floor-plan?{query}").text
    return dict(re.findall(r'<a href="[^"]*/booths/([A-Z0-9]+)" class="([^"]*)"><title>', page))


def listed(client, query: str) -> list[str]:
    tree = html.parse(client.get(f"/events/ocop/booths?{query}").text)
    return [html.words(item) for item in tree.iter("th") if item.get("scope") == "row"]


@pytest.mark.parametrize(
    ("query", "fits"),
    [
        ("", ["A01", "A02", "A03", "A04", "B01"]),
        ("zone=B", ["B01"]),
        ("area=20", ["B01"]),
        ("sides=2", ["A01", "B01"]),
        ("sides=3", ["B01"]),
        ("free=y", ["A01", "A02", "A03", "B01"]),
        ("most=4.900.000&corner=", ["A02", "A03", "A04"]),
        ("q=che+shan", ["A04"]),
        ("q=LAI+chau", ["A04"]),
        ("q=khong+co", []),
        ("zone=khong-co&area=x", []),
    ],
)
def test_plan_and_list_agree_on_what_fits(client, fair, query: str, fits: list[str]) -> None:
    found = marked(client, query)
    assert sorted(found) == ["A01", "A02", "A03", "A04", "B01"]
    assert (sorted(code for code, words in found.items() if "dim" not in words), listed(client, query)) == (fits, fits)


def test_a_search_marks_the_booth_and_names_who_is_there(client, fair) -> None:
    assert marked(client, "q=ta+leng")["A04"] == "taken hit"
    assert "HTX Chè Shan Tả Lèng" in client.get("/events/ocop/floor-plan?q=ta+leng").text
    assert "HTX Chè Shan Tả Lèng" in client.get("/events/ocop/booths/A04").text


def test_without_a_question_the_plan_carries_nothing_more(client, fair) -> None:
    assert set(marked(client, "").values()) == {"free", "taken"}


def test_who_does_not_agree_is_not_found(client, fair, db) -> None:
    secretive = book(fair, BoothFactory(event_id=fair.id, code="C01", x_m=60, y_m=40), name="Gốm Bát Tràng Mẫu")
    assert marked(client, "q=gom")["C01"].endswith("dim")
    services.record_consents(secretive, {ConsentPurpose.CATALOGUE: True})
    assert marked(client, "q=gom")["C01"] == "taken hit"


def test_a_wish_in_an_application_tells_no_name(client, fair) -> None:
    booth = BoothFactory(event_id=fair.id, code="C01", x_m=60, y_m=40)
    applied = book(fair, booth, name="Gốm Bát Tràng Mẫu", claim=ClaimState.APPLIED)
    services.record_consents(applied, {ConsentPurpose.CATALOGUE: True})
    assert marked(client, "q=gom")["C01"].endswith("dim")


def test_an_address_opens_a_booth_without_javascript(client, fair) -> None:
    page = client.get("/events/ocop/floor-plan?booth=a02").text
    sheet = next(item for item in html.parse(page).iter("div") if item.get("id") == "plan-sheet")
    assert ("A02" in html.words(sheet), sheet.get("data-opened")) == (True, "A02")
    assert marked(client, "booth=A02")["A02"] == "free opened"
    for strange in ("booth=Z99", "booth=%00", "event_slug=x&_external=1", "q=%F0%9F%8D%B5&area=99999999999999"):
        assert client.get(f"/events/ocop/floor-plan?{strange}").status_code in (200, 400)


def test_names_cost_no_query_a_booth(client, fair) -> None:
    def asked() -> int:
        with count_queries() as seen:
            assert client.get("/events/ocop/booths").status_code == 200
        return len(seen)

    asked()
    one = asked()
    for number in (1, 2):
        other = book(
            fair, BoothFactory(event_id=fair.id, code=f"C0{number}", x_m=60, y_m=40 + 4 * number), name=f"Mẫu {number}"
        )
        services.record_consents(other, {ConsentPurpose.CATALOGUE: True})
    asked()
    assert asked() == one
