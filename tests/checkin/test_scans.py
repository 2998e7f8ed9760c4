"""One scan: what a gate is told, and what is kept of it."""

import uuid
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from app.badges.models import RevokedCode
from app.checkin.models import Entry, Scan
from app.core import clock as time
from app.core.codes import random_code
from app.core.db import db as database
from app.registrations.models import Category, RegistrationState
from tests.factories.checkin import GateFactory, Phone
from tests.factories.events import EventFactory
from tests.factories.registrations import RegistrationFactory
from tests.support.queries import count_queries

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
# The second day of the fair of EventFactory.
MORNING = datetime(2026, 12, 6, 9, 0, tzinfo=HANOI)


@pytest.fixture
def event(db, clock) -> Any:
    clock.move_to(MORNING)
    return EventFactory()


@pytest.fixture
def phone(client, event) -> Phone:
    return Phone(client, event)


def scan(code: str, at: datetime = MORNING, **values: Any) -> dict[str, Any]:
    return {"scan_uuid": str(uuid.uuid4()), "code": code, "direction": "entry", "scanned_at": at.isoformat()} | values


def told(answer: Any) -> tuple[str, str]:
    assert answer.status_code == 200, answer.text
    return answer.json["result"], answer.json["reason"]


def test_a_visitor_comes_in_and_counts(phone, event, db) -> None:
    person = RegistrationFactory(event_id=event.id, full_name="Giàng A Páo", unit="HTX Tả Phìn")
    body = scan(person.badge_code)
    answer = phone.post("scans", body)
    assert answer.json == {
        "scan_uuid": body["scan_uuid"],
        "result": "accepted",
        "reason": "ok",
        "first_scan": None,
        "holder": {"name": "Giàng A Páo", "unit": "HTX Tả Phìn", "category": "visitor"},
        "party_size": 1,
        "counted": True,
        "replayed": False,
        "why": None,
        "warning": None,
        "note": None,
    }
    entry = db.scalars(sa.select(Entry)).one()
    assert (entry.registration_id, entry.window, entry.entered_at) == (person.id, "2026-12-06", MORNING)


def test_the_second_gate_is_told_when_and_where(phone, client, event) -> None:
    person = RegistrationFactory(event_id=event.id)
    other = Phone(client, event)
    phone.post("scans", scan(person.badge_code))
    answer = other.post("scans", scan(person.badge_code, MORNING + timedelta(minutes=3)))
    assert told(answer) == ("refused", "already_in")
    assert answer.json["first_scan"] == {"at": "2026-12-06T02:00:00+00:00", "gate": phone.gate_name}
    assert answer.json["counted"] is False


def test_a_repeated_scan_gets_the_first_answer(phone, event, db) -> None:
    person = RegistrationFactory(event_id=event.id)
    body = scan(person.badge_code)
    first = phone.post("scans", body).json
    again = [phone.post("scans", body).json for _ in range(3)]
    assert again == [first | {"replayed": True}] * 3
    assert db.scalar(sa.select(sa.func.count()).select_from(Scan)) == 1


def test_a_repeated_refusal_gets_the_first_answer(phone, client, event) -> None:
    person = RegistrationFactory(event_id=event.id)
    phone.post("scans", scan(person.badge_code))
    body = scan(person.badge_code, MORNING + timedelta(minutes=1))
    first = phone.post("scans", body).json
    # An earlier entry becomes known in between; what was told stays told.
    Phone(client, event).post("scans", scan(person.badge_code, MORNING - timedelta(minutes=5)))
    assert phone.post("scans", body).json == first | {"replayed": True}


def test_a_typed_short_code_opens_too(phone, event) -> None:
    person = RegistrationFactory(event_id=event.id, short_code="BCDF2345".replace("D", "G"))
    assert told(phone.post("scans", scan(" bcgf-23 45 "))) == ("accepted", "ok")
    assert told(phone.post("scans", scan(person.badge_code.lower()))) == ("refused", "already_in")


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"state": RegistrationState.CANCELLED}, "cancelled"),
        ({"state": RegistrationState.BLOCKED}, "blocked"),
        ({"state": RegistrationState.PENDING}, "not_accepted"),
        ({"state": RegistrationState.WAITLISTED}, "not_accepted"),
        ({"valid_from_on": date(2026, 12, 7)}, "not_yet_valid"),
        ({"valid_until_on": date(2026, 12, 5)}, "expired"),
    ],
)
def test_a_refusal_names_person_and_reason_and_is_kept(phone, event, db, values, reason) -> None:
    person = RegistrationFactory(event_id=event.id, **values)
    answer = phone.post("scans", scan(person.badge_code))
    assert told(answer) == ("refused", reason)
    assert answer.json["holder"]["name"] == person.full_name
    assert db.scalars(sa.select(Scan.reason)).all() == [reason]
    assert db.scalars(sa.select(Entry)).all() == []


@pytest.mark.parametrize(
    ("at", "reason"),
    [
        (datetime(2026, 12, 4, 23, 59, tzinfo=HANOI), "wrong_day"),
        (datetime(2026, 12, 5, 0, 1, tzinfo=HANOI), "ok"),
        (datetime(2026, 12, 10, 23, 59, tzinfo=HANOI), "ok"),
        (datetime(2026, 12, 11, 0, 1, tzinfo=HANOI), "wrong_day"),
    ],
)
def test_days_are_those_of_the_place(phone, event, at, reason) -> None:
    person = RegistrationFactory(event_id=event.id)
    assert phone.post("scans", scan(person.badge_code, at)).json["reason"] == reason


def test_a_builder_with_dates_of_his_own_comes_earlier(phone, event) -> None:
    person = RegistrationFactory(event_id=event.id, category=Category.CONTRACTOR, valid_from_on=date(2026, 12, 3))
    answer = phone.post("scans", scan(person.badge_code, datetime(2026, 12, 3, 8, 0, tzinfo=HANOI)))
    assert (told(answer), answer.json["counted"]) == (("accepted", "ok"), False)


@pytest.mark.parametrize("category", [item for item in Category if item not in ("visitor", "delegate", "vip")])
def test_who_works_there_is_no_visitor(phone, event, category) -> None:
    person = RegistrationFactory(event_id=event.id, category=category)
    answer = phone.post("scans", scan(person.badge_code))
    assert (told(answer), answer.json["counted"]) == (("accepted", "ok"), False)


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("EV1" + "B" * 20, "unknown"),
        ("BBBBBBBB", "unknown"),
        ("https://example.org/pay?id=7", "unknown"),
        ("EV1" + "B" * 19, "malformed"),
        ("EV1" + "A" * 20, "malformed"),
        ("", "malformed"),
        ("\x00\x01", "malformed"),
        ("x" * 10_000, "malformed"),
    ],
)
def test_foreign_codes_are_kept_as_digests(phone, db, code, reason) -> None:
    answer = phone.post("scans", scan(code))
    assert (told(answer), answer.json["holder"]) == (("refused", reason), None)
    kept = db.scalars(sa.select(Scan)).one()
    assert (kept.code[:7], len(kept.code), kept.registration_id) == ("sha256:", 71, None)


def test_a_badge_of_another_event_tells_nothing(phone, db) -> None:
    stranger = RegistrationFactory(full_name="Người lạ")
    answer = phone.post("scans", scan(stranger.badge_code))
    assert (told(answer), answer.json["holder"]) == (("refused", "wrong_event"), None)
    assert db.scalars(sa.select(Scan.code)).one().startswith("sha256:")
    assert phone.post("scans", scan(stranger.short_code)).json["reason"] == "unknown"


def revoke(person: Any, at: datetime) -> str:
    old = "EV1" + random_code(20)
    database.session.add(
        RevokedCode(badge_code=old, event_id=person.event_id, registration_id=person.id, reason="lost", revoked_at=at)
    )
    database.session.flush()
    return old


def test_a_replaced_badge_is_refused_at_once(phone, event) -> None:
    person = RegistrationFactory(event_id=event.id)
    old = revoke(person, MORNING)
    answer = phone.post("scans", scan(old, MORNING - timedelta(minutes=30)))
    assert (told(answer), answer.json["holder"]["name"]) == (("refused", "revoked"), person.full_name)
    assert told(phone.post("scans", scan(person.badge_code))) == ("accepted", "ok")


def test_without_a_connection_the_state_of_that_time_counts(phone, event) -> None:
    person = RegistrationFactory(event_id=event.id)
    gone = RegistrationFactory(event_id=event.id, state=RegistrationState.CANCELLED, cancelled_at=MORNING)
    old = revoke(person, MORNING)
    early, late = MORNING - timedelta(minutes=30), MORNING + timedelta(minutes=1)
    answers = [
        phone.post("scans", scan(code, at, offline=True)).json["reason"]
        for code, at in [(old, late), (old, early), (gone.badge_code, late), (gone.badge_code, early)]
    ]
    assert answers == ["revoked", "ok", "cancelled", "ok"]


def test_out_and_in_again_is_a_visit_but_no_visitor(phone, event, db) -> None:
    person = RegistrationFactory(event_id=event.id)
    answers = [
        phone.post("scans", scan(person.badge_code, MORNING + timedelta(minutes=minute), direction=direction)).json
        for minute, direction in enumerate(["entry", "exit", "entry", "entry"])
    ]
    assert [(item["reason"], item["counted"]) for item in answers] == [
        ("ok", True),
        ("ok", False),
        ("ok", False),
        ("already_in", False),
    ]
    assert db.scalars(sa.select(Entry.entered_at)).all() == [MORNING]


def test_going_out_without_having_come_in_is_noted(phone, event) -> None:
    person = RegistrationFactory(event_id=event.id)
    assert told(phone.post("scans", scan(person.badge_code, direction="exit"))) == ("accepted", "ok")
    assert told(phone.post("scans", scan(person.badge_code, MORNING + timedelta(minutes=1)))) == ("accepted", "ok")


def test_each_day_counts_once(phone, event, db) -> None:
    person = RegistrationFactory(event_id=event.id)
    for day in range(3):
        assert phone.post("scans", scan(person.badge_code, MORNING + timedelta(days=day))).json["counted"] is True
    assert len(db.scalars(sa.select(Entry)).all()) == 3


def test_once_in_the_whole_event_counts_once(client, event) -> None:
    phone = Phone(client, event, GateFactory(event_id=event.id, rule="once_per_event"))
    person = RegistrationFactory(event_id=event.id)
    assert told(phone.post("scans", scan(person.badge_code))) == ("accepted", "ok")
    assert told(phone.post("scans", scan(person.badge_code, MORNING + timedelta(days=1)))) == ("refused", "already_in")


def test_a_wrong_clock_is_measured_and_corrected(phone, event, db) -> None:
    person = RegistrationFactory(event_id=event.id)
    wrong = time.now() - timedelta(days=2)
    answer = phone.post("scans", scan(person.badge_code, wrong, sent_at=wrong.isoformat()))
    kept = db.scalars(sa.select(Scan)).one()
    assert told(answer) == ("accepted", "ok")
    assert (abs(kept.offset_s - 172_800) <= 2, abs((kept.scanned_at - MORNING).total_seconds()) < 30) == (True, True)


@pytest.mark.parametrize(
    "change",
    [
        {"scan_uuid": "7"},
        {"code": 5},
        {"direction": "up"},
        {"scanned_at": "yesterday"},
        {"scanned_at": "2026-12-06T09:00:00"},
        {"scanned_at": "0001-01-01T00:00:00+14:00"},
    ],
)
def test_a_request_that_is_no_scan_is_an_error(phone, db, change) -> None:
    assert phone.post("scans", scan("BBBBBBBB") | change).status_code == 422
    assert db.scalars(sa.select(Scan)).all() == []


def test_one_scan_costs_four_statements(phone, event) -> None:
    person = RegistrationFactory(event_id=event.id)
    body = scan(person.badge_code)
    phone.post("scans", scan("BBBBBBBB"))
    with count_queries() as seen:
        phone.post("scans", body)
    assert len(seen) == 4, seen


def test_a_key_gives_the_same_answer_and_takes_one_body_only(phone, event, db) -> None:
    body = scan(RegistrationFactory(event_id=event.id).badge_code)
    first = phone.post("scans", body, headers={"Idempotency-Key": "k1"})
    again = phone.post("scans", body, headers={"Idempotency-Key": "k1"})
    other = phone.post("scans", scan("BBBBBBBB"), headers={"Idempotency-Key": "k1"})
    assert (again.json, other.status_code) == (first.json, 422)
    assert db.scalar(sa.select(sa.func.count()).select_from(Scan)) == 1


def test_guessing_codes_is_stopped(phone, monkeypatch) -> None:
    monkeypatch.setattr("app.checkin.api._GUESSES", 3)
    answers = [phone.post("scans", scan("B" * 7 + letter)).status_code for letter in "CFGHJ"]
    assert answers == [200, 200, 200, 429, 429]
    assert phone.post("scans", scan("https://example.org/pay")).status_code == 200


def test_who_guesses_by_batches_waits_and_loses_no_scan(phone, monkeypatch) -> None:
    monkeypatch.setattr("app.checkin.api._GUESSES", 3)

    def batch(number: int) -> int:
        scans = [
            {
                "scan_uuid": str(uuid.uuid4()),
                "code": "EV1" + random_code(20),
                "scanned_at": MORNING.isoformat(),
                "offline": True,
            }
            for _scan in range(number)
        ]
        return phone.post("scans/batch", {"scans": scans, "sent_at": MORNING.isoformat()}).status_code

    assert [batch(2), batch(50), batch(1), batch(1)] == [200, 200, 429, 429]
