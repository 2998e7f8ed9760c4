"""The next edition: what is taken over, dates moved, nothing of people."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from app.audit.models import AuditEntry
from app.core import registry
from app.core.registry import Cloner, CloneRun
from app.events import queries, services
from app.events.errors import EditionTaken, VenueTaken
from app.events.models import Event, EventKind, EventState, HostRole, HostState, Role, Series
from app.events.services import cloning, hosting
from tests.factories.accounts import DepartmentFactory, MembershipFactory, OrganisationFactory, UserFactory
from tests.factories.events import EventRoleFactory
from tests.support import html

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
OWN = {"texts", "place", "halls", "deadlines", "money", "hosts", "roles", "invitees"}


@pytest.fixture
def planner(db):
    return MembershipFactory(organisation=DepartmentFactory()).user


@pytest.fixture
def source(db, planner) -> Event:
    owner = planner.memberships[0].organisation
    wish = services.Plan(
        EventKind.FAIR,
        "Hội chợ OCOP 2026",
        services.find_place("Trung tâm Hội chợ mẫu, Quảng Ninh"),
        datetime(2026, 12, 5, 8, tzinfo=HANOI),
        datetime(2026, 12, 10, 22, tzinfo=HANOI),
    )
    event = services.plan_event(wish, owner, by=planner, theme="OCOP")
    event.series, event.edition = Series(name="Hội chợ OCOP", owner=owner), "2026"
    event.opening_at = datetime(2026, 12, 5, 19, 30, tzinfo=HANOI)
    event.bank_bin, event.bank_account, event.bank_account_name = "970405", "1900201234567", "SO CONG THUONG"
    event.translations = {"en": {"name": "OCOP Fair 2026", "description": "Daily 8 to 22."}}
    partner = OrganisationFactory()
    host = hosting.invite_host(event, partner, HostRole.PARTNER, by=planner)
    host.state = HostState.ACCEPTED
    hosting.set_invitees(event, [OrganisationFactory(), OrganisationFactory()], by=planner)
    EventRoleFactory(event_id=event.id, role=Role.FINANCE)
    EventRoleFactory(event_id=event.id, role=Role.EXHIBITOR_STAFF)
    event.state = EventState.OPEN
    db.flush()
    return event


def chosen(*names: str) -> frozenset[str]:
    return frozenset(f"events.{name}" for name in names)


def clone(source: Event, planner, *names: str, days: int = 364, edition: str = "2027") -> Event:
    return cloning.clone_event(source, cloning.NextEdition("Hội chợ OCOP 2027", edition, days, chosen(*names)), by=planner)


def test_the_next_edition_is_a_draft_on_the_same_weekday_at_the_same_hour(db, source, planner) -> None:
    target = clone(source, planner)
    assert (target.state, target.name, target.edition, target.series) == (
        EventState.DRAFT,
        "Hội chợ OCOP 2027",
        "2027",
        source.series,
    )
    assert target.starts_at == datetime(2027, 12, 4, 8, tzinfo=HANOI)
    assert target.starts_at.weekday() == source.starts_at.weekday()
    assert (target.theme, target.province.code, target.venue, target.cloned_from_id) == ("OCOP", 22, None, source.id)


def test_everything_that_is_chosen_is_taken_over(db, source, planner) -> None:
    target = clone(source, planner, *OWN)
    assert target.venue is source.venue
    assert target.translations == {"en": {"description": "Daily 8 to 22."}}
    assert target.description == source.description
    assert target.opening_at == datetime(2027, 12, 4, 19, 30, tzinfo=HANOI)
    assert target.plan_locks_on == date(2027, 11, 19)
    assert (target.bank_account, target.deposit_pct) == ("1900201234567", 50)
    assert [hall.name for hall in queries.halls_of(target)] == [hall.name for hall in queries.halls_of(source)]
    assert queries.invitees_of(target) == queries.invitees_of(source)


def test_hosts_are_asked_again_and_only_the_committee_keeps_its_roles(db, source, planner) -> None:
    target = clone(source, planner, "hosts", "roles")
    assert [host.state for host in queries.hosts_of(target)] == [HostState.ACCEPTED, HostState.INVITED]
    assert [row.role for row in queries.roles_given(target)] == [Role.ORGANISER, Role.FINANCE]


def test_nothing_is_taken_over_that_is_not_chosen(db, source, planner) -> None:
    target = clone(source, planner)
    assert (target.description, target.translations, target.bank_account, target.venue) == ("", {}, "", None)
    assert (queries.halls_of(target), queries.invitees_of(target)) == ([], [])
    assert [host.organisation for host in queries.hosts_of(target)] == [source.owner]


def test_a_taken_venue_leaves_nothing_behind(db, source, planner) -> None:
    wish = services.Plan(
        EventKind.CONFERENCE,
        "Hội nghị",
        services.Place(venue=source.venue),
        datetime(2027, 12, 4, 8, tzinfo=HANOI),
        datetime(2027, 12, 4, 17, tzinfo=HANOI),
    )
    services.plan_event(wish, DepartmentFactory(), by=UserFactory())
    before = db.scalar(sa.select(sa.func.count()).select_from(Event))
    with pytest.raises(VenueTaken), db.begin_nested():
        clone(source, planner, "place")
    assert db.scalar(sa.select(sa.func.count()).select_from(Event)) == before


def test_an_edition_number_is_used_once_in_its_series(db, source, planner) -> None:
    with pytest.raises(EditionTaken):
        clone(source, planner, edition="2026")


@pytest.mark.parametrize("days", [0, 3661, -3661])
def test_an_impossible_shift_is_refused(db, source, planner, days: int) -> None:
    with pytest.raises(Exception) as refusal:
        clone(source, planner, days=days)
    assert refusal.value.field == "shift_days"


def test_what_a_choice_requires_is_taken_too_and_ids_are_mapped(db, source, planner, monkeypatch) -> None:
    seen: list[tuple[Event, int | None]] = []

    def copy(from_event: Event, to_event: Event, run: CloneRun) -> None:
        seen.append((to_event, run.new_id("hall", queries.halls_of(from_event)[0].id)))

    monkeypatch.setattr(registry, "_cloners", dict(registry._cloners))
    registry.add_cloner(Cloner("test.plan", "Sơ đồ", lambda event: 1, copy, requires=("events.halls",)))
    edition = cloning.NextEdition("Hội chợ 2027", "2027", 364, frozenset({"test.plan", "unknown"}))
    target = cloning.clone_event(source, edition, by=planner)
    assert seen == [(target, queries.halls_of(target)[0].id)]
    entry = db.scalars(sa.select(AuditEntry).where(AuditEntry.action == "events.cloned")).one()
    assert entry.data == {"source_id": source.id, "chosen": ["events.halls", "test.plan"]}


class TestPage:
    def test_the_preview_shows_dates_and_counts_and_makes_nothing(self, client, db, source, planner) -> None:
        client.sign_in(planner)
        path = f"/manage/events/{source.slug}/clone"
        page = client.submit(path, {"move": "days", "shift_days": "365", "preview": "1"})
        preview = html.parse(page.text).find(".//*[@id='preview']")
        text = html.words(preview)
        assert html.words(preview.find(".//b")) == "Hội chợ OCOP 2027"
        assert "05 – 10/12/2027" in text
        assert "Nhà trưng bày: 1" in text
        assert db.scalar(sa.select(sa.func.count()).select_from(Event)) == 1

    def test_creating_leads_to_the_new_edition(self, client, db, source, planner) -> None:
        client.sign_in(planner)
        data = {
            "name": "Hội chợ OCOP 2027",
            "edition": "2027",
            "move": "weekday",
            "chosen": ["events.halls", "events.place"],
            "create": "1",
        }
        response = client.post(f"/manage/events/{source.slug}/clone", data=data)
        assert response.headers["Location"] == "/manage/events/hoi-cho-ocop-2027"
        target = queries.get_event("hoi-cho-ocop-2027")
        assert (target.venue_id, len(queries.halls_of(target))) == (source.venue_id, 1)

    def test_a_taken_venue_is_told_on_the_form(self, client, db, source, planner) -> None:
        client.sign_in(planner)
        path = f"/manage/events/{source.slug}/clone"
        data = {"name": "Hội chợ OCOP 2027", "edition": "2027", "move": "days", "shift_days": "1", "chosen": "events.place"}
        response = client.post(path, data=data | {"create": "1"})
        assert response.status_code == 422
        summary = html.parse(response.text).find(".//*[@id='error-summary']")
        assert "Hội chợ OCOP 2026" in html.words(summary)
        assert db.scalar(sa.select(sa.func.count()).select_from(Event)) == 1
