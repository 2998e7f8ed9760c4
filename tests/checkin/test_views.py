"""The pages of those in charge: board, gates, devices, conflicts."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa

from app.audit.models import AuditEntry
from app.checkin import sheets
from app.checkin.models import ConflictReview, Device, Gate
from app.core import doctor, registry
from app.core.registry import CloneRun
from app.events.models import Role
from app.registrations.models import Category
from tests.checkin.test_scans import MORNING, scan
from tests.factories.checkin import GateFactory, Phone
from tests.factories.events import EventFactory, person_with
from tests.factories.registrations import RegistrationFactory
from tests.support import pdf
from tests.support.queries import count_queries


@pytest.fixture
def event(db, clock) -> Any:
    clock.move_to(MORNING)
    return EventFactory()


@pytest.fixture
def base(event) -> str:
    return f"/manage/events/{event.slug}/check-in"


@pytest.fixture
def supervisor(client, event) -> Any:
    return client.sign_in(person_with(Role.CHECKIN_SUPERVISOR, event))


@pytest.mark.parametrize(
    ("role", "opens"),
    [
        (Role.ORGANISER, ["", "/devices", "/gates", "/review"]),
        (Role.CHECKIN_SUPERVISOR, ["", "/devices", "/review"]),
        (Role.STEWARD, [""]),
        (Role.LEADERSHIP, [""]),
        (Role.EXHIBITOR_STAFF, []),
    ],
)
def test_each_role_opens_its_pages(client, event, base, role, opens) -> None:
    client.sign_in(person_with(role, event))
    allowed = [path for path in ("", "/devices", "/gates", "/review") if client.get(base + path).status_code == 200]
    assert allowed == opens


def test_the_board_shows_who_came_when_and_where(supervisor, client, event, base) -> None:
    phone = Phone(client, event)
    for _ in range(2):
        phone.post("scans", scan(RegistrationFactory(event_id=event.id).badge_code))
    text = client.get(base + "?lang=en").text
    assert "Most arrivals between 9:00 and 10:00: 2" in text
    assert phone.gate_name in text


def test_an_unchanged_board_is_not_sent_again(supervisor, client, base) -> None:
    first = client.get(base, headers={"HX-Request": "true"})
    again = client.get(base, headers={"HX-Request": "true", "If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code, again.data) == (200, 304, b"")


def test_the_board_costs_the_same_for_one_and_three(supervisor, client, event, base) -> None:
    def arrive() -> None:
        Phone(client, event).post("scans", scan(RegistrationFactory(event_id=event.id).badge_code))

    arrive()
    with count_queries() as one:
        client.get(base)
    arrive()
    arrive()
    with count_queries() as three:
        client.get(base)
    assert len(one) == len(three)


def test_an_organiser_sets_up_gates(client, event, base, db) -> None:
    client.sign_in(person_with(Role.ORGANISER, event))
    event_id = event.id
    assert client.submit(f"{base}/gates", {"name": "Cổng Bắc"}, form="name").status_code == 303
    assert client.submit(f"{base}/gates", {"name": "Cổng Bắc"}, form="name").status_code == 422
    gate = db.scalars(sa.select(Gate)).one()
    assert client.submit(f"{base}/gates/{gate.id}", {"name": "Cổng Nam", "rule": "once_per_event"}).status_code == 303
    assert (gate.event_id, gate.name, gate.rule) == (event_id, "Cổng Nam", "once_per_event")
    assert client.submit(f"{base}/gates", form=f"/gates/{gate.id}/remove").status_code == 303
    assert db.scalars(sa.select(Gate)).all() == []


def test_a_gate_in_use_stays(client, event, base, db) -> None:
    client.sign_in(person_with(Role.ORGANISER, event))
    gate = Phone(client, event).gate
    client.submit(f"{base}/gates", form=f"/gates/{gate.id}/remove")
    assert len(db.scalars(sa.select(Gate)).all()) == 1


def test_a_gate_of_another_event_is_not_found(client, event, base) -> None:
    client.sign_in(person_with(Role.ORGANISER, event))
    assert client.get(f"{base}/gates/{GateFactory().id}").status_code == 404


def test_a_device_is_paired_from_the_page_and_put_out_with_one_press(supervisor, client, event, base, db) -> None:
    gate = GateFactory(event_id=event.id, name="Cổng A")
    answer = client.submit(f"{base}/devices?lang=en", {"gate": str(gate.id)})
    assert answer.status_code == 200
    shown = answer.text.split('<dd class="figure-value">')[1].split("</dd>")[0].replace(" ", "")
    paired = client.post("/api/v1/devices/pair", json={"pairing_code": shown, "device_name": "Máy của Lan"})
    assert paired.json["gate"] == "Cổng A"
    device = db.scalars(sa.select(Device)).one()
    assert client.submit(f"{base}/devices", form=f"/devices/{device.id}/revoke").status_code == 303
    headers = {"Authorization": f"Bearer {paired.json['device_token']}"}
    assert client.post(f"/api/v1/events/{event.slug}/scans", json=scan("B" * 8), headers=headers).status_code == 401
    actions = db.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert actions == ["checkin.pairing_offered", "checkin.device_paired", "checkin.device_revoked"]


def test_a_conflict_is_settled_with_a_word(supervisor, client, event, base, db) -> None:
    phones = [Phone(client, event), Phone(client, event)]
    code = RegistrationFactory(event_id=event.id, full_name="Giàng A Páo").badge_code
    for minute, phone in enumerate(phones):
        phone.post("scans/batch", {"scans": [scan(code, MORNING + timedelta(minutes=minute))]})
    text = client.get(f"{base}/review?lang=en").text
    path = text.split(f'href="{base}/review/')[1].split('"')[0]
    assert ("Giàng A Páo" in text, path.startswith("double/")) == (True, True)
    assert client.submit(f"{base}/review/{path}", {"reason": ""}).status_code == 422
    assert client.submit(f"{base}/review/{path}", {"resolution": "shared_badge", "reason": "Hai vợ chồng"}).status_code == 303
    review = db.scalars(sa.select(ConflictReview)).one()
    assert (review.resolution, review.reason) == ("shared_badge", "Hai vợ chồng")
    assert "Hai vợ chồng" in client.get(f"{base}/review").text


@pytest.mark.parametrize("path", ["double/1", "nothing/1", "clock/999999"])
def test_what_is_no_conflict_is_not_found(supervisor, client, base, path) -> None:
    assert client.get(f"{base}/review/{path}").status_code == 404


def test_an_overview_tells_of_visitors_and_open_conflicts(client, event) -> None:
    phone = Phone(client, event)
    phone.post("scans/batch", {"scans": [scan(RegistrationFactory(event_id=event.id).badge_code), scan("B" * 8)]})
    event.state = "running"
    organiser = person_with(Role.ORGANISER, event)
    with client.application.test_request_context("/?lang=en"):
        tile = next(item for item in registry.tiles.collect(event, organiser) if item.title == "Visitors who came")
        step = next(item for item in registry.steps.collect(event, organiser) if "conflict" in item.title)
    assert (tile.value, step.title) == ("1", "1 conflict at the gates to settle")


def test_the_next_edition_takes_the_gates_over(event, db) -> None:
    GateFactory(event_id=event.id, name="Cổng A", rule="once_per_event")
    target = EventFactory()
    cloner = next(item for item in registry.cloners() if item.name == "checkin.gates")
    assert cloner.count(event) == 1
    cloner.copy(event, target, CloneRun(365, "Asia/Ho_Chi_Minh", frozenset({"checkin.gates"}), None))
    copied = db.scalars(sa.select(Gate).where(Gate.event_id == target.id)).one()
    assert (copied.name, copied.rule) == ("Cổng A", "once_per_event")


@pytest.mark.parametrize(
    ("key", "damage"),
    [
        ("I7", "DELETE FROM scan"),
        ("I8", "UPDATE scan SET counted = true; UPDATE entry SET registration_id = registration_id + 0; DELETE FROM entry"),
        ("I9", "UPDATE entry SET entered_at = '2026-12-06 05:00:00+00:00'"),
        ("I10", "DELETE FROM entry"),
    ],
)
def test_the_doctor_names_what_is_broken(client, event, db, key, damage) -> None:
    Phone(client, event).post("scans", scan(RegistrationFactory(event_id=event.id).badge_code))
    assert [item.rows for item in doctor.examine() if item.key in ("I7", "I8", "I9", "I10")] == [[]] * 5
    for statement in damage.split("; "):
        db.execute(sa.text(statement))
    db.commit()
    broken = [item for item in doctor.examine() if item.key == key and not item.ok]
    assert [len(item.rows) for item in broken] == [1]


def test_a_sign_in_sheet_marks_who_was_scanned(supervisor, client, event, base) -> None:
    for name, province in (("Giàng A Páo", 15), ("Lò Thị Ngân", 1), ("Hoàng Thị Minh Châu", None)):
        RegistrationFactory(event_id=event.id, full_name=name, province_code=province, category=Category.DELEGATE)
    code = RegistrationFactory(event_id=event.id, full_name="Vàng Thị Mỷ", province_code=1, category=Category.VIP).badge_code
    RegistrationFactory(event_id=event.id, full_name="Khách tham quan")
    Phone(client, event).post("scans", scan(code))
    answer = client.get(f"{base}/sign-in-sheet.xlsx?lang=en")
    rows = [
        [cell.value for cell in row][1:6] for row in openpyxl.load_workbook(BytesIO(answer.data)).active.iter_rows(min_row=2)
    ]
    assert [(row[0], row[1], bool(row[4])) for row in rows] == [
        ("Hà Nội", "Vàng Thị Mỷ", True),
        ("Hà Nội", "Lò Thị Ngân", False),
        ("Lào Cai", "Giàng A Páo", False),
        (None, "Hoàng Thị Minh Châu", False),
    ]
    text = pdf.text(client.get(f"{base}/sign-in-sheet.pdf?lang=en").data)
    # The day stands in the line of who came, and in the foot.
    assert ("Signature" in text, text.count("6 Dec 2026"), "Khách tham quan" in text) == (True, 2, False)
    assert client.get(f"{base}/sign-in-sheet.docx").status_code == 404


def test_a_sign_in_sheet_too_long_for_paper_is_printed_by_province(supervisor, client, event, base, monkeypatch) -> None:
    monkeypatch.setattr(sheets, "MOST_LINES", 2)
    for name, province in (("Giàng A Páo", 15), ("Lò Thị Ngân", 1), ("Vàng Thị Mỷ", 1), ("Hoàng Thị Minh Châu", None)):
        RegistrationFactory(event_id=event.id, full_name=name, province_code=province, category=Category.DELEGATE)
    assert client.get(f"{base}/sign-in-sheet.pdf").status_code == 422
    page = client.get(f"{base}/sign-in-sheets").text
    assert [f"province={code}&" in page or f'province={code}"' in page for code in (0, 1, 15, 99)] == [True, True, True, False]
    text = pdf.text(client.get(f"{base}/sign-in-sheet.pdf?province=1").data)
    assert ("Lò Thị Ngân" in text, "Vàng Thị Mỷ" in text, "Giàng A Páo" in text) == (True, True, False)
    assert "Hoàng Thị Minh Châu" in pdf.text(client.get(f"{base}/sign-in-sheet.pdf?province=0").data)
    for wrong in ("99", "x", "9" * 30):
        assert client.get(f"{base}/sign-in-sheet.pdf?province={wrong}").status_code == 404
