"""Signed badges from the paper to the gate: printed, decoded, believed or refused by the phone alone and by the server."""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from playwright.sync_api import BrowserContext, Page

from app.badges import services, signing
from app.badges.signing import Claims
from app.core.db import db, transaction
from app.events.models import Event
from app.registrations.models import Registration
from app.registrations.terms import Category
from tests.factories.accounts import UserFactory
from tests.factories.registrations import RegistrationFactory
from tests.journeys.gate import Site, pair, scan, start, wait_for, wait_until_sent
from tests.support import pdf

pytestmark = [pytest.mark.browser, pytest.mark.real_time]
FORGER = bytes(range(32))
STRANGER = "EV1" + "F" * 20


def test_a_phone_without_a_net_believes_what_a_key_of_the_event_signed(phone: BrowserContext, site: Site) -> None:
    change(site, lambda event: services.sign_codes(event, True, by=UserFactory()))
    page = pair(phone, site)
    known, replaced = printed(site, 0), printed(site, 1)
    change(site, replace_badge_of_the_second)
    come_back(page)
    change(site, lambda event: RegistrationFactory(event_id=event.id, full_name="Vàng Thị Mỷ"))
    late = printed(site, 8)
    forged = signing.sign(Claims(event_id(site), 1, STRANGER, Category.VIP), FORGER)
    neighbour = signing.sign(Claims(event_id(site) + 1, 1, STRANGER, Category.VIP), FORGER)

    start(page)
    phone.set_offline(True)
    assert scan(page, known) == "accepted"
    wait_for(page, "#verdict", "Giàng A Páo 0")
    assert [scan(page, code) for code in (known, late, replaced)] == ["used", "accepted", "refused"]
    wait_for(page, "#verdict", "đã được thay")
    changed = known[:-1] + ("1" if known.endswith("0") else "0")
    for code, word in ((forged, "Không đọc được mã"), (changed, "Không đọc được mã"), (neighbour, "sự kiện")):
        assert scan(page, code) == "refused"
        wait_for(page, "#verdict", word)
    phone.set_offline(False)
    wait_until_sent(page)
    reasons = ["ok", "already_in", "ok", "revoked", "malformed", "malformed", "wrong_event"]
    assert [(reason, offline) for _code, reason, offline in site.scans()] == [(reason, True) for reason in reasons]


def test_keys_change_while_phones_are_at_the_gate(phone: BrowserContext, site: Site) -> None:
    change(site, lambda event: services.sign_codes(event, True, by=UserFactory()))
    page = pair(phone, site)
    old, older, oldest = (printed(site, place) for place in range(3))
    start(page)
    phone.set_offline(True)
    change(site, lambda event: services.rotate_key(event, seen=1, by=UserFactory(), reason="Máy in bị mất"))
    new, newer = printed(site, 3), printed(site, 4)
    # The phone has not heard of the new key: it says so and refuses nobody.
    assert [scan(page, old), scan(page, new)] == ["accepted", "provisional"]
    phone.set_offline(False)
    wait_until_sent(page)

    come_back(page)
    assert [scan(page, older), scan(page, newer)] == ["accepted", "accepted"]
    change(site, lambda event: services.retire_key(event, 1, by=UserFactory(), reason="Khóa bị lộ"))
    assert scan(page, oldest) == "refused"
    come_back(page)
    phone.set_offline(True)
    assert [scan(page, oldest), scan(page, newer)] == ["refused", "used"]
    phone.set_offline(False)
    wait_until_sent(page)
    assert [reason for _code, reason, _offline in site.scans()] == ["ok", "ok", "ok", "ok", "unknown", "unknown", "already_in"]


def change(site: Site, work: Callable[[Event], Any]) -> None:
    """Let somebody at the desk change the event."""
    with site.app.app_context(), transaction():
        work(db.session.scalars(sa.select(Event)).one())


def printed(site: Site, place: int) -> str:
    """Print the badge of the person at this place and read its code from the paper, in black and white at 203 dpi."""
    [code] = pdf.codes(site.print_badges(1, place), dpi=203)
    assert code.startswith(signing.PREFIX)
    return code


def replace_badge_of_the_second(event: Event) -> None:
    person = db.session.scalars(sa.select(Registration).order_by(Registration.id).offset(1).limit(1)).one()
    first = services.print_badge(person, by=UserFactory())
    services.print_badge(person, by=UserFactory(), again=services.Again(first.id, "Mất thẻ", replace=True))


def event_id(site: Site) -> int:
    with site.app.app_context():
        return db.session.scalars(sa.select(Event.id)).one()


KNOWS = """cursor => new Promise(done => {
    const opening = indexedDB.open("fairground-scan");
    opening.onsuccess = () => {
        const asked = opening.result.transaction("meta").objectStore("meta").get("snapshot");
        asked.onsuccess = () => { opening.result.close(); done(asked.result.cursor === cursor); };
    };
})"""


def come_back(page: Page) -> None:
    """Let the phone hear that the net is back, and wait until it knows what the server knows."""
    with page.expect_response(lambda answer: "/snapshot" in answer.url) as answered:
        page.evaluate("window.dispatchEvent(new Event('online'))")
    page.wait_for_function(KNOWS, arg=answered.value.json()["cursor"])
