"""Logs: JSON lines in production, readable ones elsewhere. Request id, never personal data or codes."""

import logging
import sys
from typing import Any

from flask import Flask, Response, g, has_request_context, request
from pythonjsonlogger.json import JsonFormatter

from app.core import clock

access = logging.getLogger("fairground.access")


class _RequestId(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = getattr(g, "request_id", "") if has_request_context() else ""
        return True


def init_app(app: Flask) -> None:
    """Send the root logger to stderr and log each request by its route, not its path: a path may hold a secret."""
    if app.config["FAIR_ENV"] == "testing":
        return
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(_RequestId())
    if app.config["FAIR_ENV"] == "production":
        fields = "%(asctime)s %(levelname)s %(name)s %(message)s %(request_id)s"
        handler.setFormatter(JsonFormatter(fields, rename_fields={"asctime": "time", "levelname": "level"}))
    else:
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for noisy in ("weasyprint", "fontTools", "huey", "pikepdf"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    app.before_request(_start)
    app.after_request(_log_request)


def _start() -> None:
    g.started_at = clock.now()


def _log_request(response: Response) -> Response:
    if request.endpoint != "static":
        elapsed: Any = clock.now() - getattr(g, "started_at", clock.now())
        access.info(
            "%s %s %s %d ms",
            request.method,
            request.url_rule or "-",
            response.status_code,
            elapsed.total_seconds() * 1000,
        )
    return response
