"""A printer desk: its tab is paired by a code, prints what a gate lets in, tells when the paper is out, and loses nothing."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from app.badges import services
from app.badges.models import BadgePrint, PrintJob, PrintState, PrintStation
from app.badges.services import StationSettings, queueing
from app.checkin.models import Gate
from app.core import clock
from app.core.db import db, transaction
from app.registrations.models import Registration
from tests.factories.accounts import UserFactory
from tests.factories.badges import PrintStationFactory, desk_of
from tests.factories.checkin import DeviceFactory, GateFactory
from tests.factories.events import EventFactory
from tests.factories.registrations import RegistrationFactory
from tests.support.race import make_app
from tests.support.serving import in_a_thread

pytestmark = [pytest.mark.browser, pytest.mark.real_time]
GATE = "the token of a phone at the gate"
# Chromium of tests has no printer: what it would print is looked at, and the dialog is answered at once.
PRINTER = """
  window.printed = [];
  window.print = () => {
    const sheet = document.querySelector("#station-sheets img");
    window.printed.push([sheet.naturalWidth, sheet.naturalHeight]);
    setTimeout(() => window.dispatchEvent(new Event("afterprint")), 50);
  };
"""


class Site:
    """A small running fair of today: a gate with a printer, three visitors, a code that pairs a tab."""

    def __init__(self, app: Flask, url: str, code: str, slug: str) -> None:
        self.app, self.url, self.code, self.slug = app, url, code, slug

    def scan(self, person: int) -> dict[str, Any]:
        """Let the phone at the gate scan the badge of visitor number `person`."""
        with self.app.app_context():
            code = db.session.scalars(sa.select(Registration).order_by(Registration.id)).all()[person].badge_code
            db.session.remove()
        body = {"scan_uuid": str(uuid4()), "code": code, "scanned_at": clock.now().isoformat()}
        headers = {"Authorization": f"Bearer {GATE}"}
        answer = self.app.test_client().post(f"/api/v1/events/{self.slug}/scans", json=body, headers=headers)
        return dict(answer.get_json())

    def states(self) -> list[PrintState]:
        with self.app.app_context():
            return list(db.session.scalars(sa.select(PrintJob.state).order_by(PrintJob.id)))

    def taken_elsewhere(self) -> services.Taken | None:
        """Free the latest badge for every station and let another one ask for it."""
        with self.app.app_context(), transaction():
            job = db.session.scalars(sa.select(PrintJob).order_by(PrintJob.id.desc())).first()
            assert job is not None
            job.station_id = None
            db.session.flush()
            return services.take_job(desk_of(self._other(job.event_id)))

    def move_to_other_station(self) -> None:
        with self.app.app_context(), transaction():
            job = db.session.scalars(sa.select(PrintJob).order_by(PrintJob.id.desc())).first()
            assert job is not None
            services.move_job(job, self._other(job.event_id), by=UserFactory())

    def _other(self, event_id: int) -> PrintStation:
        found = db.session.scalars(sa.select(PrintStation).where(PrintStation.name == "Quầy B")).first()
        return found or PrintStationFactory(event_id=event_id, name="Quầy B")

    def count_prints(self) -> int:
        with self.app.app_context():
            return db.session.scalar(sa.select(sa.func.count()).select_from(BadgePrint)) or 0


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    app = make_app(f"sqlite:///{tmp_path}/site.sqlite", tmp_path)
    with app.app_context():
        db.create_all()
        with transaction():
            event = EventFactory(starts_at=clock.now() - timedelta(days=2))
            officer = UserFactory()
            station = services.add_station(event, StationSettings("Máy in cổng Bắc"), by=officer)
            gate: Gate = GateFactory(event_id=event.id, station_id=station.id)
            DeviceFactory(of_gate=gate, token=GATE, name="Điện thoại cổng Bắc")
            for name in ("Giàng A Páo", "Lò Thị Mẩy", "Tẩn Láo Tả"):
                RegistrationFactory(event_id=event.id, full_name=name, unit="HTX Mù Cả")
            code, slug = services.offer_pairing(station, by=officer), event.slug
        db.session.remove()
    with in_a_thread(app) as url:
        yield Site(app, url, code, slug)


@pytest.fixture
def tab(browser: Browser, site: Site) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="vi-VN", base_url=site.url)
    context.set_default_timeout(20_000)
    context.add_init_script(PRINTER)
    yield context.new_page()
    context.close()


def test_a_tab_prints_what_the_gate_lets_in(site: Site, tab: Page, check_axe) -> None:
    tab.goto("/print-station")
    tab.fill("#station-code", f"{site.code[:4]} {site.code[4:].lower()}")
    tab.click("#station-pair button")
    state = tab.locator("#station-state")
    expect(state).to_have_text("Chưa có thẻ cần in. Trang tự kiểm tra lại.")
    expect(tab.locator("#station-name")).to_have_text("Máy in cổng Bắc")
    check_axe(tab)

    # A person says that the badge came out; the printer got a page of A6.
    assert site.scan(0)["result"] == "accepted"
    expect(tab.locator("#station-ask")).to_be_visible()
    expect(state).to_have_text("Đang in: Giàng A Páo")
    check_axe(tab)
    assert tab.evaluate("window.printed") == [[1240, 1748]]
    tab.click("#station-yes")
    expect(tab.locator("#station-log li").first).to_have_text("Đã in: Giàng A Páo")
    expect(state).to_have_text("Chưa có thẻ cần in. Trang tự kiểm tra lại.")
    assert (site.states(), site.count_prints()) == ([PrintState.PRINTED], 1)

    # The paper is out: nothing is logged, a person decides.
    site.scan(1)
    tab.click('[data-trouble="no_paper"]')
    expect(tab.locator("#station-log li").first).to_contain_text("Lò Thị Mẩy")
    expect(state).to_have_text("Chưa có thẻ cần in. Trang tự kiểm tra lại.")
    assert (site.states(), site.count_prints()) == ([PrintState.PRINTED, PrintState.FAILED], 1)

    # The net is gone when the report is due: it is kept over a reload and sent later.
    site.scan(2)
    expect(tab.locator("#station-ask")).to_be_visible()
    tab.route("**/report", lambda route: route.abort())
    tab.click("#station-yes")
    expect(state).to_contain_text("Mất kết nối")
    tab.unroute("**/report")
    tab.set_viewport_size({"width": 360, "height": 740})
    tab.reload()
    expect(state).to_have_text("Chưa có thẻ cần in. Trang tự kiểm tra lại.")
    assert (site.states()[2], site.count_prints()) == (PrintState.PRINTED, 2)
    assert tab.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_a_badge_stays_with_the_tab_that_asks_about_it_until_it_is_moved(site: Site, tab: Page, monkeypatch) -> None:
    for module in (services, queueing):
        monkeypatch.setattr(module, "LEASE", timedelta(seconds=2))
    tab.goto("/print-station")
    tab.fill("#station-code", site.code)
    tab.click("#station-pair button")
    site.scan(0)
    expect(tab.locator("#station-ask")).to_be_visible()
    tab.wait_for_timeout(3_500)
    assert site.taken_elsewhere() is None
    tab.click("#station-yes")
    expect(tab.locator("#station-log li").first).to_have_text("Đã in: Giàng A Páo")
    assert (site.states(), site.count_prints()) == ([PrintState.PRINTED], 1)

    # An officer sends it elsewhere: the question goes away.
    site.scan(1)
    expect(tab.locator("#station-ask")).to_be_visible()
    site.move_to_other_station()
    expect(tab.locator("#station-log li").first).to_contain_text("điểm in khác", ignore_case=True)
    expect(tab.locator("#station-ask")).to_be_hidden()
