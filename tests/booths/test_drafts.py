"""The draft of a plan: saved by operations, merged field by field, never lost, never seen by the public."""

from collections.abc import Callable
from typing import Any

import pytest

from app.booths import queries, services
from app.booths.models import Booth, BoothKind
from app.booths.services import drafts
from app.booths.sheets import NewBooth
from app.core.db import db as database
from app.events.models import Role
from tests.factories.accounts import UserFactory
from tests.factories.booths import BoothClaimFactory, make_fair
from tests.factories.events import EventRoleFactory

Edit = Callable[..., Any]


@pytest.fixture
def fair(db):
    return make_fair(3)


@pytest.fixture
def organiser(fair, client):
    user = UserFactory(full_name="Lê Thị Châu")
    EventRoleFactory(event_id=fair[0].id, user=user, role=Role.ORGANISER)
    client.sign_in(user)
    return user


def path(event, name: str = "draft.json") -> str:
    return f"/manage/events/{event.slug}/booths/{name}"


def put(key: str, **data: Any) -> dict[str, Any]:
    return {"op": "set", "key": key, "data": data}


def booth(hall_id: int, code: str, x: float, **data: Any) -> dict[str, Any]:
    place = {"hall": f"h{hall_id}", "code": code, "zone": "A", "x": x, "y": 20, "width": 3, "depth": 3}
    return {"op": "add", "key": f"nbooth{code.lower():0>6}", "type": "booth", "data": place | data}


def read(client, event, **query: Any) -> dict[str, Any]:
    return client.get(path(event), query_string=query).get_json()


def data_of(document: dict[str, Any], key: str) -> dict[str, Any]:
    return next(item["data"] for item in document["items"] if item["key"] == key)


def test_before_the_first_edit_the_draft_is_the_published_plan(client, fair, organiser) -> None:
    event, booths = fair
    document = read(client, event)
    assert (document["revision"], document["published"], document["problems"]) == (0, None, [])
    assert [item["key"] for item in document["items"]] == [f"h{booths[0].hall_id}", *(f"b{one.id}" for one in booths)]
    assert data_of(document, f"b{booths[0].id}") == {
        "hall": f"h{booths[0].hall_id}",
        "code": "A01",
        "zone": "A",
        "kind": "standard",
        "x": 0,
        "y": 0,
        "width": 3,
        "depth": 3,
        "angle": 0,
        "open_sides": 2,
        "height_limit": None,
        "power_kw": None,
        "power_points": 0,
        "water_points": 0,
        "price_group": "",
        "locked": False,
        "reason": "",
    }


def test_an_edit_is_kept_with_its_time_and_the_public_does_not_see_it(client, fair, organiser) -> None:
    event, (first, *_rest) = fair
    operations = [put(f"b{first.id}", x=30.5, angle=-45), booth(first.hall_id, "B01", 40)]
    answer = client.patch(path(event), json={"base": 0, "operations": operations})
    assert (answer.status_code, answer.get_json()["revision"], answer.get_json()["saved_time"]) == (200, 1, "09:00")
    document = read(client, event)
    assert (data_of(document, f"b{first.id}")["x"], data_of(document, f"b{first.id}")["angle"]) == (30.5, 315)
    assert data_of(document, "nbooth000b01")["open_sides"] == 1
    assert document["saved_by"] == "Lê Thị Châu"
    assert database.session.get(Booth, first.id, populate_existing=True).x_m == 0
    assert "B01" not in client.get(f"/events/{event.slug}/booths").get_data(as_text=True)
    assert "B01" not in client.get(f"/events/{event.slug}/floor-plan").get_data(as_text=True)
    assert [one["code"] for one in client.get(f"/api/v1/events/{event.slug}/booths").get_json()["booths"]] == [
        "A01",
        "A02",
        "A03",
    ]


def test_an_older_base_is_merged_when_it_touches_other_things(fair) -> None:
    event, (one, two, _three) = fair
    services.save_draft(event, 0, [put(f"b{one.id}", zone="OCOP")], by=UserFactory())
    saved = services.save_draft(event, 0, [put(f"b{two.id}", zone="Khách")], by=UserFactory())
    zones = {item.key: item.data["zone"] for item in queries.draft_items(event) if item.type == "booth"}
    assert (zones[f"b{one.id}"], zones[f"b{two.id}"]) == ("OCOP", "Khách")
    assert (saved.revision, [item.key for item in saved.others]) == (2, [f"b{one.id}"])


def test_the_same_thing_changed_twice_is_a_conflict_with_both_values(client, fair, organiser) -> None:
    event, (one, *_rest) = fair
    binh = UserFactory(full_name="Trần Văn Bình")
    services.save_draft(event, 0, [put(f"b{one.id}", x=9, zone="OCOP")], by=binh)
    answer = client.patch(path(event), json={"base": 0, "operations": [put(f"b{one.id}", x=6)]})
    told = answer.get_json()
    assert (answer.status_code, told["code"], told["revision"]) == (409, "draft_conflict", 1)
    differing = [
        (it["key"], it["name"], it["field"], it["mine"], it["theirs"], it["by"], it["time"]) for it in told["differences"]
    ]
    assert differing == [(f"b{one.id}", "A01", "x", 6, 9, "Trần Văn Bình", "09:00")]
    assert [item["key"] for item in told["items"]] == [f"b{one.id}"]
    assert data_of(read(client, event), f"b{one.id}")["x"] == 9
    again = client.patch(path(event), json={"base": 1, "operations": [put(f"b{one.id}", x=6)]})
    assert (again.status_code, data_of(read(client, event), f"b{one.id}")["zone"]) == (200, "OCOP")


def test_two_fields_of_one_booth_are_merged(fair) -> None:
    event, (one, *_rest) = fair
    services.save_draft(event, 0, [put(f"b{one.id}", zone="OCOP")], by=UserFactory())
    saved = services.save_draft(event, 0, [put(f"b{one.id}", x=6)], by=UserFactory())
    (item,) = saved.others
    assert (item.data["zone"], item.data["x"]) == ("OCOP", 6)


def test_an_edit_sent_twice_after_a_lost_answer_changes_nothing(client, fair, organiser) -> None:
    event, (one, *_rest) = fair
    edit = {"base": 0, "operations": [put(f"b{one.id}", x=6)]}
    assert [client.patch(path(event), json=edit).get_json()["revision"] for _try in range(2)] == [1, 1]


def test_changing_what_somebody_removed_is_a_conflict_and_can_be_brought_back(client, fair, organiser) -> None:
    event, (one, *_rest) = fair
    key = f"b{one.id}"
    services.save_draft(event, 0, [{"op": "remove", "key": key}], by=UserFactory(full_name="Trần Văn Bình"))
    assert read(client, event, since=0)["items"] == [{"key": key, "type": "booth", "removed": True, "revision": 1}]
    answer = client.patch(path(event), json={"base": 0, "operations": [put(key, x=6)]})
    (told,) = answer.get_json()["differences"]
    assert (told["field"], told["mine"], told["theirs"], told["by"]) == ("", None, "removed", "Trần Văn Bình")
    place = {"hall": f"h{one.hall_id}", "code": "A01", "zone": "A", "x": 6, "y": 0, "width": 3, "depth": 3}
    back = client.patch(
        path(event), json={"base": 1, "operations": [{"op": "add", "key": key, "type": "booth", "data": place}]}
    )
    assert (back.status_code, data_of(read(client, event), key)["x"]) == (200, 6)


@pytest.mark.parametrize(
    ("operation", "field"),
    [
        ({"op": "set", "key": "B1", "data": {"width": 0}}, "width"),
        ({"op": "set", "key": "B1", "data": {"width": 1e9}}, "width"),
        ({"op": "set", "key": "B1", "data": {"x": "3"}}, "x"),
        ({"op": "set", "key": "B1", "data": {"x": True}}, "x"),
        ({"op": "set", "key": "B1", "data": {"code": "A/1"}}, "code"),
        ({"op": "set", "key": "B1", "data": {"colour": "red"}}, "colour"),
        ({"op": "set", "key": "B1", "data": {"hall": "h999"}}, "hall"),
        ({"op": "set", "key": "B1", "data": {"open_sides": 5}}, "open_sides"),
        ({"op": "set", "key": "b999999", "data": {"x": 1}}, "key"),
        ({"op": "set", "key": "<script>", "data": {"x": 1}}, "key"),
        ({"op": "add", "key": "n1234567890", "type": "booth", "data": {"code": "B01"}}, "zone"),
        ({"op": "add", "key": "n1234567890", "type": "rocket", "data": {}}, "type"),
        ({"op": "add", "key": "b123456", "type": "booth", "data": {}}, "key"),
        ({"op": "explode", "key": "B1"}, "op"),
        ("remove", ""),
    ],
)
def test_what_cannot_be_is_refused_with_its_field_and_nothing_is_saved(client, fair, organiser, operation, field) -> None:
    event, (one, two, _three) = fair
    if isinstance(operation, dict) and operation["key"] == "B1":
        operation = operation | {"key": f"b{one.id}"}
    answer = client.patch(path(event), json={"base": 0, "operations": [put(f"b{two.id}", x=50), operation]})
    assert answer.status_code == 422
    assert field in [error["field"] for error in answer.get_json()["errors"]]
    assert {error["operation"] for error in answer.get_json()["errors"]} == {1}
    assert data_of(read(client, event), f"b{two.id}")["x"] == 3


@pytest.mark.parametrize(
    "body",
    [[], {}, {"base": 0}, {"base": -1, "operations": [1]}, {"base": 0, "operations": []}, {"base": "0", "operations": [1]}],
)
def test_what_is_no_edit_is_a_bad_request(client, fair, organiser, body) -> None:
    assert client.patch(path(fair[0]), json=body).status_code == 400


def test_problems_of_a_draft_are_named_but_saved(client, fair, organiser) -> None:
    event, (one, two, three) = fair
    BoothClaimFactory(of=three)
    operations = [
        put(f"b{one.id}", code="A02"),
        put(f"b{two.id}", x=118),
        put(f"b{three.id}", x=0),
        booth(one.hall_id, "B01", 40, angle=45),
        booth(one.hall_id, "B02", 42.9),
    ]
    answer = client.patch(path(event), json={"base": 0, "operations": operations}).get_json()
    assert [(it["key"], it["code"], it["other"], it["is_warning"]) for it in answer["problems"]] == [
        (f"b{two.id}", "double_code", f"b{one.id}", False),
        (f"b{two.id}", "outside", "", False),
        (f"b{three.id}", "overlap", f"b{one.id}", False),
        ("nbooth000b02", "overlap", "nbooth000b01", False),
        (f"b{three.id}", "needs_reason", "", True),
    ]
    assert read(client, event)["states"] == {f"b{three.id}": "taken"}


def test_direct_acts_reach_the_draft_and_leave_what_it_changed(fair) -> None:
    event, (one, two, three) = fair
    services.save_draft(event, 0, [put(f"b{one.id}", x=30), put(f"b{two.id}", zone="OCOP")], by=UserFactory())
    new = NewBooth(
        1, "C01", "C", BoothKind.STANDARD, "Nhà A", *(queries.booths_of(event)[0].area_m2 * 0 + n for n in (12, 12, 3, 3)), 1
    )
    services.add_booths(event, [new], by=UserFactory(), source="import")
    services.delete_booth(three, by=UserFactory())
    two.zone, two.note = "B", "direct"
    one.zone = "B"
    database.session.flush()
    drafts.follow(event.id)
    drafted = {item.data["code"]: item.data for item in queries.draft_items(event) if item.type == "booth" and item.data}
    assert {code: (data["x"], data["zone"]) for code, data in drafted.items()} == {
        "A01": (30, "B"),
        "A02": (3, "OCOP"),
        "C01": (12, "C"),
    }
    assert [item.data["code"] for item in queries.draft_items(event) if item.type == "booth" and item.is_changed] == [
        "A01",
        "A02",
    ]


def test_a_hall_made_larger_in_the_settings_is_larger_in_the_draft(fair) -> None:
    event, (one, *_rest) = fair
    services.save_draft(event, 0, [put(f"b{one.id}", x=30)], by=UserFactory())
    one.hall.width_m += 20
    database.session.flush()
    services.save_draft(event, 1, [put(f"b{one.id}", x=31)], by=UserFactory())
    hall = next(item for item in queries.draft_items(event) if item.type == "hall")
    assert (hall.data["width"], hall.is_changed) == (140, False)


def test_only_what_changed_is_asked_for_again(client, fair, organiser) -> None:
    event, (one, *_rest) = fair
    client.patch(path(event), json={"base": 0, "operations": [put(f"b{one.id}", x=30)]})
    answer = client.get(path(event), query_string={"since": 0})
    assert [item["key"] for item in answer.get_json()["items"]] == [f"b{one.id}"]
    again = client.get(path(event), query_string={"since": 1}, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_another_events_draft_is_not_touched(client, fair, organiser) -> None:
    event, (one, *_rest) = fair
    foreign, (other, *_others) = make_fair(1)
    answer = client.patch(path(event), json={"base": 0, "operations": [put(f"b{other.id}", x=30)]})
    assert answer.status_code == 422
    assert client.get(path(foreign)).status_code in (403, 404)
