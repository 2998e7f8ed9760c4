"""The shared calendar: who sees what, filters, marks, feed; and what travels with an event."""

import json
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from app.accounts.models import MembershipRole, OrganisationKind
from app.core.i18n import force_locale
from app.events import almanac, calendar, ical, pictures, services
from app.events.models import EventKind, EventState, Role, Visibility
from app.places import queries as places
from tests.factories.accounts import DepartmentFactory, MembershipFactory, OrganisationFactory, UserFactory
from tests.factories.events import DraftEventFactory, EventFactory, VenueFactory, person_with
from tests.support import html
from tests.support.queries import count_queries

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
DECEMBER = calendar.Choice(datetime(2026, 12, 1, tzinfo=HANOI), datetime(2027, 1, 1, tzinfo=HANOI))


def shown(user, choice: calendar.Choice = DECEMBER) -> list[tuple[int, bool]]:
    return [(entry.event.id, entry.is_named) for entry in calendar.entries(choice, user)]


class TestWhoSeesWhat:
    def test_strangers_see_published_events_only(self, db) -> None:
        event = EventFactory()
        DraftEventFactory()
        EventFactory(is_rehearsal=True)
        assert shown(None) == [(event.id, True)]

    def test_planners_of_any_authority_see_plans(self, db) -> None:
        event, plan = EventFactory(), DraftEventFactory()
        planner = MembershipFactory(organisation=DepartmentFactory(), role=MembershipRole.STAFF).user
        firm = MembershipFactory(organisation=OrganisationFactory()).user
        assert shown(planner) == [(event.id, True), (plan.id, True)]
        assert shown(firm) == [(event.id, True)]

    @pytest.mark.parametrize("visibility", [Visibility.UNLISTED, Visibility.PRIVATE])
    def test_hidden_events_are_busy_without_a_role(self, db, visibility: Visibility) -> None:
        event = EventFactory(visibility=visibility)
        owner = MembershipFactory(organisation=event.owner).user
        leader = MembershipFactory(organisation=event.owner, role=MembershipRole.LEADER).user
        ministry = MembershipFactory(organisation=OrganisationFactory(kind=OrganisationKind.MINISTRY)).user
        people = [None, UserFactory(), person_with(Role.STEWARD, event), owner, leader, ministry]
        assert [shown(person) for person in people] == [[(event.id, named)] for named in (False, False, True, True, True, True)]

    def test_the_page_says_busy_and_no_name(self, client, db) -> None:
        event = EventFactory(visibility=Visibility.PRIVATE, name="Họp kín về ngân sách")
        page = client.get("/calendar?month=2026-12")
        assert event.name not in page.text
        assert html.words(html.parse(page.text).find(".//*[@class='calendar-name']")) == "bận"


class TestFilters:
    QUANG_TRI, THANH_HOA, HUE = 44, 38, 46

    @pytest.fixture
    def by_province(self, db) -> dict[int, int]:
        return {
            code: EventFactory(venue=VenueFactory(province_code=code)).id for code in (self.QUANG_TRI, self.THANH_HOA, self.HUE)
        }

    def found(self, region: str = "", **more: object) -> set[int]:
        wish = almanac.Wish(2026, 12, region=region, **more)  # type: ignore[arg-type]
        return {entry.event.id for entry in calendar.entries(almanac.choice(wish, places.region_sets()), None)}

    def test_the_two_region_sets_give_different_events(self, by_province) -> None:
        central = self.found("socio-economic:bac-trung-bo")
        promotion = self.found("khuyen-cong:mien-trung-tay-nguyen")
        assert central == set(by_province.values())
        assert promotion == {by_province[self.QUANG_TRI], by_province[self.HUE]}

    def test_a_province_and_a_region_mean_both(self, by_province) -> None:
        assert self.found(province=self.HUE) == {by_province[self.HUE]}
        assert self.found("khuyen-cong:phia-bac", province=self.HUE) == set()

    def test_a_planned_province_counts_without_a_venue(self, db) -> None:
        event = EventFactory(venue=None, province_code=self.HUE)
        assert self.found(province=self.HUE) == {event.id}

    def test_kind(self, db) -> None:
        EventFactory()
        conference = EventFactory(kind=EventKind.CONFERENCE)
        assert self.found(kind=EventKind.CONFERENCE) == {conference.id}

    def test_an_event_over_the_turn_of_the_year_stands_in_both(self, db) -> None:
        event = EventFactory(starts_at=datetime(2026, 12, 29, 8, tzinfo=HANOI))
        for year, month in ((2026, 12), (2027, 1), (2027, None)):
            wish = almanac.Wish(year, month)
            found = calendar.entries(almanac.choice(wish, []), None)
            assert [entry.event for month in almanac.arrange(wish, found) for entry in month.entries] == [event]

    @pytest.mark.parametrize(
        "query",
        ["month=2026-13", "month=x", "year=99999", "province=-1", "province=x", "region=%00", "kind=party", "organisation=9"],
    )
    def test_nonsense_shows_a_calendar(self, client, db, query: str) -> None:
        assert client.get(f"/calendar?{query}").status_code == 200


class TestMarks:
    def test_the_same_theme_at_the_same_time_is_marked_and_a_cancelled_event_is_not(self, db) -> None:
        first, second = EventFactory(theme="OCOP"), EventFactory(theme="ocop")
        EventFactory(theme="OCOP", state=EventState.CANCELLED)
        notes = almanac.overlap_notes(calendar.entries(DECEMBER, None))
        assert {key: note.count for key, note in notes.items()} == {first.id: 1, second.id: 1}

    def test_the_region_alone_is_not_marked(self, db) -> None:
        for code in (22, 25):
            EventFactory(venue=VenueFactory(province_code=code))
        assert almanac.overlap_notes(calendar.entries(DECEMBER, None)) == {}

    def test_a_holiday_stands_in_its_day(self, client, db) -> None:
        tree = html.parse(client.get("/calendar?month=2026-11").text)
        (day,) = tree.findall(".//*[@class='month-holiday']")
        assert html.words(day) == "Ngày Văn hóa Việt Nam"


def test_the_grid_has_whole_weeks_and_an_entry_on_each_of_its_days(db) -> None:
    EventFactory()
    wish = almanac.Wish(2026, 12)
    (month,) = almanac.arrange(wish, calendar.entries(almanac.choice(wish, []), None))
    days = [day for week in month.weeks for day in week]
    assert (len(days), str(days[0].on), str(days[-1].on)) == (35, "2026-11-30", "2027-01-03")
    assert [day.on.day for day in days if day.entries] == [5, 6, 7, 8, 9, 10]


@pytest.mark.parametrize(("month", "before", "after"), [("2026-01", "2025-12", "2026-02"), ("2026-12", "2026-11", "2027-01")])
def test_months_follow_each_other_over_the_year(month: str, before: str, after: str) -> None:
    wish = almanac.read_wish({"month": month, "kind": "fair"}, datetime(2026, 5, 1, tzinfo=HANOI).date())
    assert wish.neighbour(-1) == {"month": before, "kind": "fair"}
    assert wish.neighbour(1) == {"month": after, "kind": "fair"}


@pytest.mark.parametrize("path", ["/", "/calendar?month=2026-12", "/calendar?year=2026", "/manage", "/calendar.ics"])
def test_pages_ask_as_often_for_three_events_as_for_one(client, db, path: str) -> None:
    owner = MembershipFactory(organisation=DepartmentFactory())
    client.sign_in(owner.user)

    def statements() -> int:
        with count_queries() as seen:
            assert client.get(path).status_code == 200
        return len(seen)

    def add(theme: str) -> None:
        EventFactory(owner=owner.organisation, theme=theme, venue=VenueFactory(province_code=22))

    add("a")
    statements()  # warm
    once = statements()
    add("b")
    add("b")
    assert statements() == once


class TestCalendarFiles:
    def read(self, content: bytes):
        return Calendar.from_ical(content)

    def test_a_round_trip_keeps_identity_times_and_zone(self, app, db) -> None:
        event = EventFactory(name="Hội chợ, “Tết” ở Quảng Ninh; đợt 2", sequence=3)
        with force_locale("vi"):
            found = self.read(ical.render_events([(event, True)], name="x"))
        (component,) = found.walk("VEVENT")
        assert component["uid"] == f"event-{event.id}@fairground"
        assert component["sequence"] == 3
        assert component["summary"] == event.name
        assert component["dtstart"].dt == event.starts_at
        assert component["dtstart"].params["TZID"] == "Asia/Ho_Chi_Minh"
        assert [zone["tzid"] for zone in found.walk("VTIMEZONE")] == ["Asia/Ho_Chi_Minh"]
        assert component["url"] == f"http://localhost/events/{event.slug}"

    @pytest.mark.parametrize(
        ("state", "status"),
        [
            (EventState.OPEN, "CONFIRMED"),
            (EventState.CANCELLED, "CANCELLED"),
            (EventState.POSTPONED, "TENTATIVE"),
            (EventState.DRAFT, "TENTATIVE"),
        ],
    )
    def test_the_status_follows_the_state(self, app, db, state: EventState, status: str) -> None:
        (component,) = self.read(ical.render_events([(EventFactory(state=state), True)], name="x")).walk("VEVENT")
        assert component["status"] == status

    def test_the_feed_keeps_cancelled_events_and_hides_names(self, client, db) -> None:
        EventFactory(state=EventState.CANCELLED)
        EventFactory(visibility=Visibility.PRIVATE, name="Họp kín")
        response = client.get("/calendar.ics")
        assert response.mimetype == "text/calendar"
        found = self.read(response.data).walk("VEVENT")
        assert sorted(str(item["summary"]) for item in found) == sorted(["bận", found[0]["summary"]])
        assert {str(item["status"]) for item in found} == {"CANCELLED", "CONFIRMED"}
        assert "Họp kín" not in response.text


class TestPublicPage:
    def test_the_page_names_dates_place_and_two_acts(self, client, db) -> None:
        venue = VenueFactory(name="Trung tâm Hội chợ mẫu", province_code=22)
        event = EventFactory(venue=venue, applications_close_at=datetime(2026, 11, 15, 17, tzinfo=HANOI))
        tree = html.parse(client.get(f"/events/{event.slug}").text)
        hero = tree.find(".//*[@class='hero']")
        assert "05 – 10/12/2026" in html.words(hero)
        assert "Trung tâm Hội chợ mẫu, Quảng Ninh" in html.words(hero)
        acts = [(html.words(link), link.get("href")) for link in hero.iter("a")]
        assert acts == [
            ("Đăng ký gian hàng", f"/events/{event.slug}/exhibit"),
            ("Đăng ký tham quan", f"/events/{event.slug}/register"),
        ]

    @pytest.mark.parametrize(
        ("moment", "acts"),
        [
            (datetime(2026, 11, 15, 16, 59, tzinfo=HANOI), ["exhibit", "register"]),
            (datetime(2026, 11, 15, 17, 0, tzinfo=HANOI), ["register"]),
            (datetime(2026, 12, 11, 0, 0, tzinfo=HANOI), []),
        ],
    )
    def test_acts_end_with_their_deadline(self, client, db, clock, moment: datetime, acts: list[str]) -> None:
        event = EventFactory(applications_close_at=datetime(2026, 11, 15, 17, tzinfo=HANOI))
        clock.move_to(moment)
        hero = html.parse(client.get(f"/events/{event.slug}").text).find(".//*[@class='hero']")
        assert [link.get("href").rsplit("/", 1)[1] for link in hero.iter("a")] == acts

    def test_linked_data_cannot_leave_its_block(self, client, db) -> None:
        event = EventFactory(name="Hội chợ</script><script>alert(1)</script>", description="<!-- <script>")
        page = client.get(f"/events/{event.slug}").text
        (block,) = [item for item in html.parse(page).iter("script") if item.get("type") == "application/ld+json"]
        told = json.loads(block.text)
        assert (told["@type"], told["name"], told["description"]) == ("ExhibitionEvent", event.name, event.description)
        assert told["startDate"] == "2026-12-05T08:00:00+07:00"
        assert told["eventStatus"] == "https://schema.org/EventScheduled"

    def test_a_moved_event_tells_its_first_date(self, client, db) -> None:
        event = EventFactory(moved_from_at=datetime(2026, 12, 1, 8, tzinfo=HANOI))
        page = client.get(f"/events/{event.slug}").text
        (block,) = [item for item in html.parse(page).iter("script") if item.get("type") == "application/ld+json"]
        told = json.loads(block.text)
        assert (told["eventStatus"], told["previousStartDate"]) == (
            "https://schema.org/EventRescheduled",
            "2026-12-01T08:00:00+07:00",
        )

    @pytest.mark.parametrize("lang", ["vi", "en", "de"])
    def test_texts_fall_back_to_vietnamese(self, client, db, lang: str) -> None:
        event = EventFactory(name="Hội chợ", translations={"en": {"name": "Fair"}})
        tree = html.parse(client.get(f"/events/{event.slug}?lang={lang}").text)
        assert html.words(tree.find(".//h1")) == {"en": "Fair"}.get(lang, "Hội chợ")

    def test_drafts_are_for_people_with_a_role(self, client, db) -> None:
        event = DraftEventFactory()
        assert client.get(f"/events/{event.slug}").status_code == 404
        client.sign_in(person_with(Role.AUDITOR, event))
        assert client.get(f"/events/{event.slug}").status_code == 200

    def test_an_unlisted_page_asks_not_to_be_indexed(self, client, db) -> None:
        event = EventFactory(visibility=Visibility.UNLISTED)
        robots = [
            item.get("content")
            for item in html.parse(client.get(f"/events/{event.slug}").text).iter("meta")
            if item.get("name") == "robots"
        ]
        assert robots == ["noindex"]

    def test_the_picture_has_the_size_that_social_networks_want(self, client, db) -> None:
        event = EventFactory()
        response = client.get(f"/events/{event.slug}/picture.png")
        assert (response.mimetype, response.cache_control.public) == ("image/png", True)
        import io

        from PIL import Image

        assert Image.open(io.BytesIO(response.data)).size == (pictures.WIDTH, pictures.HEIGHT)

    def test_the_event_file_is_for_those_who_see_the_event(self, client, db) -> None:
        event, draft = EventFactory(), DraftEventFactory()
        assert client.get(f"/events/{event.slug}/event.ics").status_code == 200
        assert client.get(f"/events/{draft.slug}/event.ics").status_code == 404


def test_the_site_map_lists_public_events_only(client, db) -> None:
    event = EventFactory()
    EventFactory(visibility=Visibility.UNLISTED)
    DraftEventFactory()
    page = client.get("/sitemap.xml")
    assert page.mimetype == "application/xml"
    assert page.text.count("/events/") == 1
    assert f"<loc>http://localhost/events/{event.slug}</loc>" in page.text


def test_home_shows_running_next_and_ended(client, db, clock) -> None:
    EventFactory(name="Đang chạy", starts_at=datetime(2026, 10, 19, 8, tzinfo=HANOI))
    EventFactory(name="Sắp tới")
    EventFactory(name="Đã qua", starts_at=datetime(2026, 9, 1, 8, tzinfo=HANOI))
    DraftEventFactory(name="Nháp")
    tree = html.parse(client.get("/").text)
    sections = {html.words(item.find("h2")): [html.words(link) for link in item.iter("a")] for item in tree.iter("section")}
    assert sections == {"Đang diễn ra": ["Đang chạy"], "Sắp tới": ["Sắp tới"], "Vừa kết thúc": ["Đã qua"]}


def test_an_empty_home_offers_the_calendar(client, db) -> None:
    tree = html.parse(client.get("/").text)
    links = [link.get("href") for link in tree.find(".//main").iter("a")]
    assert "/calendar" in links


class TestApi:
    def test_the_document_describes_the_list_of_events(self, client, db) -> None:
        document = client.get("/api/v1/openapi.json").json
        assert document["openapi"] == "3.1.0"
        assert document["paths"]["/api/v1/events"]["get"]["security"] == []

    def test_the_list_shows_public_events(self, client, db) -> None:
        event = EventFactory()
        EventFactory(visibility=Visibility.UNLISTED)
        DraftEventFactory()
        answer = client.get("/api/v1/events").json
        assert [item["slug"] for item in answer["events"]] == [event.slug]
        assert answer["events"][0]["starts_at"] == "2026-12-05T01:00:00Z"

    def test_the_page_for_programmers_lists_operations(self, client, db) -> None:
        tree = html.parse(client.get("/api").text)
        assert "/api/v1/events" in [html.words(item) for item in tree.iter("span")]


def test_hold_is_offered_to_loaders(db) -> None:
    event = EventFactory()
    services.hold_venue(event)
    with pytest.raises(Exception) as refusal:
        services.hold_venue(EventFactory(venue=event.venue, starts_at=event.starts_at + timedelta(days=1)))
    assert refusal.value.code == "venue_taken"


class TestKeptPage:
    @pytest.fixture(autouse=True)
    def with_cache(self, app, monkeypatch):
        from app.events.page_cache import PageCache
        from app.events.views import public

        monkeypatch.setitem(app.config, "PAGE_CACHE_SECONDS", 60.0)
        monkeypatch.setattr(public, "pages", PageCache())

    def heading(self, client, event, query: str = "") -> str:
        return html.words(html.parse(client.get(f"/events/{event.slug}{query}").text).find(".//h1"))

    def test_strangers_share_a_page_until_the_event_changes(self, app, db) -> None:
        event = EventFactory(name="Trước")
        assert self.heading(app.test_client(), event) == "Trước"
        event.name = "Sau"
        assert self.heading(app.test_client(), event) == "Trước"
        event.sequence += 1
        assert self.heading(app.test_client(), event) == "Sau"

    def test_each_language_has_its_own_and_people_with_a_session_get_a_fresh_one(self, app, db) -> None:
        event = EventFactory(name="Trước", translations={"en": {"name": "Before"}})
        assert self.heading(app.test_client(), event) == "Trước"
        assert self.heading(app.test_client(), event, "?lang=en") == "Before"
        event.name = "Sau"
        assert self.heading(app.test_client().sign_in(UserFactory()), event) == "Sau"
        assert self.heading(app.test_client(), event, "?x=1") == "Sau"

    def test_an_event_that_is_hidden_meanwhile_is_not_found(self, app, db) -> None:
        event = EventFactory()
        assert app.test_client().get(f"/events/{event.slug}").status_code == 200
        event.visibility = Visibility.PRIVATE
        assert app.test_client().get(f"/events/{event.slug}").status_code == 404
