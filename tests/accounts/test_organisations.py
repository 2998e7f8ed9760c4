"""Organisations: who sees and keeps them, search, the tree, members."""

import pytest

from app.accounts import policies, queries, services
from app.accounts.errors import CycleInTree, LastAdmin
from app.accounts.models import Membership, MembershipRole, Organisation, OrganisationKind, TaxIdKind
from app.accounts.services.organisations import OrganisationDetails
from tests.factories.accounts import DepartmentFactory, MembershipFactory, OperatorFactory, OrganisationFactory, SignedUpFactory
from tests.support.queries import count_queries

COMPANY = OrganisationDetails(kind=OrganisationKind.COMPANY, name="Công ty TNHH Gốm Phù Lãng")


@pytest.fixture
def officer(db):
    """An admin of a department."""
    return MembershipFactory(user=SignedUpFactory(), organisation=DepartmentFactory(name="Sở Công Thương Lai Châu")).user


# Search


def test_search_needs_no_accents_and_any_order_of_words(db) -> None:
    wanted = services.organisations.create(COMPANY, by=None)
    OrganisationFactory(name="Hợp tác xã Chè Tả Lèng")
    assert [queries.find_organisations(text) for text in ("phu lang gom", "GỐM", "phù lãng")] == [[wanted]] * 3


def test_search_does_not_read_signs_as_patterns(db) -> None:
    services.organisations.create(COMPANY, by=None)
    assert (queries.find_organisations("%"), queries.find_organisations("_")) == ([], [])


def test_search_finds_by_tax_number_but_not_by_the_number_of_a_person(db) -> None:
    firm = OrganisationDetails(OrganisationKind.COMPANY, "Công ty A", tax_id_kind=TaxIdKind.MST10, tax_id="0100233488")
    person = OrganisationDetails(OrganisationKind.HOUSEHOLD, "Hộ B", tax_id_kind=TaxIdKind.PERSONAL, tax_id="012187999901")
    found = [services.organisations.create(details, by=None) for details in (firm, person)]
    assert (queries.find_organisations("0100233488"), queries.find_organisations("012187999901")) == ([found[0]], [])


def test_the_list_is_in_vietnamese_order(client, db, officer) -> None:
    for name in ("Đá Non Nước", "Dệt Vạn Phúc", "An Thái", "Ẩm thực Huế"):
        OrganisationFactory(name=name)
    text = client.sign_in(officer).get("/organisations").text
    positions = [text.index(name) for name in ("An Thái", "Ẩm thực Huế", "Dệt Vạn Phúc", "Đá Non Nước")]
    assert positions == sorted(positions)


def test_the_list_needs_as_many_queries_for_many(client, db, officer) -> None:
    client.sign_in(officer)
    counts = []
    for number in (1, 2):
        OrganisationFactory.create_batch(number, province_code=12)
        with count_queries() as seen:
            client.get("/organisations")
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_the_list_is_paged(client, db, officer) -> None:
    OrganisationFactory.create_batch(60)
    client.sign_in(officer)
    rows = [client.get(f"/organisations?page={number}").text.count('data-label="Loại hình đơn vị"') for number in (1, 2)]
    assert rows == [50, 11]


def test_htmx_gets_the_rows_only(client, db, officer) -> None:
    answer = client.sign_in(officer).get("/organisations?q=lai chau", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.text.count("<html"), answer.text.count("Sở Công Thương Lai Châu")) == (200, 0, 1)


def test_a_filter_by_kind_leaves_the_others_out(client, db, officer) -> None:
    OrganisationFactory(name="Công ty TNHH Gốm Phù Lãng")
    text = client.sign_in(officer).get("/organisations?kind=company").text
    assert (text.count("Gốm Phù Lãng"), text.count("Sở Công Thương Lai Châu")) == (1, 0)


# Who may


def test_strangers_find_no_organisations(client, db) -> None:
    organisation = OrganisationFactory()
    client.sign_in(SignedUpFactory())
    paths = ["/organisations", "/organisations/new", "/organisations/choices", f"/organisations/{organisation.id}"]
    assert [client.get(path).status_code for path in paths] == [403, 403, 403, 404]


def test_members_see_their_own_and_no_other(client, db) -> None:
    own, other = MembershipFactory(role=MembershipRole.STAFF), OrganisationFactory()
    client.sign_in(own.user)
    paths = [
        f"/organisations/{own.organisation_id}",
        f"/organisations/{own.organisation_id}/edit",
        f"/organisations/{other.id}",
    ]
    assert [client.get(path).status_code for path in paths] == [200, 403, 404]


@pytest.mark.parametrize(
    ("who", "may"),
    [("operator", True), ("own admin", True), ("own staff", False), ("department above", True), ("department beside", False)],
)
def test_a_centre_is_kept_by_its_admins_and_those_above(db, who: str, may: bool) -> None:
    department, beside = DepartmentFactory(), DepartmentFactory()
    centre = OrganisationFactory(kind=OrganisationKind.CENTRE, parent_id=department.id)
    MembershipFactory(organisation=centre)
    users = {
        "operator": lambda: OperatorFactory(),
        "own admin": lambda: MembershipFactory(organisation=centre).user,
        "own staff": lambda: MembershipFactory(organisation=centre, role=MembershipRole.STAFF).user,
        "department above": lambda: MembershipFactory(organisation=department).user,
        "department beside": lambda: MembershipFactory(organisation=beside).user,
    }
    assert policies.may_manage(users[who](), centre) is may


def test_a_company_is_kept_by_authorities_until_it_has_members_of_its_own(db, officer) -> None:
    company = OrganisationFactory()
    before = policies.may_manage(officer, company)
    MembershipFactory(organisation=company)
    assert (before, policies.may_manage(officer, company)) == (True, False)


def test_the_number_of_a_person_is_masked_for_others(client, db, officer) -> None:
    household = OrganisationFactory(kind=OrganisationKind.HOUSEHOLD, tax_id_kind=TaxIdKind.PERSONAL, tax_id="012187999901")
    member = MembershipFactory(organisation=household)
    texts = [client.sign_in(user).get(f"/organisations/{household.id}").text for user in (member.user, officer)]
    assert [(text.count("012187999901"), text.count("0121••••9901")) for text in texts] == [(1, 0), (0, 1)]


def test_persons_are_shown_to_their_own_organisation_only(client, db, officer) -> None:
    member = MembershipFactory()
    texts = [client.sign_in(user).get(f"/organisations/{member.organisation_id}").text for user in (member.user, officer)]
    assert [member.user.email in text for text in texts] == [True, False]


# Adding and changing


def test_an_officer_adds_a_company(client, db, officer) -> None:
    values = {"name": "Công ty TNHH Gốm Phù Lãng", "kind": "company", "tax_id": "0100233488", "province": "24"}
    answer = client.sign_in(officer).submit("/organisations/new", values, form="name")
    company = db.query(Organisation).filter_by(tax_id="0100233488").one()
    assert (answer.location, company.tax_id_kind, company.province_code) == (
        f"/organisations/{company.id}",
        TaxIdKind.MST10,
        24,
    )


def test_a_wrong_check_digit_is_refused_at_its_field(client, db, officer) -> None:
    values = {"name": "Công ty A", "kind": "company", "tax_id": "0100233480"}
    answer = client.sign_in(officer).submit("/organisations/new", values, form="name")
    assert (answer.status_code, answer.text.count('href="#tax_id"')) == (422, 1)


@pytest.mark.parametrize("kind", ["ministry", "central_agency", "department", "centre", "commune"])
def test_nobody_makes_an_authority_out_of_nothing(client, db, officer, kind: str) -> None:
    answer = client.sign_in(officer).submit("/organisations/new", {"name": "Bộ Mới", "kind": kind}, form="name")
    assert (answer.status_code, db.query(Organisation).filter_by(name="Bộ Mới").count()) == (422, 0)


def test_a_company_does_not_turn_itself_into_a_ministry(client, db) -> None:
    own = MembershipFactory()
    answer = client.sign_in(own.user).submit(f"/organisations/{own.organisation_id}/edit", {"kind": "ministry"}, form="name")
    assert (answer.status_code, db.get(Organisation, own.organisation_id).kind) == (422, OrganisationKind.COMPANY)


def test_an_officer_adds_a_centre_under_the_own_department(client, db, officer) -> None:
    values = {"name": "Trung tâm Khuyến công Lai Châu", "kind": "centre", "parent": "cong thuong lai chau"}
    assert client.sign_in(officer).submit("/organisations/new", values, form="name").status_code == 303
    assert db.query(Organisation).filter_by(kind=OrganisationKind.CENTRE).one().parent.name == "Sở Công Thương Lai Châu"


def test_an_operator_adds_a_ministry(client, db) -> None:
    answer = client.sign_in(OperatorFactory()).submit("/organisations/new", {"name": "Bộ Mới", "kind": "ministry"}, form="name")
    assert answer.status_code == 303


def test_an_unknown_parent_is_refused_at_its_field(client, db, officer) -> None:
    values = {"name": "Công ty A", "kind": "company", "parent": "không có đơn vị này"}
    answer = client.sign_in(officer).submit("/organisations/new", values, form="name")
    assert (answer.status_code, answer.text.count('href="#parent"')) == (422, 1)


def test_the_form_keeps_what_is_stored(client, db, officer) -> None:
    company = services.organisations.create(COMPANY, by=None)
    client.sign_in(officer).submit(f"/organisations/{company.id}/edit", {"short_name": "Phù Lãng"}, form="name")
    kept = db.get(Organisation, company.id)
    assert (kept.name, kept.short_name, kept.kind, kept.country) == (COMPANY.name, "Phù Lãng", OrganisationKind.COMPANY, "VN")


def test_the_tree_has_no_circles(db) -> None:
    top, middle, leaf = (OrganisationFactory() for _number in range(3))
    by = OperatorFactory()
    services.organisations.change(middle, COMPANY, by=by, parent=top)
    services.organisations.change(leaf, COMPANY, by=by, parent=middle)
    assert queries.line_above(leaf.id) == [leaf.id, middle.id, top.id]
    for parent in (leaf, middle, top):
        with pytest.raises(CycleInTree):
            services.organisations.change(top, COMPANY, by=by, parent=parent)


def test_choices_for_the_parent_are_names(client, db, officer) -> None:
    text = client.sign_in(officer).get("/organisations/choices?parent=lai chau", headers={"HX-Request": "true"}).text
    assert text.count("<option") == 1


# Members


def test_an_admin_invites_and_the_invitation_is_listed(client, db, run_jobs, outbox) -> None:
    own = MembershipFactory(user=SignedUpFactory())
    path = f"/organisations/{own.organisation_id}"
    client.sign_in(own.user).submit(path, {"email": "moi@example.vn", "role": "staff"}, form="email")
    run_jobs()
    listed = client.get(path).text.count("moi@example.vn</div>")
    assert ([letter.to for letter in outbox], listed) == (["moi@example.vn"], 1)


def test_a_member_is_not_invited_again(client, db, run_jobs, outbox) -> None:
    own = MembershipFactory()
    answer = client.sign_in(own.user).submit(f"/organisations/{own.organisation_id}", {"email": own.user.email}, form="email")
    run_jobs()
    assert (answer.status_code, len(outbox)) == (422, 0)


def test_an_invitation_is_withdrawn(client, db) -> None:
    own = MembershipFactory()
    row = services.invite("moi@example.vn", by=own.user, organisation=own.organisation)
    path = f"/organisations/{own.organisation_id}/invitations/{row.id}/withdraw"
    assert client.sign_in(own.user).post(path).status_code == 303
    assert (queries.open_invitations(own.organisation), client.post(path).status_code) == ([], 404)


def test_another_role_counts_on_the_next_request(app, client, db) -> None:
    boss, staff = MembershipFactory(), None
    staff = MembershipFactory(organisation=boss.organisation)
    browser = app.test_client().sign_in(staff.user)
    edit = f"/organisations/{boss.organisation_id}/edit"
    assert browser.get(edit).status_code == 200
    client.sign_in(boss.user).post(f"/organisations/{boss.organisation_id}/members/{staff.id}/role", data={"role": "staff"})
    assert browser.get(edit).status_code == 403


def test_a_removed_member_sees_nothing_any_more(app, client, db) -> None:
    boss = MembershipFactory()
    staff = MembershipFactory(organisation=boss.organisation, role=MembershipRole.STAFF)
    browser = app.test_client().sign_in(staff.user)
    client.sign_in(boss.user).post(f"/organisations/{boss.organisation_id}/members/{staff.id}/remove")
    assert browser.get(f"/organisations/{boss.organisation_id}").status_code == 404


def test_the_last_admin_stays(client, db) -> None:
    boss = MembershipFactory()
    MembershipFactory(organisation=boss.organisation, role=MembershipRole.STAFF)
    with pytest.raises(LastAdmin):
        services.members.remove(boss, by=boss.user)
    with pytest.raises(LastAdmin):
        services.members.change_role(boss, MembershipRole.STAFF, by=boss.user)
    client.sign_in(boss.user).post(f"/organisations/{boss.organisation_id}/members/{boss.id}/remove")
    assert db.query(Membership).filter_by(organisation_id=boss.organisation_id).count() == 2


def test_one_of_two_admins_may_go(db) -> None:
    boss = MembershipFactory()
    MembershipFactory(organisation=boss.organisation)
    services.members.remove(boss, by=boss.user)
    assert db.query(Membership).filter_by(organisation_id=boss.organisation_id).count() == 1


def test_members_of_another_organisation_are_out_of_reach(client, db) -> None:
    boss, other = MembershipFactory(), MembershipFactory()
    client.sign_in(boss.user)
    paths = [f"/organisations/{boss.organisation_id}/members/{other.id}/{act}" for act in ("role", "remove")]
    assert [client.post(path, data={"role": "staff"}).status_code for path in paths] == [404, 404]


@pytest.mark.parametrize("act", ["members", "members/1/role", "members/1/remove", "invitations/1/withdraw"])
def test_staff_changes_no_members(client, db, act: str) -> None:
    staff = MembershipFactory(role=MembershipRole.STAFF)
    assert client.sign_in(staff.user).post(f"/organisations/{staff.organisation_id}/{act}").status_code == 403


def test_the_page_needs_as_many_queries_for_many_members(client, db) -> None:
    boss = MembershipFactory()
    client.sign_in(boss.user)
    counts = []
    for number in (1, 2):
        for _member in range(number):
            MembershipFactory(organisation=boss.organisation)
        with count_queries() as seen:
            client.get(f"/organisations/{boss.organisation_id}")
        counts.append(len(seen))
    assert counts[0] == counts[1]
