"""Who is signed in. The only module that imports Flask-Login.

A session ends at its absolute time, after idle hours, or when its row is ended. When it was last seen is written at most every
ten minutes, by a hook before the view and in a transaction of its own: reads stay reads.
"""

import contextlib
from datetime import datetime, timedelta
from typing import Any, cast

import sqlalchemy as sa
from flask import Flask, current_app, g, request, session
from flask_login import LoginManager, login_user, logout_user
from flask_login import current_user as _proxy

from app.accounts.models import User, UserSession
from app.core import clock
from app.core.codes import digest, new_secret
from app.core.db import db, unit_of_work
from app.core.errors import Unavailable

_COOKIE_KEY = "session_secret"
# When the row was last told that the session is alive, in seconds since 1970, so that most requests need not ask.
_SEEN_KEY = "session_seen"
_SEEN_EVERY = timedelta(minutes=10)
# How long a password counts as fresh proof (SE09).
FRESH = timedelta(minutes=15)
_kept_over_sign_in: set[str] = set()


def keep_over_sign_in(key: str) -> None:
    """Let the cookie's `key` outlive the change of session at sign-in: a booth held before stays held."""
    _kept_over_sign_in.add(key)


def current_user() -> User | None:
    """Return the signed-in person, or None."""
    return cast(User, _proxy._get_current_object()) if _proxy.is_authenticated else None


def current_session() -> UserSession | None:
    """Return the row of the browser's session, or None."""
    current_user()
    return cast("UserSession | None", g.get("user_session"))


def start(user: User) -> UserSession:
    """Sign `user` in on this browser: a new secret, and a new cookie content against fixation (SE02).

    The session that the browser had before ends.
    """
    secret, now, previous = new_secret(), clock.now(), current_session()
    if previous is not None:
        previous.ended_at = now
    row = UserSession(
        user_id=user.id,
        token_digest=digest(secret),
        user_agent=(request.user_agent.string or "")[:200],
        created_at=now,
        confirmed_at=now,
        last_seen_at=now,
        expires_at=now + timedelta(days=current_app.config["SESSION_DAYS"]),
    )
    db.session.add(row)
    db.session.flush()
    kept = {key: session[key] for key in _kept_over_sign_in if key in session}
    session.clear()
    session.update(kept)
    session[_COOKIE_KEY] = secret
    session[_SEEN_KEY] = int(now.timestamp())
    login_user(user)
    g.user_session = row
    return row


def confirm() -> None:
    """Note that this browser has just given the password again; the cookie's secret changes too (SE02)."""
    row = current_session()
    if row is not None:
        secret = new_secret()
        row.token_digest, row.confirmed_at = digest(secret), clock.now()
        session[_COOKIE_KEY] = secret


def is_fresh() -> bool:
    """Tell whether this browser gave the password in the last 15 minutes."""
    row = current_session()
    return row is not None and row.confirmed_at > clock.now() - FRESH


def _oldest_seen() -> datetime:
    return clock.now() - timedelta(hours=current_app.config["SESSION_IDLE_HOURS"])


def end() -> None:
    """End the session of this browser, here and in the database."""
    row = current_session()
    if row is not None:
        row.ended_at = clock.now()
    logout_user()
    session.clear()


def _load(_user_id: Any = None) -> User | None:
    secret = session.get(_COOKIE_KEY)
    if not isinstance(secret, str):
        return None
    found = db.session.execute(
        sa.select(UserSession, User)
        .join(User, User.id == UserSession.user_id)
        .where(
            UserSession.token_digest == digest(secret),
            UserSession.ended_at.is_(None),
            UserSession.expires_at > clock.now(),
            UserSession.last_seen_at > _oldest_seen(),
            User.is_active.is_(True),
        )
    ).first()
    if found is None:
        return None
    g.user_session = found[0]
    return cast(User, found[1])


def _note_seen() -> None:
    """Tell the row that the session is alive; one that has been idle for too long stays so."""
    secret = session.get(_COOKIE_KEY)
    now = clock.now()
    if not isinstance(secret, str) or request.path.startswith(("/api/", "/static/")):
        return
    if session.get(_SEEN_KEY, 0) > (now - _SEEN_EVERY).timestamp():
        return
    alive = sa.update(UserSession).where(
        UserSession.token_digest == digest(secret),
        UserSession.ended_at.is_(None),
        UserSession.last_seen_at > _oldest_seen(),
    )
    with contextlib.suppress(Unavailable):  # a busy database costs nobody a page
        unit_of_work(lambda: db.session.execute(alive.values(last_seen_at=now)))
        session[_SEEN_KEY] = int(now.timestamp())


def init_app(app: Flask) -> None:
    """Set up Flask-Login over the table of sessions."""
    app.before_request(_note_seen)
    manager = LoginManager()
    manager.session_protection = None  # our sessions are rows with a secret of their own
    manager.init_app(app)
    manager.user_loader(_load)
