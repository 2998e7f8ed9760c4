"""An event enters the calendar; its place is found in what people type; a venue holds one event at a time."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from app.audit.models import AuditEntry
from app.core.errors import DomainError
from app.events import queries, services
from app.events.errors import PlaceUnclear, VenueTaken, WrongDates
from app.events.models import EventKind, EventState, HostState, Role, Venue, VenueHour
from app.events.services import planning, siting
from app.events.services.occupancy import hours_between
from app.places.errors import ProvinceMerged
from tests.factories.accounts import DepartmentFactory, UserFactory
from tests.factories.events import EventFactory, VenueFactory

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
QUANG_NINH, LAI_CHAU = 22, 12


def at(day: int, hour: int = 8, minute: int = 0, month: int = 12) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=HANOI)


def plan(**changes: object) -> services.Plan:
    values = {
        "kind": EventKind.FAIR,
        "name": "Hội chợ OCOP khu vực phía Bắc 2026",
        "place": services.Place(province_code=QUANG_NINH),
        "starts_at": at(5),
        "ends_at": at(10, 21),
    }
    return services.Plan(**(values | changes))  # type: ignore[arg-type]


def test_a_planned_fair_is_a_draft_with_address_code_organiser_host_and_hall(db) -> None:
    owner, planner = DepartmentFactory(), UserFactory()
    event = services.plan_event(plan(), owner, by=planner)
    assert (event.state, event.slug, event.code) == (EventState.DRAFT, "hoi-cho-ocop-khu-vuc-phia-bac-2026", "HCOKV26")
    assert [(row.user, row.role) for row in queries.roles_given(event)] == [(planner, Role.ORGANISER)]
    assert [(host.organisation, host.state) for host in queries.hosts_of(event)] == [(owner, HostState.ACCEPTED)]
    assert [hall.name for hall in queries.halls_of(event)] == ["Khu trưng bày chính"]
    assert event.applications_close_at == at(15, 17, month=11)
    assert event.place == "Tỉnh Quảng Ninh"
    assert db.scalars(sa.select(AuditEntry.action)).all() == ["events.planned"]


def test_a_second_event_of_the_same_name_gets_another_address_and_code(db) -> None:
    owner, planner = DepartmentFactory(), UserFactory()
    first = services.plan_event(plan(), owner, by=planner)
    second = services.plan_event(plan(), owner, by=planner)
    assert (second.slug, second.code) == (f"{first.slug}-2", f"{first.code}N2")


@pytest.mark.parametrize("kind", list(EventKind))
def test_every_kind_has_a_template(db, kind: EventKind) -> None:
    event = services.plan_event(plan(kind=kind), DepartmentFactory(), by=UserFactory())
    assert event.description != ""
    assert set(event.translations) == {"en", "de"}
    assert event.registrations_close_at is not None


@pytest.mark.parametrize("ends_at", [at(5), at(4), at(5) + timedelta(days=93)])
def test_impossible_dates_are_refused(db, ends_at: datetime) -> None:
    with pytest.raises(WrongDates) as refusal:
        services.plan_event(plan(ends_at=ends_at), DepartmentFactory(), by=UserFactory())
    assert refusal.value.field == "ends_at"


def test_an_event_may_cross_midnight_and_the_year(db) -> None:
    event = services.plan_event(
        plan(starts_at=at(31, 20), ends_at=at(31, 20) + timedelta(hours=6)), DepartmentFactory(), by=UserFactory()
    )
    assert [str(day) for day in event.days] == ["2026-12-31", "2027-01-01"]


class TestPlace:
    @pytest.mark.parametrize("text", ["online", "Trực tuyến"])
    def test_online(self, db, text: str) -> None:
        assert siting.find_place(text) == siting.Place(is_online=True)

    @pytest.mark.parametrize("text", ["Quảng Ninh", "quang ninh", "Tỉnh Quảng Ninh"])
    def test_a_province_alone(self, db, text: str) -> None:
        assert siting.find_place(text) == siting.Place(province_code=QUANG_NINH)

    def test_a_new_venue_with_its_ward(self, db) -> None:
        venue = siting.find_place("Trung tâm Hội chợ mẫu, phường Hạ Long, Quảng Ninh").venue
        assert (venue.name, venue.province_code, venue.commune_code) == ("Trung tâm Hội chợ mẫu", QUANG_NINH, 6688)

    def test_the_street_stays_when_no_ward_is_recognised(self, db) -> None:
        venue = siting.find_place("Nhà văn hóa, 12 Lê Lợi, Lai Châu").venue
        assert (venue.street, venue.commune_code) == ("12 Lê Lợi", None)

    @pytest.mark.parametrize("text", ["trung tam hoi cho", "Trung tâm Hội chợ, Quảng Ninh", "TRUNG TÂM HỘI CHỢ, quang ninh"])
    def test_a_known_venue_is_found_again(self, db, text: str) -> None:
        known = siting.find_place("Trung tâm Hội chợ, Quảng Ninh").venue
        assert siting.find_place(text).venue is known
        assert db.scalar(sa.select(sa.func.count()).select_from(Venue)) == 1

    def test_the_same_name_in_two_provinces_is_two_venues(self, db) -> None:
        first = siting.find_place("Nhà văn hóa, Lai Châu").venue
        second = siting.find_place("Nhà văn hóa, Quảng Ninh").venue
        assert first.id != second.id
        with pytest.raises(PlaceUnclear):
            siting.find_place("Nhà văn hóa")

    def test_a_city_abroad(self, db) -> None:
        venue = siting.find_place("INTEX, Osaka, Nhật Bản").venue
        assert (venue.name, venue.city, venue.country, venue.province_code) == ("INTEX", "Osaka", "JP", None)

    def test_a_place_without_a_province_is_unclear(self, db) -> None:
        with pytest.raises(PlaceUnclear):
            siting.find_place("Sân vận động")

    def test_a_merged_province_names_its_successor_at_the_field(self, db) -> None:
        with pytest.raises(ProvinceMerged) as refusal:
            siting.find_place("Nhà văn hóa, Yên Bái")
        assert (refusal.value.field, refusal.value.successor_code) == ("place", 15)


class TestVenue:
    def planned_at(self, venue: Venue, starts_at: datetime, ends_at: datetime):
        wish = plan(place=services.Place(venue=venue), starts_at=starts_at, ends_at=ends_at, name="Hội nghị mẫu")
        return services.plan_event(wish, DepartmentFactory(), by=UserFactory())

    def test_the_same_venue_at_the_same_time_is_refused_and_named(self, db) -> None:
        venue = VenueFactory()
        self.planned_at(venue, at(5), at(10, 21))
        with pytest.raises(VenueTaken) as refusal:
            self.planned_at(venue, at(10, 20), at(11))
        assert str(refusal.value.message) == "Địa điểm này đã dành cho “Hội nghị mẫu”, 05 – 10/12/2026."

    def test_mornings_and_afternoons_of_one_day_do_not_meet(self, db) -> None:
        venue = VenueFactory()
        self.planned_at(venue, at(5, 8), at(5, 11, 30))
        assert self.planned_at(venue, at(5, 13, 30), at(5, 17)).id is not None

    def test_a_private_event_of_others_is_not_named(self, db) -> None:
        venue = VenueFactory()
        taken = self.planned_at(venue, at(5), at(10))
        taken.visibility = "private"
        with pytest.raises(VenueTaken) as refusal:
            self.planned_at(venue, at(9), at(11))
        assert "Hội nghị mẫu" not in str(refusal.value.message)

    def test_a_cancelled_event_frees_its_venue(self, db) -> None:
        venue = VenueFactory()
        first = self.planned_at(venue, at(5), at(10))
        services.change_state(first, EventState.CANCELLED, by=None, reason="Bão số 11")
        assert self.planned_at(venue, at(5), at(10)).id is not None

    def test_a_rehearsal_holds_nothing(self, db) -> None:
        event = EventFactory(is_rehearsal=True)
        services.hold_venue(event)
        assert db.scalars(sa.select(VenueHour)).all() == []

    def test_moving_an_event_moves_what_it_holds(self, db) -> None:
        venue = VenueFactory()
        first, second = self.planned_at(venue, at(5), at(6)), self.planned_at(venue, at(8), at(9))
        with pytest.raises(VenueTaken):
            planning.reschedule(second, at(5, 9), at(6), by=UserFactory())
        planning.reschedule(first, at(15), at(16), by=UserFactory())
        planning.reschedule(second, at(5, 10), at(6), by=UserFactory())
        held = db.scalars(sa.select(VenueHour.hour).where(VenueHour.event_id == second.id)).all()
        assert sorted(held) == list(hours_between(at(5, 10), at(6)))


def test_moving_a_published_event_keeps_its_first_date_and_counts(db) -> None:
    event, organiser = EventFactory(), UserFactory()
    first = event.starts_at
    planning.reschedule(event, at(7), at(12, 21), by=organiser)
    assert (event.moved_from_at, event.sequence) == (first, 1)


def test_an_archived_event_is_not_changed(db) -> None:
    event = EventFactory(state=EventState.ARCHIVED)
    with pytest.raises(DomainError) as refusal:
        planning.reschedule(event, at(7), at(12), by=UserFactory())
    assert refusal.value.code == "event_frozen"
