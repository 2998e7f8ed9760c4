"""A signed code from the organiser's switch to the gate: printed by the pages, read from the PDF, scanned through the API."""

from typing import Any

import pytest

from app.badges import designs, signing
from app.badges.models import BadgePrint
from app.badges.signing import Claims
from app.checkin.queries import board
from app.events.models import Role
from app.registrations.terms import Category
from tests.checkin.test_scans import MORNING, scan
from tests.factories.checkin import Phone
from tests.factories.events import EventFactory, person_with
from tests.factories.registrations import RegistrationFactory
from tests.support import pdf

FORGER = bytes(range(32))


@pytest.fixture
def event(db, clock, client) -> Any:
    """A fair of today that signs; its organiser is signed in."""
    clock.move_to(MORNING)
    made = EventFactory()
    client.sign_in(person_with(Role.ORGANISER, made))
    client.submit(desk(made, "/codes"), {"signs_codes": True}, form="signs_codes")
    return made


@pytest.fixture
def people(event) -> list[Any]:
    return [RegistrationFactory(event_id=event.id, full_name=f"Giàng A Páo {number}") for number in range(4)]


@pytest.fixture
def phone(client, event) -> Phone:
    return Phone(client, event)


def desk(event, rest: str) -> str:
    return f"/manage/events/{event.slug}/badges{rest}"


def print_badge(client, db, event, person, **said: Any) -> str:
    """Print by the page and read the code from the paper, in black and white at 203 dpi."""
    seen = last_print(db, person)
    form = {"seen": str(seen), "where": "file", "design": designs.default_design(event).key}
    assert client.post(desk(event, f"/people/{person.short_code}"), data=form | said).status_code == 303
    [code] = pdf.codes(client.get(desk(event, f"/prints/{last_print(db, person)}.pdf")).data, dpi=203)
    assert code.startswith(signing.PREFIX)
    return code


def last_print(db, person) -> int:
    rows = db.query(BadgePrint.id).filter_by(registration_id=person.id)
    return rows.order_by(BadgePrint.id.desc()).limit(1).scalar() or 0


def told(phone: Phone, code: str) -> tuple[str, str]:
    answer = phone.post("scans", scan(code)).json
    return answer["result"], answer["reason"]


def test_what_was_printed_and_signed_lets_its_person_in_once(client, db, event, people, phone) -> None:
    code = print_badge(client, db, event, people[0])
    assert people[0].badge_code not in code
    answer = phone.post("scans", scan(code)).json
    assert (answer["result"], answer["holder"]["name"], answer["counted"]) == ("accepted", "Giàng A Páo 0", True)
    assert told(phone, code) == told(phone, people[0].badge_code) == ("refused", "already_in")
    assert board.count_visitors(event) == 1
    assert [key["id"] for key in phone.get("snapshot").json["public_keys"]] == ["1"]


def test_a_key_changed_during_the_event_keeps_old_badges_valid_until_it_is_retired(client, db, event, people, phone) -> None:
    first, second = print_badge(client, db, event, people[0]), print_badge(client, db, event, people[1])
    client.submit(desk(event, "/codes"), {"reason": "Máy in bị mất"}, form="reason")
    third = print_badge(client, db, event, people[2])
    assert [signing.read(code).key_number for code in (first, second, third)] == [1, 1, 2]
    assert [told(phone, first), told(phone, third)] == [("accepted", "ok")] * 2

    assert client.submit(desk(event, "/codes/keys/2/retire"), {"reason": "nhầm"}).status_code == 422
    client.submit(desk(event, "/codes/keys/1/retire"), {"reason": "Khóa bị lộ"})
    assert told(phone, second) == ("refused", "unknown")
    assert told(phone, print_badge(client, db, event, people[3])) == ("accepted", "ok")
    assert [key["id"] for key in phone.get("snapshot").json["public_keys"]] == ["2"]
    # Who has a badge of the retired key gets another; the person was never shut out.
    assert told(phone, print_badge(client, db, event, people[1], reason="Khóa đã thu hồi")) == ("accepted", "ok")


def test_a_replaced_badge_is_refused_by_name_though_its_signature_is_good(client, db, event, people, phone) -> None:
    old = print_badge(client, db, event, people[0])
    new = print_badge(client, db, event, people[0], reason="Mất thẻ", replace="y")
    assert signing.read(old).badge_code != signing.read(new).badge_code
    assert [told(phone, old), told(phone, new)] == [("refused", "revoked"), ("accepted", "ok")]


def test_forged_codes_are_refused_each_for_its_reason(client, db, event, people, phone) -> None:
    code = print_badge(client, db, event, people[0])
    claims = signing.read(code)
    forged = signing.sign(claims, FORGER)
    changed = code[:-1] + ("1" if code.endswith("0") else "0")
    upgraded = signing._write(int(code[3:], 36) ^ (1 << (88 - 20) * 8))  # one bit of the kind of badge
    elsewhere = signing.sign(Claims(event.id + 1, 1, claims.badge_code, Category.VIP), FORGER)
    unknown = signing.sign(Claims(event.id, 9, claims.badge_code, Category.VIP), FORGER)
    codes = [forged, changed, signing.PREFIX + upgraded, code[:-1], elsewhere, unknown]
    reasons = ["malformed", "malformed", "malformed", "malformed", "wrong_event", "unknown"]
    assert [told(phone, bad) for bad in codes] == [("refused", reason) for reason in reasons]
    answer = phone.post("scans/batch", {"scans": [scan(bad) for bad in codes]}).json
    assert [item["reason"] for item in answer["results"]] == reasons
    assert told(phone, code) == ("accepted", "ok")
