"""Work without a connection: batches store everything, and the result does not depend on who delivers first."""

import json
import uuid
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from app.checkin.models import Entry, Scan
from app.core import clock as time
from app.registrations.models import RegistrationState
from tests.checkin.test_scans import MORNING, scan
from tests.factories.checkin import Phone
from tests.factories.events import EventFactory
from tests.factories.registrations import RegistrationFactory


@pytest.fixture
def event(db, clock) -> Any:
    clock.move_to(MORNING)
    return EventFactory()


@pytest.fixture
def phone(client, event) -> Phone:
    return Phone(client, event)


def reasons(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [item["reason"] for item in answer.json["results"]]


def test_every_item_is_stored_whatever_stands_in_it(phone, event, db) -> None:
    good = RegistrationFactory(event_id=event.id)
    gone = RegistrationFactory(event_id=event.id, state=RegistrationState.CANCELLED)
    stranger = RegistrationFactory()
    items = [
        scan(good.badge_code),
        scan(gone.badge_code),
        scan(stranger.badge_code),
        scan("EV1" + "B" * 20),
        scan("x" * 10_000),
        scan("\x00\ud800"),
        None,
        7,
        [[]],
        "text",
        {},
        {"code": good.badge_code},
        scan(good.badge_code, scan_uuid="not a uuid"),
        scan(good.badge_code, scan_uuid="7" * 40),
        scan(good.badge_code, direction="up"),
        scan(good.badge_code, scanned_at="yesterday"),
        scan(good.badge_code, scanned_at="9999-12-31T23:59:59-14:00"),
        scan(good.badge_code, shown="\x00"),
        scan(good.badge_code, unknown_field={"a": [1]}, at=MORNING + timedelta(minutes=1)),
    ]
    answer = phone.post("scans/batch", {"scans": items})
    expected = ["ok", "cancelled", "wrong_event", "unknown", "malformed"] + ["malformed"] * 13 + ["already_in"]
    assert reasons(answer) == expected
    assert db.scalar(sa.select(sa.func.count()).select_from(Scan)) == len(items)
    again = phone.post("scans/batch", {"scans": items})
    assert reasons(again) == expected
    assert db.scalar(sa.select(sa.func.count()).select_from(Scan)) == len(items)


def test_a_batch_cut_on_its_way_is_sent_again_and_stored_once(phone, event, db) -> None:
    items = [scan(RegistrationFactory(event_id=event.id).badge_code) for _ in range(6)]
    whole = json.dumps({"scans": items[:4]}).encode()
    path, headers = f"/api/v1/events/{phone.slug}/scans/batch", {"Authorization": f"Bearer {phone.token}"}
    for cut in (0, 1, 7, len(whole) // 2, len(whole) - 1):
        cut_off = phone.client.post(path, data=whole[:cut], content_type="application/json", headers=headers)
        assert cut_off.status_code == 400
    assert db.scalar(sa.select(sa.func.count()).select_from(Scan)) == 0
    # The answers of the first two are lost; the phone sends all it has not heard of, in batches that overlap.
    for part in (items[:4], items[:4], items[2:]):
        assert reasons(phone.post("scans/batch", {"scans": part})) == ["ok"] * len(part)
    assert db.scalar(sa.select(sa.func.count()).select_from(Scan)) == 6


def test_a_phone_three_hours_wrong_is_put_right(phone, client, event, db) -> None:
    code = RegistrationFactory(event_id=event.id).badge_code
    wrong = MORNING + timedelta(hours=3)
    late = {"scans": [scan(code, wrong + timedelta(seconds=-60))], "sent_at": (wrong + timedelta(minutes=5)).isoformat()}
    first = Phone(client, event)
    first.post("scans", scan(code, MORNING - timedelta(minutes=5)))
    phone.post("scans/batch", late)
    entry = db.scalars(sa.select(Entry)).one()
    # Scanned six minutes before it was sent: before the other gate's, whatever the phone's clock says.
    assert (entry.gate_id, abs((entry.entered_at - (MORNING - timedelta(minutes=6))).total_seconds()) < 60) == (
        phone.gate.id,
        True,
    )


def test_a_scan_twice_in_a_batch_is_one(phone, event, db) -> None:
    item = scan(RegistrationFactory(event_id=event.id).badge_code)
    answer = phone.post("scans/batch", {"scans": [item, item]})
    assert sorted((one["reason"], one["replayed"]) for one in answer.json["results"]) == [("ok", False), ("ok", True)]
    assert db.scalar(sa.select(sa.func.count()).select_from(Scan)) == 1


def test_answers_come_in_the_order_asked_but_are_found_in_the_order_of_time(phone, event) -> None:
    code = RegistrationFactory(event_id=event.id).badge_code
    items = [
        scan(code, MORNING + timedelta(minutes=2)),
        scan(code, MORNING + timedelta(minutes=1), direction="exit"),
        scan(code),
        scan(code, MORNING + timedelta(minutes=3)),
    ]
    answer = phone.post("scans/batch", {"scans": items})
    assert [(one["scan_uuid"], one["reason"]) for one in answer.json["results"]] == [
        (item["scan_uuid"], reason) for item, reason in zip(items, ["ok", "ok", "ok", "already_in"], strict=True)
    ]


def test_the_earliest_is_the_entry_whoever_delivers_first(phone, client, event, db) -> None:
    person = RegistrationFactory(event_id=event.id)
    other = Phone(client, event)
    late, early = scan(person.badge_code, MORNING + timedelta(minutes=3)), scan(person.badge_code)
    assert reasons(phone.post("scans/batch", {"scans": [late]})) == ["ok"]
    assert reasons(other.post("scans/batch", {"scans": [early]})) == ["already_in"]
    entry = db.scalars(sa.select(Entry)).one()
    assert (entry.entered_at, entry.gate_id, entry.scan_uuid) == (MORNING, other.gate.id, early["scan_uuid"])


def test_at_the_same_time_the_smaller_uuid_is_the_entry(phone, client, event, db) -> None:
    person = RegistrationFactory(event_id=event.id)
    other = Phone(client, event)
    small, large = (scan(person.badge_code, scan_uuid=str(uuid.UUID(int=number))) for number in (1, 2))
    phone.post("scans/batch", {"scans": [large]})
    other.post("scans/batch", {"scans": [small]})
    assert db.scalars(sa.select(Entry.scan_uuid)).all() == [small["scan_uuid"]]


def test_the_clock_of_the_batch_is_corrected(phone, event, db) -> None:
    person = RegistrationFactory(event_id=event.id)
    wrong = time.now() + timedelta(days=2)
    answer = phone.post("scans/batch", {"scans": [scan(person.badge_code, wrong)], "sent_at": wrong.isoformat()})
    kept = db.scalars(sa.select(Scan)).one()
    assert (reasons(answer), abs(kept.offset_s + 172_800) <= 2, kept.sent_offline) == (["ok"], True, True)


def test_an_empty_batch_is_a_sign_of_life(phone, db, clock) -> None:
    clock.move_to(MORNING + timedelta(minutes=10))
    assert phone.post("scans/batch", {"scans": []}).json["results"] == []
    db.refresh(phone.device)
    assert phone.device.last_seen_at >= MORNING + timedelta(minutes=10)


@pytest.mark.parametrize("body", [[], {}, {"scans": {}}, {"scans": [None] * 501}])
def test_what_is_no_batch_is_an_error(phone, db, body) -> None:
    assert phone.post("scans/batch", body).status_code == 422
    assert db.scalars(sa.select(Scan)).all() == []
