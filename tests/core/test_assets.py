"""Built files: every name the templates use exists, is served for ever, packed, and small enough."""

import gzip
import re
from pathlib import Path

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient

from app.core import assets
from tests.support.client import DemandingClient

ROOT = Path(__file__).parents[2]
# Kilobytes of the first page without pictures (issue 2): style, script, and the fonts of a Vietnamese page, as they travel.
FIRST_PAGE_KB = 150


def travel_size(name: str) -> int:
    path = assets.asset_path(name)
    packed = path.with_name(path.name + ".gz")
    return (packed if packed.exists() else path).stat().st_size


def test_templates_name_only_assets_that_are_built(app: Flask) -> None:
    names = {
        name
        for path in (ROOT / "templates").rglob("*.html")
        for name in re.findall(r"""asset\(["']([^"']+)["']\)""", path.read_text())
    }

    with app.app_context():
        missing = [name for name in sorted(names) if not assets.asset_path(name).is_file()]

    assert missing == []


def test_asset_that_is_not_built_says_what_to_run(app: Flask) -> None:
    with app.test_request_context(), pytest.raises(assets.AssetsMissing, match="build_frontend"):
        assets.asset("nothing.css")


def test_style_and_first_page_keep_their_budget(app: Flask) -> None:
    with app.app_context():
        style, script = travel_size("site.css"), travel_size("site.js")
        fonts = [
            travel_size(f"be-vietnam-pro-{subset}-{weight}-normal.woff2")
            for subset in ("latin", "vietnamese")
            for weight in (400, 700)
        ]

    assert style < 25_000
    assert style + script + sum(fonts) < FIRST_PAGE_KB * 1000


@pytest.mark.parametrize(("accepted", "encoding"), [("br, gzip", "br"), ("gzip", "gzip"), ("", None), ("br;q=0", None)])
def test_built_file_is_packed_as_the_browser_takes_it_and_kept_for_ever(
    app: Flask, client: DemandingClient, accepted: str, encoding: str | None
) -> None:
    with app.test_request_context():
        url = assets.asset("site.css")

    answer = client.get(url, headers={"Accept-Encoding": accepted})

    assert answer.status_code == 200
    assert answer.headers.get("Content-Encoding") == encoding
    assert answer.mimetype == "text/css"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    "path", ["css/site.scss", "js/site.js", "dist/.stamp", "dist/../../config.py", "dist/nothing.css", "dist/site.css.gz"]
)
def test_nothing_else_of_the_folder_is_served(client: DemandingClient, path: str) -> None:
    assert client.get(f"/static/{path}").status_code == 404


def test_webassembly_is_allowed_to_the_decoder_alone(app: Flask, client: DemandingClient) -> None:
    with app.test_request_context():
        policy = client.get(assets.asset("site.js")).headers["Content-Security-Policy"]

    assert "wasm-unsafe-eval" not in policy


def test_page_is_packed_when_it_is_large_and_the_browser_takes_it(client: DemandingClient) -> None:
    plain = client.get("/styleguide")
    packed = FlaskClient(client.application, client.response_wrapper).get("/styleguide", headers={"Accept-Encoding": "gzip"})

    assert plain.headers.get("Content-Encoding") is None
    assert packed.headers["Content-Encoding"] == "gzip"
    assert len(packed.data) < len(plain.data) / 3
    assert gzip.decompress(packed.data).decode().startswith("<!doctype html>")


@pytest.mark.parametrize(("length", "encoding"), [(1023, None), (1024, "gzip")])
def test_short_answers_travel_as_they_are(app: Flask, length: int, encoding: str | None) -> None:
    with app.test_request_context(headers={"Accept-Encoding": "gzip"}):
        packed = assets.compress(Response("a" * length, mimetype="text/html"))

    assert packed.headers.get("Content-Encoding") == encoding


def test_download_is_not_packed(app: Flask) -> None:
    with app.test_request_context(headers={"Accept-Encoding": "gzip"}):
        packed = assets.compress(Response(b"%PDF" * 1000, mimetype="application/pdf"))

    assert packed.headers.get("Content-Encoding") is None


def test_lock_file_names_no_registry() -> None:
    lock = (ROOT / "package-lock.json").read_text()

    assert '"resolved"' not in lock
    assert '"integrity"' in lock


def test_build_lists_the_licences_of_what_it_ships(app: Flask) -> None:
    with app.app_context():
        told = (assets.dist() / "THIRD-PARTY.txt").read_text()

    for name in ("bootstrap ", "htmx.org ", "zxing-wasm ", "@fontsource/be-vietnam-pro ", "@fontsource/tinos "):
        assert re.search(rf"^{re.escape(name)}\d", told, re.MULTILINE), name
