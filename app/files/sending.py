"""How a stored file leaves: always from a view with an access rule, never as a page of ours."""

import unicodedata
from urllib.parse import quote

from flask import Response, request
from werkzeug.wsgi import wrap_file

from app.files.models import StoredFile
from app.files.services import open_content

POLICY = "sandbox; default-src 'none'"


def send(stored: StoredFile, *, max_age: int = 0, display_name: str = "") -> Response:
    """Return the file as an attachment; HEAD and ranges work (UP08). Pictures may still be shown by an <img>.

    Args:
        max_age: seconds a browser may keep it; only for what everybody may see.
    """
    content = open_content(stored)
    response = Response(wrap_file(request.environ, content, 2**16), mimetype=stored.media_type, direct_passthrough=True)
    response.call_on_close(content.close)
    response.content_length = stored.size_bytes
    response.headers["Content-Disposition"] = disposition(display_name or stored.display_name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cache-Control"] = f"public, max-age={max_age}" if max_age else "private, no-store"
    response.set_etag(stored.sha256)
    response.make_conditional(request.environ, accept_ranges=True, complete_length=stored.size_bytes)
    return response


def send_document(content: bytes, media_type: str, display_name: str) -> Response:
    """Return a document made just now as an attachment."""
    response = Response(content, mimetype=media_type)
    response.headers["Content-Disposition"] = disposition(display_name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cache-Control"] = "private, no-store"
    return response


def disposition(name: str) -> str:
    """Return the header for `name` with an ASCII fallback and the RFC 8187 form."""
    plain = unicodedata.normalize("NFKD", name.replace("đ", "d").replace("Đ", "D")).encode("ascii", "ignore").decode()
    plain = "".join(char for char in plain if char.isprintable() and char not in '"\\%;') or "file"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
