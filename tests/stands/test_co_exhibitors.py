"""Several firms share the booths of one contract: named by the main exhibitor, filled in by themselves (item 7)."""

import pytest
import sqlalchemy as sa

from app.core.db import Base
from app.registrations import queries as registrations
from app.registrations import services as registration_services
from app.registrations.models import CoExhibitor, CoExhibitorState, Consent, RegistrationState
from app.registrations.services import Person, people, staff_quota
from app.stands import links, queries
from app.stands.errors import NamedTwice, NotYourBooth, TooManyPasses
from app.stands.services.co_exhibitors import FirmDetails, change_firm, invite, name_firm, remove
from tests.factories.booths import BoothFactory, make_fair
from tests.factories.stands import book, secret_of
from tests.support.queries import count_queries

PAVILION = "Gian hàng chung tỉnh Lai Châu"


@pytest.fixture
def fair(db):
    return make_fair(6, code="HCKC26", slug="ocop")


@pytest.fixture
def pavilion(fair):
    event, booths = fair
    return book(event, *booths[:4], name=PAVILION, fascia_vi="TỈNH LAI CHÂU")


def claim_ids(application) -> list[int]:
    return sorted(row.claim_id for row in application.booths)


def named(event, application, name: str, **values) -> CoExhibitor:
    return name_firm(event, application, FirmDetails(name=name, **values), by="test")


def test_the_main_exhibitor_names_a_firm_and_hands_over_its_link(client, fair, pavilion, db, outbox, run_jobs) -> None:
    secret, claims = secret_of(pavilion), claim_ids(pavilion)
    form = {"name": "HTX Chè Mẫu", "province": "12", "staff_most": "2", "contact_email": "pao@example.vn"}
    form |= {"booths-1-uses": "y", "booths-1-part": "nửa trái"}
    answer = client.submit(f"/exhibitor/{secret}/co-exhibitors/new", form)
    assert answer.status_code == 303, answer.text
    firm = db.scalars(sa.select(CoExhibitor)).one()
    assert [(row.claim_id, row.part) for row in firm.booths] == [(claims[1], "nửa trái")]
    assert client.post(f"/exhibitor/{secret}/co-exhibitors/{firm.id}/invite").status_code == 303
    run_jobs()
    address = links.address_of(db.get(CoExhibitor, firm.id))
    assert ([letter.to for letter in outbox], address in outbox[0].text) == (["pao@example.vn"], True)
    assert address in client.get(f"/exhibitor/{secret}/co-exhibitors/{firm.id}").text


def test_a_firm_fills_in_its_part_by_its_link_without_account(client, app, fair, pavilion, db) -> None:
    event, _booths = fair
    firm = named(event, pavilion, "HTX Chè Mẫu", booths={claim_ids(pavilion)[0]: ""})
    own = f"/co-exhibitor/{links.renew(firm)}"
    phone = app.test_client()
    refused = phone.submit(own, {"fascia_vi": "HTX CHÈ MẪU", "names": "Giàng A Páo"})
    assert (refused.status_code, "HTX CHÈ MẪU" in refused.text) == (422, True)
    filled = {"fascia_vi": "HTX Chè H’Lan AYŬN", "fascia_en": "SHAN TEA", "products-0-name_vi": "Chè Shan"}
    filled |= {"names": "Giàng A Páo\nTẩn Mẩy Mẩy", "participation": "y", "catalogue": "y", "website": "che.example.vn"}
    assert phone.submit(own, filled).status_code == 303
    kept = db.get(CoExhibitor, firm.id)
    assert (kept.state, kept.fascia_vi, kept.website) == (
        CoExhibitorState.COMPLETE,
        "HTX Chè H’Lan AYŬN",
        "https://che.example.vn",
    )
    shown = phone.get("/events/ocop/exhibitors").text
    assert [word in shown for word in ("HTX Chè Mẫu", "Chè Shan", PAVILION)] == [True, True, True]
    passes = registrations.staff_of_co_exhibitors(pavilion)[firm.id]
    assert [(row.full_name, row.unit) for row in passes] == [("Tẩn Mẩy Mẩy", "HTX Chè Mẫu"), ("Giàng A Páo", "HTX Chè Mẫu")]
    assert registrations.staff_of(pavilion) == []
    assert "Giàng A Páo" in phone.get(f"{own}/done").text


def test_who_does_not_agree_is_not_shown_and_who_withdraws_is_gone(client, fair, pavilion, db) -> None:
    event, _booths = fair
    own = f"/co-exhibitor/{links.renew(named(event, pavilion, 'HTX Chè Mẫu'))}"
    client.submit(own, {"participation": "y", "catalogue": "y"})
    assert "HTX Chè Mẫu" in client.get("/events/ocop/exhibitors").text
    form = client.get(own)
    assert form.status_code == 200
    assert client.post(own, data={"participation": "y"}).status_code == 303
    assert "HTX Chè Mẫu" not in client.get("/events/ocop/exhibitors").text
    said = db.execute(sa.select(Consent.purpose, Consent.granted).where(Consent.co_exhibitor_id.is_not(None))).all()
    assert [(purpose.value, granted) for purpose, granted in said] == [
        ("participation", True),
        ("catalogue", True),
        ("catalogue", False),
    ]


def test_the_main_exhibitor_fills_in_for_a_firm_and_it_is_noted_how_it_agreed(client, fair, pavilion, db) -> None:
    """A-23: no e-mail, only Zalo."""
    event, _booths = fair
    firm = named(event, pavilion, "Hộ kinh doanh Dệt thổ cẩm Mẩy Mẩy")
    path = f"/exhibitor/{secret_of(pavilion)}/co-exhibitors/{firm.id}/part"
    assert client.submit(path, {"fascia_vi": "DỆT MẨY MẨY", "participation": "y", "channel": "phone"}).status_code == 303
    kept = db.scalars(sa.select(Consent).where(Consent.co_exhibitor_id == firm.id)).one()
    assert (kept.channel, PAVILION in kept.basis) == ("phone", True)


def test_passes_are_shared_and_never_more_than_the_booths_have(fair, pavilion) -> None:
    """Four booths of 9 m² with two passes each."""
    event, _booths = fair
    firms = [named(event, pavilion, f"Hợp tác xã {number}", staff_most=2) for number in range(3)]
    with pytest.raises(TooManyPasses):
        named(event, pavilion, "Thừa", staff_most=3)
    named(event, pavilion, "Vừa đủ", staff_most=2)
    with pytest.raises(TooManyPasses):
        change_firm(event, pavilion, firms[0], FirmDetails(name="Hợp tác xã 0", staff_most=3), by="test")


def test_a_firm_is_on_the_booths_once_and_only_on_booths_of_the_contract(fair, pavilion) -> None:
    event, booths = fair
    other = book(event, booths[4], name="Gốm Bát Tràng Mẫu")
    named(event, pavilion, "HTX Chè Mẫu", staff_most=0)
    for name in ("HTX chè  mẫu", PAVILION):
        with pytest.raises(NamedTwice):
            named(event, pavilion, name, staff_most=0)
    with pytest.raises(NotYourBooth):
        named(event, pavilion, "Lạ", staff_most=0, booths={claim_ids(other)[0]: ""})


def test_who_is_removed_loses_link_passes_and_entry_and_stays_in_the_history(client, fair, pavilion, db) -> None:
    event, _booths = fair
    firm = named(event, pavilion, "HTX Chè Mẫu")
    own = f"/co-exhibitor/{links.renew(firm)}"
    client.submit(own, {"participation": "y", "catalogue": "y", "names": "Giàng A Páo"})
    person = registrations.staff_of_co_exhibitors(pavilion)[firm.id][0]
    path = f"/exhibitor/{secret_of(pavilion)}/co-exhibitors"
    assert client.submit(f"{path}/{firm.id}/remove", {"reason": "không tham gia nữa"}).status_code == 303
    db.refresh(person)
    assert (client.get(own).status_code, person.state) == (404, RegistrationState.CANCELLED)
    assert "HTX Chè Mẫu" not in client.get("/events/ocop/exhibitors").text
    assert "HTX Chè Mẫu" in client.get(path).text
    named(event, pavilion, "HTX Chè Mẫu")


def test_links_of_others_open_nothing(client, fair, pavilion, db) -> None:
    event, booths = fair
    firm = named(event, pavilion, "HTX Chè Mẫu")
    other = secret_of(book(event, booths[4], name="Gốm Bát Tràng Mẫu"))
    links.renew(firm)
    old = links.secret_of(firm)
    links.renew(firm)
    paths = [
        f"/co-exhibitor/{old}",
        "/co-exhibitor/x",
        f"/exhibitor/{other}/co-exhibitors/{firm.id}",
        "/exhibitor/x/co-exhibitors",
    ]
    paths += [f"/exhibitor/{other}/co-exhibitors/{firm.id}/part", f"/exhibitor/{other}/co-exhibitors/{firm.id}/remove"]
    assert [client.get(path).status_code for path in paths] == [404] * len(paths)
    assert client.get(f"/co-exhibitor/{links.secret_of(firm)}").status_code == 200


def test_the_share_follows_the_booking_to_another_booth(fair, pavilion, db) -> None:
    event, booths = fair
    claim_id = claim_ids(pavilion)[0]
    firm = named(event, pavilion, "HTX Chè Mẫu", booths={claim_id: ""})
    row = next(row for row in pavilion.booths if row.claim_id == claim_id)
    row.claim.booth_id = booths[5].id
    db.flush()
    db.expire_all()
    assert [share.claim.booth.code for share in registrations.get_co_exhibitor(pavilion, firm.id).booths] == ["A06"]


def test_direct_exhibitors_are_main_and_co_exhibitors(fair, pavilion, db) -> None:
    event, _booths = fair
    firm = named(event, pavilion, "HTX Chè Mẫu", staff_most=0, province_code=12)
    named(event, pavilion, "Muster Tee GmbH", staff_most=0, country="DE")
    assert registrations.count_exhibitors(event)[0] == 3
    remove(event, firm, by="test", reason="x")
    assert registrations.count_exhibitors(event)[0] == 2


def test_pages_ask_as_often_for_three_as_for_one(client, fair, pavilion) -> None:
    event, _booths = fair
    path = f"/exhibitor/{secret_of(pavilion)}/co-exhibitors"

    def asked() -> list[int]:
        counts = []
        for page in (path, "/events/ocop/exhibitors"):
            with count_queries() as seen:
                assert client.get(page).status_code == 200
            counts.append(len(seen))
        return counts

    def add(name: str) -> None:
        firm = named(event, pavilion, name, staff_most=1, booths={claim_ids(pavilion)[0]: ""})
        client.submit(f"/co-exhibitor/{links.renew(firm)}", {"participation": "y", "catalogue": "y", "names": name})

    add("HTX Một")
    asked()
    one = asked()
    add("HTX Hai")
    add("HTX Ba")
    assert asked() == one
    assert len(queries.boards_of(event)) == 4


def test_a_booth_that_is_shared_has_a_board_line_for_each_firm(fair, pavilion) -> None:
    event, booths = fair
    claim_id = next(row.claim_id for row in pavilion.booths if row.claim.booth_id == booths[1].id)
    for name in ("HTX Một", "HTX Hai"):
        firm = named(event, pavilion, name, booths={claim_id: ""})
        firm.fascia_vi = name.upper()
    lines = [(board.booth, board.text_vi) for board in queries.boards_of(event)]
    assert lines == [
        ("A01", "TỈNH LAI CHÂU"),
        ("A02", "HTX HAI"),
        ("A02", "HTX MỘT"),
        ("A03", "TỈNH LAI CHÂU"),
        ("A04", "TỈNH LAI CHÂU"),
    ]


def test_a_booth_of_another_size_gives_other_passes(fair) -> None:
    event, booths = fair
    raw = BoothFactory(event_id=event.id, hall_id=booths[0].hall_id, code="D01", x_m=0, y_m=40, width_m=6, depth_m=6)
    assert staff_quota(book(event, raw, name="Cơ khí Mẫu")) == 8


@pytest.mark.parametrize(
    "same",
    [{"email": "qzxw@example.vn"}, {"phone": "+84912345009"}],
    ids=["e-mail", "phone"],
)
def test_who_is_erased_is_no_contact_of_a_co_exhibitor_either(same, fair, pavilion, db) -> None:
    event, _booths = fair
    contact = {"contact_name": "Qzxw Hoàng Yến", "contact_phone": "+84912345009", "contact_email": "qzxw@example.vn"}
    firm, gone = (named(event, pavilion, name, **contact) for name in ("HTX Chè Mẫu", "HTX Cũ Mẫu"))
    other = named(event, pavilion, "HTX Khác Mẫu", contact_name="Lý A Sử", contact_phone="+84912345010")
    invite(event, firm, by="test")
    remove(event, gone, by="test", reason="rút")
    people.erase(people.register(event, Person(full_name="Qzxw Hoàng Yến", **same)), by="ticket")
    db.flush()
    canaries = ("Qzxw", "qzxw", "912345009")
    rows = [(table.name, str(tuple(row))) for table in Base.metadata.sorted_tables for row in db.execute(sa.select(table))]
    assert [(table, canary) for table, row in rows for canary in canaries if canary in row] == []
    assert (firm.name, other.contact_name, other.contact_phone) == ("HTX Chè Mẫu", "Lý A Sử", "+84912345010")


def test_who_has_a_pass_of_a_co_exhibitor_is_erased_as_its_contact_by_name(fair, pavilion, db) -> None:
    event, _booths = fair
    firm = named(event, pavilion, "HTX Chè Mẫu", contact_name="Giàng A Páo", contact_phone="+84912345001")
    namesake = named(event, pavilion, "HTX Khác Mẫu", contact_name="Giàng A Páo")
    registration_services.set_co_staff(event, firm, ["Giàng A Páo"], by="test")
    [person] = registrations.staff_of_co_exhibitors(pavilion)[firm.id]
    people.erase(person, by="ticket")
    assert (firm.contact_name, firm.contact_phone) == ("", "")
    assert namesake.contact_name == "Giàng A Páo"
