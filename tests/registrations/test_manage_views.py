"""The organiser's pages: review of applications and the list of people."""

import io

import pytest
import sqlalchemy as sa

from app.audit.models import AuditEntry
from app.events.models import Role
from app.registrations import queries, services
from app.registrations.links import secret_for
from app.registrations.models import ApplicationState, Category, Registration, RegistrationState
from tests.factories.booths import make_fair
from tests.factories.events import EventFactory, person_with
from tests.factories.registrations import ApplicationFactory, RegistrationFactory
from tests.support import html
from tests.support.queries import count_queries

BASE = "/manage/events/ocop"


@pytest.fixture
def event(db):
    return make_fair(2, slug="ocop", code="HCKC26")[0]


@pytest.fixture
def desk(client, event):
    return client.sign_in(person_with(Role.ORGANISER, event))


@pytest.fixture
def sent(event):
    return ApplicationFactory(event_id=event.id, code="HCKC26DK0147")


PAGE = f"{BASE}/applications/HCKC26DK0147"


def test_a_reviewer_accepts(client, event, sent, db) -> None:
    client.sign_in(person_with(Role.REVIEWER, event))
    answer = client.submit(PAGE, {"decision": "accept", "reason": ""}, form="decision")
    assert (answer.status_code, sent.state) == (303, ApplicationState.ACCEPTED)
    assert client.get(PAGE).status_code == 200


@pytest.mark.parametrize("decision", ["decline", "ask_for_changes"])
def test_a_refusal_without_reason_comes_back(desk, sent, decision: str) -> None:
    answer = desk.submit(PAGE, {"decision": decision}, form="decision")
    assert (answer.status_code, 'id="reason-error"' in answer.text, sent.state) == (422, True, ApplicationState.SUBMITTED)


@pytest.mark.parametrize(
    ("decision", "state"), [("decline", "declined"), ("ask_for_changes", "needs_changes"), ("waitlist", "waitlisted")]
)
def test_other_decisions_are_told(desk, sent, decision: str, state: str) -> None:
    desk.submit(PAGE, {"decision": decision, "reason": "Thiếu giấy chứng nhận"}, form="decision")
    assert (sent.state.value, sent.review_note) == (state, "Thiếu giấy chứng nhận")
    assert desk.get(PAGE).status_code == 200


def test_the_slower_reviewer_is_told_what_was_decided(desk, event, sent) -> None:
    form = html.values(next(form for form in html.forms(html.parse(desk.get(PAGE).text)) if "decision" in html.names(form)))
    services.waitlist(event, sent, by=person_with(Role.REVIEWER, event))
    answer = desk.post(PAGE, data=form | {"decision": "decline", "reason": "Hết chỗ"})
    assert (answer.status_code, "danh sách chờ" in answer.text, sent.state) == (409, True, ApplicationState.WAITLISTED)


def test_a_booth_is_assigned(desk, event, sent) -> None:
    answer = desk.submit(PAGE, {"booth": "a02"}, form="booth")
    assert (answer.status_code, [booth.code for booth in queries.booths_of(sent)]) == (303, ["A02"])
    again = ApplicationFactory(event_id=event.id, code="HCKC26DK0148")
    taken = desk.submit(f"{BASE}/applications/{again.code}", {"booth": "A02"}, form="booth")
    assert (taken.status_code, 'id="booth-error"' in taken.text) == (422, True)
    missing = desk.submit(f"{BASE}/applications/{again.code}", {"booth": "Z99"}, form="booth")
    assert (missing.status_code, 'id="booth-error"' in missing.text) == (422, True)


@pytest.mark.parametrize(("role", "status"), [(Role.FINANCE, 200), (Role.AUDITOR, 200), (Role.STEWARD, 403)])
def test_readers_of_applications_cannot_decide(client, event, sent, role: Role, status: int) -> None:
    client.sign_in(person_with(role, event))
    assert client.get(PAGE).status_code == status
    assert client.post(PAGE, data={"decision": "accept"}).status_code in (422, 403)
    assert client.post(f"{PAGE}/booth", data={"booth": "A01"}).status_code == 403
    assert sent.state is ApplicationState.SUBMITTED


def test_an_application_of_another_event_is_not_found(desk, event) -> None:
    other = ApplicationFactory(code="XX26DK0001")
    assert desk.get(f"{BASE}/applications/{other.code}").status_code == 404


def test_the_list_asks_as_often_for_three_as_for_one(desk, event, sent) -> None:
    def asked() -> int:
        with count_queries() as seen:
            assert desk.get(f"{BASE}/applications").status_code == 200
        return len(seen)

    desk.get(f"{BASE}/applications")
    one = asked()
    ApplicationFactory.create_batch(2, event_id=event.id)
    assert asked() == one


def test_applications_are_searched_and_filtered(desk, event, sent) -> None:
    sent.organisation.search_key = "hop tac xa che shan ta leng xanh"
    for path, found in (("?q=CHÈ+shan", True), ("?q=gom", False), ("?state=accepted", False), ("?state=submitted", True)):
        assert (sent.code in desk.get(f"{BASE}/applications{path}").text) is found


def test_people_are_listed_with_the_same_number_of_questions(desk, event) -> None:
    def asked() -> int:
        with count_queries() as seen:
            assert desk.get(f"{BASE}/people").status_code == 200
        return len(seen)

    RegistrationFactory(event_id=event.id)
    desk.get(f"{BASE}/people")
    one = asked()
    RegistrationFactory.create_batch(2, event_id=event.id)
    assert asked() == one


def test_people_are_found_by_the_end_of_the_phone_number(desk, event) -> None:
    RegistrationFactory(event_id=event.id, full_name="Giàng A Páo", phone="+84912345001")
    RegistrationFactory(event_id=event.id, full_name="Tẩn Mẩy Mẩy", phone="+84912345002")
    shown = desk.get(f"{BASE}/people?q=001").text
    assert ("Giàng A Páo" in shown, "Tẩn Mẩy Mẩy" in shown) == (True, False)
    assert "Giàng A Páo" not in desk.get(f"{BASE}/people?q=001&category=press").text


def test_a_steward_finds_people_and_sees_no_contact(client, event) -> None:
    row = RegistrationFactory(event_id=event.id, full_name="Giàng A Páo", phone="+84912345001")
    client.sign_in(person_with(Role.STEWARD, event))
    for path in (f"{BASE}/people?q=giang", f"{BASE}/people/{row.short_code}"):
        shown = client.get(path).text
        assert ("Giàng A Páo" in shown, "0912 345 001" in shown) == (True, False)
    assert client.get(f"{BASE}/people/new").status_code == 403


def test_a_person_is_added_with_the_ground(desk, event, db) -> None:
    person = {"full_name": "Đặng Ngọc Ánh", "category": "vip", "basis": "Giấy mời 12/GM-SCT", "party_size": "3"}
    assert desk.submit(f"{BASE}/people/new", person).status_code == 303
    row = db.scalars(sa.select(Registration)).one()
    assert (row.category, row.party_size, queries.history_of(row)[0].basis) == (Category.VIP, 3, "Giấy mời 12/GM-SCT")


@pytest.mark.parametrize("size", ["0", "-1", "1e9", "1.5"])
def test_a_party_has_one_to_a_hundred_people(desk, event, db, size: str) -> None:
    person = {"full_name": "x", "category": "vip", "basis": "x", "party_size": size, "title": "", "country": "VN"}
    assert desk.post(f"{BASE}/people/new", data=person).status_code == 422
    assert db.scalars(sa.select(Registration)).all() == []


def test_deeds_on_a_person_need_a_reason_and_are_told(desk, event, db) -> None:
    row = RegistrationFactory(event_id=event.id)
    page = f"{BASE}/people/{row.short_code}"
    assert desk.submit(f"{page}/block", {"reason": ""}).status_code == 422
    for deed, state in (("block", RegistrationState.BLOCKED), ("unblock", RegistrationState.CONFIRMED)):
        assert desk.submit(f"{page}/{deed}", {"reason": "Theo quyết định"}).status_code == 303
        assert row.state is state
    assert desk.submit(f"{page}/cancel", {"reason": "Theo quyết định"}).status_code == 303
    assert desk.post(f"{page}/cancel", data={"reason": "x"}).status_code == 409
    assert desk.submit(f"{page}/erase", {"reason": "Theo yêu cầu"}).status_code == 303
    assert (row.full_name, "Theo quyết định" in desk.get(page).text) == (services.ERASED_NAME, True)


def test_a_person_is_edited(desk, event) -> None:
    row = RegistrationFactory(event_id=event.id)
    desk.submit(f"{BASE}/people/{row.short_code}/edit", {"full_name": "Tẩn Mẩy Mẩy", "note": "ngồi hàng đầu"})
    assert (row.full_name, row.note) == ("Tẩn Mẩy Mẩy", "ngồi hàng đầu")


LIST = "Họ và tên;Đơn vị;Điện thoại;Đối tượng\nGiàng A Páo;HTX Chè;912345001;Đại biểu\nTẩn Mẩy Mẩy;;;\n"


def upload(client, text: str):
    sent = {
        "file": (io.BytesIO(text.encode()), "danh sach.csv"),
        "category": "visitor",
        "basis": "danh sách mời",
        "content": "",
    }
    return client.post(f"{BASE}/people/import", data=sent, content_type="multipart/form-data")


def test_a_list_is_shown_before_it_is_taken_over(desk, event, db) -> None:
    shown = upload(desk, LIST)
    assert (shown.status_code, db.scalars(sa.select(Registration)).all()) == (200, [])
    form = html.values(next(form for form in html.forms(html.parse(shown.text)) if html.values(form).get("content")))
    assert desk.post(f"{BASE}/people/import", data=form).status_code == 303
    found = db.execute(
        sa.select(Registration.full_name, Registration.phone, Registration.category).order_by(Registration.id)
    ).all()
    assert found == [("Giàng A Páo", "+84912345001", Category.DELEGATE), ("Tẩn Mẩy Mẩy", "", Category.VISITOR)]


def test_a_list_with_faults_names_the_lines_and_changes_nothing(desk, event, db) -> None:
    answer = upload(desk, LIST + ";;;\n;Sở;0912345009;\n")
    assert (answer.status_code, db.scalars(sa.select(Registration)).all()) == (422, [])
    lines = [html.words(cell) for cell in html.parse(answer.text).iter("td") if cell.get("class") == "number"]
    assert lines == ["5"]


@pytest.mark.parametrize("content", ["", "x", "not base64!"])
def test_a_damaged_preview_is_refused(desk, event, content: str) -> None:
    sent = {"content": content, "category": "visitor", "basis": "x"}
    assert desk.post(f"{BASE}/people/import", data=sent).status_code == 422


def test_an_event_without_a_role_is_closed(client, event) -> None:
    stranger = person_with(Role.ORGANISER, EventFactory())
    client.sign_in(stranger)
    for path in ("applications", "people", "people/new", "people/import"):
        assert client.get(f"{BASE}/{path}").status_code == 403


def test_a_reviewer_hands_the_private_page_over_again_and_the_trail_knows(client, event, sent, db) -> None:
    client.sign_in(person_with(Role.REVIEWER, event))
    shown = client.submit(PAGE, form="/link")
    address = f"/exhibitor/{secret_for(sent.code)}"
    assert (shown.status_code, address in shown.text) == (200, True)
    assert client.get(address).status_code == 200
    noted = db.scalars(sa.select(AuditEntry).where(AuditEntry.action == "registrations.link_shown")).one()
    assert (noted.subject_id, secret_for(sent.code) in str(noted.data)) == (str(sent.id), False)
    client.sign_in(person_with(Role.AUDITOR, event))
    assert ("/link" in client.get(PAGE).text, client.post(f"{PAGE}/link").status_code) == (False, 403)
