"""Pages of gates, areas, notes, the simulator, several conflicts at once, the big screen, figures and sheets of sessions."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa

from app.checkin.models import ConflictReview, Entry, EntryRule, Gate, GateHours, GateNote, Scan, Zone
from app.checkin.queries import board
from app.checkin.services import gates, zones
from app.checkin.services.cloning import clone_gates
from app.checkin.services.gates import GateSettings
from app.checkin.services.zones import ZoneSettings
from app.core.registry import CloneRun
from app.events.models import Role
from app.registrations.models import Category
from tests.checkin.test_scans import MORNING, scan
from tests.factories.accounts import UserFactory
from tests.factories.agenda import SessionFactory
from tests.factories.checkin import GateFactory, Phone
from tests.factories.events import EventFactory, person_with
from tests.factories.registrations import RegistrationFactory


@pytest.fixture
def event(db, clock) -> Any:
    clock.move_to(MORNING)
    return EventFactory()


@pytest.fixture
def base(event) -> str:
    return f"/manage/events/{event.slug}/check-in"


@pytest.fixture
def organiser(client, event) -> Any:
    return client.sign_in(person_with(Role.ORGANISER, event))


def count(db: Any, table: Any) -> int:
    return int(db.scalar(sa.select(sa.func.count()).select_from(table)))


def test_areas_are_set_up_and_nested(organiser, client, base, db) -> None:
    assert client.submit(f"{base}/zones", {"name": "Nhà 1", "most": "300"}, form="name").status_code == 303
    zone = db.scalars(sa.select(Zone)).one()
    inner = {"name": "Phòng VIP", "lies": str(zone.id), "when_full": "refuse", "categories": ["vip"]}
    assert client.submit(f"{base}/zones", inner, form="name").status_code == 303
    room = db.scalars(sa.select(Zone).where(Zone.name == "Phòng VIP")).one()
    assert (room.part_of_id, room.categories, zone.most) == (zone.id, ["vip"], 300)
    assert client.submit(f"{base}/zones", {"name": "Nhà 1"}, form="name").status_code == 422
    assert client.submit(f"{base}/zones/{zone.id}", {"name": "Nhà A", "lies": "street"}).status_code == 303
    assert (zone.name, zone.has_own_door) == ("Nhà A", True)
    client.submit(f"{base}/zones", form=f"/zones/{zone.id}/remove")
    assert count(db, Zone) == 2  # the room lies in it
    client.submit(f"{base}/zones", form=f"/zones/{room.id}/remove")
    assert count(db, Zone) == 1


def test_a_zone_cannot_lie_in_what_lies_in_it(organiser, client, event, base, db) -> None:
    by = UserFactory()
    outer = zones.add_zone(event, ZoneSettings("Nhà 1"), by=by)
    inner = zones.add_zone(event, ZoneSettings("Phòng VIP", part_of_id=outer.id), by=by)
    assert client.submit(f"{base}/zones/{outer.id}", {"lies": str(inner.id)}).status_code == 422
    assert client.get(f"{base}/zones/{zones.add_zone(EventFactory(), ZoneSettings('X'), by=by).id}").status_code == 404


def test_hours_of_a_gate_come_and_go(organiser, client, event, base, db) -> None:
    gate = GateFactory(event_id=event.id)
    page = f"{base}/gates/{gate.id}"
    bad = client.submit(page, {"hours-opens": "8h", "hours-closes": "25:00"}, form="/hours")
    assert (bad.status_code, count(db, GateHours)) == (422, 0)
    assert client.submit(page, {"hours-opens": "18:00", "hours-closes": "08:00"}, form="/hours").status_code == 422
    wanted = {"hours-day": "2026-12-06", "hours-opens": "8:30", "hours-closes": "24:00", "hours-categories": ["press"]}
    assert client.submit(page, wanted, form="/hours").status_code == 303
    row = db.scalars(sa.select(GateHours)).one()
    assert (row.from_minute, row.until_minute, str(row.on_day), row.categories) == (510, 1440, "2026-12-06", ["press"])
    assert "Press" in client.get(f"{base}/gates?lang=en").text
    assert client.submit(page, form=f"/hours/{row.id}/remove").status_code == 303
    assert count(db, GateHours) == 0


def test_a_gate_of_sessions_needs_its_room(organiser, client, event, base, db) -> None:
    assert client.submit(f"{base}/gates", {"name": "P", "rule": "once_per_session"}, form="name").status_code == 422
    assert count(db, Gate) == 0


def test_kinds_of_badges_without_a_way_in_are_warned_of(organiser, client, event, base) -> None:
    GateFactory(event_id=event.id, categories=["visitor"])
    text = client.get(f"{base}/gates?lang=en").text
    assert "These badges find no way in:" in text


def test_a_note_is_written_by_code_and_removed(organiser, client, event, base, db) -> None:
    person = RegistrationFactory(event_id=event.id, full_name="Giàng A Páo")
    code = person.short_code
    assert client.submit(f"{base}/notes", {"code": "BBBBBBBB", "text": "x"}, form="code").status_code == 422
    assert client.submit(f"{base}/notes", {"code": code}, form="code").status_code == 422
    for text in ("Nhận tài liệu", "Ăn chay"):
        assert client.submit(f"{base}/notes", {"code": code, "kind": "kit", "text": text}, form="code").status_code == 303
    note = db.scalars(sa.select(GateNote)).one()
    assert (note.text, "Giàng A Páo" in client.get(f"{base}/notes").text) == ("Ăn chay", True)
    client.submit(f"{base}/notes", form=f"/notes/{note.registration_id}/remove")
    assert count(db, GateNote) == 0


def test_the_simulator_says_why_and_leaves_no_trace(organiser, client, event, base, db) -> None:
    phone = Phone(client, event)
    person = RegistrationFactory(event_id=event.id, full_name="Giàng A Páo")
    code = person.short_code
    phone.post("scans", scan(code))
    before = (count(db, Scan), count(db, Entry))
    asked = f"{base}/simulator?lang=en&code={code}&gate={phone.gate.id}&direction=entry&at="
    again, next_day = (client.get(asked + at).text for at in ("2026-12-06T09:30", "2026-12-07T09:30"))
    assert ("Already used" in again, "last seen coming in" in again, phone.gate_name in again) == (True, True, True)
    assert ("Giàng A Páo" in next_day, "not scanned before" in next_day) == (True, True)
    late = client.get(asked + "2026-12-20T09:30").text
    assert ("Not on this day" in late, "Was valid until" in late) == (True, True)
    assert client.get(asked + "yesterday").status_code == 422
    assert client.get(f"{base}/simulator?code=x&gate=999999&at=2026-12-06T09:30").status_code == 422
    assert (count(db, Scan), count(db, Entry)) == before


def test_several_conflicts_are_settled_at_once_and_the_counts_follow(organiser, client, event, base, db) -> None:
    phones = [Phone(client, event), Phone(client, event)]
    for person in range(2):
        code = RegistrationFactory(event_id=event.id).badge_code
        for minute, phone in enumerate(phones):
            phone.post("scans/batch", {"scans": [scan(code, MORNING + timedelta(minutes=minute + 5 * person))]})
    ticked = [f"double-{row.id}" for row in db.scalars(sa.select(Scan).where(Scan.device_id == phones[1].id))]
    assert (board.count_visitors(event), len(ticked)) == (2, 2)
    form = {"resolution": "shared_badge", "reason": "Vợ chồng chung thẻ"}
    assert client.submit(f"{base}/review", form, form="reason").status_code == 422
    assert client.submit(f"{base}/review", form | {"odd": ticked}, form="reason").status_code == 303
    text = client.get(f"{base}/review?lang=en").text
    assert (board.count_visitors(event), "Visits: 2 → 4, because: Vợ chồng chung thẻ" in text) == (4, True)
    # Settled anew: what it added is taken back.
    client.submit(f"{base}/review/{ticked[0].replace('-', '/')}", {"resolution": "same_person", "reason": "Một người"})
    assert (board.count_visitors(event), count(db, ConflictReview)) == (3, 3)


def test_a_mistake_among_the_conflicts_is_taken_back(organiser, client, event, base, db) -> None:
    phone = Phone(client, event)
    wrong = MORNING + timedelta(hours=5)
    phone.post("scans/batch", {"scans": [scan(RegistrationFactory(event_id=event.id).badge_code, wrong)]})
    scan_id = db.scalars(sa.select(Scan.id)).one()
    client.submit(f"{base}/review/clock/{scan_id}", {"resolution": "mistake", "reason": "Thử máy"})
    assert board.count_visitors(event) == 0
    assert "Visits: 1 → 0, because: Thử máy" in client.get(f"{base}/review?lang=en").text


def test_the_board_warns_of_queues_full_areas_and_weak_phones(organiser, client, event, base) -> None:
    by = UserFactory()
    zone = zones.add_zone(event, ZoneSettings("Nhà 1", most=40), by=by)
    phone = Phone(client, event, gates.add_gate(event, GateSettings("Cửa 1", zone_id=zone.id), by=by))
    codes = [RegistrationFactory(event_id=event.id).badge_code for _ in range(41)]
    phone.post("scans/batch", {"scans": [scan(code, MORNING - timedelta(minutes=1)) for code in codes]})
    phone.post("device-status", {"battery_pct": 9, "waiting": 12})
    for path in ("", "/screen"):
        text = client.get(f"{base}{path}?lang=en").text
        assert ("A queue is likely at Cửa 1." in text, "Nhà 1 is full." in text) == (True, True)
    assert "battery 9 %" in client.get(f"{base}?lang=en").text


def test_figures_come_as_a_table(organiser, client, event, base) -> None:
    phone = Phone(client, event)
    phone.post("scans", scan(RegistrationFactory(event_id=event.id).badge_code))
    lines = client.get(f"{base}/figures.csv?lang=en").data.decode("utf-8-sig").splitlines()
    assert lines == ["Day,Hour,Gate,By code,By counter,Total", f"2026-12-06,09:00,{phone.gate_name},1,0,1"]


def test_a_sheet_of_a_session_marks_who_was_in_it(organiser, client, event, base) -> None:
    session = SessionFactory(event=event, title="Kết nối cung cầu", starts_at=MORNING, ends_at=MORNING + timedelta(hours=1))
    settings = GateSettings("Phòng A", rule=EntryRule.ONCE_PER_SESSION, room_id=session.room_id)
    phone, ground = Phone(client, event, gates.add_gate(event, settings, by=UserFactory())), Phone(client, event)
    people = [RegistrationFactory(event_id=event.id, category=Category.DELEGATE, full_name=name) for name in ("An", "Bình")]
    codes = [person.badge_code for person in people]
    number = session.id
    for code in codes:
        ground.post("scans", scan(code))
    phone.post("scans", scan(codes[1]))
    assert "Kết nối cung cầu" in client.get(f"{base}/sign-in-sheets").text
    table = openpyxl.load_workbook(BytesIO(client.get(f"{base}/sign-in-sheet.xlsx?session={number}").data)).active
    rows = [[cell.value for cell in row] for row in table.iter_rows(min_row=2)]
    assert [(row[2], bool(row[5])) for row in rows] == [("An", False), ("Bình", True)]
    assert client.get(f"{base}/sign-in-sheet.pdf?session={number}").data.startswith(b"%PDF")
    for wrong in ("999999", "x", "9" * 30):
        assert client.get(f"{base}/sign-in-sheet.pdf?session={wrong}").status_code == 404


def test_the_next_edition_takes_areas_and_hours_over(event, db) -> None:
    by, target = UserFactory(), EventFactory()
    outer = zones.add_zone(event, ZoneSettings("Nhà 1"), by=by)
    inner = zones.add_zone(event, ZoneSettings("Phòng VIP", part_of_id=outer.id), by=by)
    gate = gates.add_gate(event, GateSettings("Cửa", zone_id=inner.id), by=by)
    gates.add_hours(gate, gates.OpenHours(event.days[0], 480, 720), by=by)
    clone_gates(event, target, CloneRun(365, "Asia/Ho_Chi_Minh", frozenset({"checkin.gates"}), None))
    copied = db.scalars(sa.select(Gate).where(Gate.event_id == target.id)).one()
    room = db.get_one(Zone, copied.zone_id)
    assert (room.name, db.get_one(Zone, room.part_of_id).event_id) == ("Phòng VIP", target.id)
    assert [(str(row.on_day), row.from_minute) for row in copied.hours] == [("2027-12-05", 480)]
