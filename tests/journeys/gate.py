"""A gate of today for journeys with the real scanner: the running fair, and what a steward does at the phone."""

from datetime import timedelta
from typing import Any

import pypdfium2 as pdfium
import sqlalchemy as sa
from flask import Flask
from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect

from app.badges import drawing, queries, services
from app.badges.layouts.sizes import BadgeSize
from app.badges.layouts.starting import starting_layout
from app.checkin.models import Device, Scan
from app.checkin.services import pairing
from app.core import clock
from app.core.db import db, transaction
from app.events.models import Event
from app.registrations.models import Registration
from tests.factories.accounts import UserFactory
from tests.factories.checkin import GateFactory
from tests.factories.events import EventFactory
from tests.factories.registrations import RegistrationFactory

PHONE = {"width": 360, "height": 740}
PEOPLE = [f"BBBB222{last}" for last in "23456789"]
BADGE = "EV1" + "C" * 20


class Site:
    """A small running fair of today with one gate, eight visitors and a code that pairs a phone."""

    def __init__(self, app: Flask, url: str, code: str) -> None:
        self.app, self.url, self.code = app, url, code

    def scans(self) -> list[tuple[str, str, bool]]:
        """Return (code, reason, sent offline) of what the server has, in the order of the device's clock."""
        columns = (Scan.code, Scan.reason, Scan.sent_offline)
        with self.app.app_context():
            return [(row[0], row[1].value, row[2]) for row in db.session.execute(sa.select(*columns).order_by(Scan.scanned_at))]

    def count(self, model: Any) -> int:
        with self.app.app_context():
            return db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0

    def print_badges(self, number: int, first: int = 0) -> bytes:
        """Return the PDF of so many badges from the `first` on, as it is printed: signed when the event signs."""
        with self.app.test_request_context():
            event = db.session.scalars(sa.select(Event)).one()
            people = queries.holders_of(db.session.scalars(_in_order().offset(first).limit(number)).all())
            return drawing.draw(event, starting_layout(BadgeSize.A6), services.sign_holders(event, people))

    def badges(self, number: int) -> list[Image.Image]:
        """Return pictures of the first badges as they are printed, in grey."""
        pages = pdfium.PdfDocument(self.print_badges(number))
        return [page.render(scale=1.6).to_pil().convert("L") for page in pages]

    def badge_codes(self, number: int) -> list[str]:
        with self.app.app_context():
            return [person.badge_code for person in db.session.scalars(_in_order().limit(number))]

    def put_phones_out(self) -> None:
        with self.app.app_context(), transaction():
            for device in db.session.scalars(sa.select(Device)).all():
                pairing.revoke(device, by=UserFactory())


def _in_order() -> sa.Select[tuple[Registration]]:
    return sa.select(Registration).order_by(Registration.id)


def fill() -> str:
    """Make a fair with eight visitors and one gate; return the code that pairs a phone."""
    event = EventFactory(starts_at=clock.now() - timedelta(days=2))
    for number, short in enumerate(PEOPLE):
        badge = BADGE if number == 0 else f"EV1{short}{'G' * 12}"
        RegistrationFactory(
            event_id=event.id, short_code=short, badge_code=badge, full_name=f"Giàng A Páo {number}", unit="HTX Mù Cả"
        )
    return pairing.offer_pairing(GateFactory(event_id=event.id, name="Cổng 1"), by=UserFactory())


def pair(context: BrowserContext, site: Site) -> Page:
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"/scan#pair={site.code}")
    page.get_by_role("button", name="Ghép máy").click()
    wait_for(page, "#data-state", "8 người trong máy")
    page.wait_for_selector("#scan-app[data-kept]", state="attached")
    assert "#" not in page.url
    return page


def wait_for(page: Page, selector: str, text: str) -> None:
    """Wait until the page says so; a phone that got no answer in time asks again after 15 seconds."""
    expect(page.locator(selector)).to_contain_text(text, timeout=40_000)


def wait_until_sent(page: Page) -> None:
    """Wait until nothing waits on the phone any more. The text would not do: "50 to send" ends like "0 to send"."""
    expect(page.locator("#waiting")).to_have_attribute("data-waiting", "0", timeout=40_000)


def start(page: Page) -> None:
    page.get_by_role("button", name="Bắt đầu quét").click()
    expect(page.locator("#code")).to_be_visible()


def scan(page: Page, code: str) -> str:
    """Type a code; returns the kind of verdict that this scan got."""
    before = page.evaluate("Number(document.getElementById('verdict').dataset.number || 0)")
    page.fill("#code", code)
    page.press("#code", "Enter")
    page.wait_for_selector(f"#verdict[data-number='{before + 1}']")
    return str(page.get_attribute("#verdict", "data-kind"))


def type_like_a_scanner(page: Page, code: str) -> None:
    """Press the keys faster than a person: all in one go, since a busy machine would let them arrive one by one."""
    page.evaluate(
        """code => [...code, "Enter"].forEach(key => document.body.dispatchEvent(new KeyboardEvent("keydown", {
            key, code: key === "Enter" ? key : (/\\d/.test(key) ? "Digit" : "Key") + key, bubbles: true, cancelable: true,
        })))""",
        code,
    )
