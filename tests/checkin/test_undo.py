"""A scan is taken back by a new row: counts follow, the answer stays, and the order of arrival does not matter."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from app.checkin.errors import UndoneAlready
from app.checkin.models import Entry, Scan, ScanUndo
from app.checkin.queries import board, conflicts
from app.checkin.services import undoing
from app.core import doctor
from tests.checkin.test_scans import MORNING, scan
from tests.factories.accounts import UserFactory
from tests.factories.checkin import Phone
from tests.factories.events import EventFactory
from tests.factories.registrations import RegistrationFactory

NOON = MORNING + timedelta(hours=3)


@pytest.fixture
def event(db, clock) -> Any:
    clock.move_to(MORNING)
    return EventFactory()


@pytest.fixture
def phone(client, event) -> Phone:
    return Phone(client, event)


def undo(item: dict[str, Any], at: Any = MORNING, **values: Any) -> dict[str, Any]:
    fields = {"undo_uuid": str(uuid.uuid4()), "scan_uuid": item["scan_uuid"], "reason": "Nhầm người"}
    return fields | {"undone_at": (at + timedelta(seconds=30)).isoformat()} | values


def results(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [item["result"] for item in answer.json["results"]]


def is_sound() -> bool:
    return all(item.ok for item in doctor.examine() if item.key in ("I7", "I8", "I9", "I10"))


def test_a_mistake_is_taken_back_and_the_person_scanned_again(phone, event, db) -> None:
    item = scan(RegistrationFactory(event_id=event.id).badge_code)
    phone.post("scans", item)
    assert results(phone.post("undos", {"undos": [undo(item)]})) == ["undone"]
    assert (board.count_visitors(event), board.figures_of(event, MORNING.date()).inside) == (0, 0)
    assert phone.post("scans", item).json["reason"] == "ok"  # what was told stays told
    again = phone.post("scans", item | {"scan_uuid": str(uuid.uuid4())})
    assert (again.json["reason"], again.json["counted"], board.count_visitors(event)) == ("ok", True, 1)
    assert (db.scalar(sa.select(sa.func.count()).select_from(Scan)), is_sound()) == (2, True)


def test_an_undo_is_stored_once_and_answered_alike(phone, event, db) -> None:
    item = scan(RegistrationFactory(event_id=event.id).badge_code)
    phone.post("scans", item)
    taken_back = undo(item)
    assert [results(phone.post("undos", {"undos": [taken_back, taken_back]})) for _ in range(2)] == [["undone"] * 2] * 2
    assert db.scalar(sa.select(sa.func.count()).select_from(ScanUndo)) == 1


def test_a_steward_has_two_minutes_at_the_same_device(phone, client, event) -> None:
    item = scan(RegistrationFactory(event_id=event.id).badge_code)
    phone.post("scans", item)
    late = undo(item, undone_at=(MORNING + timedelta(seconds=121)).isoformat())
    assert results(phone.post("undos", {"undos": [late]})) == ["too_late"]
    assert results(Phone(client, event).post("undos", {"undos": [undo(item)]})) == ["waiting"]
    assert board.count_visitors(event) == 1


def test_an_undo_may_arrive_before_its_scan(phone, client, event, db) -> None:
    person = RegistrationFactory(event_id=event.id)
    item = scan(person.badge_code)
    assert results(phone.post("undos", {"undos": [undo(item)]})) == ["waiting"]
    phone.post("scans/batch", {"scans": [item]})
    assert (db.scalars(sa.select(Entry)).all(), is_sound()) == ([], True)
    later = scan(person.badge_code, MORNING + timedelta(minutes=5))
    assert Phone(client, event).post("scans", later).json["reason"] == "ok"


def test_the_next_scan_becomes_the_entry_when_the_first_is_taken_back(phone, client, event, db) -> None:
    person = RegistrationFactory(event_id=event.id)
    other = Phone(client, event)
    first, second = scan(person.badge_code), scan(person.badge_code, MORNING + timedelta(minutes=1))
    phone.post("scans", first)
    assert other.post("scans", second).json["reason"] == "already_in"
    phone.post("undos", {"undos": [undo(first)]})
    entry = db.scalars(sa.select(Entry)).one()
    assert (entry.scan_uuid, entry.gate_id, entry.entered_at) == (
        second["scan_uuid"],
        other.gate.id,
        MORNING + timedelta(minutes=1),
    )
    assert is_sound()


def test_the_way_out_can_be_taken_back(phone, event) -> None:
    person = RegistrationFactory(event_id=event.id)
    out = scan(person.badge_code, MORNING + timedelta(minutes=1), direction="exit")
    phone.post("scans", scan(person.badge_code))
    phone.post("scans", out)
    phone.post("undos", {"undos": [undo(out, MORNING + timedelta(minutes=1))]})
    assert board.figures_of(event, MORNING.date()).inside == 1


def test_a_supervisor_takes_back_anything_once(phone, event, db, clock) -> None:
    phone.post("scans", scan(RegistrationFactory(event_id=event.id).badge_code))
    clock.move_to(NOON)
    kept, supervisor = db.scalars(sa.select(Scan)).one(), UserFactory()
    undoing.undo_scan(event, kept, "Quét nhầm thẻ", by=supervisor)
    assert (board.count_visitors(event), db.scalars(sa.select(ScanUndo.undone_by_id)).all()) == (0, [supervisor.id])
    with pytest.raises(UndoneAlready):
        undoing.undo_scan(event, kept, "lần nữa", by=supervisor)


def test_what_stewards_took_back_is_shown_for_review(phone, event) -> None:
    item = scan(RegistrationFactory(event_id=event.id, full_name="Giàng A Páo").badge_code)
    phone.post("scans", item)
    phone.post("undos", {"undos": [undo(item)]})
    told = [(odd.kind.value, odd.holder.name, odd.because) for odd in conflicts.conflicts_of(event)]
    assert told == [("undone", "Giàng A Páo", "Nhầm người")]


@pytest.mark.parametrize("change", [{"reason": ""}, {"scan_uuid": "7"}, {"undone_at": "now"}, {"undo_uuid": None}])
def test_what_is_no_undo_is_refused(phone, db, change) -> None:
    assert phone.post("undos", {"undos": [undo(scan("B" * 8), **change)]}).status_code == 422
    assert db.scalars(sa.select(ScanUndo)).all() == []


def test_a_phone_tells_of_its_battery_and_queue(phone, db) -> None:
    answer = phone.post("device-status", {"battery_pct": 17, "waiting": 40})
    db.refresh(phone.device)
    assert (answer.status_code, phone.device.battery_pct, phone.device.waiting) == (200, 17, 40)
    assert phone.post("device-status", {"battery_pct": 101}).status_code == 422
