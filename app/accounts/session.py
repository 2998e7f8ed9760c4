"""Who is signed in. The only module that imports Flask-Login."""

from datetime import timedelta
from typing import Any, cast

import sqlalchemy as sa
from flask import Flask, current_app, g, request, session
from flask_login import LoginManager, login_user, logout_user
from flask_login import current_user as _proxy

from app.accounts.models import User, UserSession
from app.core import clock
from app.core.codes import digest, new_secret
from app.core.db import db

_COOKIE_KEY = "session_secret"


def current_user() -> User | None:
    """Return the signed-in person, or None."""
    return cast(User, _proxy._get_current_object()) if _proxy.is_authenticated else None


def current_session() -> UserSession | None:
    """Return the row of the browser's session, or None."""
    current_user()
    return cast("UserSession | None", g.get("user_session"))


def start(user: User) -> UserSession:
    """Sign `user` in on this browser: a new secret, and a new cookie content against fixation (SE02)."""
    secret = new_secret()
    now = clock.now()
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
    session.clear()
    session[_COOKIE_KEY] = secret
    login_user(user)
    g.user_session = row
    return row


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
            User.is_active.is_(True),
        )
    ).first()
    if found is None:
        return None
    g.user_session = found[0]
    return cast(User, found[1])


def init_app(app: Flask) -> None:
    """Set up Flask-Login over the table of sessions."""
    manager = LoginManager()
    manager.session_protection = None  # our sessions are rows with a secret of their own
    manager.init_app(app)
    manager.user_loader(_load)
