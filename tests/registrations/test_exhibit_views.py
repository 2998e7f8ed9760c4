"""An exhibitor without account fills in the application on a phone without JavaScript (A-20, A-21, A-23, A-27)."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.accounts.models import MembershipRole, Organisation, OrganisationKind, TaxIdKind
from app.booths import services as booths
from app.booths.holds import SESSION_KEY
from app.booths.models import Booth
from app.registrations import queries
from app.registrations.links import secret_for
from app.registrations.models import Application, ApplicationState, ConsentPurpose
from tests.conftest import START
from tests.factories.accounts import DepartmentFactory, MembershipFactory, OrganisationFactory
from tests.factories.booths import make_fair
from tests.support import html

X1 = {"legal_form": "cooperative", "name": "Hợp tác xã Chè Shan Tả Lèng Xanh", "tax_id": "6299900012"}
X1 |= {"province": "12", "commune": "Xã Tả Lèng", "country": "VN", "size_class": ""}
CONTACT = {
    "contact_name": "Giàng A Páo",
    "contact_phone": "84 912 345 001",
    "contact_email": "Pao@Example.vn",
    "booth_count": "1",
}

# What the browser sends of the third step beside the contact.
WISHES = CONTACT | {"booth_kind": "standard", "phases": "1", "support_scheme": "none"}


@pytest.fixture
def fair(db):
    return make_fair(2, code="HCKC26", slug="ocop")[0]


def only(db) -> Application:
    return db.scalars(sa.select(Application)).one()


def begin(client, db, **changes) -> str:
    answer = client.post("/events/ocop/exhibit", data=X1 | changes)
    assert answer.status_code == 303, answer.text
    return secret_for(only(db).code)


def complete(client, db) -> str:
    secret = begin(client, db)
    client.post(f"/exhibitor/{secret}/wishes", data=WISHES)
    client.post(f"/exhibitor/{secret}/consents", data={"participation": "y", "channel": "phone"})
    return secret


def test_five_steps_lead_to_a_code_on_the_screen(client, fair, db) -> None:
    assert client.submit("/events/ocop/exhibit", X1).status_code == 303
    secret = secret_for(only(db).code)
    client.submit(f"/exhibitor/{secret}/wishes", CONTACT)
    client.submit(f"/exhibitor/{secret}/consents", {"participation": "y"})
    answer = client.submit(f"/exhibitor/{secret}/check")
    assert answer.headers["Location"].endswith(f"/exhibitor/{secret}/sent")
    assert "HCKC26DK0001" in client.get(f"/exhibitor/{secret}/sent").text
    sent = only(db)
    assert (sent.state, sent.contact_phone, sent.contact_email) == (
        ApplicationState.SUBMITTED,
        "+84912345001",
        "pao@example.vn",
    )
    assert (sent.organisation.commune.name, sent.organisation.kind) == ("Tả Lèng", OrganisationKind.COOPERATIVE)


def test_the_form_asks_for_the_steps_and_ticks_nothing_beforehand(client, fair, db) -> None:
    secret = begin(client, db)
    tree = html.parse(client.get(f"/exhibitor/{secret}/consents").text)
    boxes = [item for item in tree.iter("input") if item.get("type") == "checkbox"]
    assert ([box.get("checked") for box in boxes], len(boxes)) == ([None] * 5, 5)
    assert [html.words(item) for item in tree.iter("li") if item.get("aria-current") == "step"] == ["4 Đồng ý"]


def test_another_visit_of_the_same_phone_goes_on_with_the_draft(client, fair, db) -> None:
    secret = begin(client, db)
    answer = client.get("/events/ocop/exhibit")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/exhibitor/{secret}")
    shown = client.get(f"/exhibitor/{secret}/unit").text
    assert "Hợp tác xã Chè Shan Tả Lèng Xanh" in shown


def test_another_phone_goes_on_by_the_link_and_without_it_finds_nothing(client, app, fair, db) -> None:
    secret = begin(client, db)
    other = app.test_client()
    assert other.get(f"/exhibitor/{secret}").status_code == 200
    assert [other.get(f"/exhibitor/{guess}").status_code for guess in (only(db).code, "x" * 43)] == [404, 404]


def test_the_first_step_sent_twice_makes_one_draft(client, fair, db) -> None:
    begin(client, db)
    client.post("/events/ocop/exhibit", data=X1 | {"name": "Hợp tác xã Chè Shan"})
    assert only(db).organisation.name == "Hợp tác xã Chè Shan"


@pytest.mark.parametrize(
    ("changes", "field", "word"),
    [
        ({"tax_id": "6299900013"}, "tax_id", "kiểm tra"),
        ({"tax_id": "0199900040"}, "tax_id", ""),
        ({"tax_id": ""}, "tax_id", "mã số thuế"),
        ({"tax_id": "012187999901"}, "tax_id", "hộ"),
        ({"name": ""}, "name", ""),
        ({"name": "x" * 201}, "name", "200"),
        ({"commune": "Không Có"}, "commune", ""),
        ({"commune": ""}, "commune", ""),
        ({"legal_form": ""}, "legal_form", ""),
        ({"legal_form": "limited"}, "size_class", ""),
        ({"legal_form": "representative_office"}, "legal_form", "Văn phòng đại diện"),
        ({"legal_form": "foreign", "tax_id": ""}, "country", ""),
        ({"website": "javascript:alert(1)"}, "website", ""),
        ({"website": "https://ok@evil.vn"}, "website", ""),
    ],
)
def test_bad_answers_come_back_at_their_field_with_everything_kept(client, fair, db, changes, field, word) -> None:
    sent = X1 | changes
    answer = client.post("/events/ocop/exhibit", data=sent)
    tree = html.parse(answer.text)
    errors = [html.words(item) for item in tree.iter("p") if item.get("id") == f"{field}-error"]
    assert (answer.status_code, len(errors), word in errors[0]) == (422, 1, True)
    kept = next(form for form in html.forms(tree) if "tax_id" in html.names(form))
    assert {name: html.values(kept)[name] for name in sent} == sent
    assert db.scalars(sa.select(Application)).all() == []


def test_tax_numbers_are_kept_in_one_spelling(client, fair, db) -> None:
    begin(client, db, legal_form="dependent_unit", size_class="medium", tax_id="5799900026001")
    assert (only(db).organisation.tax_id, only(db).organisation.tax_id_kind) == ("5799900026-001", TaxIdKind.MST13)


def test_a_household_gives_its_personal_number_and_others_see_it_masked(client, fair, db) -> None:
    secret = begin(client, db, legal_form="household", tax_id="012187999901")
    assert only(db).organisation.tax_id_kind == TaxIdKind.PERSONAL
    assert "012187999901" in client.get(f"/exhibitor/{secret}/check").text


def test_a_foreign_firm_needs_neither_commune_nor_tax_number(client, fair, db) -> None:
    client.get("/?lang=de")
    changes = {"legal_form": "foreign", "name": "Muster Tee GmbH", "tax_id": "", "country": "DE", "city": "Hamburg"}
    begin(client, db, **changes, province="", commune="")
    found = only(db)
    assert (found.organisation.country, found.organisation.city, found.organisation.tax_id) == ("DE", "Hamburg", None)
    assert found.locale == "de"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"contact_phone": "01234567890"}, "contact_phone"),
        ({"contact_phone": ""}, "contact_phone"),
        ({"contact_email": "pao@"}, "contact_email"),
        ({"booth_count": "-1"}, "booth_count"),
        ({"booth_count": "1e9"}, "booth_count"),
        ({"extra_staff": "99"}, "extra_staff"),
        ({"power_kw": "-5"}, "power_kw"),
        ({"support_scheme": "national"}, "no_double_funding"),
        ({"support_scheme": "x"}, "support_scheme"),
    ],
)
def test_bad_wishes_are_refused_at_their_field(client, fair, db, changes, field) -> None:
    secret = begin(client, db)
    answer = client.post(f"/exhibitor/{secret}/wishes", data=CONTACT | {"support_scheme": "none", "phases": "1"} | changes)
    assert (answer.status_code, f'id="{field}-error"' in answer.text) == (422, True)
    assert only(db).contact_name == ""


def test_wishes_are_kept_word_for_word_and_the_fascia_in_capitals(client, fair, db) -> None:
    secret = begin(client, db)
    goods = {"products-0-name_vi": "Chè Shan", "products-0-name_en": "Shan tea", "products-0-stars": "4"}
    wishes = {
        "fascia_vi": "Chè Shan Tả Lèng",
        "support_scheme": "national",
        "no_double_funding": "y",
        "power_kw": "10",
        "phases": "3",
    }
    answer = client.submit(f"/exhibitor/{secret}/wishes", CONTACT | goods | wishes | {"staff": "Giàng A Páo\r\nLò Văn Én\r\n"})
    assert answer.status_code == 303, answer.text
    kept = only(db)
    assert kept.fascia_vi == "CHÈ SHAN TẢ LÈNG"
    assert kept.details["products"] == [{"name_vi": "Chè Shan", "name_en": "Shan tea", "stars": 4}]
    assert (kept.details["staff"], kept.details["power_kw"]) == (["Giàng A Páo", "Lò Văn Én"], "10")
    shown = html.values(html.forms(html.parse(client.get(f"/exhibitor/{secret}/wishes").text))[0])
    assert (shown["products-0-stars"], shown["staff"]) == ("4", "Giàng A Páo\nLò Văn Én")


def test_more_rows_for_products_lose_nothing(client, fair, db) -> None:
    secret = begin(client, db)
    answer = client.post(f"/exhibitor/{secret}/wishes", data=CONTACT | {"products-0-name_vi": "Chè", "more": "1"})
    shown = html.values(html.forms(html.parse(answer.text))[0])
    assert (shown["products-0-name_vi"], shown["contact_name"], "products-5-name_vi" in shown) == ("Chè", "Giàng A Páo", True)


def test_a_long_fascia_text_is_a_warning_only(client, fair, db) -> None:
    secret = begin(client, db)
    client.post(f"/exhibitor/{secret}/wishes", data=WISHES | {"fascia_vi": "x" * 31})
    assert "31 ký tự" in client.get(f"/exhibitor/{secret}/check").text


def test_sending_without_consent_is_refused(client, fair, db) -> None:
    secret = begin(client, db)
    client.post(f"/exhibitor/{secret}/wishes", data=WISHES)
    assert client.post(f"/exhibitor/{secret}/check").status_code == 422
    assert client.post(f"/exhibitor/{secret}/consents", data={}).status_code == 422
    assert only(db).state is ApplicationState.DRAFT


def test_a_second_sending_is_told_that_it_is_sent(client, fair, db) -> None:
    secret = complete(client, db)
    assert [client.post(f"/exhibitor/{secret}/check").status_code for _ in range(2)] == [303, 409]


def test_a_held_booth_comes_along(client, fair, db) -> None:
    booth = db.scalars(sa.select(Booth).where(Booth.code == "A01")).one()
    booths.hold(booth, booths.Holder("a secret of this browser"))
    with client.session_transaction() as cookie:
        cookie[SESSION_KEY] = "a secret of this browser"
    secret = complete(client, db)
    client.post(f"/exhibitor/{secret}/check")
    assert [row.code for row in queries.booths_of(only(db))] == ["A01"]


@pytest.mark.parametrize("taken", [False, True])
def test_a_hold_that_ends_on_the_way_is_taken_again_or_said_to_be_lost(client, fair, db, clock, taken) -> None:
    assert client.submit("/events/ocop/booths/A01", form="/hold").status_code == 303
    secret = begin(client, db)
    clock.move_to(START + timedelta(minutes=16))
    if taken:
        booth = db.scalars(sa.select(Booth).where(Booth.code == "A01")).one()
        booths.hold(booth, booths.Holder("somebody else"))
        db.commit()
    client.post(f"/exhibitor/{secret}/wishes", data=WISHES)
    told = client.get(f"/exhibitor/{secret}/consents").text
    assert ("Gian được giữ lại cho bạn" in told, "Gian trống gần đó: A02." in told) == (not taken, taken)
    assert only(db).contact_name == "Giàng A Páo"
    assert [row.claim.booth.code for row in only(db).booths] == ([] if taken else ["A01"])


@pytest.mark.parametrize("taken", [False, True])
def test_a_hold_that_ends_before_the_first_step_is_sent_is_not_lost_silently(client, fair, db, clock, taken) -> None:
    assert client.submit("/events/ocop/booths/A01", form="/hold").status_code == 303
    clock.move_to(START + timedelta(minutes=16))
    if taken:
        booths.hold(db.scalars(sa.select(Booth).where(Booth.code == "A01")).one(), booths.Holder("somebody else"))
        db.commit()
    refused = client.post("/events/ocop/exhibit", data=X1 | {"name": ""})
    assert "Đã hết giờ giữ gian A01" in refused.text
    secret = begin(client, db)
    told = client.get(f"/exhibitor/{secret}/wishes").text
    assert ("Gian được giữ lại cho bạn" in told, "Gian trống gần đó: A02." in told) == (not taken, taken)
    assert [row.claim.booth.code for row in only(db).booths] == ([] if taken else ["A01"])


def test_a_hold_that_was_given_up_or_ended_yesterday_is_not_taken_again(client, fair, db, clock) -> None:
    client.submit("/events/ocop/booths/A01", form="/hold")
    client.submit("/events/ocop/booths/A01", form="/release")
    clock.move_to(START + timedelta(minutes=16))
    client.get("/events/ocop/exhibit")
    assert "A01" not in client.get("/events/ocop/exhibit").text
    client.submit("/events/ocop/booths/A02", form="/hold")
    clock.move_to(START + timedelta(days=2))
    begin(client, db)
    assert only(db).booths == []


def test_after_the_deadline_the_page_says_so(client, fair, db) -> None:
    fair.applications_close_at = fair.created_at
    assert client.get("/events/ocop/exhibit").status_code == 200
    assert client.post("/events/ocop/exhibit", data=X1).status_code == 200
    assert db.scalars(sa.select(Application)).all() == []


def test_an_officer_of_a_province_notes_the_consent_given_by_phone(client, fair, db) -> None:
    officer = MembershipFactory(organisation=DepartmentFactory(), role=MembershipRole.STAFF).user
    client.sign_in(officer)
    secret = begin(client, db, legal_form="household", tax_id="012187999901", assisted="y")
    client.submit(f"/exhibitor/{secret}/consents", {"participation": "y", "channel": "phone"})
    row = queries.history_of(only(db))[0]
    assert (row.channel, row.recorded_by_id, row.purpose) == ("phone", officer.id, ConsentPurpose.PARTICIPATION)
    assert only(db).assisted_by_id == officer.id


def test_nobody_else_can_claim_to_be_an_officer(client, fair, db) -> None:
    client.post("/events/ocop/exhibit", data=X1 | {"assisted": "y"})
    assert only(db).assisted_by_id is None


def test_a_member_applies_for_the_own_unit(client, fair, db) -> None:
    unit = OrganisationFactory(name="Công ty Gốm", kind=OrganisationKind.COMPANY)
    client.sign_in(MembershipFactory(organisation=unit).user)
    begin(client, db)
    assert only(db).organisation_id == unit.id
    assert db.scalar(sa.select(sa.func.count()).select_from(Organisation).where(Organisation.name == X1["name"])) == 1
    assert only(db).code in client.get("/exhibitor").text


def test_own_applications_need_a_sign_in(client) -> None:
    assert client.get("/exhibitor").status_code == 302


def test_texts_are_shown_as_text(client, fair, db) -> None:
    payload = '</textarea><script>alert(1)</script>"><svg onload=alert(1)>{{7*7}}'
    secret = begin(client, db, name=payload)
    client.post(f"/exhibitor/{secret}/wishes", data=WISHES | {"equipment": payload, "staff": payload})
    # The demanding client refuses inline scripts and handlers on each of these pages.
    for step in ("", "/unit", "/wishes", "/check"):
        assert client.get(f"/exhibitor/{secret}{step}").status_code == 200
    assert payload in html.words(html.parse(client.get(f"/exhibitor/{secret}/check").text))


def test_an_accepted_exhibitor_sees_how_to_pay_and_names_the_staff(client, fair, db) -> None:
    from app.registrations import services
    from tests.factories.accounts import UserFactory

    fair.bank_bin, fair.bank_account, fair.bank_account_name = "970405", "1900201234567", "SO CONG THUONG"
    secret = complete(client, db)
    assert client.get(f"/exhibitor/{secret}/payment").status_code == 404
    client.post(f"/exhibitor/{secret}/check")
    services.assign_booth(fair, only(db), "A01", by=UserFactory())
    services.accept(fair, only(db), by=UserFactory())
    assert (
        "5.346.000" in client.get(f"/exhibitor/{secret}").text,
        "HCKC26DK0001" in client.get(f"/exhibitor/{secret}/payment").text,
    ) == (True, True)
    assert client.submit(f"/exhibitor/{secret}/staff", {"names": "Giàng A Páo\nTẩn Mẩy Mẩy"}).status_code == 303
    assert client.submit(f"/exhibitor/{secret}/staff", {"names": "A\nB\nC"}).status_code == 422
    assert [row.full_name for row in queries.staff_of(only(db))] == ["Tẩn Mẩy Mẩy", "Giàng A Páo"]


def test_the_exhibitor_withdraws_by_the_link(client, fair, db) -> None:
    secret = complete(client, db)
    client.post(f"/exhibitor/{secret}/check")
    answer = client.submit(f"/exhibitor/{secret}/withdraw", {"reason": "Không đủ hàng"})
    assert (answer.status_code, only(db).state) == (303, ApplicationState.WITHDRAWN)
    assert client.get(f"/exhibitor/{secret}").status_code == 200


def test_consents_can_be_withdrawn_later(client, fair, db) -> None:
    secret = complete(client, db)
    client.post(f"/exhibitor/{secret}/consents", data={"participation": "y", "catalogue": "y", "channel": "phone"})
    client.post(f"/exhibitor/{secret}/check")
    client.post(f"/exhibitor/{secret}/own-consents", data={"sent": "1"})
    assert queries.consents_of(only(db)) == {ConsentPurpose.PARTICIPATION: True, ConsentPurpose.CATALOGUE: False}
