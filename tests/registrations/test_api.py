"""Registrations for programs: fields by role, paging, idempotency, faults named."""

import pytest
import sqlalchemy as sa

from app.accounts.models import ApiToken
from app.core import clock
from app.core.codes import digest, new_secret
from app.events.models import Role
from app.registrations.models import Category, Registration
from tests.factories.events import EventFactory, person_with
from tests.factories.registrations import RegistrationFactory

BODY = {"full_name": "Giàng A Páo", "category": "delegate", "phone": "0912 345 001", "basis": "giấy mời 12/GM-SCT"}


@pytest.fixture
def event(db):
    return EventFactory(slug="ocop", delegate_capacity=2)


@pytest.fixture
def call(client, db, event):
    """Send a request with the token of a person with `role`."""
    tokens = {}

    def send(method: str, path: str = "", *, role: Role = Role.ORGANISER, **kwargs):
        if role not in tokens:
            tokens[role] = new_secret()
            user = person_with(role, event)
            db.add(ApiToken(user_id=user.id, name="x", digest=digest(tokens[role]), created_at=clock.now()))
            db.flush()
        headers = {"Authorization": f"Bearer {tokens[role]}"} | kwargs.pop("headers", {})
        return client.open(f"/api/v1/events/ocop/registrations{path}", method=method, headers=headers, **kwargs)

    return send


def test_people_are_found_without_accents(call, event) -> None:
    RegistrationFactory(event_id=event.id, full_name="Giàng A Páo", phone="+84912345001")
    RegistrationFactory(event_id=event.id, full_name="Tẩn Mẩy Mẩy")
    found = call("GET", "?q=giang+pao").json["registrations"]
    assert [(row["full_name"], row["phone"]) for row in found] == [("Giàng A Páo", "+84912345001")]


def test_a_steward_sees_no_phone_and_no_address(call, event) -> None:
    code = RegistrationFactory(event_id=event.id, phone="+84912345001").short_code
    for answer in (
        call("GET", "?q=giang", role=Role.STEWARD).json["registrations"][0],
        call("GET", f"/{code}", role=Role.STEWARD).json,
    ):
        assert set(answer) & {"phone", "email"} == set()
        assert answer["id"] == code


def test_pages_follow_by_code(call, event) -> None:
    RegistrationFactory.create_batch(5, event_id=event.id)
    first = call("GET", "?limit=3").json
    second = call("GET", f"?limit=3&after={first['next']}").json
    ids = [row["id"] for row in first["registrations"] + second["registrations"]]
    assert (len(ids), len(set(ids)), second["next"]) == (5, 5, None)


def test_a_person_is_registered(call, event, db) -> None:
    answer = call("POST", json=BODY)
    assert (answer.status_code, answer.json["phone"], answer.json["state"]) == (201, "+84912345001", "confirmed")
    row = db.scalars(sa.select(Registration)).one()
    assert (row.category, row.source, row.short_code) == (Category.DELEGATE, "api", answer.json["id"])


def test_the_same_key_registers_once_and_another_body_is_refused(call, db) -> None:
    key = {"Idempotency-Key": "k1"}
    answers = [call("POST", json=BODY, headers=key) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json == answers[1].json
    assert call("POST", json=BODY | {"unit": "x"}, headers=key).status_code == 422
    assert db.scalar(sa.select(sa.func.count()).select_from(Registration)) == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"full_name": ""}, "full_name"),
        ({"full_name": "   "}, "full_name"),
        ({"full_name": "x" * 121}, "full_name"),
        ({"full_name": "a\x00b"}, "full_name"),
        ({"full_name": 7}, "full_name"),
        ({"party_size": True}, "party_size"),
        ({"party_size": "2"}, "party_size"),
        ({"party_size": -1}, "party_size"),
        ({"party_size": 1.5}, "party_size"),
        ({"party_size": 10**9}, "party_size"),
        ({"phone": "01234567890"}, "phone"),
        ({"email": "nobody@"}, "email"),
        ({"country": "XX"}, "country"),
        ({"province_code": 2}, "province_code"),
        ({"category": "king"}, "category"),
        ({"basis": ""}, "basis"),
        ({"unknown": 1}, "unknown"),
    ],
)
def test_a_fault_is_named_by_its_field(call, db, change, field) -> None:
    answer = call("POST", json=BODY | change)
    assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")
    assert [error["field"] for error in answer.json["errors"]] == [field]
    assert db.scalar(sa.select(sa.func.count()).select_from(Registration)) == 0


def test_the_last_place_is_not_sold_twice(call) -> None:
    assert call("POST", json=BODY | {"party_size": 2}).status_code == 201
    answer = call("POST", json=BODY)
    assert (answer.status_code, answer.json["code"]) == (409, "no_places_left")


@pytest.mark.parametrize("role", [Role.STEWARD, Role.FINANCE])
def test_others_may_not_register_people(call, role: Role) -> None:
    assert call("POST", json=BODY, role=role).status_code == 403


def test_strangers_learn_nothing(client, event) -> None:
    for headers in ({}, {"Authorization": "Bearer nonsense"}):
        assert client.get("/api/v1/events/ocop/registrations", headers=headers).status_code == 401


def test_a_code_of_another_event_is_not_found(call) -> None:
    other = RegistrationFactory()
    assert call("GET", f"/{other.short_code}").status_code == 404
    assert call("GET", f"?after={other.short_code}").status_code == 404


@pytest.mark.parametrize("query", ["?limit=0", "?limit=1000", "?category=king", "?after=x", "?unknown=1"])
def test_a_strange_question_is_refused(call, query: str) -> None:
    assert call("GET", query).status_code == 422
