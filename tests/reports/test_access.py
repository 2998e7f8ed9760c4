"""Who reads summaries, who freezes them, who takes lists away."""

import pytest
import sqlalchemy as sa

from app.accounts.models import MembershipRole, OrganisationKind
from app.booths.queries import find_booth
from app.events.models import EventState, HostRole, HostState, Role, Visibility
from app.registrations.models import Application
from app.registrations.queries import count_exhibitors
from app.reports import leadership
from app.reports.policies import ReportPermission, may_export, may_freeze, may_read, may_see_overview
from app.stands.services.co_exhibitors import FirmDetails, name_firm
from tests.factories.accounts import DepartmentFactory, MembershipFactory, OrganisationFactory, UserFactory
from tests.factories.events import EventFactory, EventHostFactory, person_with
from tests.factories.reports import count_visits, give_booth, make_past_fair
from tests.support.queries import count_queries

pytestmark = pytest.mark.usefixtures("no_drawing")
RULES = (may_read, may_freeze, may_export)


@pytest.mark.parametrize(
    ("role", "rights"),
    [
        (Role.ORGANISER, (True, True, True)),
        (Role.REVIEWER, (False, False, True)),
        (Role.FINANCE, (True, False, False)),
        (Role.AUDITOR, (True, False, True)),
        (Role.LEADERSHIP, (True, False, False)),
        (Role.STEWARD, (False, False, False)),
        (Role.SPEAKER, (False, False, False)),
    ],
)
def test_each_role_has_its_rights(db, role: Role, rights: tuple[bool, ...]) -> None:
    event = EventFactory()
    person = person_with(role, event)
    assert tuple(rule(person, event) for rule in RULES) == rights


def test_nobody_in_particular_has_no_rights(db) -> None:
    assert [rule(None, EventFactory()) for rule in RULES] == [False, False, False]
    assert may_see_overview(None, None) is False


def test_the_overview_is_offered_to_people_of_authorities(db) -> None:
    people = [MembershipFactory(organisation=unit).user for unit in (DepartmentFactory(), OrganisationFactory())]
    assert [may_see_overview(person, None) for person in people] == [True, False]
    assert ReportPermission.OVERVIEW.value == "reports.overview"


@pytest.mark.parametrize(("visibility", "status"), [(Visibility.PUBLIC, 403), (Visibility.PRIVATE, 404)])
@pytest.mark.parametrize("page", ["/leadership/events/{}", "/manage/events/{}/report", "/manage/events/{}/report/summary.pdf"])
def test_a_leader_of_another_province_reads_nothing(client, db, page: str, visibility: Visibility, status: int) -> None:
    event = EventFactory(visibility=visibility)
    client.sign_in(MembershipFactory(organisation=DepartmentFactory(), role=MembershipRole.LEADER).user)
    assert client.get(page.format(event.slug)).status_code == status


def test_a_leader_reads_but_does_not_freeze(client, fair) -> None:
    client.sign_in(MembershipFactory(organisation=fair.owner, role=MembershipRole.LEADER).user)
    answers = [client.get(f"/leadership/events/{fair.slug}"), client.post(f"/manage/events/{fair.slug}/report/freeze")]
    assert [answer.status_code for answer in answers] == [200, 403]


def test_a_figure_links_only_to_what_its_reader_may_open(client, fair, desk, organiser) -> None:
    source = f'href="/manage/events/{fair.slug}/applications"'
    assert source in desk.get(f"/leadership/events/{fair.slug}").text
    client.sign_in(person_with(Role.LEADERSHIP, fair))
    assert source not in client.get(f"/leadership/events/{fair.slug}").text


def test_the_list_has_exactly_what_its_reader_may_read(db) -> None:
    """The list asks the database, the pages ask app.events.roles: both must agree for every kind of person."""
    unit, partner = DepartmentFactory(), DepartmentFactory()
    events = [EventFactory(owner=unit), EventFactory(), EventFactory(), EventFactory()]
    EventHostFactory(event_id=events[1].id, organisation=partner)
    EventHostFactory(event_id=events[2].id, organisation=partner, state=HostState.INVITED)
    EventHostFactory(event_id=events[3].id, organisation=partner, role=HostRole.PATRON)
    ministry = OrganisationFactory(kind=OrganisationKind.MINISTRY)
    memberships = [(unit, "leader"), (unit, "staff"), (partner, "admin"), (ministry, "leader"), (ministry, "staff")]
    people = [MembershipFactory(organisation=where, role=MembershipRole(role)).user for where, role in memberships]
    people += [person_with(role, events[3]) for role in (Role.AUDITOR, Role.STEWARD)] + [UserFactory()]
    for person in people:
        listed = {line.event.id for line in leadership.overview(person)}
        assert listed == {event.id for event in events if may_read(person, event)}


def test_drafts_and_rehearsals_are_not_listed(db) -> None:
    unit = DepartmentFactory()
    EventFactory(owner=unit, state=EventState.DRAFT)
    EventFactory(owner=unit, is_rehearsal=True)
    leader = MembershipFactory(organisation=unit, role=MembershipRole.LEADER).user
    assert leadership.overview(leader) == []


def test_a_line_has_the_figures_of_the_summary(client, fair, db) -> None:
    main = db.scalars(sa.select(Application).where(Application.event_id == fair.id)).first()
    name_firm(fair, main, FirmDetails(name="Mật ong Sìn Hồ"), by="test")
    leader = MembershipFactory(organisation=fair.owner, role=MembershipRole.LEADER).user
    (line,) = leadership.overview(leader)
    assert (line.visits, line.taken, line.booths, line.exhibitors, line.frozen) == (400, 3, 4, 4, None)
    assert count_exhibitors(fair)[0] == line.exhibitors
    assert client.sign_in(leader).get("/leadership").status_code == 200


def test_one_event_and_three_cost_the_same_queries(client, db) -> None:
    unit = DepartmentFactory()
    make_past_fair(owner=unit)
    client.sign_in(MembershipFactory(organisation=unit, role=MembershipRole.LEADER).user)
    client.get("/leadership")
    with count_queries() as one:
        client.get("/leadership")
    for _time in range(2):
        count_visits(make_past_fair(owner=unit))
    with count_queries() as three:
        client.get("/leadership")
    assert len(three) == len(one)


def test_a_summary_costs_the_same_queries_for_more_exhibitors(client, desk, fair, db) -> None:
    desk.get("/manage/events/ocop/report")
    with count_queries() as few:
        desk.get("/manage/events/ocop/report")
    give_booth(fair, find_booth(fair, "A04"), 12)
    with count_queries() as more:
        desk.get("/manage/events/ocop/report")
    assert len(more) == len(few)
