"""Pages of booths for everybody."""

import gzip
import json
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import session as cookie

from app.accounts import session
from app.booths import queries, services
from app.booths.drawing import draw
from app.booths.models import Booth, BoothClaim, BoothKind, BoothState, ClaimState
from app.booths.plan import load_plan
from app.booths.services import Holder
from app.events.models import EventState
from tests.conftest import START
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.factories.booths import BoothFactory, make_fair
from tests.factories.events import EventFactory, HallFactory
from tests.support import html
from tests.support.queries import count_queries

THEIRS = Holder("their secret")
SVG = "{http://www.w3.org/2000/svg}"


def titles(response) -> list[str]:
    return [html.words(link.find(f"{SVG}title")) for link in html.parse(response.text).iter(f"{SVG}a")]


def test_the_plan_names_code_area_price_and_state_of_each_booth(client) -> None:
    event, booths = make_fair(4)
    services.hold(booths[1], THEIRS)
    services.assign(booths[2], OrganisationFactory(), by=UserFactory())
    services.block(booths[3], by=UserFactory(), reason="x")
    assert titles(client.get(f"/events/{event.slug}/floor-plan")) == [
        "A01, 9 m², 5.346.000 ₫, còn trống",
        "A02, 9 m², 4.860.000 ₫, đang giữ",
        "A03, 9 m², 4.860.000 ₫, đã đặt",
        "A04, 9 m², 4.860.000 ₫, không bán",
    ]


def test_each_booth_of_the_plan_is_a_link_to_its_page(client) -> None:
    event, _booths = make_fair(1)
    (link,) = html.parse(client.get(f"/events/{event.slug}/floor-plan").text).iter(f"{SVG}a")
    assert link.get("href") == f"/events/{event.slug}/booths/A01"
    assert client.get(link.get("href")).status_code == 200


def test_the_list_shows_the_same_as_the_plan(client) -> None:
    event, booths = make_fair(3)
    services.hold(booths[1], THEIRS)
    rows = list(html.parse(client.get(f"/events/{event.slug}/booths").text).iter("tr"))[1:]
    told = [(html.words(row.find("th")), html.words(list(row)[-1])) for row in rows]
    assert told == [("A01", "còn trống"), ("A02", "đang giữ"), ("A03", "còn trống")]


@pytest.mark.parametrize(
    ("filters", "codes"),
    [
        ("", ["A01", "A02", "A10", "D01"]),
        ("?zone=A", ["A01", "A02", "A10"]),
        ("?kind=raw", ["D01"]),
        ("?corner=y", ["A01"]),
        ("?free=y", ["A01", "A10", "D01"]),
        ("?most=4.860.000", ["A02", "A10"]),
        ("?most=rubbish", ["A01", "A02", "A10", "D01"]),
        ("?code=a1", ["A10"]),
        ("?zone=A&free=y&corner=y", ["A01"]),
        ("?page=99", ["A01", "A02", "A10", "D01"]),
        ("?page=-1", ["A01", "A02", "A10", "D01"]),
    ],
)
def test_the_list_is_filtered_in_natural_order(client, filters, codes) -> None:
    event, booths = make_fair(2)
    hall = booths[0].hall_id
    BoothFactory(event_id=event.id, hall_id=hall, code="A10", x_m=30)
    BoothFactory(event_id=event.id, hall_id=hall, code="D01", zone="D", kind=BoothKind.RAW, x_m=50, width_m=6, depth_m=6)
    services.hold(booths[1], THEIRS)
    rows = list(html.parse(client.get(f"/events/{event.slug}/booths{filters}").text).iter("tr"))[1:]
    assert [html.words(row.find("th")) for row in rows] == codes


@pytest.mark.parametrize("path", ["floor-plan", "booths", "booths/status.json"])
def test_pages_cost_the_same_queries_for_any_number_of_booths(client, db, path) -> None:
    small, _booths = make_fair(1)
    large, _booths = make_fair(60)
    services.hold(_booths[5], THEIRS)
    used = []
    for slug in (small.slug, large.slug):
        with count_queries() as seen:
            assert client.get(f"/events/{slug}/{path}").status_code == 200
        used.append(len(seen))
    assert used[0] == used[1]


def test_the_kept_plan_costs_four_queries(client, db) -> None:
    event, _booths = make_fair(3)
    services.planning.renew_plan(event.id)
    path = f"/events/{event.slug}/floor-plan"
    client.get(path)
    with count_queries() as seen:
        client.get(path)
    # The event, the version of the plan, its halls, the states.
    assert len(seen) == 4


def test_a_changed_plan_is_shown_at_once(client, db) -> None:
    event, booths = make_fair(2)
    services.planning.renew_plan(event.id)
    assert len(titles(client.get(f"/events/{event.slug}/floor-plan"))) == 2
    services.delete_booth(booths[1], by=UserFactory())
    assert len(titles(client.get(f"/events/{event.slug}/floor-plan"))) == 1


def test_a_renamed_hall_is_shown_at_once(client, db) -> None:
    event, booths = make_fair(1)
    hall = HallFactory(event_id=event.id, name="Nhà cũ", position=1)
    services.planning.renew_plan(event.id)
    path = f"/events/{event.slug}/floor-plan"
    assert "Nhà cũ" in client.get(path).text
    hall.name = "Nhà mới"
    assert "Nhà mới" in client.get(path).text


def test_a_plan_of_three_thousand_booths_is_light(app, db) -> None:
    event, booths = make_fair(1)
    lay_out_national_plan(db, event, booths[0].hall_id)
    with app.test_request_context():
        drawing = draw(load_plan(event), {}, base=f"/events/{event.slug}/booths")
    assert drawing.count("<title>") == 3001
    # The frame of the page adds about 2 kB.
    assert len(gzip.compress(drawing.encode(), compresslevel=4)) <= 58_000


def lay_out_national_plan(db, event, hall_id) -> None:
    rows = [
        {
            "event_id": event.id,
            "hall_id": hall_id,
            "code": f"{'BCDEFG'[n // 500]}{n % 500 + 1:03d}",
            "sort_key": f"{n:06d}",
            "zone": "BCDEFG"[n // 500],
            "kind": BoothKind.STANDARD,
            "x_m": n % 100 * 3,
            "y_m": 10 + n // 100 * 6,
            "width_m": 3,
            "depth_m": 3,
            "open_sides": 2 if n % 10 == 0 else 1,
        }
        for n in range(3000)
    ]
    db.execute(sa.insert(Booth), rows)
    services.planning.renew_plan(event.id)


def test_states_are_asked_again_cheaply(client, clock) -> None:
    event, booths = make_fair(3)
    services.hold(booths[1], THEIRS)
    path = f"/events/{event.slug}/booths/status.json"
    first = client.get(path)
    assert json.loads(first.data) == {"held": ["A02"], "taken": [], "blocked": []}
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    services.hold(booths[0], THEIRS)
    clock.shift(1)
    assert client.get(path, headers={"If-None-Match": first.headers["ETag"]}).json["held"] == ["A01", "A02"]


def test_the_booth_page_breaks_the_price_down(client) -> None:
    event, _booths = make_fair(1)
    page = html.parse(client.get(f"/events/{event.slug}/booths/A01").text)
    (facts,) = [item for item in page.iter("dl")]
    assert [html.words(item) for item in facts.iter("dt")] == ["Giá thuê", "Gian góc +10 %", "Thuế GTGT 8 %", "Tổng cộng"]
    assert [html.words(item) for item in facts.iter("dd")] == ["4.500.000 ₫", "450.000 ₫", "396.000 ₫", "5.346.000 ₫"]


def test_an_unknown_booth_is_not_found(client) -> None:
    event, _booths = make_fair(1)
    other, _booths = make_fair(2)
    assert client.get(f"/events/{event.slug}/booths/A02").status_code == 404
    assert client.get(f"/events/{other.slug}/booths/a02").status_code == 200


@pytest.mark.parametrize("path", ["floor-plan", "booths", "booths/A01", "booths/status.json"])
def test_a_draft_is_not_shown_to_strangers(client, path) -> None:
    event, _booths = make_fair(1, state=EventState.DRAFT)
    assert client.get(f"/events/{event.slug}/{path}").status_code == 404


@pytest.mark.parametrize("path", ["floor-plan", "booths"])
def test_an_event_without_booths_says_so(client, path) -> None:
    event = EventFactory()
    HallFactory(event_id=event.id)
    answer = client.get(f"/events/{event.slug}/{path}")
    assert answer.status_code == 200
    assert "Sơ đồ chưa sẵn sàng" in answer.text


def test_a_browser_holds_a_booth_and_sees_it_as_its_own(client, db) -> None:
    event, _booths = make_fair(2)
    answer = client.submit(f"/events/{event.slug}/booths/A01", form="hold")
    assert answer.status_code == 303
    assert titles(client.get(f"/events/{event.slug}/floor-plan"))[0] == "A01, 9 m², 5.346.000 ₫, bạn đang giữ"
    assert db.query(BoothClaim).one().state == ClaimState.HELD


def test_sending_the_hold_twice_is_one_hold(client, db) -> None:
    event, _booths = make_fair(2)
    for _time in range(2):
        assert client.post(f"/events/{event.slug}/booths/A01/hold").status_code == 303
    assert db.query(BoothClaim).count() == 1


def test_the_slower_browser_sees_who_is_free(app, client) -> None:
    event, booths = make_fair(3)
    services.hold(booths[0], THEIRS)
    answer = client.post(f"/events/{event.slug}/booths/A01/hold")
    assert answer.status_code == 409
    page = html.parse(answer.text)
    assert "Gian A01 vừa có người đặt." in answer.text
    near = [html.words(item) for item in page.iter("li") if "4.860.000" in html.words(item)]
    assert [item.split(" ")[0] for item in near] == ["A02", "A03"]


def test_a_hold_needs_the_token_of_the_form(client) -> None:
    event, _booths = make_fair(1)
    assert client.post(f"/events/{event.slug}/booths/A01/hold", without_csrf=True).status_code == 400


def test_a_hold_is_extended_once_and_released(client, db) -> None:
    event, booths = make_fair(1)
    path = f"/events/{event.slug}/booths/A01"
    client.post(f"{path}/hold")
    ends = db.query(BoothClaim).one().expires_at
    assert client.submit(path, form="extend").status_code == 303
    assert db.query(BoothClaim).one().expires_at == ends + timedelta(minutes=15)
    assert client.post(f"{path}/extend").status_code == 409
    assert client.submit(path, form="release").status_code == 303
    assert queries.state_of(booths[0]) == BoothState.FREE


def test_another_browser_cannot_touch_the_hold(app, client, db) -> None:
    event, booths = make_fair(1)
    services.hold(booths[0], THEIRS)
    client.post(f"/events/{event.slug}/booths/A01/release")
    assert client.post(f"/events/{event.slug}/booths/A01/extend").status_code == 409
    assert queries.state_of(booths[0]) == BoothState.HELD


def test_a_hold_outlives_signing_in(client, app) -> None:
    with app.test_request_context():
        cookie["booth_hold"] = "my secret"
        session.start(UserFactory())
        assert cookie["booth_hold"] == "my secret"


def test_no_hold_is_offered_when_booking_is_closed(client, clock) -> None:
    event, _booths = make_fair(1, applications_close_at=START + timedelta(hours=1))
    path = f"/events/{event.slug}/booths/A01"
    assert "Giữ chỗ 15 phút" in client.get(path).text
    clock.move_to(START + timedelta(hours=2))
    assert "Giữ chỗ 15 phút" not in client.get(path).text
    assert client.post(f"{path}/hold").status_code == 409


def test_the_sheet_gets_the_booth_as_a_fragment(client) -> None:
    event, _booths = make_fair(1)
    answer = client.get(f"/events/{event.slug}/booths/A01", headers={"HX-Request": "true"})
    assert html.parse(answer.text, fragment=True)[0].get("id") == "booth"


def test_the_event_page_shows_the_plan_with_its_states(client) -> None:
    event, booths = make_fair(3)
    services.hold(booths[1], THEIRS)
    page = html.parse(client.get(f"/events/{event.slug}").text)
    (picture,) = [item for item in page.iter(f"{SVG}svg") if "floor-plan-small" in (item.get("class") or "")]
    assert sorted(path.get("class") for path in picture.iter(f"{SVG}path")) == ["free", "held"]


def test_several_booths_are_ticked_in_the_list_and_held_together(client, db) -> None:
    event, booths = make_fair(4)
    path = f"/events/{event.slug}/booths"
    page = client.get(f"{path}?chosen=A02")
    (form,) = [form for form in html.forms(html.parse(page.text)) if form.get("action", "").startswith(f"{path}/hold")]
    assert html.values(form)["code"] == "A02"
    assert client.post(f"{path}/hold", data={"code": ["A02", "A04"]}).status_code == 303
    assert {queries.state_of(booth) for booth in booths[1::2]} == {BoothState.HELD}
    refused = client.post(f"{path}/hold", data={"code": ["A01", "A03"]})
    assert (refused.status_code, queries.state_of(booths[0])) == (409, BoothState.FREE)
    assert "tối đa 3 gian" in refused.text
    assert client.post(f"{path}/hold").status_code == 422


def test_a_part_of_a_merged_stand_leads_to_the_stand(client, db) -> None:
    event, booths = make_fair(3)
    services.merge(booths, by=UserFactory(), reason="x")
    assert client.get(f"/events/{event.slug}/booths/A02").headers["Location"].endswith("/booths/A01")
    assert "A01–A03" in client.get(f"/events/{event.slug}/floor-plan").text
