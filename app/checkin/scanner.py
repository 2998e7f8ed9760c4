"""The scanner of the gates: a page for phones that starts and works without a connection. Its data come from the API.

The service worker gets the list of files to keep from the server, so that a new version of the page brings all of its parts.
"""

import hashlib
import json
from typing import Any

from flask import Response, render_template, url_for
from flask.typing import ResponseReturnValue

from app.checkin.scanner_texts import texts
from app.core.access import public
from app.core.assets import asset, asset_path
from app.core.i18n import _, language
from app.core.web import FeatureBlueprint, page

bp = FeatureBlueprint("scanner", __name__)
# All that the page needs without a connection. The letters of other languages than Vietnamese may be those of the phone.
PARTS = (
    "site.css",
    "scanner.css",
    "mark.svg",
    "scan-icon.png",
    "scan-test.png",
    "scan.js",
    "decoder-worker.js",
    "zxing_reader.wasm",
    *(f"be-vietnam-pro-{letters}-{weight}-normal.woff2" for letters in ("latin", "vietnamese") for weight in (400, 700)),
)


@bp.get("/scan")
@public
def app() -> ResponseReturnValue:
    return page("checkin/scan.html", **_context())


def _context() -> dict[str, Any]:
    return {"texts": texts()}


@bp.get("/scan/service-worker.js")
@public
def service_worker() -> Response:
    """It changes whenever the page or one of its parts does, or the language of the reader."""
    files = [asset(name) for name in PARTS] + [url_for(".manifest")]
    content = render_template("checkin/scan.html", **_context())
    version = hashlib.sha256("\n".join([content, *files]).encode()).hexdigest()[:12]
    shell = {"version": version, "page": url_for(".app"), "files": files}
    code = asset_path("scan-service.js").read_text(encoding="utf-8")
    response = Response(f"self.SHELL = {json.dumps(shell)};\n{code}", mimetype="text/javascript")
    # Without it the worker could only look after addresses below its own.
    response.headers["Service-Worker-Allowed"] = url_for(".app")
    response.headers["Cache-Control"] = "no-cache"
    response.vary.update(["Cookie", "Accept-Language"])
    return response


@bp.get("/scan.webmanifest")
@public
def manifest() -> Response:
    icon = {"src": asset("scan-icon.png"), "sizes": "512x512", "type": "image/png"}
    content = {
        "id": url_for(".app"),
        "name": _("Fairground scanner"),
        "short_name": _("Scanner"),
        "lang": language(),
        "start_url": url_for(".app"),
        "scope": url_for(".app"),
        "display": "standalone",
        "orientation": "portrait",
        "background_color": "#141b24",
        "theme_color": "#08393b",
        "icons": [icon | {"purpose": purpose} for purpose in ("any", "maskable")],
    }
    return Response(json.dumps(content, ensure_ascii=False), mimetype="application/manifest+json")
