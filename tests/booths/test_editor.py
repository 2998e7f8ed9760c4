"""The page of the plan editor: what it brings for the browser."""

import gzip
import json
import re
from pathlib import Path

import pytest
from flask import Flask

from app.booths import editor_texts
from app.core import assets
from app.events.models import Role
from tests.factories.booths import make_fair
from tests.factories.events import person_with
from tests.support import html

SCRIPTS = Path(__file__).parents[2] / "static" / "js"
# The editor with all that it imports, as it travels.
BUDGET_BYTES = 45_000


@pytest.mark.parametrize(("role", "status"), [(Role.ORGANISER, 200), (Role.REVIEWER, 403)])
def test_who_manages_booths_draws_the_plan(client, db, role, status) -> None:
    event, _booths = make_fair(1)
    client.sign_in(person_with(role, event))

    assert client.get(f"/manage/events/{event.slug}/booths/plan").status_code == status


def test_the_page_brings_texts_and_addresses_and_leads_to_the_table(client, db) -> None:
    event, _booths = make_fair(1)
    client.sign_in(person_with(Role.ORGANISER, event))

    page = html.parse(client.get(f"/manage/events/{event.slug}/booths/plan").text)

    editor = page.find(".//div[@id='plan-editor']")
    assert editor.get("data-base") == f"/manage/events/{event.slug}/booths"
    assert json.loads(editor.get("data-texts"))["kind_standard"]
    links = [link.get("href") for link in page.iter("a")]
    assert f"/manage/events/{event.slug}/booths/plan-table" in links


def test_every_word_that_the_browser_says_is_sent_to_it(app: Flask) -> None:
    code = "\n".join(path.read_text() for folder in ("scene", "plan-editor") for path in (SCRIPTS / folder).glob("*.js"))
    calls = re.findall(r"\b(?:say|later|change)\(([^`,;)]*)", code)
    named = {word for call in calls for word in re.findall(r'"(\w+)"', call)} | set(re.findall(r"\btexts\.(\w+)", code))

    with app.test_request_context():
        missing = named - set(editor_texts.texts())

    # "order" is an act of the badge designer: things on a floor do not lie in a pile.
    assert missing == {"order"}
    assert len(named) > 50


def test_the_editor_keeps_its_budget(app: Flask) -> None:
    with app.app_context():
        waiting, travelled = [assets.asset_path("plan-editor.js")], {}
        while waiting:
            path = waiting.pop()
            content = path.read_bytes()
            travelled[path.name] = len(gzip.compress(content, 9))
            chunks = re.findall(rb'["\']\./(chunk-[\w-]+\.js)["\']', content)
            waiting += [path.with_name(name.decode()) for name in chunks if name.decode() not in travelled]

    assert sum(travelled.values()) < BUDGET_BYTES
