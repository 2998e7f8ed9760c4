"""The HTTP edge: a blueprint that refuses undeclared access and owns the transaction, pages and fragments, error answers."""

import functools
import logging
import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Flask, Response, current_app, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.exc import DataError
from werkzeug import routing
from werkzeug.exceptions import HTTPException

from app.core import failpoints
from app.core.db import intent, unit_of_work
from app.core.errors import DomainError, SignInNeeded

log = logging.getLogger(__name__)
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
# Largest key that every database takes as a parameter.
MAX_ID = 2**31 - 1


class IntegerConverter(routing.IntegerConverter):
    """`<int:…>` of a route: a number beyond the keys of the database is not found instead of a crash in the driver."""

    def __init__(self, map: routing.Map, fixed_digits: int = 0, min: int | None = None, max: int | None = MAX_ID) -> None:
        super().__init__(map, fixed_digits, min, max)


class FeatureBlueprint(Blueprint):
    """A blueprint whose views declare their access and run in one transaction each.

    GET, HEAD and OPTIONS may not write. Others are committed once when the answer is below 400
    (or the view called `keep_changes`), and tried again when the database asks for that.
    """

    def add_url_rule(
        self,
        rule: str,
        endpoint: str | None = None,
        view_func: Callable[..., Any] | None = None,
        provide_automatic_options: bool | None = None,
        **options: Any,
    ) -> None:
        if view_func is not None:
            if getattr(view_func, "access", None) is None:
                raise TypeError(f"{view_func.__module__}.{view_func.__name__} declares no access")
            view_func = in_one_transaction(view_func)
        super().add_url_rule(rule, endpoint, view_func, provide_automatic_options, **options)


def in_one_transaction(view: Callable[..., ResponseReturnValue]) -> Callable[..., Response]:
    """Wrap `view`: reads cannot write, writes commit once, after the view and before the answer."""

    @functools.wraps(view)
    def wrapper(**arguments: Any) -> Response:
        if request.method in SAFE_METHODS:
            with intent("read"):
                return make_response(view(**arguments))

        def attempt() -> Response:
            g.keep_changes = False
            for upload in request.files.values():
                upload.stream.seek(0)
            response = make_response(view(**arguments))
            failpoints.reach("web.answered")
            return response

        response = unit_of_work(attempt, keep=lambda response: response.status_code < 400 or g.keep_changes)
        failpoints.reach("web.committed")
        return response

    return wrapper


def keep_changes() -> None:
    """Commit although the answer is a refusal: a failed sign-in must be counted."""
    g.keep_changes = True


def is_htmx() -> bool:
    """Tell whether htmx asked for a fragment."""
    return request.headers.get("HX-Request") == "true" and request.headers.get("HX-History-Restore-Request") != "true"


def page(template: str, *, fragment: str = "", status: int = 200, **context: Any) -> Response:
    """Render `template`, or only `fragment` when htmx asks for it."""
    name = fragment if fragment and is_htmx() else template
    response = make_response(render_template(name, **context), status)
    if fragment:
        response.vary.add("HX-Request")
    return response


def go(endpoint: str, **values: Any) -> Response:
    """Redirect after a POST with 303; by HX-Redirect when htmx asked."""
    target = url_for(endpoint, **values)
    if is_htmx():
        return Response(status=204, headers={"HX-Redirect": target})
    return make_response(redirect(target, code=303))


def site_url(endpoint: str, **values: Any) -> str:
    """Return the public address of a page: from BASE_URL, never from the Host header, so mails and jobs may use it (AU10)."""
    base = urlsplit(current_app.config["BASE_URL"])
    adapter = current_app.url_map.bind(base.netloc, base.path or "/", url_scheme=base.scheme)
    current_app.inject_url_defaults(endpoint, values)
    return adapter.build(endpoint, values, force_external=True)


def safe_next(target: str | None, fallback: str) -> str:
    """Return `target` when it is a path on this site, else `fallback` (AU11)."""
    if not target or not target.startswith("/") or target.startswith("//"):
        return fallback
    if "\\" in target or any(ord(char) < 33 or ord(char) == 127 for char in target):
        return fallback
    return target


def wants_json() -> bool:
    """Tell whether the answer goes to a program: all of /api/."""
    return request.path.startswith("/api/")


_TITLES: dict[int, Callable[[], str]] = {
    400: lambda: _("The request could not be understood"),
    401: lambda: _("Please sign in"),
    403: lambda: _("You may not do this"),
    404: lambda: _("Page not found"),
    405: lambda: _("This way of asking is not possible here"),
    409: lambda: _("Somebody else was faster"),
    413: lambda: _("The file is too large"),
    415: lambda: _("This kind of content is not accepted"),
    422: lambda: _("Please check what you entered"),
    429: lambda: _("Too many attempts"),
    500: lambda: _("Something went wrong on our side"),
    503: lambda: _("Busy right now, please try again"),
}


def _answer(status: int, code: str, message: str, *, field: str | None = None, **extra: Any) -> Response:
    title = _TITLES.get(status, lambda: message)()
    request_id = getattr(g, "request_id", "")
    if wants_json():
        problem = {"type": f"urn:fairground:{code}", "title": title, "status": status, "code": code}
        problem |= {"detail": message, "request_id": request_id, **extra}
        if field:
            problem["errors"] = [{"field": field, "message": message}]
        response = make_response(problem, status)
        response.content_type = "application/problem+json"
        if status == 401:
            response.headers["WWW-Authenticate"] = "Bearer"
    else:
        name = "errors/_error.html" if is_htmx() else "errors/error.html"
        response = make_response(
            render_template(name, status=status, title=title, message=message, code=code, request_id=request_id), status
        )
        if is_htmx():
            response.headers["HX-Retarget"] = "#flash"
            response.headers["HX-Reswap"] = "innerHTML"
    if status in (429, 503):
        response.headers["Retry-After"] = str(extra.get("retry_after", 2))
    return response


def refusal(error: DomainError) -> ResponseReturnValue:
    """Answer `error` without rolling back, for views that called `keep_changes()`: a failed attempt must be counted."""
    return _on_domain_error(error)


def _on_domain_error(error: DomainError) -> ResponseReturnValue:
    if isinstance(error, SignInNeeded) and not wants_json():
        here = request.full_path.rstrip("?") if request.method == "GET" else "/"
        target = url_for("accounts.sign_in", next=here)
        return Response(status=204, headers={"HX-Redirect": target}) if is_htmx() else redirect(target)
    message = str(error.message) if error.message else _TITLES.get(error.status, lambda: error.code)()
    return _answer(error.status, error.code, message, field=error.field, **error.extra)


def _on_http_error(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    if status < 400:
        return error
    response = _answer(status, error.name.lower().replace(" ", "_"), _TITLES.get(status, lambda: error.name)())
    if status == 405 and getattr(error, "valid_methods", None):
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods))  # type: ignore[attr-defined]
    return response


def _on_unfit_value(error: DataError) -> ResponseReturnValue:
    """Answer a value that the database cannot hold, such as a NUL character in an address or a body: the asker's fault."""
    log.info("value refused by the database", extra={"request_id": getattr(g, "request_id", "")})
    return _answer(400, "malformed", _("This text contains characters that cannot be used."))


def _on_crash(error: Exception) -> ResponseReturnValue:
    log.error("request failed", exc_info=error, extra={"request_id": getattr(g, "request_id", "")})
    return _answer(500, "internal_error", _("We have noted the fault. Nothing half-done was kept."))


def init_app(app: Flask) -> None:
    """Register request ids, security headers, error answers and the limit of numbers in paths."""
    app.url_map.converters["int"] = IntegerConverter
    app.register_error_handler(DomainError, _on_domain_error)
    app.register_error_handler(HTTPException, _on_http_error)
    app.register_error_handler(DataError, _on_unfit_value)
    app.register_error_handler(Exception, _on_crash)
    app.before_request(_name_request)
    app.after_request(_add_headers)


def _name_request() -> None:
    g.request_id = uuid.uuid4().hex[:16]
    if request.mimetype == "application/x-www-form-urlencoded":
        # Werkzeug reads such a form at once, without the limit that it keeps for parts of a multipart form (AU02).
        request.max_content_length = current_app.config["MAX_FORM_MEMORY_SIZE"]


# JSON-LD is a data block, not a script, so no nonce is needed anywhere.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; media-src 'self' blob:; "
    "form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
)


def _add_headers(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", "camera=(self), microphone=(), geolocation=()")
    headers["X-Request-Id"] = getattr(g, "request_id", "")
    if current_app.config["FAIR_ENV"] == "production":
        headers.setdefault("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
    if "Cache-Control" not in headers:
        headers["Cache-Control"] = "private, no-store"
        response.vary.update(["Cookie", "Authorization", "Accept-Language"])
    return response
