"""The plan without JavaScript: table, publishing, versions, pictures and paper, each with its answer to bad input."""

import io
import re
from decimal import Decimal

import pytest
import sqlalchemy as sa
from PIL import Image

from app.booths import queries, services
from app.booths.models import PlanPrint
from app.booths.plan import load_plan
from app.booths.services import drafts
from app.core.db import db as database
from app.core.registry import CloneRun
from app.events.models import Role
from tests.booths.test_drafts import booth, put
from tests.factories.accounts import UserFactory
from tests.factories.booths import BoothClaimFactory, BoothFactory, make_fair
from tests.factories.events import EventFactory, EventRoleFactory, HallFactory
from tests.support import pdf, samples
from tests.support.queries import count_queries

WALL = {
    "op": "add",
    "key": "ncolumn0001",
    "type": "object",
    "data": {"kind": "column", "x": 50, "y": 20, "width": 1, "depth": 1},
}
STAGE = {"op": "add", "key": "nstage00001", "type": "object", "data": {"kind": "stage", "label": "Sân khấu", "x": 60, "y": 20}}
HEIGHT = {"op": "add", "key": "nheight0001", "type": "object", "data": {"kind": "height", "height": 3.2, "x": 80, "y": 20}}


@pytest.fixture
def fair(db, client):
    event, booths = make_fair(3)
    user = UserFactory()
    EventRoleFactory(event_id=event.id, user=user, role=Role.ORGANISER)
    client.sign_in(user)
    return event, booths


def path(event, rest: str) -> str:
    return f"/manage/events/{event.slug}/booths/{rest}"


def furnish(event, hall: int) -> None:
    """Publish a column, a stage and a height in the hall."""
    usual = {"hall": f"h{hall}", "width": 8, "depth": 5}
    operations = [one | {"data": usual | one["data"]} for one in (WALL, STAGE, HEIGHT)]
    saved = services.save_draft(event, 0, operations, by=UserFactory())
    services.publish(event, saved.revision, by=UserFactory())


def drafted(event, key: str):
    return next(item.data for item in queries.draft_items(event) if item.key == key)


def test_a_booth_is_changed_by_a_form_and_wrong_values_stay_at_their_field(client, fair) -> None:
    event, (one, *_rest) = fair
    where = path(event, f"plan-table/b{one.id}")
    assert client.submit(where, {"x": "30,5", "power_kw": "5,5", "height_limit": ""}).status_code == 303
    data = drafted(event, f"b{one.id}")
    assert (data["x"], data["power_kw"], data["height_limit"]) == (30.5, 5.5, None)
    refused = client.submit(where, {"width": "-3", "x": "viel"})
    assert refused.status_code == 422
    page = refused.get_data(as_text=True)
    assert 'value="-3"' in page
    assert "Số phải từ 0,5 đến 100." in page
    assert "Vui lòng nhập một số, ví dụ 3 hoặc 3,5." in page


def test_items_are_added_and_removed_by_forms(client, fair) -> None:
    event, (one, *_rest) = fair
    made = client.submit(
        path(event, "plan-table/new/object"), {"kind": "wall", "x": "1", "y": "2", "width": "0,3", "depth": "20"}
    )
    assert made.status_code == 303
    (wall,) = [item for item in queries.draft_items(event) if item.type == "object"]
    assert (wall.data["kind"], wall.data["width"], wall.data["audience"]) == ("wall", 0.3, "visitors")
    assert client.post(path(event, f"plan-table/{wall.key}/remove"), data={}).status_code == 303
    assert [item for item in queries.draft_items(event) if item.type == "object"] == []
    assert client.get(path(event, "plan-table/new/rocket")).status_code == 404
    assert client.get(path(event, "plan-table/b999999")).status_code == 404


@pytest.mark.parametrize(
    ("act", "given", "field", "value"),
    [
        ("move", {"dx": "1,5", "dy": "10"}, "x", [1.5, 4.5]),
        ("turn", {"value": "45"}, "angle", [45, 45]),
        ("zone", {"value": "OCOP"}, "zone", ["OCOP", "OCOP"]),
        ("height_limit", {"value": "4"}, "height_limit", [4, 4]),
        ("lock", {}, "locked", [True, True]),
    ],
)
def test_several_rows_are_changed_at_once(client, fair, act, given, field, value) -> None:
    event, (one, two, _three) = fair
    keys = [f"b{one.id}", f"b{two.id}"]
    answer = client.post(path(event, "plan-table"), data={"base": "0", "act": act, "key": keys} | given)
    assert answer.status_code == 303
    assert [drafted(event, key)[field] for key in keys] == value


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"act": "move", "dx": "weit"}, "Vui lòng nhập một số"),
        ({"act": "kind", "value": "gold"}, "standard, raw"),
        ({"act": "move", "dx": "1", "key": []}, "Vui lòng đánh dấu ít nhất một dòng."),
    ],
)
def test_a_change_of_several_rows_that_cannot_be_is_refused(client, fair, given, message) -> None:
    event, (one, *_rest) = fair
    answer = client.post(path(event, "plan-table"), data={"base": "0", "key": [f"b{one.id}"]} | given)
    assert (answer.status_code, message in answer.get_data(as_text=True)) == (422, True)


def test_a_row_that_somebody_else_changed_shows_the_difference(client, fair) -> None:
    event, (one, *_rest) = fair
    key = f"b{one.id}"
    services.save_draft(event, 0, [put(key, zone="OCOP")], by=UserFactory(full_name="Trần Văn Bình"))
    answer = client.post(path(event, "plan-table"), data={"base": "0", "act": "zone", "value": "Máy", "key": [key]})
    assert answer.status_code == 409
    assert "Trần Văn Bình OCOP" in answer.get_data(as_text=True)


def test_the_table_asks_as_often_for_one_row_as_for_three(client, db) -> None:
    counts = []
    for number in (1, 3):
        event, booths = make_fair(number)
        user = UserFactory()
        EventRoleFactory(event_id=event.id, user=user, role=Role.ORGANISER)
        client.sign_in(user)
        services.save_draft(event, 0, [put(f"b{one.id}", zone="X") for one in booths], by=user)
        for rest in ("plan-table", "publish", "versions", "backgrounds", "draft.json"):
            client.get(path(event, rest))
            with count_queries() as asked:
                assert client.get(path(event, rest)).status_code == 200
            counts.append((rest, len(asked)))
    assert counts[:5] == counts[5:]


def test_publishing_shows_the_changes_and_asks_for_a_reason_where_somebody_has_the_booth(client, fair) -> None:
    event, (one, two, _three) = fair
    BoothClaimFactory(of=one)
    services.save_draft(event, 0, [put(f"b{one.id}", y=30), put(f"b{two.id}", zone="OCOP")], by=UserFactory())
    page = client.get(path(event, "publish")).get_data(as_text=True)
    assert "0 → 30" in page
    assert "Khu: A → OCOP" in page
    assert client.submit(path(event, "publish"), {"note": "x"}).status_code == 422
    assert client.submit(path(event, "publish"), {"note": "Lần hai", "reason": "Lối thoát hiểm"}).status_code == 303
    listed = client.get(path(event, "versions")).get_data(as_text=True)
    assert "Lần hai" in listed
    assert "Lối thoát hiểm" in listed


def test_problems_keep_the_plan_from_being_published_and_are_links(client, fair) -> None:
    event, (one, *_rest) = fair
    services.save_draft(event, 0, [put(f"b{one.id}", code="A02")], by=UserFactory())
    page = client.get(path(event, "publish")).get_data(as_text=True)
    assert "1 vấn đề khiến chưa thể công bố sơ đồ" in page
    assert re.search(r'href="[^"]*plan-table/b\d+">Có hai gian A02\.</a>', page)
    assert 'name="revision"' not in page
    assert client.post(path(event, "publish"), data={"revision": "1"}).status_code == 422


def test_an_old_version_is_looked_at_and_taken_back(client, fair) -> None:
    event, (one, *_rest) = fair
    for zone in ("Cũ", "Mới"):
        draft = queries.find_draft(event.id)
        saved = services.save_draft(event, draft.revision if draft else 0, [put(f"b{one.id}", zone=zone)], by=UserFactory())
        services.publish(event, saved.revision, by=UserFactory())
    assert "Cũ" in client.get(path(event, "versions/1")).get_data(as_text=True)
    assert client.get(path(event, "versions/3")).status_code == 404
    assert client.submit(path(event, "versions/1"), {}, form=0).status_code == 303
    assert drafted(event, f"b{one.id}")["zone"] == "Cũ"
    assert queries.get_booth(event, "A01").zone == "Mới"


@pytest.mark.parametrize(
    ("audience", "column", "height"), [("visitors", False, False), ("exhibitors", True, False), ("technicians", True, True)]
)
def test_each_audience_sees_its_objects_from_one_source(client, fair, audience, column, height) -> None:
    event, (one, *_rest) = fair
    furnish(event, one.hall_id)
    on_screen = client.get(path(event, "versions/1"), query_string={"for": audience}).get_data(as_text=True)
    printed = pdf.text(client.get(path(event, "plan.pdf"), query_string={"audience": audience, "paper": "a4"}).data)
    assert ("Sân khấu" in on_screen, "Sân khấu" in printed) == (True, True)
    assert ('class="column"' in on_screen, "h 3,2 m" in on_screen, "h 3,2 m" in printed) == (column, height, height)


def test_the_plan_on_paper_is_a3_with_letterhead_legend_and_scale(client, fair) -> None:
    event, (one, two, _three) = fair
    furnish(event, one.hall_id)
    BoothFactory(event_id=event.id, hall_id=one.hall_id, code="B01", zone="B", x_m=40, y_m=40)
    content = client.get(path(event, "plan.pdf"), query_string={"paper": "a3"})
    assert (content.mimetype, pdf.page_sizes(content.data)) == ("application/pdf", [(420, 297)])
    told = pdf.text(content.data)
    for words in (
        "Sơ đồ gian hàng: Nhà A",
        "A01",
        "B01",
        event.name,
        "Bản 1",
        "tỷ lệ 1:400",
        "gian hàng tiêu chuẩn",
        "Trang 1 / 1",
    ):
        assert words in told
    alone = client.get(path(event, "plan.pdf"), query_string={"paper": "a4", "zone": "B"})
    assert pdf.page_sizes(alone.data) == [(297, 210)]
    assert "1 gian" in pdf.text(alone.data)


def test_a_large_plan_is_drawn_by_a_job(client, fair, run_jobs, monkeypatch) -> None:
    event, _booths = fair
    monkeypatch.setattr("app.booths.printing.MOST_AT_ONCE", 2)
    assert client.get(path(event, "plan.pdf")).status_code == 422
    assert client.post(path(event, "print?paper=a4&audience=technicians"), data={}).status_code == 303
    run_jobs()
    ordered = database.session.scalars(sa.select(PlanPrint)).one()
    assert f"prints/{ordered.id}.pdf" in client.get(path(event, "print")).get_data(as_text=True)
    assert pdf.page_sizes(client.get(path(event, f"prints/{ordered.id}.pdf")).data) == [(297, 210)]


def picture(kind: str) -> tuple[io.BytesIO, str]:
    if kind == "pdf":
        return io.BytesIO(samples.pdf(2)), "hall.pdf"
    if kind == "svg":
        inner = '<script>1</script><path d="M0 0h9" onclick="x()"/>'
        drawing = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 200">{inner}</svg>'
        return io.BytesIO(drawing.encode()), "hall.svg"
    output = io.BytesIO()
    Image.new("RGB", (400, 200)).save(output, "PNG")
    return io.BytesIO(output.getvalue()), "hall.png"


@pytest.mark.parametrize(("kind", "depth"), [("png", 60), ("svg", 60), ("pdf", 169.08)])
def test_a_picture_lies_under_its_hall_and_is_calibrated(client, fair, kind, depth) -> None:
    event, (one, *_rest) = fair
    answer = client.submit(path(event, "backgrounds"), {"file": picture(kind), "hall": f"h{one.hall_id}"})
    assert answer.status_code == 303
    (laid,) = [item for item in queries.draft_items(event) if item.type == "background"]
    assert (laid.data["width"], laid.data["depth"]) == (120, pytest.approx(depth, abs=0.3))
    number = laid.data["image"]
    shown = client.get(path(event, f"backgrounds/{number}"))
    assert shown.mimetype == ("image/svg+xml" if kind == "svg" else "image/png")
    assert b"script" not in shown.data
    assert b"onclick" not in shown.data
    assert str(number) in client.get(path(event, "draft.json")).get_json()["images"]
    client.post(path(event, f"backgrounds/{number}/calibrate"), data={"metres": "30", "pixels": "100"})
    assert drafted(event, laid.key)["width"] == pytest.approx(queries.get_picture(event, number).width_px * 0.3, abs=0.01)
    assert client.post(path(event, f"backgrounds/{number}/calibrate"), data={"metres": "30"}).status_code == 422
    assert client.post(path(event, f"backgrounds/{number}/remove"), data={}).status_code == 303
    assert [item for item in queries.draft_items(event) if item.type == "background"] == []
    other, _booths = make_fair(1)
    assert client.get(path(other, f"backgrounds/{number}")).status_code in (403, 404)


def test_what_is_no_picture_is_refused_at_the_field(client, fair) -> None:
    event, (one, *_rest) = fair
    for content, name in ((b"GIF89a", "hall.gif"), (b"<svg", "hall.svg"), (samples.pdf(1), "hall.pdf")):
        answer = client.submit(
            path(event, "backgrounds"), {"file": (io.BytesIO(content), name), "hall": f"h{one.hall_id}", "page": "2"}
        )
        assert answer.status_code == 422
    assert drafts.queries.pictures_of(event) == []


def test_an_event_without_halls_starts_with_one(client, fair) -> None:
    event, _booths = fair
    added = {"name": "Nhà B", "width": "60", "depth": "40", "floor": "2"}
    assert client.submit(path(event, "plan-table/new/hall"), added).status_code == 303
    (made,) = [item for item in queries.draft_items(event) if item.type == "hall" and item.live is None]
    operation = booth(0, "B01", 3, hall=made.key)
    saved = services.save_draft(event, queries.find_draft(event.id).revision, [operation], by=UserFactory())
    services.publish(event, saved.revision, by=UserFactory())
    assert queries.get_booth(event, "B01").hall.name == "Nhà B"


def test_the_status_poll_answers_304_until_something_changes(client, fair, clock) -> None:
    event, (one, two, three) = fair
    where = f"/events/{event.slug}/booths/status.json"

    def ask(mark: str) -> tuple[int, str]:
        answer = client.get(where, headers={"If-None-Match": mark})
        return answer.status_code, answer.headers["ETag"]

    first = client.get(where).headers["ETag"]
    with count_queries() as asked:
        assert ask(first) == (304, first)
    assert not asked, "a thousand browsers that ask are one question a second"
    clock.shift(1)
    with count_queries() as asked:
        assert ask(first) == (304, first)
    assert 0 < len(asked) <= 4
    claim = BoothClaimFactory(of=one, state="held")
    clock.shift(1)
    changes = [
        lambda: setattr(claim, "state", "reserved"),
        lambda: setattr(claim, "booth_id", two.id),
        lambda: setattr(three, "is_blocked", True),
        lambda: services.delete_booth(one, by=UserFactory()),
    ]
    marks = [first, ask(first)[1]]
    for change in changes:
        change()
        database.session.flush()
        clock.shift(1)
        status, mark = ask(marks[-1])
        assert status == 200
        marks.append(mark)
    assert len(set(marks)) == len(marks)


def test_visitors_may_look_at_the_public_plan_without_columns(client, fair) -> None:
    event, (one, *_rest) = fair
    assert "plan-audiences" not in client.get(f"/events/{event.slug}/floor-plan").get_data(as_text=True)
    furnish(event, one.hall_id)
    usual, visitors = (
        client.get(f"/events/{event.slug}/floor-plan{query}").get_data(as_text=True) for query in ("", "?for=visitors")
    )
    assert ('class="column"' in usual, 'class="stage"' in usual, 'class="height"' in usual) == (True, True, False)
    assert ('class="column"' in visitors, 'class="stage"' in visitors) == (False, True)


def test_the_next_edition_has_the_objects_and_supplies_too(fair) -> None:
    event, (one, *_rest) = fair
    one.power_kw, one.angle = Decimal("5.5"), Decimal(90)
    furnish(event, one.hall_id)
    target = EventFactory()
    copy = HallFactory(event_id=target.id, name="Nhà A")
    run = CloneRun(0, "Asia/Ho_Chi_Minh", frozenset(), None)
    run.remember(one.hall, copy)
    services.clone_booths(event, target, run)
    plan = load_plan(target)
    assert [item.kind for item in plan.objects] == ["column", "stage", "height"]
    assert (plan.booths[0].power_kw, plan.booths[0].angle) == (5.5, 90)
    assert [item for item in queries.draft_items(target) if item.is_changed] == []
