"""The API of booths."""

from datetime import timedelta

import pytest

from app.accounts.models import ApiToken
from app.booths import queries, services
from app.booths.models import BoothClaim, BoothState
from app.booths.services import Holder
from app.core import clock as time
from app.core.codes import digest
from app.events.models import EventState, Role
from tests.conftest import START
from tests.factories.accounts import UserFactory
from tests.factories.booths import make_fair
from tests.factories.events import person_with


def bearer(db, user, secret: str = "a token", event=None) -> dict[str, str]:
    db.add(ApiToken(user_id=user.id, event_id=event and event.id, name="x", digest=digest(secret), created_at=time.now()))
    db.flush()
    return {"Authorization": f"Bearer {secret}"}


@pytest.fixture
def token(db):
    return bearer(db, UserFactory())


def api(event, rest: str = "") -> str:
    return f"/api/v1/events/{event.slug}/booths{rest}"


def test_the_booths_of_a_public_event_are_open(client) -> None:
    event, booths = make_fair(2)
    services.hold(booths[1], Holder("x"))
    answer = client.get(api(event)).json
    assert [(booth["code"], booth["state"]) for booth in answer["booths"]] == [("A01", "free"), ("A02", "held")]
    assert answer["booths"][0]["price"] == {
        "rent_vnd": 4_500_000,
        "corner_vnd": 450_000,
        "vat_pct": 8,
        "vat_vnd": 396_000,
        "total_vnd": 5_346_000,
    }


def test_a_draft_is_open_to_a_members_token_but_not_to_a_cookie(client, db) -> None:
    event, _booths = make_fair(1, state=EventState.DRAFT)
    organiser = person_with(Role.ORGANISER, event)
    client.sign_in(organiser)
    assert client.get(api(event)).status_code == 404
    assert client.get(api(event), headers=bearer(db, UserFactory(), "a stranger")).status_code == 404
    assert client.get(api(event), headers=bearer(db, organiser, "of another event", make_fair(1)[0])).status_code == 404
    assert client.get(api(event), headers=bearer(db, organiser)).status_code == 200


def test_a_hold_answers_with_secret_end_and_price(client, db, token) -> None:
    event, _booths = make_fair(1)
    answer = client.post(api(event, "/A01/hold"), headers=token)
    assert answer.status_code == 201
    assert sorted(answer.json) == ["booth", "claim", "expires_at", "price", "secret"]
    claim = db.get(BoothClaim, answer.json["claim"])
    assert (claim.secret_digest, claim.total_vnd) == (digest(answer.json["secret"]), 5_346_000)
    assert answer.json["price"]["total_vnd"] == 5_346_000


def test_the_loser_gets_409_with_free_alternatives(client, db, token) -> None:
    event, booths = make_fair(3)
    services.hold(booths[0], Holder("x"))
    answer = client.post(api(event, "/A01/hold"), headers=token)
    assert (answer.status_code, answer.content_type, answer.json["code"]) == (409, "application/problem+json", "booth_taken")
    assert [near["code"] for near in answer.json["alternatives"]] == ["A02", "A03"]


def test_the_same_key_gets_the_same_answer_and_one_hold(client, db, token) -> None:
    event, _booths = make_fair(2)
    headers = token | {"Idempotency-Key": "k1"}
    first = client.post(api(event, "/A01/hold"), headers=headers)
    again = client.post(api(event, "/A01/hold"), headers=headers)
    assert (again.status_code, again.json) == (201, first.json)
    assert client.post(api(event, "/A02/hold"), headers=headers).status_code == 422
    assert db.query(BoothClaim).count() == 1


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer unknown"}, {"Authorization": "Basic eA=="}])
def test_a_hold_needs_a_token(client, headers) -> None:
    event, booths = make_fair(1)
    client.sign_in(UserFactory())
    assert client.post(api(event, "/A01/hold"), headers=headers).status_code == 401
    assert queries.state_of(booths[0]) == BoothState.FREE


def test_the_holder_releases_and_nobody_else(client, db, token) -> None:
    event, booths = make_fair(1)
    client.post(api(event, "/A01/hold"), headers=token)
    stranger = bearer(db, UserFactory(), "another token")
    assert client.delete(api(event, "/A01/hold"), headers=stranger).status_code == 404
    assert queries.state_of(booths[0]) == BoothState.HELD
    assert client.delete(api(event, "/A01/hold"), headers=token).json == {"booth": "A01", "state": "free"}
    assert client.delete(api(event, "/A01/hold"), headers=token).status_code == 404


def test_an_ended_hold_is_free_for_others_at_once(client, db, token, clock) -> None:
    event, _booths = make_fair(1)
    client.post(api(event, "/A01/hold"), headers=token)
    clock.move_to(START + timedelta(minutes=16))
    assert client.post(api(event, "/A01/hold"), headers=bearer(db, UserFactory(), "another")).status_code == 201


def test_a_person_holds_at_most_three(client, token) -> None:
    event, _booths = make_fair(4)
    statuses = [client.post(api(event, f"/A0{number}/hold"), headers=token) for number in range(1, 5)]
    assert [answer.status_code for answer in statuses] == [201, 201, 201, 409]
    assert statuses[-1].json["code"] == "too_many_holds"


def test_an_unknown_booth_is_not_found(client, token) -> None:
    event, _booths = make_fair(1)
    assert client.post(api(event, "/Z99/hold"), headers=token).status_code == 404


def test_several_booths_are_held_together_or_none(client, db, token) -> None:
    path = api(make_fair(3)[0], "/holds")
    answer = client.post(path, json={"booths": ["A01", "A02"]}, headers=token)
    assert (answer.status_code, [one["booth"] for one in answer.json["holds"]]) == (201, ["A01", "A02"])
    refused = client.post(path, json={"booths": ["A03", "A01"]}, headers=bearer(db, UserFactory(), "another"))
    assert (refused.status_code, refused.json["code"]) == (409, "booth_taken")
    assert client.post(path, json={"booths": ["Z99"]}, headers=token).status_code == 404
    assert client.post(path, json={"booths": []}, headers=token).status_code == 422
