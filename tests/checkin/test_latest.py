"""A supervisor finds scans of a person or a gate and takes one back, however old; a steward has two minutes at the phone."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from app.audit.models import AuditEntry
from app.checkin.models import Entry, Scan, ScanUndo
from app.checkin.queries import board, latest
from app.core import doctor
from app.events.models import Role
from tests.checkin.test_scans import MORNING, scan
from tests.checkin.test_undo import results, undo
from tests.factories.checkin import Phone
from tests.factories.events import EventFactory, person_with
from tests.factories.registrations import RegistrationFactory
from tests.support.queries import count_queries


@pytest.fixture
def event(db, clock) -> Any:
    clock.move_to(MORNING)
    return EventFactory()


@pytest.fixture
def base(event) -> str:
    return f"/manage/events/{event.slug}/check-in/scans"


@pytest.fixture
def person(event) -> Any:
    return RegistrationFactory(event_id=event.id, full_name="Giàng A Páo", short_code="BCFGHJKL")


@pytest.fixture
def phone(client, event) -> Phone:
    return Phone(client, event)


@pytest.fixture
def supervisor(client, event) -> Any:
    found = person_with(Role.CHECKIN_SUPERVISOR, event)
    client.sign_in(found)
    return found


def newest(db: Any) -> Any:
    return db.scalars(sa.select(Scan).order_by(Scan.id.desc()).limit(1)).one()


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.ORGANISER, 200), (Role.CHECKIN_SUPERVISOR, 200), (Role.STEWARD, 403), (Role.AUDITOR, 403), (Role.REVIEWER, 403)],
)
def test_who_may_take_scans_back(client, db, event, base, person, phone, role, status) -> None:
    phone.post("scans", scan(person.badge_code))
    client.sign_in(person_with(role, event))
    assert client.get(base).status_code == status
    assert client.get(f"{base}/{newest(db).id}/take-back").status_code == status


def test_a_scan_of_this_morning_is_found_by_name_and_taken_back(
    client, db, clock, event, base, person, phone, supervisor
) -> None:
    item = scan(person.badge_code)
    phone.post("scans", item)
    clock.move_to(MORNING + timedelta(hours=5))
    late = undo(item, undone_at=(MORNING + timedelta(hours=5)).isoformat())
    assert results(phone.post("undos", {"undos": [late]})) == ["too_late"]
    found = client.get(f"{base}?q=giang pao").text
    assert f"/scans/{newest(db).id}/take-back" in found

    path = f"{base}/{newest(db).id}/take-back"
    assert client.submit(path, {"reason": ""}).status_code == 422
    assert board.count_visitors(event) == 1
    done = client.submit(path, {"reason": "Quét nhầm thẻ của người khác"})
    assert (done.status_code, done.location) == (303, f"{base}?q=BCFGHJKL")
    assert "1 → 0" in client.get(done.location).text

    assert (board.count_visitors(event), db.scalars(sa.select(Entry)).all()) == (0, [])
    kept = db.scalars(sa.select(ScanUndo).where(ScanUndo.undone_by_id.is_not(None))).one()
    assert (kept.undone_by_id, kept.reason) == (supervisor.id, "Quét nhầm thẻ của người khác")
    entry = db.scalars(sa.select(AuditEntry).where(AuditEntry.action == "checkin.scan_undone")).one()
    assert entry.reason == "Quét nhầm thẻ của người khác"
    assert phone.post("scans", item).json["reason"] == "ok"  # what was told stays told
    assert all(item.ok for item in doctor.examine() if item.key in ("I7", "I8", "I9", "I10"))


def test_two_supervisors_take_a_scan_back_once(client, db, base, person, phone, supervisor) -> None:
    phone.post("scans", scan(person.badge_code))
    path = f"{base}/{newest(db).id}/take-back"
    client.submit(path, {"reason": "Quét nhầm"})
    again = client.post(path, data={"reason": "Quét nhầm"})
    assert again.status_code == 422
    assert '<form method="post" novalidate' not in again.text
    assert db.scalar(sa.select(sa.func.count()).select_from(ScanUndo)) == 1


def test_the_list_tells_who_took_back_what_and_why(client, event, base, person, phone, supervisor) -> None:
    first, second = scan(person.badge_code), scan(person.badge_code, MORNING + timedelta(minutes=5))
    phone.post("scans", first)
    phone.post("undos", {"undos": [undo(first)]})
    phone.post("scans", second)
    rows = latest.latest_scans(event).rows
    assert [(row.seen.scan_uuid, row.undone and row.undone.reason) for row in rows] == [
        (second["scan_uuid"], None),
        (first["scan_uuid"], "Nhầm người"),
    ]
    text = client.get(base).text
    assert text.count("/take-back") == 1
    assert "Nhầm người" in text


def test_scans_are_shown_by_gate_and_page_by_page(client, event, base, phone, supervisor) -> None:
    other = Phone(client, event)
    for number in range(5):
        code = RegistrationFactory(event_id=event.id).badge_code
        (phone if number % 2 else other).post("scans", scan(code, MORNING + timedelta(seconds=number // 2)))
    assert len(latest.latest_scans(event, gate_id=phone.gate.id).rows) == 2
    assert client.get(f"{base}?gate={phone.gate.id}").text.count("/take-back") == 2
    pages, before = [], 0
    while True:
        found = latest.latest_scans(event, before=before, limit=2)
        pages.append([row.seen.scan_id for row in found.rows])
        before = found.before
        if not before:
            break
    assert [len(page) for page in pages] == [2, 2, 1]
    assert len({one for page in pages for one in page}) == 5
    assert client.get(f"{base}?gate=99999999999999&before=x").status_code == 200


def test_another_events_scans_are_not_found(client, db, event, base, supervisor) -> None:
    elsewhere = Phone(client, EventFactory())
    elsewhere.post("scans", scan("B" * 8))
    assert client.get(f"{base}/{newest(db).id}/take-back").status_code == 404
    assert "/take-back" not in client.get(base).text


def test_the_page_of_a_person_shows_their_scans_to_supervisors(client, db, event, base, person, phone, supervisor) -> None:
    page = f"/manage/events/{event.slug}/people/{person.short_code}"
    assert "/take-back" not in client.get(page).text
    phone.post("scans", scan(person.badge_code))
    assert f"{base}/{newest(db).id}/take-back" in client.get(page).text
    client.sign_in(person_with(Role.STEWARD, event))
    assert "/take-back" not in client.get(page).text


def test_the_list_costs_the_same_for_one_and_three(client, event, base, phone, supervisor) -> None:
    def one_more() -> None:
        phone.post("scans", scan(RegistrationFactory(event_id=event.id).badge_code))

    one_more()
    with count_queries() as one:
        client.get(base)
    one_more()
    one_more()
    with count_queries() as three:
        client.get(base)
    assert len(one) == len(three)
