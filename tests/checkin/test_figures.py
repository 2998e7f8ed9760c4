"""The clicker, people who come without registration, and the figures of the day."""

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from app.accounts.models import ApiToken
from app.checkin.models import VisitorCount
from app.checkin.queries import board
from app.core.codes import digest
from app.events.models import Role
from app.registrations.models import Category, Registration
from tests.checkin.test_scans import HANOI, MORNING, scan
from tests.factories.checkin import Phone
from tests.factories.events import EventFactory, person_with
from tests.factories.registrations import RegistrationFactory


@pytest.fixture
def event(db, clock) -> Any:
    clock.move_to(MORNING)
    return EventFactory()


@pytest.fixture
def phone(client, event) -> Phone:
    return Phone(client, event)


def tap(delta: int, at: datetime = MORNING) -> dict[str, Any]:
    return {"count_uuid": str(uuid.uuid4()), "delta": delta, "counted_at": at.isoformat()}


def test_taps_count_once_however_often_they_are_sent(phone, client, event, db) -> None:
    taps = [tap(1), tap(10), tap(-1)]
    other = Phone(client, event)
    assert phone.post("counts", {"counts": taps}).json == {"stored": 3, "gate_today": 10, "event_today": 10}
    assert phone.post("counts", {"counts": [*taps, tap(10)]}).json == {"stored": 1, "gate_today": 20, "event_today": 20}
    assert other.post("counts", {"counts": [tap(1)]}).json == {"stored": 1, "gate_today": 1, "event_today": 21}
    assert db.scalar(sa.select(sa.func.sum(VisitorCount.delta))) == 21


def test_the_day_of_the_clicker_ends_at_midnight_of_the_place(phone, event) -> None:
    before, after = datetime(2026, 12, 6, 23, 59, tzinfo=HANOI), datetime(2026, 12, 7, 0, 0, tzinfo=HANOI)
    phone.post("counts", {"counts": [tap(10, before), tap(1, after)]})
    hours = [(hour.day.day, hour.hour, hour.total) for hour in board.visits_per_day_and_hour(event)]
    assert hours == [(6, 23, 10), (7, 0, 1)]


@pytest.mark.parametrize("delta", [101, -101, "1", 1.5, True])
def test_a_tap_that_is_none_is_refused(phone, db, delta) -> None:
    assert phone.post("counts", {"counts": [tap(1) | {"delta": delta}]}).status_code == 422
    assert db.scalars(sa.select(VisitorCount)).all() == []


def test_visits_are_visitors_by_code_and_by_clicker(phone, event) -> None:
    for category, size in ((Category.VISITOR, 1), (Category.DELEGATE, 4), (Category.STAFF, 1)):
        phone.post("scans", scan(RegistrationFactory(event_id=event.id, category=category, party_size=size).badge_code))
    again = RegistrationFactory(event_id=event.id)
    for minute in (70, 80):
        phone.post("scans", scan(again.badge_code, MORNING + timedelta(minutes=minute)))
    phone.post("counts", {"counts": [tap(10)]})
    hours = board.visits_per_day_and_hour(event)
    assert [(hour.hour, hour.scanned, hour.counted) for hour in hours] == [(9, 5, 10), (10, 1, 0)]
    assert board.count_visitors(event) == 16


def test_figures_of_the_day_for_phones_and_people(phone, client, event, db) -> None:
    people = [RegistrationFactory(event_id=event.id) for _ in range(3)]
    codes = [person.badge_code for person in people]
    RegistrationFactory(event_id=event.id, category=Category.STAFF)
    for code in codes:
        phone.post("scans", scan(code))
    phone.post("scans", scan(codes[0], MORNING + timedelta(minutes=5), direction="exit"))
    answer = phone.get("stats").json
    assert (answer["day"], answer["visitors_today"], answer["inside"], answer["expected"]) == (
        "2026-12-06",
        3,
        2,
        {"staff": 1, "visitor": 3},
    )
    assert answer["hours"] == [{"hour": 9, "gate": phone.gate_name, "scanned": 3, "counted": 0}]
    token(db, person_with(Role.LEADERSHIP, event), "leader")
    told = client.get(f"/api/v1/events/{phone.slug}/stats", headers={"Authorization": "Bearer leader"})
    assert told.json == answer


def token(db: Any, user: Any, secret: str) -> None:
    now = MORNING
    db.add(ApiToken(user_id=user.id, name="t", digest=digest(secret), created_at=now, expires_at=now + timedelta(days=9)))
    db.flush()


@pytest.mark.parametrize("path", ["stats", "conflicts", "search?q=giang"])
def test_who_has_no_part_in_it_sees_no_figures(client, event, db, path) -> None:
    token(db, person_with(Role.EXHIBITOR_STAFF, event), "exhibitor")
    stranger = Phone(client, EventFactory())
    slug = event.slug
    answers = [
        client.get(f"/api/v1/events/{slug}/{path}", headers={"Authorization": f"Bearer {secret}"}).status_code
        for secret in ("exhibitor", stranger.token, "nonsense")
    ]
    assert answers == [403, 404, 401]


def test_a_walk_in_gets_codes_and_comes_in(phone, event, db) -> None:
    answer = phone.post("walk-ins", {"full_name": "  Vàng  Thị Mỷ ", "unit": "HTX Sín Chải"}, headers={"Idempotency-Key": "w1"})
    assert (answer.status_code, answer.json["holder"]["name"]) == (201, "Vàng Thị Mỷ")
    again = phone.post("walk-ins", {"full_name": "  Vàng  Thị Mỷ ", "unit": "HTX Sín Chải"}, headers={"Idempotency-Key": "w1"})
    assert again.json == answer.json
    assert db.scalars(sa.select(Registration.source)).all() == ["walk_in"]
    assert phone.post("scans", scan(answer.json["short_code"])).json["reason"] == "ok"


def test_a_deputy_leaves_the_invitation_as_it_is(phone, event, db) -> None:
    invited = RegistrationFactory(event_id=event.id, unit="Sở Công Thương Lào Cai", category=Category.DELEGATE)
    code = invited.short_code
    answer = phone.post("walk-ins", {"full_name": "Lù A Chứ", "category": "delegate", "replaces": code})
    assert (answer.status_code, answer.json["holder"]["unit"]) == (201, "Sở Công Thương Lào Cai")
    assert db.scalars(sa.select(Registration.note).order_by(Registration.id)).all() == ["", f"→ {code}"]


@pytest.mark.parametrize("body", [{"full_name": ""}, {"full_name": "\u200b"}, {"full_name": "A", "category": "staff"}, {}])
def test_a_walk_in_needs_a_name_and_no_staff_badge(phone, db, body) -> None:
    assert phone.post("walk-ins", body).status_code == 422
    assert db.scalars(sa.select(Registration)).all() == []
