"""Set up sign-in and what templates may ask about it."""

from typing import Any

from flask import Flask

from app.accounts import session
from app.core.access import allows


def init_app(app: Flask) -> None:
    """Register Flask-Login and the template globals `can` and `current_user`."""
    session.init_app(app)

    def can(permission: Any, subject: Any) -> bool:
        return allows(session.current_user(), permission, subject)

    app.jinja_env.globals["can"] = can
    app.context_processor(lambda: {"current_user": session.current_user()})
