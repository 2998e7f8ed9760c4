"""Zones, hours, kinds, lists and sessions as the server keeps them, and figures that count a person once."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from app.badges.models import PrintJob, PrintStation
from app.checkin.models import AgainRule, Entry, EntryRule, Gate, Scan, Zone
from app.checkin.queries import board
from app.checkin.queries.crowd import people_by_place
from app.checkin.queries.settings import categories_without_way
from app.checkin.services import gates, noting, zones
from app.checkin.services.gates import GateSettings
from app.checkin.services.zones import ZoneSettings
from app.checkin.terms import NoteKind, WhenFull
from app.core import clock as time
from app.registrations.models import Category
from tests.checkin.test_scans import MORNING, scan
from tests.factories.accounts import UserFactory
from tests.factories.agenda import SessionFactory
from tests.factories.checkin import Phone
from tests.factories.events import EventFactory
from tests.factories.registrations import RegistrationFactory
from tests.support.queries import count_queries


@pytest.fixture
def event(db, clock) -> Any:
    clock.move_to(MORNING)
    return EventFactory()


def phone_at(client: Any, event: Any, name: str, **settings: Any) -> Phone:
    return Phone(client, event, gates.add_gate(event, GateSettings(name, **settings), by=UserFactory()))


def hall(event: Any, name: str = "Hội trường", **settings: Any) -> Zone:
    return zones.add_zone(event, ZoneSettings(name, **settings), by=UserFactory())


def told(answer: Any) -> tuple[str, Any]:
    assert answer.status_code == 200, answer.text
    return answer.json["reason"], answer.json["why"]


def test_entering_a_hall_leaves_the_other_and_is_one_visit(client, event) -> None:
    ground = phone_at(client, event, "Cổng A")
    halls = [hall(event, name) for name in ("Nhà 1", "Nhà 2")]
    doors = [phone_at(client, event, f"Cửa {zone.name}", zone_id=zone.id) for zone in halls]
    code = RegistrationFactory(event_id=event.id).badge_code
    for minute, phone in enumerate([ground, *doors]):
        assert told(phone.post("scans", scan(code, MORNING + timedelta(minutes=minute)))) == ("ok", None)
    assert people_by_place(event.id, *board.bounds(event, MORNING.date())) == {halls[1].id: 1}
    assert (board.count_visitors(event), board.count_people(event)) == (1, 1)
    assert [hour.scanned for hour in board.visits_per_day_and_hour(event)] == [1]


def test_a_visitor_on_three_days_is_one_visitor_and_three_visits(client, event) -> None:
    phone = phone_at(client, event, "Cổng A")
    code = RegistrationFactory(event_id=event.id).badge_code
    for day in range(3):
        phone.post("scans", scan(code, MORNING + timedelta(days=day)))
    assert (board.count_visitors(event), board.count_people(event)) == (3, 1)


def test_a_full_hall_refuses_until_somebody_leaves(client, event) -> None:
    zone = hall(event, most=2, when_full=WhenFull.REFUSE)
    phone = phone_at(client, event, "Cửa", zone_id=zone.id)
    codes = [RegistrationFactory(event_id=event.id).badge_code for _ in range(3)]
    answers = [phone.post("scans", scan(code, MORNING + timedelta(minutes=n))) for n, code in enumerate(codes)]
    full = {"key": "full", "zone": "Hội trường", "inside": 2, "most": 2}
    assert [told(answer) for answer in answers] == [("ok", None), ("ok", None), ("wrong_zone", full)]
    phone.post("scans", scan(codes[0], MORNING + timedelta(minutes=4), direction="exit"))
    assert told(phone.post("scans", scan(codes[2], MORNING + timedelta(minutes=5)))) == ("ok", None)


def test_a_crowded_hall_warns_and_what_was_scanned_offline_is_in(client, event) -> None:
    zone = hall(event, most=1)
    phone = phone_at(client, event, "Cửa", zone_id=zone.id)
    codes = [RegistrationFactory(event_id=event.id).badge_code for _ in range(2)]
    body = scan(codes[1], MORNING + timedelta(minutes=1))
    answers = [phone.post("scans", scan(codes[0])), phone.post("scans", body)]
    warned = {"key": "crowded", "zone": "Hội trường", "inside": 2, "most": 1}
    assert [answer.json["warning"] for answer in answers] == [None, warned]
    assert phone.post("scans", body).json["warning"] == warned  # the same again


def test_a_session_counts_for_itself_and_for_the_day(client, event, db) -> None:
    session = SessionFactory(event=event, starts_at=MORNING, ends_at=MORNING + timedelta(hours=1))
    phone = phone_at(client, event, "Phòng A", rule=EntryRule.ONCE_PER_SESSION, room_id=session.room_id)
    ground = phone_at(client, event, "Cổng A")
    code = RegistrationFactory(event_id=event.id, category=Category.DELEGATE).badge_code
    ground.post("scans", scan(code, MORNING - timedelta(minutes=20)))
    assert told(phone.post("scans", scan(code))) == ("ok", None)
    assert sorted(db.scalars(sa.select(Entry.window))) == ["2026-12-06", f"s{session.id}"]
    assert (board.count_visitors(event), board.figures_of(event, MORNING.date()).inside) == (1, 1)
    late = told(phone.post("scans", scan(code, MORNING + timedelta(hours=2))))
    assert late == ("expired", {"key": "no_session"})


def test_a_refusal_names_the_gate_and_the_hour(client, event, db) -> None:
    gate = phone_at(client, event, "Cổng B", categories=("press",))
    other = phone_at(client, event, "Cổng C")
    by = UserFactory()
    gates.add_hours(other.gate, gates.OpenHours(None, 13 * 60, 18 * 60), by=by)
    person = RegistrationFactory(event_id=event.id)
    answer = gate.post("scans", scan(person.badge_code))
    assert told(answer) == ("wrong_category", {"key": "from_time", "gate": "Cổng C", "time": "13:00"})
    kept = db.scalars(sa.select(Scan)).one()
    assert (kept.why, kept.window) == (answer.json["why"], "2026-12-06")


def test_a_change_of_rules_is_known_to_the_next_scan(client, event) -> None:
    phone = phone_at(client, event, "Cổng A")
    codes = [RegistrationFactory(event_id=event.id).badge_code for _ in range(2)]
    assert told(phone.post("scans", scan(codes[0]))) == ("ok", None)
    gates.change_gate(phone.gate, GateSettings("Cổng A", categories=("press",)), by=UserFactory())
    assert told(phone.post("scans", scan(codes[1])))[0] == "wrong_category"


def test_rules_zones_and_notes_cost_no_statement_more(client, event) -> None:
    zone = hall(event)
    by = UserFactory()
    phone = phone_at(client, event, "Cửa", zone_id=zone.id, categories=("visitor",), again=AgainRule.ALWAYS)
    gates.add_hours(phone.gate, gates.OpenHours(None, 0, 1440), by=by)
    person = RegistrationFactory(event_id=event.id)
    noting.write_note(person, noting.NoteText(NoteKind.KIT, "Nhận tài liệu"), by=by)
    phone.post("scans", scan(RegistrationFactory(event_id=event.id).badge_code))
    body = scan(person.badge_code)
    with count_queries() as seen:
        answer = phone.post("scans", body)
    assert (len(seen), answer.json["note"]) == (4, {"kind": "kit", "text": "Nhận tài liệu"})


def test_a_host_is_told_once_that_the_guest_is_here(client, event, run_jobs, outbox) -> None:
    phone = phone_at(client, event, "Cổng A")
    host = UserFactory(email="host@example.vn")
    guest = RegistrationFactory(event_id=event.id, category=Category.VIP, full_name="Lò Văn Mẫu")
    noting.write_note(guest, noting.NoteText(NoteKind.VIP, host=host), by=UserFactory())
    code = guest.badge_code
    for minute, direction in enumerate(["entry", "exit", "entry"]):
        phone.post("scans", scan(code, MORNING + timedelta(minutes=minute), direction=direction))
    run_jobs()
    assert [(letter.to, "Lò Văn Mẫu" in letter.subject, "Cổng A" in letter.subject) for letter in outbox] == [
        ("host@example.vn", True, True)
    ]


def test_phones_get_notes_with_the_next_changes(client, event, clock) -> None:
    phone = phone_at(client, event, "Cổng A")
    person = RegistrationFactory(event_id=event.id)
    cursor = phone.get("snapshot").json["cursor"]
    clock.move_to(MORNING + timedelta(minutes=10))
    noting.write_note(person, noting.NoteText(NoteKind.HEALTH, "Dị ứng lạc"), by=UserFactory())
    rows = phone.get(f"snapshot?since={cursor}").json["people"]
    assert [row[6:] for row in rows] == [[1, None, None, "health", "Dị ứng lạc"]]


def test_a_gate_with_a_printer_prints_who_is_let_in(client, event, db) -> None:
    station = PrintStation(event_id=event.id, name="Bàn 1", created_at=time.now())
    db.add(station)
    db.flush()
    phone = phone_at(client, event, "Cổng A", station_id=station.id)
    person, gone = (RegistrationFactory(event_id=event.id, state=state) for state in ("confirmed", "cancelled"))
    wanted = person.id
    for code in (person.badge_code, gone.badge_code):
        phone.post("scans", scan(code))
    assert db.scalars(sa.select(PrintJob.registration_id)).all() == [wanted]


def test_badges_without_a_way_in_are_named(event) -> None:
    by = UserFactory()
    assert categories_without_way(event) == []
    gate = gates.add_gate(
        event, GateSettings("Cổng A", categories=tuple(kind.value for kind in Category if kind != "press")), by=by
    )
    RegistrationFactory(event_id=event.id, category=Category.PRESS)
    assert categories_without_way(event) == [(Category.PRESS, 1)]
    gates.change_gate(gate, GateSettings("Cổng A"), by=by)
    assert categories_without_way(event) == []


def test_a_gate_into_a_zone_of_another_event_is_refused_by_the_database(event, db) -> None:
    other = hall(EventFactory())
    statement = sa.insert(Gate).values(event_id=event.id, name="Cổng lạ", zone_id=other.id)
    with pytest.raises(sa.exc.IntegrityError):
        db.execute(statement)
