"""Browser files by their hashed names, served for ever and pre-compressed; pages are packed as they go.

tools/build_frontend.py makes the files and static/dist/manifest.json.
"""

import functools
import gzip
import json
from pathlib import Path

from flask import Flask, Response, current_app, request, send_from_directory, url_for
from werkzeug.exceptions import NotFound

ENCODINGS = {"br": ".br", "gzip": ".gz"}
# Below this many bytes a packed answer is hardly shorter than a plain one.
SMALLEST_PACKED = 1024
PACKED_TYPES = {"text/html", "text/plain", "text/css", "text/calendar", "text/csv", "image/svg+xml"}
PACKED_TYPES |= {"application/json", "application/problem+json", "application/ld+json", "application/manifest+json"}


class AssetsMissing(RuntimeError):
    """The browser code is not built, or the name is not in it."""


def dist() -> Path:
    """Return the folder of built files."""
    return Path(str(current_app.static_folder)) / "dist"


@functools.lru_cache(maxsize=4)
def _read_manifest(path: Path, modified_ns: int) -> dict[str, str]:
    names: dict[str, str] = json.loads(path.read_text())
    return names


def hashed_name(name: str) -> str:
    """Return the file name under static/dist/ of an asset such as `site.css`, `mark.svg` or a font.

    Raises:
        AssetsMissing: not built.
    """
    path = dist() / "manifest.json"
    try:
        return _read_manifest(path, path.stat().st_mtime_ns)[name]
    except (FileNotFoundError, KeyError) as error:
        raise AssetsMissing(f"{name} is not in static/dist: run `python tools/build_frontend.py`.") from error


def asset(name: str) -> str:
    """Return the address of an asset; it changes whenever the content does."""
    return url_for("static", filename=f"dist/{hashed_name(name)}")


def asset_path(name: str) -> Path:
    """Return the file of an asset, for documents that embed it."""
    return dist() / hashed_name(name)


def serve(filename: str) -> Response:
    """Send a built file, in the best encoding the browser takes. Nothing else of static/ leaves the house."""
    folder, _slash, name = filename.rpartition("/")
    if folder != "dist" or name.startswith(".") or name.endswith(tuple(ENCODINGS.values())):
        raise NotFound
    encoding = next((code for code in ENCODINGS if _accepts(code) and (dist() / (name + ENCODINGS[code])).is_file()), None)
    response = send_from_directory(dist(), name + ENCODINGS[encoding] if encoding else name, etag=False, conditional=False)
    response.mimetype = "text/javascript" if name.endswith(".js") else _mimetype(name) or str(response.mimetype)
    if encoding:
        response.content_encoding = encoding
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.vary.add("Accept-Encoding")
    if name.rsplit("-", 1)[0].endswith("-worker"):
        # A worker lives under the policy of its own file; only the QR decoder compiles WebAssembly.
        response.headers["Content-Security-Policy"] = (
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'self'"
        )
    return response


def _mimetype(name: str) -> str:
    kinds = {".css": "text/css", ".svg": "image/svg+xml", ".wasm": "application/wasm", ".woff2": "font/woff2"}
    return kinds.get(Path(name).suffix, "")


def _accepts(encoding: str) -> bool:
    return request.accept_encodings[encoding] > 0


def compress(response: Response) -> Response:
    """Pack a whole text answer with gzip when the browser takes it.

    BREACH needs one secret to stay the same over thousands of answers; the form token is signed anew each second and
    the session cookie is SameSite, so a stranger's page cannot even ask. Ten lines do what a further package would.
    """
    packable = (
        response.mimetype in PACKED_TYPES
        and not response.is_streamed
        and not response.direct_passthrough
        and not response.headers.get("Content-Encoding")
        and response.status_code not in (204, 206, 304)
    )
    if not packable:
        return response
    response.vary.add("Accept-Encoding")
    if _accepts("gzip"):
        body = response.get_data()
        if len(body) >= SMALLEST_PACKED:
            response.set_data(gzip.compress(body, compresslevel=4, mtime=0))
            response.content_encoding = "gzip"
    return response


def init_app(app: Flask) -> None:
    """Give templates `asset()`, take over the static route, pack answers."""
    app.jinja_env.globals["asset"] = asset
    app.view_functions["static"] = serve
    app.after_request(compress)
