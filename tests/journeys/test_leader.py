"""A leader reads one page and prints it."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import DESK, sign_in

# One worker runs all journeys: the demo data are loaded once.
pytestmark = pytest.mark.browser


def test_a_leader_reads_the_summary(open_page, check_axe) -> None:
    page = open_page(DESK)
    sign_in(page, "lanhdao@example.vn")
    page.goto("/leadership")
    check_axe(page)
    page.goto("/leadership/events/hcck-2025")
    expect(page.locator("h1")).to_contain_text(re.compile(r"(?<![\d.])62\.000\b"))
    expect(page.locator("svg.chart").first).to_be_visible()
    check_axe(page)
    with page.expect_download() as download:
        page.locator("a", has_text="PDF").first.click()
    assert download.value.path().read_bytes().startswith(b"%PDF")
