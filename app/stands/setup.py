"""What stands put into pages of lower features: menus, deeds, figures."""

from flask import Flask

from app.stands.policies import StandPermission


def init_app(app: Flask) -> None:
    """Let templates ask for the permissions of stands."""
    app.jinja_env.globals |= {"StandPermission": StandPermission}
