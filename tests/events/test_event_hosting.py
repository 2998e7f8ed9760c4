"""Organising together: invitations, answers, overlaps (A-01), roles."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from app.accounts.models import MembershipRole, OneTimeSecret
from app.audit.models import AuditEntry
from app.core.errors import Conflict, NotFound
from app.core.i18n import force_locale
from app.events import calendar, neighbours, queries, services
from app.events.errors import AlreadyAnswered, HostNamed, LastOrganiser, ReasonNeeded, RoleGiven
from app.events.models import EventHost, EventKind, EventRole, HostRole, HostState, OverlapAnswer, Role, Visibility
from app.events.roles import roles_of
from app.events.services import collisions, granting, hosting
from app.mail.models import Message
from tests.factories.accounts import DepartmentFactory, MembershipFactory, OrganisationFactory, UserFactory
from tests.factories.events import EventFactory, EventRoleFactory

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
THEME = "OCOP, công nghiệp nông thôn"


def at(day: int, hour: int = 8, month: int = 12) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=HANOI)


def planned(owner, name: str, place: str, first: int, last: int, **more: object):
    wish = services.Plan(EventKind.FAIR, name, services.find_place(place), at(first), at(last, 22))
    return services.plan_event(wish, owner, by=UserFactory(), **more)


@pytest.fixture
def o6(db):
    """The department of Phú Thọ with its admin."""
    return MembershipFactory(organisation=DepartmentFactory(name="Sở Công Thương Phú Thọ (mẫu)")).organisation


@pytest.fixture
def f1(db):
    return planned(DepartmentFactory(), "Hội chợ OCOP phía Bắc", "Trung tâm Hội chợ mẫu, Quảng Ninh", 5, 10, theme=THEME)


@pytest.fixture
def f2(db, o6):
    return planned(o6, "Tuần hàng OCOP Phú Thọ", "Quảng trường, Phú Thọ", 3, 8, theme=THEME.upper())


class TestOverlaps:
    def test_the_warning_of_the_acceptance_scenario(self, db, f1, f2) -> None:
        firms = [OrganisationFactory() for _ in range(50)]
        hosting.set_invitees(f1, firms[:31], by=UserFactory())
        hosting.set_invitees(f2, firms, by=UserFactory())
        with force_locale("vi"):
            (warned,) = neighbours.warnings_of(f1)
            assert warned.label == "Tuần hàng OCOP Phú Thọ"
            assert warned.summary == (
                "05 – 08/12/2026 (4 ngày) · cùng khu vực · cùng chủ đề · 62\u00a0% đơn vị được mời trùng nhau"
            )
        assert warned.needs_answer

    def test_organising_together_invites_the_other_owner_once(self, db, f1, f2, o6) -> None:
        by = UserFactory()
        for _ in range(2):
            collisions.answer_overlap(f1, neighbours.get_warning(f1, f2.id), OverlapAnswer.CO_HOST, by=by)
        (invited,) = [host for host in queries.hosts_of(f1) if host.organisation_id == o6.id]
        assert (invited.role, invited.state) == (HostRole.CO_HOST, HostState.INVITED)
        assert not neighbours.get_warning(f1, f2.id).needs_answer

    def test_keeping_the_date_needs_a_reason_and_is_noted(self, db, f1, f2) -> None:
        by = UserFactory()
        warned = neighbours.get_warning(f1, f2.id)
        with pytest.raises(ReasonNeeded):
            collisions.answer_overlap(f1, warned, OverlapAnswer.KEEP, by=by)
        collisions.answer_overlap(f1, warned, OverlapAnswer.KEEP, by=by, reason="Đã in giấy mời")
        entry = db.scalars(sa.select(AuditEntry).where(AuditEntry.action == "events.overlap_answered")).one()
        assert (entry.event_id, entry.reason) == (f1.id, "Đã in giấy mời")

    def test_a_private_event_of_others_says_only_that_the_place_is_busy(self, db, f1, o6) -> None:
        secret = planned(o6, "Họp kín", "Khách sạn, Quảng Ninh", 7, 7, theme=THEME, visibility=Visibility.PRIVATE)
        warned = neighbours.get_warning(f1, secret.id)
        with force_locale("vi"):
            assert (warned.label, warned.summary) == ("một sự kiện khác (bận)", "07/12/2026 (1 ngày) · cùng tỉnh")

    def test_events_of_the_same_region_only_are_for_information(self, db, f1, o6) -> None:
        other = planned(o6, "Hội nghị", "Phú Thọ", 5, 6)
        assert not neighbours.get_warning(f1, other.id).needs_answer

    @pytest.mark.parametrize("changes", [{"state": "cancelled"}, {"state": "postponed"}, {"is_rehearsal": True}])
    def test_called_off_events_and_rehearsals_never_warn(self, db, f1, f2, changes: dict[str, object]) -> None:
        assert len(neighbours.warnings_of(f1)) == 1
        for name, value in changes.items():
            setattr(f2, name, value)
        db.flush()
        assert neighbours.warnings_of(f1) == []

    def test_there_is_no_answer_to_what_does_not_overlap(self, db, f1) -> None:
        far = EventFactory(starts_at=at(1, month=6))
        with pytest.raises(NotFound):
            neighbours.get_warning(f1, far.id)


class TestCoHosts:
    def invite(self, event, organisation) -> EventHost:
        return hosting.invite_host(
            event, organisation, HostRole.CO_HOST, by=UserFactory(full_name="Hoàng Thị Minh Châu"), scope="Phiên kết nối"
        )

    def test_the_admin_of_the_invited_department_agrees_and_both_calendars_show_the_event(self, db, f1, o6) -> None:
        admin = queries.admins_of(o6)[0]
        host = self.invite(f1, o6)
        assert roles_of(admin, f1) == frozenset()
        mail = db.scalars(sa.select(Message)).one()
        assert (mail.recipient, mail.event_id) == (admin.email, f1.id)
        hosting.answer_invitation(host, accept=True, by=admin)
        assert Role.ORGANISER in roles_of(admin, f1)
        month = calendar.Choice(at(1), at(31), organisation_id=o6.id)
        assert [entry.event for entry in calendar.entries(month, admin)] == [f1]
        assert [event.id for event in db.scalars(calendar.my_events(admin))] == [f1.id]

    def test_an_answer_is_given_once(self, db, f1, o6) -> None:
        admin = queries.admins_of(o6)[0]
        host = self.invite(f1, o6)
        hosting.answer_invitation(host, accept=False, by=admin)
        with pytest.raises(AlreadyAnswered):
            hosting.answer_invitation(host, accept=True, by=admin)
        assert host.state is HostState.DECLINED

    def test_staff_and_strangers_do_not_find_the_invitation(self, db, f1, o6) -> None:
        host = self.invite(f1, o6)
        staff = MembershipFactory(organisation=o6, role=MembershipRole.STAFF).user
        for person in (staff, UserFactory()):
            assert queries.invitations_for(person) == []
            with pytest.raises(NotFound):
                queries.get_invitation(person, host.id)

    def test_an_organisation_is_named_once(self, db, f1, o6) -> None:
        self.invite(f1, o6)
        with pytest.raises(HostNamed):
            self.invite(f1, o6)

    def test_the_owner_stays_host(self, db, f1) -> None:
        (host,) = queries.hosts_of(f1)
        with pytest.raises(Conflict):
            hosting.remove_host(host, f1, by=UserFactory())


class TestInvitees:
    def test_lines_are_found_by_name_without_accents_or_by_tax_number(self, db) -> None:
        tea = OrganisationFactory(name="Hợp tác xã Chè Shan Tả Lèng Xanh")
        mech = OrganisationFactory(name="Công ty TNHH Cơ khí", tax_id="4699900052")
        lines = hosting.read_invitees("hop tac xa che shan ta leng xanh\n\n4699900052\nCông ty lạ\n")
        assert (lines.found, lines.unknown) == ([tea, mech], ["Công ty lạ"])

    def test_the_list_replaces_the_earlier_one(self, db, f1) -> None:
        first, second, third = (OrganisationFactory() for _ in range(3))
        hosting.set_invitees(f1, [first, second], by=UserFactory())
        hosting.set_invitees(f1, [second, third], by=UserFactory())
        assert set(queries.invitees_of(f1)) == {second, third}


class TestRoles:
    def test_a_person_with_an_account_gets_the_role_at_once(self, db, f1) -> None:
        person = UserFactory(email="gate@example.vn")
        granting.give_role(f1, "Gate@example.vn", Role.STEWARD, by=UserFactory())
        assert roles_of(person, f1) == {Role.STEWARD}

    def test_the_same_role_is_given_once(self, db, f1) -> None:
        person = UserFactory()
        granting.give_role(f1, person.email, Role.STEWARD, by=UserFactory())
        with pytest.raises(RoleGiven):
            granting.give_role(f1, person.email, Role.STEWARD, by=UserFactory())

    def test_a_person_without_an_account_is_invited_and_gets_the_role_on_acceptance(self, db, f1) -> None:
        assert granting.give_role(f1, "new@example.vn", Role.FINANCE, by=UserFactory()) is None
        secret = db.scalars(sa.select(OneTimeSecret)).one()
        assert (secret.email, secret.data["event_id"]) == ("new@example.vn", f1.id)
        person = UserFactory()
        granting.accept_role(person, None, secret.data)
        granting.accept_role(person, None, secret.data)
        assert roles_of(person, f1) == {Role.FINANCE}

    def test_the_last_organiser_stays(self, db, f1) -> None:
        (row,) = queries.roles_given(f1)
        with pytest.raises(LastOrganiser):
            granting.take_role(row, by=row.user)
        second = EventRoleFactory(event_id=f1.id, role=Role.ORGANISER)
        granting.take_role(row, by=second.user)
        assert db.scalars(sa.select(EventRole.user_id).where(EventRole.event_id == f1.id)).all() == [second.user_id]
        with pytest.raises(LastOrganiser):
            granting.take_role(second, by=second.user)
