"""The page of the scanner: its parts, its words, and what it needs to start without a connection."""

import json
import re

import pytest

from app.checkin import scanner
from app.checkin.terms import Reason
from app.core import assets
from tests.support import html

# What the app may weigh as it travels, without the decoder's WebAssembly.
SCRIPT_KB = 45


def shell(client, **headers: str) -> dict:
    answer = client.get("/scan/service-worker.js", headers=headers)
    return json.loads(re.match(r"self\.SHELL = (\{.*\});\n", answer.text)[1])


def test_the_page_opens_without_sign_in_and_brings_its_words(client, db) -> None:
    answer = client.get("/scan")
    told = html.parse(answer.text).find(".//*[@id='scan-app']")
    words = json.loads(told.get("data-texts"))
    assert answer.status_code == 200
    assert (words["word_accepted"], words["word_used"], words["way_in"]) == ("Hợp lệ", "Đã dùng", "Vào")
    assert [reason for reason in Reason if not words[f"reason_{reason.value}"]] == []


@pytest.mark.parametrize(("language", "word"), [("vi", "Hợp lệ"), ("en", "Valid"), ("de", "Gültig")])
def test_the_page_speaks_the_reader_s_language(client, db, language, word) -> None:
    answer = client.get("/scan", headers={"Accept-Language": language})
    assert json.loads(html.parse(answer.text).find(".//*[@id='scan-app']").get("data-texts"))["word_accepted"] == word


def test_every_part_that_is_kept_exists_and_the_page_names_no_other(client, db) -> None:
    files = shell(client)["files"]
    assert [path for path in files if client.get(path).status_code != 200] == []
    assert set(re.findall(r'/static/dist/[^"]+', client.get("/scan").text)) - set(files) == set()


def test_the_service_worker_looks_after_the_page_only_and_is_asked_for_anew(client, db) -> None:
    answer = client.get("/scan/service-worker.js")
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Service-Worker-Allowed"] == "/scan"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "unsafe" not in answer.headers["Content-Security-Policy"]


def test_the_service_worker_changes_with_the_language_and_else_stays(client, db) -> None:
    first, again, german = shell(client), shell(client), shell(client, **{"Accept-Language": "de"})
    assert first == again
    assert first["version"] != german["version"]


def test_only_the_decoder_may_compile_webassembly(app, client, db) -> None:
    with app.test_request_context():
        policies = {name: client.get(assets.asset(name)).headers["Content-Security-Policy"] for name in scanner.PARTS}
    assert [name for name, policy in policies.items() if "'wasm-unsafe-eval'" in policy] == ["decoder-worker.js"]


def test_the_app_can_be_put_on_the_home_screen(client, db) -> None:
    answer = client.get("/scan.webmanifest")
    assert answer.mimetype == "application/manifest+json"
    assert (answer.json["start_url"], answer.json["scope"], answer.json["display"]) == ("/scan", "/scan", "standalone")
    assert [client.get(icon["src"]).status_code for icon in answer.json["icons"]] == [200, 200]


def test_the_app_keeps_its_budget(app) -> None:
    with app.app_context():
        paths = [assets.asset_path(name) for name in ("scan.js", "decoder-worker.js")]
    assert sum(path.with_name(path.name + ".gz").stat().st_size for path in paths) < SCRIPT_KB * 1000
