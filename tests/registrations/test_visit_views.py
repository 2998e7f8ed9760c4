"""Visitors and delegates register on one page and look after their own data (PR02, BK06, A-28)."""

import json
import re

import pytest
import sqlalchemy as sa

from app.documents import qr
from app.events.models import EventKind, EventState
from app.registrations import queries, services
from app.registrations.models import Category, ConsentPurpose, Registration, RegistrationState
from app.registrations.services import Person
from tests.factories.events import EventFactory
from tests.support import html

VISITOR = {"full_name": "Lò Văn Én", "unit": "Sở Công Thương Lai Châu", "phone": "0912 345 002", "participation": "y"}


@pytest.fixture
def event(db):
    return EventFactory(slug="ocop", name="Hội chợ OCOP")


def rows(db) -> list[Registration]:
    return list(db.scalars(sa.select(Registration).order_by(Registration.id)))


def test_the_code_is_on_the_screen_and_in_the_mail(client, event, db, outbox, run_jobs) -> None:
    answer = client.submit("/events/ocop/register", VISITOR | {"email": "En@Example.vn"})
    assert answer.status_code == 303, answer.text
    shown = client.get(answer.headers["Location"]).text
    row = rows(db)[0]
    code = f"{row.short_code[:4]}-{row.short_code[4:]}"
    assert (code in shown, str(qr.svg(row.badge_code, label="Mã QR vé của bạn", css_class="qr ticket-qr")) in shown) == (
        True,
        True,
    )
    run_jobs()
    assert [(letter.to, code in letter.text, answer.headers["Location"] in letter.text) for letter in outbox] == [
        ("en@example.vn", True, True)
    ]


def test_a_phone_is_enough_and_no_mail_is_sent(client, event, db, outbox, run_jobs) -> None:
    client.submit("/events/ocop/register", VISITOR)
    run_jobs()
    assert ([row.phone for row in rows(db)], outbox) == (["+84912345002"], [])


def test_nothing_is_ticked_beforehand_and_each_use_has_its_tick(client, event) -> None:
    tree = html.parse(client.get("/events/ocop/register").text)
    boxes = {item.get("name"): item.get("checked") for item in tree.iter("input") if item.get("type") == "checkbox"}
    assert boxes == {"participation": None, "photos": None, "messages": None}


def test_given_ticks_are_kept_with_their_version(client, event, db) -> None:
    client.submit("/events/ocop/register", VISITOR | {"photos": "y"})
    told = [(row.purpose, row.granted, row.text_version, row.channel) for row in queries.history_of(rows(db)[0])]
    assert told == [
        (ConsentPurpose.PARTICIPATION, True, "2026-10", "web"),
        (ConsentPurpose.PHOTOS, True, "2026-10", "web"),
    ]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"full_name": ""}, "full_name"),
        ({"phone": ""}, "email"),
        ({"phone": "01234567890"}, "phone"),
        ({"email": "en@"}, "email"),
        ({"participation": ""}, "participation"),
        ({"country": "XX"}, "country"),
        ({"category": "vip"}, "category"),
    ],
)
def test_bad_answers_come_back_with_everything_kept(client, event, db, changes, field) -> None:
    sent = {name: value for name, value in (VISITOR | {"category": "visitor", "country": "VN"} | changes).items() if value}
    answer = client.post("/events/ocop/register", data=sent)
    assert (answer.status_code, rows(db)) == (422, [])
    if field != "category":
        assert f'id="{field}-error"' in answer.text
    form = html.values(html.forms(html.parse(answer.text))[0])
    assert form["unit"] == VISITOR["unit"]


def test_the_same_form_sent_twice_shows_the_same_ticket(client, event, db) -> None:
    form = html.values(html.forms(html.parse(client.get("/events/ocop/register").text))[0]) | VISITOR
    places = [client.post("/events/ocop/register", data=form).headers["Location"] for _ in range(2)]
    assert (places[0], len(rows(db))) == (places[1], 1)


def test_a_known_address_sees_the_same_screen_and_its_owner_is_told(client, event, db, outbox, run_jobs) -> None:
    answers = []
    for email in ("en@example.vn", "EN@example.vn", "other@example.vn"):
        sent = VISITOR | {"email": email, "category": "visitor", "country": "VN"}
        answers.append(client.post("/events/ocop/register", data=sent))
    run_jobs()
    assert {answer.status_code for answer in answers} == {303}
    assert [letter.template for letter in outbox] == [
        "registrations/ticket",
        "registrations/ticket_again",
        "registrations/ticket",
    ]
    pages = [html.parse(client.get(answer.headers["Location"]).text).find(".//main") for answer in answers]
    assert len({re.sub("[0-9A-Z]{4}-[0-9A-Z]{4}", "", html.words(main)) for main in pages}) == 1


def test_one_address_registers_five_people_a_day(client, event, db) -> None:
    sent = VISITOR | {"email": "en@example.vn", "category": "visitor", "country": "VN"}
    answers = [client.post("/events/ocop/register", data=sent).status_code for _ in range(6)]
    assert (answers, len(rows(db))) == ([303] * 5 + [429], 5)


def test_a_program_that_fills_the_trap_registers_nobody(client, event, db) -> None:
    answer = client.submit("/events/ocop/register", VISITOR | {"homepage": "https://spam.example"})
    assert (answer.status_code, rows(db)) == (303, [])


def test_a_conference_takes_delegates_until_it_is_full(client, db) -> None:
    event = EventFactory(slug="c20", kind=EventKind.CONFERENCE, delegate_capacity=1)
    assert client.submit("/events/c20/register", VISITOR).status_code == 303
    full = client.submit("/events/c20/register", VISITOR | {"phone": "0912 345 003"})
    assert (full.status_code, [row.category for row in rows(db)]) == (422, [Category.DELEGATE])
    assert queries.places_left(event) == 0


def test_after_the_end_nobody_registers(client, event, db) -> None:
    event.state = EventState.ENDED
    assert client.get("/events/ocop/register").status_code == 200
    assert client.post("/events/ocop/register", data=VISITOR).status_code == 409


def test_an_event_that_is_not_public_is_not_found(client, db) -> None:
    EventFactory(slug="secret", state=EventState.DRAFT)
    assert client.get("/events/secret/register").status_code == 404


@pytest.fixture
def ticket(event, db):
    services.register(event, Person(full_name="Lò Văn Én", phone="+84912345002"), link_secret="s" * 43)
    return "/events/ocop/ticket/" + "s" * 43


def test_the_ticket_of_another_event_or_a_guess_is_not_found(client, ticket, db) -> None:
    EventFactory(slug="other")
    assert client.get(ticket).status_code == 200
    assert [client.get(path).status_code for path in (ticket.replace("ocop", "other"), ticket[:-1])] == [404, 404]


def test_own_data_are_changed(client, ticket, db) -> None:
    answer = client.submit(f"{ticket}/change", {"full_name": "Lò Văn Én", "unit": "Trung tâm Khuyến công"})
    assert (answer.status_code, rows(db)[0].unit) == (303, "Trung tâm Khuyến công")


def test_a_cancelled_ticket_shows_no_code(client, ticket, db) -> None:
    client.submit(f"{ticket}/cancel", {"reason": ""})
    assert rows(db)[0].state is RegistrationState.CANCELLED
    assert "ticket-qr" not in client.get(ticket).text
    assert client.post(f"{ticket}/cancel", data={"reason": ""}).status_code == 409


def test_own_data_are_exported(client, ticket, db) -> None:
    services.record_consents(rows(db)[0], {ConsentPurpose.PHOTOS: True})
    answer = client.get(f"{ticket}/data.json")
    told = json.loads(answer.text)
    assert (told["registration"]["full_name"], told["registration"]["phone"]) == ("Lò Văn Én", "+84912345002")
    assert [(row["purpose"], row["granted"]) for row in told["consents"]] == [("photos", True)]
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_consents_are_given_and_withdrawn(client, ticket, db) -> None:
    client.post(f"{ticket}/data", data={"photos": "y"})
    client.post(f"{ticket}/data", data={"messages": "y"})
    assert queries.consents_of(rows(db)[0]) == {ConsentPurpose.PHOTOS: False, ConsentPurpose.MESSAGES: True}
    assert client.get(f"{ticket}/data").status_code == 200


def test_own_data_are_erased_on_request(client, ticket, db) -> None:
    assert client.submit(f"{ticket}/erase").status_code == 303
    assert (rows(db)[0].full_name, rows(db)[0].phone) == (services.ERASED_NAME, "")
    assert client.get(ticket).status_code == 404
