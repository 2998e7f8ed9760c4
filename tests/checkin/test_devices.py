"""Phones: paired once, for one event and gate, put out at once."""

from datetime import timedelta

import pytest

from app.audit.models import AuditEntry
from app.checkin.errors import DeviceRevoked
from app.checkin.services import pairing
from tests.checkin.test_scans import MORNING, scan
from tests.factories.accounts import UserFactory
from tests.factories.checkin import GateFactory, Phone
from tests.factories.events import EventFactory


def pair(client, code: str, name: str = "Máy 1"):
    return client.post("/api/v1/devices/pair", json={"pairing_code": code, "device_name": name})


def test_a_code_pairs_one_phone_and_opens_its_event(client, db, clock) -> None:
    clock.move_to(MORNING)
    event = EventFactory()
    gate = GateFactory(event_id=event.id, name="Cổng A")
    code = pairing.offer_pairing(gate, by=UserFactory())
    answer = pair(client, f" {code[:4].lower()}-{code[4:]} ")
    assert (answer.status_code, answer.json["event"], answer.json["gate"]) == (200, event.slug, "Cổng A")
    assert pair(client, code).json["code"] == "pairing_refused"
    headers = {"Authorization": f"Bearer {answer.json['device_token']}"}
    assert client.post(f"/api/v1/events/{event.slug}/scans", json=scan("BBBBBBBB"), headers=headers).status_code == 200
    assert db.query(AuditEntry.action).order_by(AuditEntry.id).all() == [
        ("checkin.pairing_offered",),
        ("checkin.device_paired",),
    ]


def test_a_code_lasts_fifteen_minutes(client, db, clock) -> None:
    clock.move_to(MORNING)
    codes = [pairing.offer_pairing(GateFactory(), by=UserFactory()) for _ in range(2)]
    clock.move_to(MORNING + timedelta(minutes=14))
    assert pair(client, codes[0]).status_code == 200
    clock.move_to(MORNING + timedelta(minutes=16))
    assert pair(client, codes[1]).status_code == 422


def test_guessing_codes_is_stopped(client, db) -> None:
    answers = [pair(client, "BBBBBBBB").status_code for _ in range(22)]
    assert answers == [422] * 20 + [429] * 2


def test_a_phone_that_was_put_out_is_refused_at_once(client, db, clock) -> None:
    clock.move_to(MORNING)
    phone = Phone(client, EventFactory())
    assert phone.post("scans", scan("BBBBBBBB")).status_code == 200
    pairing.revoke(phone.device, by=UserFactory())
    answer = phone.post("scans", scan("BBBBBBBB"))
    assert (answer.status_code, answer.json["code"]) == (401, "device_unknown")
    with pytest.raises(DeviceRevoked):
        pairing.revoke(phone.device, by=UserFactory())


def test_a_phone_knows_one_event(client, db, clock) -> None:
    clock.move_to(MORNING)
    phone = Phone(client, EventFactory())
    phone.slug = EventFactory().slug
    assert phone.post("scans", scan("BBBBBBBB")).status_code == 404


@pytest.mark.parametrize(("hours", "status"), [(23, 200), (25, 401)])
def test_a_phone_works_until_a_day_after_the_event(client, db, clock, hours, status) -> None:
    event = EventFactory()
    phone = Phone(client, event)
    clock.move_to(event.ends_at + timedelta(hours=hours))
    assert phone.post("scans", scan("BBBBBBBB")).status_code == status


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer nonsense", "Basic abc"])
def test_strangers_learn_nothing(client, db, header) -> None:
    event = EventFactory()
    answer = client.post(f"/api/v1/events/{event.slug}/scans", json={}, headers={"Authorization": header})
    assert answer.status_code == 401


def test_the_last_word_is_noted_once_a_minute(client, db, clock) -> None:
    clock.move_to(MORNING)
    phone = Phone(client, EventFactory())
    noted = []
    for seconds in (30, 50, 95):
        clock.move_to(MORNING + timedelta(seconds=seconds))
        phone.post("scans", scan("BBBBBBBB"))
        noted.append((phone.device.last_seen_at - MORNING).seconds)
    assert noted == [30, 30, 95]
