"""What a phone takes with it: the snapshot and its changes, and what must be looked at afterwards."""

import gzip
import json
from datetime import date, timedelta
from typing import Any

import pytest

from app.checkin.models import Resolution
from app.checkin.queries import conflicts
from app.checkin.services import reviewing
from app.core.codes import random_code
from app.registrations.models import Registration, RegistrationState
from app.registrations.services.people import Person, new_row
from app.registrations.terms import Category
from tests.checkin.test_scans import MORNING, revoke, scan
from tests.factories.accounts import UserFactory
from tests.factories.checkin import Phone
from tests.factories.events import EventFactory
from tests.factories.registrations import RegistrationFactory
from tests.support.queries import count_queries


@pytest.fixture
def event(db, clock) -> Any:
    clock.move_to(MORNING)
    return EventFactory()


@pytest.fixture
def phone(client, event) -> Phone:
    return Phone(client, event)


def test_a_phone_gets_people_without_what_prints_a_badge(phone, event, db) -> None:
    person = RegistrationFactory(event_id=event.id, full_name="Giàng A Páo", unit="HTX", phone="+84912345001")
    RegistrationFactory(event_id=event.id, valid_until_on=date(2026, 12, 7), changed_at=MORNING + timedelta(seconds=1))
    RegistrationFactory()
    key, short, badge = person.badge_code[3:13], person.short_code, person.badge_code
    answer = phone.get("snapshot").json
    assert answer["people"][0] == [key, short, "Giàng A Páo", "HTX", "visitor", "confirmed"]
    assert answer["people"][1][6:] == [1, None, "2026-12-07"]
    assert (len(answer["people"]), answer["more"]) == (2, False)
    assert badge not in json.dumps(answer)
    assert answer["event"] | {"slug": "", "name": ""} == {
        "slug": "",
        "signed_as": event.id,
        "name": "",
        "timezone": "Asia/Ho_Chi_Minh",
        "first_day": "2026-12-05",
        "last_day": "2026-12-10",
        "works_until": "2026-12-11T15:00:00+00:00",
        "contractor_days": [],
    }


def test_pages_give_everybody_once_and_changes_come_later(phone, event, clock) -> None:
    people = [RegistrationFactory(event_id=event.id, changed_at=MORNING - timedelta(hours=1)) for _ in range(5)]
    codes = sorted(person.short_code for person in people)
    found, cursor, more = [], "", True
    while more:
        answer = phone.get(f"snapshot?limit=2&since={cursor}").json
        found += [row[1] for row in answer["people"]]
        cursor, more = answer["cursor"], answer["more"]
    assert sorted(found) == codes
    clock.move_to(MORNING + timedelta(minutes=5))
    RegistrationFactory(event_id=event.id, short_code="BCFGHJKL")
    assert [row[1] for row in phone.get(f"snapshot?since={cursor}").json["people"]] == ["BCFGHJKL"]


def test_what_was_just_being_written_is_not_missed(phone, event) -> None:
    RegistrationFactory(event_id=event.id)
    cursor = phone.get("snapshot").json["cursor"]
    RegistrationFactory(event_id=event.id, changed_at=MORNING - timedelta(seconds=50))
    assert len(phone.get(f"snapshot?since={cursor}").json["people"]) == 2


def test_replaced_badges_come_along(phone, event, clock, db) -> None:
    person = RegistrationFactory(event_id=event.id)
    old = revoke(person, MORNING)
    expected = [[old[3:13], person.short_code]]
    answer = phone.get("snapshot").json
    assert answer["revoked"] == expected
    clock.move_to(MORNING + timedelta(minutes=5))
    answer = phone.get(f"snapshot?since={answer['cursor']}").json
    assert answer["revoked"] == expected  # once more: it lay within the last minute
    answer = phone.get(f"snapshot?since={answer['cursor']}").json
    assert answer["revoked"] == []


@pytest.mark.parametrize("since", ["x", "1.2", "-1.0.0", "1.9999999999.1", "9" * 30 + ".1.1", "1.1.1.1"])
def test_a_foreign_cursor_is_refused(phone, since) -> None:
    assert phone.get(f"snapshot?since={since}").status_code == 422


def test_a_fair_of_twenty_thousand_fits_into_450_kb(phone, event, db) -> None:
    """Measured on 1,000 people, where packing has less to gain."""
    families = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Giàng", "Vàng", "Lò", "Đặng", "Bùi"]
    middles = ["Văn", "Thị", "A", "Minh", "Thị Minh", "Đức", "Ngọc", "Thanh", "Xuân", "Quốc"]
    given = ["Páo", "Châu", "Hùng", "Hương", "Lan", "Sơn", "Thủy", "Dũng", "Hà", "Phượng", "Tú", "Vinh"]
    rows = [
        new_row(
            event,
            Person(
                full_name=f"{families[n % 10]} {middles[n // 10 % 10]} {given[n // 7 % 12]}",
                unit=f"Công ty TNHH {given[n % 12]} {families[n // 3 % 10]}" if n % 3 == 0 else "",
            ),
            category=Category.VISITOR,
            source="import",
        )
        for n in range(1000)
    ]
    db.execute(Registration.__table__.insert(), rows)
    answer = phone.client.get(
        f"/api/v1/events/{phone.slug}/snapshot",
        headers={"Authorization": f"Bearer {phone.token}", "Accept-Encoding": "gzip"},
    )
    assert len(json.loads(gzip.decompress(answer.data))["people"]) == 1000
    assert len(answer.data) * 20 < 450_000


def test_people_are_found_without_accents_by_what_a_steward_may_see(phone, event) -> None:
    RegistrationFactory(event_id=event.id, full_name="Giàng A Páo", phone="+84912345001", short_code="BCFGHJKL")
    answer = phone.get("search?q=giang pao")
    assert answer.json == {
        "people": [
            {
                "short_code": "BCFGHJKL",
                "name": "Giàng A Páo",
                "unit": "",
                "category": "visitor",
                "state": "confirmed",
                "entered_at": None,
            }
        ]
    }
    phone.post("scans", scan("BCFGHJKL"))
    assert phone.get("search?q=345001").json["people"][0]["entered_at"] == "2026-12-06T02:00:00Z"
    assert phone.get("search?q=gi").status_code == 422


def test_two_phones_that_let_the_same_badge_in_are_reported_the_same_both_ways(client, event, db) -> None:
    reports = []
    for order in ((0, 1), (1, 0)):
        phones = [Phone(client, event), Phone(client, event)]
        person = RegistrationFactory(event_id=event.id, full_name="Giàng A Páo")
        code = person.badge_code
        for index in order:
            at = MORNING + timedelta(minutes=3 * index)
            phones[index].post("scans/batch", {"scans": [scan(code, at, shown="accepted")]})
        found = [item for item in phones[0].get("conflicts").json["conflicts"]][-1]
        gates = [seen["gate"] for seen in found["scans"]]
        assert gates == [phone.gate_name for phone in phones]
        reports.append((found["kind"], found["holder"]["name"], [seen["scanned_at"] for seen in found["scans"]]))
    times = ["2026-12-06T02:00:00Z", "2026-12-06T02:03:00Z"]
    assert reports == [("double", "Giàng A Páo", times)] * 2


def test_a_second_scan_that_was_refused_at_the_gate_is_no_conflict(client, event) -> None:
    phones = [Phone(client, event), Phone(client, event)]
    code = RegistrationFactory(event_id=event.id).badge_code
    phones[0].post("scans", scan(code))
    phones[1].post("scans", scan(code, MORNING + timedelta(minutes=1)))
    phones[1].post("scans/batch", {"scans": [scan(code, MORNING + timedelta(minutes=2), shown="refused")]})
    assert phones[0].get("conflicts").json == {"conflicts": [], "open": 0}


def test_leaving_between_is_no_conflict(client, event) -> None:
    phones = [Phone(client, event), Phone(client, event)]
    code = RegistrationFactory(event_id=event.id).badge_code
    phones[1].post("scans/batch", {"scans": [scan(code, MORNING + timedelta(minutes=9))]})
    phones[0].post("scans/batch", {"scans": [scan(code), scan(code, MORNING + timedelta(minutes=5), direction="exit")]})
    assert phones[0].get("conflicts").json["conflicts"] == []


def test_who_was_let_in_with_a_bad_badge_is_reported_with_since_when(phone, event) -> None:
    person = RegistrationFactory(event_id=event.id)
    gone = RegistrationFactory(event_id=event.id, state=RegistrationState.CANCELLED, cancelled_at=MORNING)
    old = revoke(person, MORNING)
    late = MORNING + timedelta(minutes=10)
    codes = [old, gone.badge_code, "EV1" + random_code(20)]
    phone.post("scans/batch", {"scans": [scan(code, late, shown="accepted") for code in codes]})
    found = phone.get("conflicts").json["conflicts"]
    told = sorted((item["kind"], item["scans"][0]["reason"], item["since"]) for item in found if item["since"])
    since = "2026-12-06T02:00:00Z"
    assert told == [("not_valid", "cancelled", since), ("not_valid", "revoked", since)]
    assert [item["kind"] for item in found if not item["since"]] == ["unknown"]


def test_a_wrong_clock_is_one_line_a_device(phone, event) -> None:
    wrong = MORNING - timedelta(days=2)
    items = [scan("B" * 8, wrong, shown="refused") for _ in range(3)]
    phone.post("scans/batch", {"scans": items, "sent_at": wrong.isoformat()})
    phone.post("scans/batch", {"scans": [scan("B" * 8, MORNING + timedelta(hours=1), shown="refused")]})
    found = phone.get("conflicts").json["conflicts"]
    assert [(item["kind"], item["number"]) for item in found] == [("clock", 4)]


def test_what_was_settled_goes_to_the_end_with_a_word(phone, event) -> None:
    phone.post("scans/batch", {"scans": [scan("B" * 8), scan("C" * 8, MORNING + timedelta(minutes=1))]})
    latest = conflicts.conflicts_of(event)[0]
    reviewing.settle(event, [latest], Resolution.OTHER, "Khách của cổng B", by=UserFactory(full_name="Lò Thị Ngân"))
    answer = phone.get("conflicts").json
    assert answer["open"] == 1
    last = answer["conflicts"][1]
    assert (last["scans"][0]["scanned_at"], last["review"]["reason"], last["review"]["by"]) == (
        "2026-12-06T02:01:00Z",
        "Khách của cổng B",
        "Lò Thị Ngân",
    )


def test_the_report_costs_the_same_for_one_and_three(client, event) -> None:
    phones = [Phone(client, event), Phone(client, event)]

    def double() -> None:
        code = RegistrationFactory(event_id=event.id).badge_code
        for phone in phones:
            phone.post("scans/batch", {"scans": [scan(code)]})

    double()
    with count_queries() as one:
        assert phones[0].get("conflicts").json["open"] == 1
    double()
    double()
    with count_queries() as three:
        assert phones[0].get("conflicts").json["open"] == 3
    assert len(one) == len(three)
