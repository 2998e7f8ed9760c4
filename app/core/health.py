"""What machines ask an installation: alive, ready, figures, whom to tell of a weakness. Features add probes and figures."""

import hmac
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import sqlalchemy as sa
from flask import Flask, Response, current_app, jsonify, request
from flask.typing import ResponseReturnValue
from prometheus_client import CollectorRegistry, Gauge, generate_latest

from app.core import clock
from app.core.access import public
from app.core.db import db
from app.core.errors import NotFound
from app.core.web import FeatureBlueprint

log = logging.getLogger(__name__)
Function = TypeVar("Function", bound=Callable[..., Any])
bp = FeatureBlueprint("health", __name__)


class NotReady(RuntimeError):
    """Raised by a probe; the message is public and names no address."""


@dataclass(frozen=True)
class Figure:
    """A gauge for Prometheus: values by label values."""

    meaning: str
    labels: tuple[str, ...]
    function: Callable[[], dict[tuple[str, ...], float]]


_probes: dict[str, Callable[[], None]] = {}
_figures: dict[str, Figure] = {}


def probe(name: str) -> Callable[[Function], Function]:
    """Register the function below as a part of /readyz. It returns nothing or raises NotReady."""

    def register(function: Function) -> Function:
        _probes[name] = function
        return function

    return register


def figure(name: str, meaning: str, labels: tuple[str, ...] = ()) -> Callable[[Function], Function]:
    """Register the function below as a gauge of /metrics: it returns values by label values, cheaply."""

    def register(function: Function) -> Function:
        _figures[f"fairground_{name}"] = Figure(meaning, labels, function)
        return function

    return register


@probe("database")
def _database_answers() -> None:
    db.session.execute(sa.text("SELECT 1"))


@bp.get("/healthz")
@public
def healthz() -> ResponseReturnValue:
    return {"status": "ok"}


@bp.get("/readyz")
@public
def readyz() -> ResponseReturnValue:
    answers = {name: _ask(name, function) for name, function in sorted(_probes.items())}
    ok = set(answers.values()) == {"ok"}
    return jsonify({"status": "ok" if ok else "failing", "checks": answers}), 200 if ok else 503


def _ask(name: str, function: Callable[[], None]) -> str:
    try:
        function()
    except NotReady as error:
        return str(error)
    except Exception as error:
        db.session.rollback()
        log.warning("probe %s failed: %s", name, type(error).__name__)
        return "does not answer"
    return "ok"


@bp.get("/metrics")
@public
def metrics() -> ResponseReturnValue:
    token = current_app.config["METRICS_TOKEN"]
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not token or not hmac.compare_digest(given.encode(), token.encode()):
        raise NotFound
    registry = CollectorRegistry()
    for name, told in sorted(_figures.items()):
        gauge = Gauge(name, told.meaning, told.labels, registry=registry)
        for values, number in told.function().items():
            (gauge.labels(*values) if told.labels else gauge).set(number)
    return Response(generate_latest(registry), content_type="text/plain; version=0.0.4; charset=utf-8")


@bp.get("/.well-known/security.txt")
@public
def security_txt() -> ResponseReturnValue:
    base = current_app.config["BASE_URL"]
    contact = current_app.config["SECURITY_CONTACT"] or f"mailto:security@{urlsplit(base).hostname}"
    expires = (clock.now() + timedelta(days=180)).strftime("%Y-%m-%dT00:00:00Z")
    languages = ", ".join(current_app.config["LANGUAGES"])
    lines = [f"Contact: {contact}", f"Expires: {expires}", f"Preferred-Languages: {languages}"]
    return _plain("\n".join([*lines, f"Canonical: {base}/.well-known/security.txt", ""]))


@bp.get("/robots.txt")
@public
def robots_txt() -> ResponseReturnValue:
    closed = ("/api/", "/manage/", "/exhibitor/", "/speaker/", "/scan", "/leadership/", "/sign-in", "/outbox")
    return _plain("\n".join(["User-agent: *", *(f"Disallow: {path}" for path in closed), ""]))


def _plain(text: str) -> Response:
    response = Response(text, content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


def restore_marker(app: Flask) -> Path:
    """Return the file that stands while a restore is not complete: until then nothing is served."""
    return Path(app.config["INSTANCE"]) / "restore.incomplete"


def _refuse_half_restored() -> ResponseReturnValue | None:
    if restore_marker(current_app).exists() and request.path != "/healthz":
        response = jsonify({"status": "failing", "checks": {"restore": "is not complete"}})
        return response, 503, {"Retry-After": "60"}
    return None


def init_app(app: Flask) -> None:
    """Register the pages of machines, and serve nothing from a half-restored installation."""
    app.before_request(_refuse_half_restored)
    app.register_blueprint(bp)
