"""The organiser's desk in a browser: planning, settings, opening, roles; and who may not."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from app.accounts.models import MembershipRole, User
from app.audit import services as audit
from app.events import notices, queries, services
from app.events.models import Event, EventKind, EventState, HostRole, Role, Visibility
from app.events.notices import Hearer
from app.events.services import hosting
from app.events.terms import News
from tests.factories.accounts import DepartmentFactory, MembershipFactory, OrganisationFactory, UserFactory
from tests.factories.events import DraftEventFactory, EventFactory, EventRoleFactory, person_with
from tests.support import html

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
FIVE = {
    "kind": "fair",
    "name": "Hội chợ OCOP phía Bắc 2026",
    "place": "Trung tâm Hội chợ mẫu, phường Hạ Long, Quảng Ninh",
    "starts_at": "2026-12-05T08:00",
    "ends_at": "2026-12-10T22:00",
}


@pytest.fixture
def planner(db) -> User:
    return MembershipFactory(organisation=DepartmentFactory()).user


@pytest.fixture
def event(db, planner) -> Event:
    wish = services.Plan(
        EventKind.FAIR,
        "Hội chợ OCOP",
        services.find_place("Trung tâm mẫu, Lai Châu"),
        datetime(2026, 12, 15, 8, tzinfo=HANOI),
        datetime(2026, 12, 20, 22, tzinfo=HANOI),
    )
    return services.plan_event(wish, planner.memberships[0].organisation, by=planner)


def summary(response) -> str:
    return html.words(html.parse(response.text).find(".//*[@id='error-summary']"))


class TestNewEvent:
    def test_five_answers_are_the_whole_form(self, client, db, planner) -> None:
        client.sign_in(planner)
        (form,) = html.forms(html.parse(client.get("/manage/events/new").text))
        hidden = {field.get("name") for field in form.iter("input") if field.get("type") == "hidden"}
        assert html.names(form) - hidden == set(FIVE)

    def test_an_event_is_planned_and_its_overview_opens(self, client, db, planner) -> None:
        client.sign_in(planner)
        response = client.submit("/manage/events/new", FIVE)
        assert response.headers["Location"] == "/manage/events/hoi-cho-ocop-phia-bac-2026"
        event = queries.get_event("hoi-cho-ocop-phia-bac-2026")
        assert event.starts_at == datetime(2026, 12, 5, 8, tzinfo=HANOI)
        assert client.get(response.headers["Location"]).status_code == 200

    def test_an_overlap_leads_to_the_page_of_overlaps(self, client, db, planner) -> None:
        EventFactory(venue=services.find_place("Sân vận động, Quảng Ninh").venue)
        client.sign_in(planner)
        assert client.submit("/manage/events/new", FIVE).headers["Location"].endswith("/overlaps")

    @pytest.mark.parametrize(
        ("change", "field"),
        [({"ends_at": "2026-12-05T07:00"}, "ends_at"), ({"place": "Sân vận động"}, "place"), ({"name": " "}, "name")],
    )
    def test_what_is_wrong_is_told_at_its_field_and_nothing_is_kept(
        self, client, db, planner, change: dict[str, str], field: str
    ) -> None:
        client.sign_in(planner)
        response = client.submit("/manage/events/new", FIVE | change)
        assert response.status_code == 422
        links = [link.get("href") for link in html.parse(response.text).find(".//*[@id='error-summary']").iter("a")]
        assert links == [f"#{field}"]
        assert db.scalars(sa.select(Event)).all() == []

    def test_a_taken_venue_is_told_at_the_place(self, client, db, planner) -> None:
        services.hold_venue(EventFactory(venue=services.find_place(FIVE["place"]).venue, name="Hội chợ khác"))
        client.sign_in(planner)
        response = client.submit("/manage/events/new", FIVE)
        assert response.status_code == 422
        assert "Hội chợ khác" in summary(response)

    @pytest.mark.parametrize("role", [MembershipRole.STAFF, MembershipRole.LEADER])
    def test_only_admins_of_authorities_plan(self, client, db, role: MembershipRole) -> None:
        client.sign_in(MembershipFactory(organisation=DepartmentFactory(), role=role).user)
        assert client.get("/manage/events/new").status_code == 403
        client.sign_in(MembershipFactory(organisation=OrganisationFactory()).user)
        assert client.get("/manage/events/new").status_code == 403

    def test_nobody_plans_for_a_foreign_unit(self, client, db, planner) -> None:
        client.sign_in(planner)
        response = client.post("/manage/events/new", data=FIVE | {"owner": str(DepartmentFactory().id)})
        assert response.status_code == 403


PAGES = ["", "/go-live", "/overlaps", "/roles", "/audit", "/clone", "/settings", "/settings/texts", "/settings/dates"]
PAGES += ["/settings/place", "/settings/halls", "/settings/money", "/settings/hosts", "/settings/invitees"]


@pytest.mark.parametrize("language", ["vi", "de"])
def test_every_page_opens_for_the_organiser(client, event, planner, language: str) -> None:
    client.sign_in(planner)
    found = {page: client.get(f"/manage/events/{event.slug}{page}?lang={language}").status_code for page in PAGES}
    assert found == dict.fromkeys(PAGES, 200)


def test_no_page_is_found_by_a_stranger_while_the_event_is_a_plan(client, event) -> None:
    paths = [f"/manage/events/{event.slug}{page}" for page in PAGES]
    assert [client.get(path).status_code for path in paths] == [302] * len(paths)
    client.sign_in(UserFactory())
    assert [client.get(path).status_code for path in paths] == [404] * len(paths)


@pytest.mark.parametrize("role", sorted(Role))
def test_each_role_opens_its_pages(client, db, role: Role) -> None:
    event = EventFactory()
    client.sign_in(person_with(role, event))
    expected = {
        "": role is not Role.SPEAKER,
        "/audit": role in (Role.ORGANISER, Role.AUDITOR),
        "/roles": role is Role.ORGANISER,
        "/settings": role is Role.ORGANISER,
        "/go-live": role is Role.ORGANISER,
    }
    found = {page: client.get(f"/manage/events/{event.slug}{page}").status_code for page in expected}
    assert found == {page: 200 if may else 403 for page, may in expected.items()}


class TestSettings:
    def save(self, client, event: Event, page: str, data: dict[str, object]):
        return client.submit(f"/manage/events/{event.slug}/settings{page}", data)

    def test_facts(self, client, event, planner) -> None:
        client.sign_in(planner)
        data = {
            "name": "Hội chợ OCOP 2026",
            "code": "hcoc26",
            "slug": "hc-ocop",
            "series_name": "Hội chợ OCOP",
            "edition": "XX",
        }
        assert self.save(client, event, "", data).status_code == 303
        assert (event.name, event.code, event.slug, event.series.name, event.edition) == (
            "Hội chợ OCOP 2026",
            "HCOC26",
            "hc-ocop",
            "Hội chợ OCOP",
            "XX",
        )

    @pytest.mark.parametrize(
        "data", [{"code": "1X"}, {"slug": "A b"}, {"duty_exempt": "y"}, {"code": "TAKEN1"}, {"slug": "taken"}]
    )
    def test_wrong_facts_change_nothing(self, client, event, planner, data: dict[str, str]) -> None:
        EventFactory(code="TAKEN1", slug="taken")
        client.sign_in(planner)
        before = (event.code, event.slug, event.duty_exempt)
        assert self.save(client, event, "", data).status_code == 422
        assert (event.code, event.slug, event.duty_exempt) == before

    def test_the_address_of_a_public_event_stays(self, client, db) -> None:
        event = EventFactory()
        client.sign_in(person_with(Role.ORGANISER, event))
        assert self.save(client, event, "", {"slug": "other"}).status_code == 422
        assert self.save(client, event, "", {"theme": "OCOP"}).status_code == 303
        assert (event.theme, event.sequence) == ("OCOP", 1)

    def test_texts(self, client, event, planner) -> None:
        client.sign_in(planner)
        texts = {
            "description": "Mở cửa 8 giờ",
            "name_en": "OCOP Fair",
            "description_en": "",
            "name_de": "",
            "description_de": "",
        }
        assert self.save(client, event, "/texts", texts).status_code == 303
        assert (event.description, event.translations) == ("Mở cửa 8 giờ", {"en": {"name": "OCOP Fair"}})
        assert event.text("description", "en") == "Mở cửa 8 giờ"

    def test_dates_and_deadlines(self, client, event, planner) -> None:
        client.sign_in(planner)
        data = {"starts_at": "2026-12-16T08:00", "opening_at": "2026-12-16T19:30", "applications_close_at": ""}
        assert self.save(client, event, "/dates", data).status_code == 303
        assert event.opening_at == datetime(2026, 12, 16, 19, 30, tzinfo=HANOI)
        assert event.applications_close_at is None

    @pytest.mark.parametrize(
        "data",
        [{"ends_at": "2026-12-01T08:00"}, {"opening_at": "2026-12-01T08:00"}, {"applications_close_at": "2027-01-01T08:00"}],
    )
    def test_wrong_dates_change_nothing(self, client, event, planner, data: dict[str, str]) -> None:
        client.sign_in(planner)
        before = (event.starts_at, event.ends_at, event.opening_at, event.applications_close_at)
        assert self.save(client, event, "/dates", data).status_code == 422
        assert (event.starts_at, event.ends_at, event.opening_at, event.applications_close_at) == before

    def test_times_are_local_times_of_the_event(self, client, event, planner) -> None:
        event.timezone = "Asia/Tokyo"
        client.sign_in(planner)
        (form,) = html.forms(html.parse(client.get(f"/manage/events/{event.slug}/settings/dates").text))
        assert html.values(form)["starts_at"] == "2026-12-15T10:00"
        assert self.save(client, event, "/dates", {}).status_code == 303
        assert event.starts_at == datetime(2026, 12, 15, 8, tzinfo=HANOI)

    def test_place(self, client, event, planner) -> None:
        client.sign_in(planner)
        assert self.save(client, event, "/place", {"place": "trực tuyến"}).status_code == 303
        assert (event.is_online, event.venue) == (True, None)

    def test_halls(self, client, db, event, planner) -> None:
        client.sign_in(planner)
        data = {"name": "Nhà B", "width_m": "60.5", "depth_m": "40"}
        path = f"/manage/events/{event.slug}/settings/halls"
        assert client.submit(path, data, form="width_m").status_code == 303
        assert client.submit(path, data, form="width_m").status_code == 422
        hall = queries.halls_of(event)[1]
        assert (hall.name, float(hall.width_m)) == ("Nhà B", 60.5)
        assert client.submit(f"{path}/{hall.id}", {"name": "Nhà C"}).status_code == 303
        assert client.post(f"{path}/{hall.id}/remove").status_code == 303
        assert [hall.name for hall in queries.halls_of(event)] == ["Khu trưng bày chính"]

    def test_money(self, client, event, planner) -> None:
        client.sign_in(planner)
        data = {"bank_bin": "970405", "bank_account": "1900201234567", "bank_account_name": "SO CONG THUONG"}
        assert self.save(client, event, "/money", data).status_code == 303
        assert event.bank_account == "1900201234567"
        for wrong in ({"bank_bin": "97"}, {"bank_account": "19 00"}, {"bank_account_name": ""}, {"deposit_pct": "101"}):
            assert self.save(client, event, "/money", wrong).status_code == 422

    def test_hosts(self, client, event, planner) -> None:
        other = DepartmentFactory(name="Sở Công Thương Phú Thọ (mẫu)")
        client.sign_in(planner)
        path = f"/manage/events/{event.slug}/settings/hosts"
        response = client.submit(path, {"organisation": "phu tho"}, form="organisation")
        assert response.status_code == 422
        assert other.name in response.text
        assert client.submit(path, {"organisation": other.name}, form="organisation").status_code == 303
        host = queries.hosts_of(event)[1]
        assert client.post(f"{path}/{host.id}/remove").status_code == 303
        assert len(queries.hosts_of(event)) == 1

    def test_invitees(self, client, event, planner) -> None:
        firm = OrganisationFactory(name="Công ty TNHH Chè Mẫu")
        client.sign_in(planner)
        assert self.save(client, event, "/invitees", {"names": "cong ty tnhh che mau\nLạ"}).status_code == 422
        assert self.save(client, event, "/invitees", {"names": "cong ty tnhh che mau"}).status_code == 303
        assert queries.invitees_of(event) == [firm]

    def test_what_belongs_to_another_event_is_not_found(self, client, event, planner) -> None:
        other = queries.halls_of(services.plan_event(_other_plan(), DepartmentFactory(), by=UserFactory()))[0]
        client.sign_in(planner)
        root = f"/manage/events/{event.slug}"
        assert client.get(f"{root}/settings/halls/{other.id}").status_code == 404
        assert client.post(f"{root}/settings/halls/{other.id}/remove").status_code == 404
        assert client.post(f"{root}/settings/hosts/999/remove").status_code == 404
        assert client.post(f"{root}/roles/{EventRoleFactory().id}/take").status_code == 404


def _other_plan() -> services.Plan:
    first = datetime(2027, 3, 1, 8, tzinfo=HANOI)
    return services.Plan(EventKind.FAIR, "Khác", services.Place(is_online=True), first, first.replace(hour=17))


class TestOpening:
    def step(self, client, event: Event, target: str, reason: str = ""):
        return client.post(f"/manage/events/{event.slug}/go-live", data={"target": target, "reason": reason})

    def test_from_plan_to_the_public_page(self, client, event, planner) -> None:
        client.sign_in(planner)
        assert self.step(client, event, "awaiting_approval").status_code == 303
        assert self.step(client, event, "approved").status_code == 422
        assert self.step(client, event, "approved", "QĐ 215/QĐ-SCT").status_code == 303
        refused = self.step(client, event, "open")
        assert refused.status_code == 422
        assert "Cơ quan quản lý đã xác nhận hội chợ" in summary(refused)
        event.duty_decision = "215/SCT-QLTM"
        response = self.step(client, event, "open")
        assert response.headers["Location"] == f"/manage/events/{event.slug}"
        assert client.get(f"/events/{event.slug}").status_code == 200

    @pytest.mark.parametrize("target", ["", "party", "archived"])
    def test_an_impossible_step_is_refused(self, client, event, planner, target: str) -> None:
        client.sign_in(planner)
        assert self.step(client, event, target).status_code == 422
        assert event.state is EventState.DRAFT

    def test_missing_things_are_linked(self, client, event, planner) -> None:
        event.description = ""
        client.sign_in(planner)
        tree = html.parse(client.get(f"/manage/events/{event.slug}/go-live").text)
        missing = [item.find(".//a").get("href") for item in tree.findall(".//li[@class='check-open']")]
        root = f"/manage/events/{event.slug}"
        assert missing == [f"{root}/settings/texts", f"{root}/settings", f"{root}/settings"]


class TestRolesPage:
    def test_giving_and_taking(self, client, event, planner) -> None:
        steward = UserFactory(email="gate@example.vn")
        client.sign_in(planner)
        path = f"/manage/events/{event.slug}/roles"
        assert client.submit(path, {"email": steward.email, "role": "steward"}, form="email").status_code == 303
        row = queries.roles_given(event)[1]
        assert client.post(f"{path}/{row.id}/take").status_code == 303
        assert [row.user for row in queries.roles_given(event)] == [planner]

    def test_the_last_organiser_cannot_leave(self, client, event, planner) -> None:
        client.sign_in(planner)
        (row,) = queries.roles_given(event)
        assert client.post(f"/manage/events/{event.slug}/roles/{row.id}/take").status_code == 409
        assert len(queries.roles_given(event)) == 1

    @pytest.mark.parametrize("data", [{"email": "x", "role": "steward"}, {"email": "a@b.vn", "role": "exhibitor_admin"}])
    def test_wrong_answers_give_nothing(self, client, event, planner, data: dict[str, str]) -> None:
        client.sign_in(planner)
        assert client.post(f"/manage/events/{event.slug}/roles", data=data).status_code == 422
        assert len(queries.roles_given(event)) == 1


class TestInvitations:
    def test_an_admin_agrees_and_the_event_stands_on_the_desk(self, client, event, planner) -> None:
        admin = MembershipFactory(organisation=DepartmentFactory()).user
        organisation = admin.memberships[0].organisation
        host = hosting.invite_host(event, organisation, HostRole.CO_HOST, by=planner)
        client.sign_in(admin)
        assert "/manage/invitations" in client.get("/manage").text
        assert client.post(f"/manage/invitations/{host.id}", data={"answer": "accept"}).status_code == 303
        assert client.post(f"/manage/invitations/{host.id}", data={"answer": "accept"}).status_code == 409
        assert f"/manage/events/{event.slug}" in client.get("/manage").text

    def test_strangers_cannot_answer(self, client, event, planner) -> None:
        host = hosting.invite_host(event, DepartmentFactory(), HostRole.CO_HOST, by=planner)
        client.sign_in(MembershipFactory(organisation=DepartmentFactory()).user)
        assert client.post(f"/manage/invitations/{host.id}", data={"answer": "accept"}).status_code == 404
        assert client.get("/manage/invitations").status_code == 200


class TestOverlapPages:
    def test_an_answer_is_asked_for_and_noted(self, client, event, planner) -> None:
        other = EventFactory(starts_at=event.starts_at, venue=services.find_place("Nhà khách, Lai Châu").venue)
        client.sign_in(planner)
        path = f"/manage/events/{event.slug}/overlaps/{other.id}"
        assert client.submit(path, {"answer": "keep"}).status_code == 422
        response = client.submit(path, {"answer": "keep", "reason": "Đã in giấy mời"})
        assert response.headers["Location"] == f"/manage/events/{event.slug}/overlaps"
        assert "Đã in giấy mời" in client.get(response.headers["Location"]).text
        assert client.submit(path, {"answer": "move"}).headers["Location"].endswith("/settings/dates")
        assert client.submit(path, {"answer": "co_host"}).headers["Location"].endswith("/settings/hosts")
        assert len(queries.hosts_of(event)) == 2


def test_the_overview_shows_where_we_stand_and_what_is_next(client, event, planner) -> None:
    client.sign_in(planner)
    tree = html.parse(client.get(f"/manage/events/{event.slug}").text)
    steps = [html.words(item) for item in tree.find(".//ol[@class='timeline']")]
    assert steps[0] == "Kế hoạch20/10"
    assert steps[-1] == "Báo cáo19/01"
    assert "Còn 56 ngày đến khai mạc" in html.words(tree.find(".//div[@class='page-head']"))
    tasks = [html.words(item.find(".//a")) for item in tree.find(".//ul[@class='tasks dots']")]
    assert tasks == ["Trình phê duyệt kế hoạch", "Đăng ký tổ chức hội chợ với cơ quan quản lý"]


def test_the_trail_tells_who_did_what(client, event, planner) -> None:
    client.sign_in(planner)
    tree = html.parse(client.get(f"/manage/events/{event.slug}/audit").text)
    (row,) = tree.find(".//tbody")
    assert [html.words(cell) for cell in row][1] == planner.full_name
    assert " Lập kế hoạch sự kiện sự kiện " in html.words(row)


def test_what_the_trail_notes_is_told_in_the_readers_words_and_formats(app, client, event, planner) -> None:
    data = {
        "kind": "fair",
        "starts_at": {"before": "2026-12-15 08:00:00+07:00", "after": "2026-12-16T08:00:00+07:00"},
        "plan_locks_on": "2026-12-01",
        "deposit_pct": 30,
        "width_m": "72.5000",
        "total_vnd": 4_860_000,
        "duty_exempt": True,
        "theme": "",
        "changed": ["name", "description"],
        "unheard_of": "<b>x</b>",
    }
    audit.record(planner, "events.facts_changed", event, data=data)
    client.sign_in(planner)
    found = [
        html.words(item) for item in html.parse(client.get(f"/manage/events/{event.slug}/audit").text).iterfind(".//tbody//li")
    ]
    assert found[: len(data)] == [
        "Loại hình: Hội chợ triển lãm",
        "Bắt đầu: 08:00 15/12/2026 → 08:00 16/12/2026",
        "Chốt sơ đồ ngày: 01/12/2026",
        "Đặt cọc: 30 %",
        "Chiều rộng (m): 72,5",
        "Tổng cộng: 4.860.000 ₫",
        "Được miễn đăng ký: có",
        "Chủ đề: –",
        "Đã thay đổi: Tên, Mô tả",
        "unheard_of: <b>x</b>",
    ]


def test_an_unlisted_event_is_open_to_those_with_the_link_only(client, db) -> None:
    event = EventFactory(visibility=Visibility.UNLISTED)
    private = EventFactory(visibility=Visibility.PRIVATE)
    assert client.get(f"/events/{event.slug}").status_code == 200
    assert client.get(f"/events/{private.slug}").status_code == 404


def test_the_desk_of_a_person_without_events_leads_on(client, db) -> None:
    DraftEventFactory()
    client.sign_in(UserFactory())
    assert "/calendar" in [link.get("href") for link in html.parse(client.get("/manage").text).find(".//main").iter("a")]


@pytest.mark.parametrize(
    ("state", "offered"),
    [
        (EventState.DRAFT, ["awaiting_approval", "approved", "cancelled"]),
        (EventState.APPROVED, ["open", "draft", "postponed", "cancelled"]),
        (EventState.OPEN, ["plan_locked", "postponed", "cancelled"]),
        (EventState.PLAN_LOCKED, ["open", "postponed", "cancelled"]),
        (EventState.ENDED, ["reported"]),
        (EventState.ARCHIVED, []),
    ],
)
def test_the_next_step_is_offered_first(client, db, state: EventState, offered: list[str]) -> None:
    event = EventFactory(state=state)
    client.sign_in(person_with(Role.ORGANISER, event))
    found = html.forms(html.parse(client.get(f"/manage/events/{event.slug}/go-live").text))
    assert [html.values(form)["target"] for form in found if "target" in html.names(form)] == offered


def test_visitors_read_whom_to_ask_and_mails_say_it_too(client, event, planner, outbox, run_jobs) -> None:
    path = f"/manage/events/{event.slug}/settings"
    client.sign_in(planner)
    assert "tel:" not in client.get(f"/events/{event.slug}").text
    given = {"contact_name": "Ban tổ chức", "contact_phone": "0203 383 5000", "contact_email": "Hoi@Example.vn"}
    assert client.submit(path, given | {"contact_phone": "12"}).status_code == 422
    assert client.submit(path, given).status_code == 303
    page = client.get(f"/events/{event.slug}").text
    assert 'href="tel:+842033835000"' in page
    assert 'href="mailto:hoi@example.vn"' in page
    notices.news(event, News.NEW_DATE, "", Hearer("Lan", "lan@example.vn", "vi", "http://localhost/x"))
    run_jobs()
    (letter,) = outbox
    assert "Ban tổ chức, 0203 3835 000, hoi@example.vn" in letter.text
    assert "0203 3835 000" in letter.html
