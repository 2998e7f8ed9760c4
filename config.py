"""Settings, read from the environment once at start. Every key names its unit and default."""

import os
import secrets
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent
INSTANCE = ROOT / "instance"


class ConfigError(RuntimeError):
    """The program refuses to start with this configuration; the message is one clear line."""


def load_settings(environ: dict[str, str] | None = None) -> dict[str, Any]:
    """Return Flask's configuration from environment variables.

    Raises:
        ConfigError: a production value is missing, default, short or unsafe (OP02, OP05).
    """
    env = dict(os.environ if environ is None else environ)
    mode = env.get("FAIR_ENV", "production")
    if mode not in ("demo", "production", "testing"):
        raise ConfigError("FAIR_ENV must be demo, production or testing.")
    settings: dict[str, Any] = {
        # demo, production or testing; default production, the strict one.
        "FAIR_ENV": mode,
        # SQLAlchemy URL of the database; default SQLite in instance/.
        "SQLALCHEMY_DATABASE_URI": database_url(env.get("DATABASE_URL", "")),
        # Where uploads are kept; default file:instance/files.
        "STORAGE_URL": env.get("STORAGE_URL", f"file:{INSTANCE / 'files'}"),
        # smtp://user:password@host:port (smtps:// for TLS from the start); default empty: demo shows mails under /outbox.
        "SMTP_URL": env.get("SMTP_URL", ""),
        # Sender of all mails; default no-reply at the host of BASE_URL.
        "MAIL_FROM": env.get("MAIL_FROM", ""),
        # Public address of the site without trailing slash; links in mails use it, never the Host header.
        "BASE_URL": env.get("BASE_URL", f"http://127.0.0.1:{env.get('PORT', '8000')}").rstrip("/"),
        # Signs cookies and forms; at least 32 characters in production; a random one elsewhere when unset.
        "SECRET_KEY": env.get("SECRET_KEY", ""),
        # Number of reverse proxies whose X-Forwarded-* headers count; default 0.
        "TRUSTED_PROXIES": int(env.get("TRUSTED_PROXIES", "0")),
        # Named points where tests stop, slow or kill the program; only with FAIR_ENV=testing.
        "FAIR_FAILPOINTS": env.get("FAIR_FAILPOINTS", ""),
        # Languages, the first is the default.
        "LANGUAGES": ("vi", "en", "de"),
        # IANA zone of times that belong to no event.
        "DEFAULT_TIMEZONE": env.get("DEFAULT_TIMEZONE", "Asia/Ho_Chi_Minh"),
        # Largest request body in bytes; default 64 MiB (slides).
        "MAX_CONTENT_LENGTH": int(env.get("MAX_CONTENT_LENGTH", str(64 * 2**20))),
        # Largest form without files in bytes; default 1 MiB.
        "MAX_FORM_MEMORY_SIZE": 2**20,
        # Most parts of one multipart form; default 1000.
        "MAX_FORM_PARTS": 1000,
        # Minutes a web hold keeps a booth; default 15.
        "BOOTH_HOLD_MINUTES": int(env.get("BOOTH_HOLD_MINUTES", "15")),
    }
    settings |= _operation_settings(env, mode) | _session_settings(env, mode)
    _refuse_unsafe(settings, debug=env.get("FLASK_DEBUG", "0"))
    return settings


def _operation_settings(env: dict[str, str], mode: str) -> dict[str, Any]:
    return {
        # Huey's messages: default an SQLite file, none in tests; or postgresql://…, redis://… for several machines.
        "JOBS_URL": env.get("JOBS_URL", "" if mode == "testing" else f"sqlite:///{INSTANCE / 'jobs.sqlite'}"),
        # Seconds after which a job without a sign of life is given to another worker; default 60.
        "JOBS_LEASE_SECONDS": float(env.get("JOBS_LEASE_SECONDS", "60")),
        # Seconds between two looks for overdue jobs; default 15.
        "JOBS_SWEEP_SECONDS": float(env.get("JOBS_SWEEP_SECONDS", "15")),
        # Seconds for which the public page of an event is kept for readers without a session; default 5, none in tests.
        "PAGE_CACHE_SECONDS": float(env.get("PAGE_CACHE_SECONDS", "0" if mode == "testing" else "5")),
        # Folder of what the installation keeps for itself; default instance/.
        "INSTANCE": env.get("INSTANCE", str(INSTANCE)),
        # Whom to tell of a weakness, a URL (mailto: or https:); default security@ at the host of BASE_URL.
        "SECURITY_CONTACT": env.get("SECURITY_CONTACT", ""),
        # Bearer token of /metrics; default empty: closed.
        "METRICS_TOKEN": env.get("METRICS_TOKEN", ""),
    }


def database_url(url: str) -> str:
    """Return an SQLAlchemy URL: SQLite in instance/ when empty, psycopg 3 for postgres:// and postgresql://."""
    if not url:
        INSTANCE.mkdir(exist_ok=True)
        return f"sqlite:///{INSTANCE / 'fairground.sqlite'}"
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def _session_settings(env: dict[str, str], mode: str) -> dict[str, Any]:
    # The __Host- prefix needs https; demo and tests run on http://127.0.0.1, where scripts could not send the cookie back.
    secure = mode == "production"
    return {
        # Days a session of a signed-in person lasts; default 14.
        "SESSION_DAYS": int(env.get("SESSION_DAYS", "14")),
        # Hours without a request after which a session ends; default 24.
        "SESSION_IDLE_HOURS": int(env.get("SESSION_IDLE_HOURS", "24")),
        "SESSION_COOKIE_NAME": "__Host-fairground" if secure else "fairground",
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_SSL_STRICT": True,
    }


def _refuse_unsafe(settings: dict[str, Any], *, debug: str) -> None:
    mode = settings["FAIR_ENV"]
    if settings["FAIR_FAILPOINTS"] and mode != "testing":
        raise ConfigError("FAIR_FAILPOINTS is set, but FAIR_ENV is not testing.")
    if mode == "production":
        if len(settings["SECRET_KEY"]) < 32:
            raise ConfigError("SECRET_KEY must have at least 32 characters in production.")
        if debug not in ("", "0", "false"):
            raise ConfigError("FLASK_DEBUG must be off in production.")
        if not settings["BASE_URL"].startswith("https://"):
            raise ConfigError("BASE_URL must start with https:// in production.")
    elif not settings["SECRET_KEY"]:
        settings["SECRET_KEY"] = _kept_secret() if mode == "demo" else secrets.token_hex(32)


def _kept_secret() -> str:
    """Return the demo's secret, made once, so that a restart keeps people signed in."""
    path = INSTANCE / "secret_key"
    if not path.exists():
        INSTANCE.mkdir(exist_ok=True)
        path.write_text(secrets.token_hex(32))
        path.chmod(0o600)
    return path.read_text()
