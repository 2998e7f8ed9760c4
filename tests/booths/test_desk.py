"""The organiser's pages of booths."""

import io
from datetime import timedelta

import pytest

from app.audit.models import AuditEntry
from app.booths import queries, services
from app.booths.models import Booth, BoothClaim, BoothState, ClaimState
from app.booths.services import Holder
from app.events.models import Role
from tests.conftest import START
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.factories.booths import make_fair
from tests.factories.events import EventFactory, HallFactory, person_with
from tests.support import html
from tests.support.queries import count_queries

HEAD = "code,zone,kind,hall,x_m,y_m,width_m,depth_m,open_sides\n"


@pytest.fixture
def fair(db):
    return make_fair(3)


@pytest.fixture
def event(fair):
    return fair[0]


@pytest.fixture
def organiser(event, client):
    person = person_with(Role.ORGANISER, event)
    client.sign_in(person)
    return person


def desk(event, rest: str = "") -> str:
    return f"/manage/events/{event.slug}/booths{rest}"


def last_deed(db) -> tuple[str, str]:
    entry = db.query(AuditEntry).order_by(AuditEntry.id.desc()).first()
    return entry.action, entry.reason


@pytest.mark.parametrize(
    ("role", "seen", "managed"),
    [
        (Role.ORGANISER, 200, 200),
        (Role.REVIEWER, 200, 403),
        (Role.FINANCE, 200, 403),
        (Role.AUDITOR, 200, 403),
        (Role.LEADERSHIP, 200, 403),
        (Role.STEWARD, 403, 403),
        (Role.SPEAKER, 403, 403),
        (None, 403, 403),
    ],
)
def test_who_sees_and_who_changes_booths(client, event, role, seen, managed) -> None:
    client.sign_in(person_with(role, event) if role else UserFactory())
    assert [client.get(desk(event, path)).status_code for path in ("", "/A01", "/export.csv")] == [seen] * 3
    assert [client.get(desk(event, path)).status_code for path in ("/rates", "/import", "/rows")] == [managed] * 3
    block = f"/manage/events/{event.slug}/booths/acts/block"
    data = {"chosen": "A01", "reason": "x", "confirm": "1"}
    assert client.post(block, data=data).status_code == (303 if managed == 200 else 403)


def test_a_reviewer_may_assign(client, event, fair) -> None:
    client.sign_in(person_with(Role.REVIEWER, event))
    unit = OrganisationFactory()
    assert client.post(desk(event, "/A01/assign"), data={"organisation_id": unit.id}).status_code == 303


def test_the_list_names_who_has_which_booth(client, event, organiser, fair) -> None:
    services.assign(fair[1][1], OrganisationFactory(name="Công ty Bái Tử Long"), by=organiser)
    rows = list(html.parse(client.get(desk(event)).text).iter("tr"))[1:]
    told = [(html.words(row.find("th")), html.words(list(row)[-2]), html.words(list(row)[-1])) for row in rows]
    assert told == [
        ("A01", "còn trống", "–"),
        ("A02", "đã phân", "Công ty Bái Tử Long nộp trước hết 27/10/2026"),
        ("A03", "còn trống", "–"),
    ]


def test_the_list_costs_the_same_queries_for_any_number_of_claims(client, event, organiser, fair) -> None:
    path = desk(event)
    used = []
    for booth in fair[1][:2]:
        services.assign(booth, OrganisationFactory(), by=organiser)
        client.get(path)
        with count_queries() as seen:
            client.get(path)
        used.append(len(seen))
    assert used[0] == used[1]


def test_an_officer_finds_an_exhibitor_without_accents_and_assigns(client, db, event, organiser) -> None:
    unit = OrganisationFactory(name="Công ty CP Thực phẩm Bái Tử Long Mẫu")
    OrganisationFactory(name="Công ty khác")
    page = desk(event, "/A01")
    assert client.submit(f"{page}?q=bai+tu+long", form="assign").status_code == 303
    claim = db.query(BoothClaim).one()
    assert (claim.organisation_id, claim.state, claim.made_by_id) == (unit.id, ClaimState.RESERVED, organiser.id)
    assert last_deed(db) == ("booths.assigned", "")


def test_the_slower_officer_sees_who_took_it(client, event, organiser, fair) -> None:
    rival = UserFactory(full_name="Lò Văn Én")
    services.assign(fair[1][0], OrganisationFactory(name="Gốm Bát Tràng Mẫu"), by=rival)
    answer = client.post(desk(event, "/A01/assign"), data={"organisation_id": OrganisationFactory().id})
    assert answer.status_code == 409
    assert "Gian A01 đã giao cho Gốm Bát Tràng Mẫu lúc 09:00 20/10/2026, người giao: Lò Văn Én." in answer.text


def do(client, event, verb: str, codes: list[str], **typed):
    """Walk through the pages of a verb: what would change, then confirm. Returns both answers."""
    path = f"/manage/events/{event.slug}/booths/acts/{verb}?" + "&".join(f"code={code}" for code in codes)
    asked = client.submit(path, typed, form="chosen")
    if asked.status_code != 200:
        return asked, asked
    (form,) = [form for form in html.forms(html.parse(asked.text)) if "confirm" in html.names(form)]
    return asked, client.post(path.split("?")[0], data=html.values(form) | {"confirm": "1"})


def test_a_booth_goes_back_with_a_reason_only(client, db, event, organiser, fair) -> None:
    services.assign(fair[1][0], OrganisationFactory(), by=organiser)
    assert do(client, event, "release", ["A01"], reason="")[0].status_code == 422
    asked, done = do(client, event, "release", ["A01"], reason="Rút lui")
    assert "5.346.000" in asked.text
    assert (done.status_code, queries.state_of(fair[1][0])) == (303, BoothState.FREE)
    assert last_deed(db) == ("booths.released", "Rút lui")


def test_what_would_change_is_shown_and_nothing_is_done_before(client, db, event, organiser, fair) -> None:
    claim = services.assign(fair[1][1], OrganisationFactory(name="Gốm Bát Tràng Mẫu"), by=organiser)
    db.commit()
    asked = client.submit(
        f"/manage/events/{event.slug}/booths/acts/move?code=A02", {"code": "a01", "reason": "Cần góc"}, form="chosen"
    )
    rows = [[html.words(cell) for cell in row] for row in html.parse(asked.text).iter("tr")][1:]
    assert rows == [
        ["A01", "còn trống", "đã phân Gốm Bát Tràng Mẫu", "–", "5.346.000 ₫"],
        ["A02", "đã phân Gốm Bát Tràng Mẫu", "còn trống", "4.860.000 ₫", "–"],
    ]
    db.refresh(claim)
    assert (claim.booth_id, claim.total_vnd) == (fair[1][1].id, 4_860_000)


def test_a_booking_is_moved(client, db, event, organiser, fair) -> None:
    claim = services.assign(fair[1][1], OrganisationFactory(), by=organiser)
    assert do(client, event, "move", ["A02"], code="Z9", reason="x")[0].status_code == 422
    assert do(client, event, "move", ["A02"], code="a01", reason="Cần góc")[1].headers["Location"].endswith("/booths/A01")
    db.refresh(claim)
    assert (claim.booth_id, last_deed(db)) == (fair[1][0].id, ("booths.moved_away", "Cần góc"))
    page = client.get(desk(event, "/A02")).text
    assert "A02 → A01" in page
    assert "Cần góc" in page


@pytest.mark.parametrize(
    ("verb", "codes", "other"), [("move", ["A02"], "A01"), ("swap", ["A02"], "A03"), ("swap", ["A02", "A03"], "")]
)
def test_a_booth_that_was_handed_over_is_refused_in_the_preview_with_the_way_on(
    client, db, event, organiser, fair, verb, codes, other
) -> None:
    for booth in fair[1][1:]:
        services.assign(booth, OrganisationFactory(), by=organiser)
    services.occupy(queries.find_live_claim(fair[1][1]), by=organiser, reason="x")
    db.commit()
    typed = {"reason": "x"} | ({"code": other} if other else {})
    refused = do(client, event, verb, codes, **typed)[0]
    assert (refused.status_code, "Gian A02 đã bàn giao" in refused.text, "nhận lại" in refused.text) == (409, True, True)
    page = client.get(desk(event, "/A02")).text
    assert [f"acts/{name}?" in page for name in ("move", "swap", "release")] == [False, False, True]


def test_many_booths_are_blocked_and_put_on_sale_together(client, event, organiser, fair) -> None:
    codes = ["A01", "A03"]
    assert do(client, event, "block", codes, reason="Lối thoát hiểm")[1].status_code == 303
    assert set(queries.states_of(event)) == {fair[1][0].id, fair[1][2].id}
    assert "Lối thoát hiểm" in client.get(desk(event, "/A01")).text
    assert do(client, event, "unblock", codes)[1].status_code == 303
    assert queries.states_of(event) == {}


def test_an_act_on_many_booths_is_done_with_all_or_none(client, db, event, organiser, fair) -> None:
    unit = OrganisationFactory(name="Công ty Bái Tử Long")
    services.assign(fair[1][2], OrganisationFactory(), by=organiser)
    db.commit()
    answer = do(client, event, "assign", ["A01", "A02", "A03"], unit="bai tu long")[0]
    assert (answer.status_code, "A03" in answer.text) == (409, True)
    assert queries.claims_of_organisation(event, unit.id) == []
    assert do(client, event, "assign", ["A01", "A02"], unit="bai tu long")[1].status_code == 303
    assert len(queries.claims_of_organisation(event, unit.id)) == 2


def test_nobody_acts_on_what_has_changed_meanwhile(client, db, event, organiser, fair) -> None:
    claim = services.assign(fair[1][0], OrganisationFactory(), by=organiser)
    asked = client.submit(f"/manage/events/{event.slug}/booths/acts/release?code=A01", {"reason": "x"}, form="chosen")
    (form,) = [form for form in html.forms(html.parse(asked.text)) if "confirm" in html.names(form)]
    services.confirm(claim, by=organiser)
    db.commit()
    answer = client.post(f"/manage/events/{event.slug}/booths/acts/release", data=html.values(form) | {"confirm": "1"})
    assert (answer.status_code, queries.state_of(fair[1][0])) == (409, BoothState.TAKEN)


@pytest.mark.parametrize(
    ("verb", "codes", "typed", "told"),
    [
        ("release", ["A01"], {}, "Gian A01 chưa có đơn vị nào: không có gì để thu hồi."),
        ("release", ["A02", "A01"], {}, "Gian A01 chưa có đơn vị nào: không có gì để thu hồi."),
        ("move", ["A01"], {"code": "A02"}, "Gian A01 chưa có đơn vị nào: không có gì để chuyển."),
        ("move", ["A02"], {"code": "A02"}, "Đơn vị đang ở gian A02 rồi."),
        ("move", ["A03"], {"code": "A01"}, "Gian A03 mới được giữ chỗ, chưa được phân."),
        ("swap", ["A02"], {"code": "A01"}, "Gian A01 chưa có đơn vị nào: không có gì để đổi."),
        ("swap", ["A01", "A02"], {}, "Gian A01 chưa có đơn vị nào: không có gì để đổi."),
        ("swap", ["A02"], {"code": "A02"}, "Đổi gian cần hai gian khác nhau."),
        ("swap", ["A02", "A03"], {}, "Gian A03 mới được giữ chỗ, chưa được phân."),
        ("give-time", ["A01"], {}, "Gian A01 chưa có đơn vị nào: không ai phải trả tiền gian này."),
        ("give-time", ["A03"], {}, "Gian A03 không có khoản nào đang chờ thanh toán"),
        ("assign", ["A02"], {"unit": "bat trang"}, "Gốm Bát Tràng Mẫu đã có gian A02 rồi."),
    ],
)
def test_an_act_that_makes_no_sense_is_told_why(client, db, event, organiser, fair, verb, codes, typed, told) -> None:
    services.assign(fair[1][1], OrganisationFactory(name="Gốm Bát Tràng Mẫu"), by=organiser)
    services.hold(fair[1][2], Holder("web"))
    db.commit()
    refused = do(client, event, verb, codes, reason="x", **typed)[0]
    assert (refused.status_code, told in refused.text, "đã thay đổi" in refused.text) == (409, True, False)


def test_a_part_of_a_stand_is_released_with_the_stand(client, db, event, organiser, fair) -> None:
    services.merge(fair[1][:2], by=organiser, reason="x")
    db.commit()
    refused = do(client, event, "release", ["A02"], reason="x")[0]
    assert (refused.status_code, "Gian A02 thuộc cụm gian A01–A02" in refused.text) == (409, True)


def test_booths_of_another_event_are_no_choice(client, event, organiser) -> None:
    make_fair(9)
    assert client.get(f"/manage/events/{event.slug}/booths/acts/block?code=A09").status_code == 404
    assert client.get(f"/manage/events/{event.slug}/booths/acts/eat?code=A01").status_code == 404


def test_three_booths_are_merged_split_and_renamed(client, event, organiser, fair) -> None:
    codes = ["A01", "A02", "A03"]
    assert "A01–A03" in do(client, event, "merge", codes, reason="Gian tỉnh")[0].text
    assert "A01–A03" in client.get(desk(event)).text
    assert client.get(desk(event, "/A02")).status_code == 200
    assert do(client, event, "split", ["A01"], reason="Tách lại")[1].status_code == 303
    assert do(client, event, "rename", ["A03"], new_code="A02", reason="x")[0].status_code == 422
    assert do(client, event, "rename", ["A03"], new_code="a30", reason="x")[1].headers["Location"].endswith("/A30")


def test_late_payments_are_listed_and_get_more_time(client, db, event, organiser, fair, clock) -> None:
    claim = services.assign(fair[1][0], OrganisationFactory(name="Gốm Bát Tràng Mẫu"), by=organiser)
    db.commit()
    clock.move_to(START + timedelta(days=8))
    client.sign_in(organiser)
    path = f"/manage/events/{event.slug}/booths/acts/late-payments"
    assert "Gốm Bát Tràng Mẫu" in client.get(path).text
    assert "Gốm Bát Tràng Mẫu" not in client.get(f"{path}?show=soon").text
    day = (START + timedelta(days=9)).date()
    do(client, event, "give-time", ["A01"], until_on=day.isoformat(), reason="Chờ kinh phí")
    db.refresh(claim)
    assert claim.due_on == day
    assert "Gốm Bát Tràng Mẫu" not in client.get(path).text
    assert "Gốm Bát Tràng Mẫu" in client.get(f"{path}?show=soon").text
    clock.move_to(START + timedelta(days=10))
    client.sign_in(organiser)
    assert client.submit(path, form="release").status_code == 303
    assert queries.state_of(fair[1][0]) == BoothState.FREE


def test_rules_of_booking_are_set(client, event, organiser) -> None:
    path = f"/manage/events/{event.slug}/booths/acts/rules"
    assert client.submit(path, {"hold_minutes": "90"}, form="hold_minutes").status_code == 422
    assert client.submit(path, {"hold_minutes": "30", "releases_itself": "y"}, form="hold_minutes").status_code == 303
    found = queries.rules_of(event.id)
    assert (found.hold_minutes, found.most_held, found.releases_itself) == (30, 3, True)


def test_a_booth_is_deleted_only_without_history(client, db, event, organiser, fair) -> None:
    services.let_go(services.hold(fair[1][0], Holder("x")))
    assert client.post(desk(event, "/A01/delete")).status_code == 409
    assert client.submit(desk(event, "/A02"), form="/delete").status_code == 303
    assert db.query(Booth).count() == 2


def upload(client, event, text: str):
    data = {"file": (io.BytesIO(text.encode()), "booths.csv")}
    return client.post(desk(event, "/import"), data=data, content_type="multipart/form-data")


def test_a_table_is_previewed_then_taken_over(client, db) -> None:
    event = EventFactory()
    HallFactory(event_id=event.id, name="Nhà A")
    client.sign_in(person_with(Role.ORGANISER, event))
    preview = upload(client, event, HEAD + "A01,A,,,0,0,3,3,2\nA02,A,,,3,0,3,3,1\n")
    assert preview.status_code == 200
    assert db.query(Booth).count() == 0
    (form,) = [form for form in html.forms(html.parse(preview.text)) if "content" in html.names(form)]
    assert client.post(desk(event, "/import"), data=html.values(form)).status_code == 303
    assert [booth.code for booth in queries.booths_of(event)] == ["A01", "A02"]
    assert last_deed(db)[0] == "booths.added"
    # Sent twice, the second finds the booths there.
    assert client.post(desk(event, "/import"), data=html.values(form)).status_code == 422


def test_all_problems_of_a_table_are_listed_by_line(client, db) -> None:
    event = EventFactory()
    HallFactory(event_id=event.id, name="Nhà A")
    client.sign_in(person_with(Role.ORGANISER, event))
    answer = upload(client, event, HEAD + "A01,A,,,0,0,3,3,1\nA02,,,,9,0,0,3,7\nA01,A,,,1,0,3,3,1\n")
    assert answer.status_code == 422
    rows = [[html.words(cell) for cell in row] for row in html.parse(answer.text).iter("tr")][1:]
    assert [(line, field) for line, field, _told in rows] == [
        ("3", "zone"),
        ("3", "width_m"),
        ("3", "open_sides"),
        ("4", "code"),
        ("4", "x_m"),
    ]
    assert db.query(Booth).count() == 0


def test_a_thousand_problems_are_counted_but_not_all_shown(client) -> None:
    event = EventFactory()
    client.sign_in(person_with(Role.ORGANISER, event))
    answer = upload(client, event, HEAD + "A01,,,,0,0,3,3,1\n" * 1000)
    assert len(list(html.parse(answer.text).iter("tr"))) == 201
    assert "1000" in answer.text


@pytest.mark.parametrize("data", [{}, {"content": "rubbish"}, {"content": "~" * 50}])
def test_an_import_without_readable_table_is_refused(client, event, organiser, data) -> None:
    assert client.post(desk(event, "/import"), data=data).status_code == 422


def test_rows_are_previewed_then_made(client, db) -> None:
    event = EventFactory()
    HallFactory(event_id=event.id, name="Nhà A")
    client.sign_in(person_with(Role.ORGANISER, event))
    typed = {"zone": "A", "start_code": "a01", "rows": "2", "columns": "5"}
    preview = client.submit(desk(event, "/rows"), typed, form="start_code")
    assert (preview.status_code, db.query(Booth).count()) == (200, 0)
    form = next(form for form in html.forms(html.parse(preview.text)) if "commit" in html.names(form))
    assert client.post(desk(event, "/rows"), data=html.values(form) | {"commit": "1"}).status_code == 303
    assert [booth.code for booth in queries.booths_of(event)][:3] == ["A01", "A02", "A03"]
    assert db.query(Booth).count() == 10


@pytest.mark.parametrize(
    "typed", [{"start_code": "AB"}, {"start_code": ""}, {"rows": "0"}, {"rows": "-2"}, {"columns": "1e9"}, {"width": "NaN"}]
)
def test_impossible_rows_are_refused(client, event, organiser, db, typed) -> None:
    usual = {"zone": "B", "start_code": "B01", "rows": "1", "columns": "2", "y": "30"}
    assert client.submit(desk(event, "/rows"), usual | typed, form="start_code").status_code == 422
    assert db.query(Booth).count() == 3


def test_rows_over_present_booths_are_refused(client, event, organiser, db) -> None:
    typed = {"zone": "B", "start_code": "B01", "rows": "1", "columns": "2", "x": "0", "y": "0", "commit": "1"}
    page = client.get(desk(event, "/rows"))
    form = next(form for form in html.forms(html.parse(page.text)) if "start_code" in html.names(form))
    assert client.post(desk(event, "/rows"), data=html.values(form) | typed).status_code == 422
    assert db.query(Booth).count() == 3


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_booths_are_downloaded_as_a_table(client, event, organiser, kind) -> None:
    answer = client.get(desk(event, f"/export.{kind}"))
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{event.slug}-booths.{kind}"'
    assert client.get(desk(event, "/export.pdf")).status_code == 404
