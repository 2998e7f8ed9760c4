"""Set up sign-in and what templates may ask about it."""

from typing import Any

from flask import Flask

from app.accounts import place_views, session
from app.accounts.policies import OperatorPermission, OrganisationPermission
from app.core.access import allows
from app.core.i18n import _l
from app.core.navigation import add_account_item


def init_app(app: Flask) -> None:
    """Register Flask-Login and the template globals `can` and `current_user`."""
    session.init_app(app)
    # Places stand below accounts and cannot know its doors, so their page for operators is ours.
    app.register_blueprint(place_views.bp)
    add_account_item(10, "account.profile", _l("Your account"))
    add_account_item(60, "organisations.index", _l("Organisations"), OrganisationPermission.LIST)
    add_account_item(70, "operators.users", _l("People with an account"), OperatorPermission.OPERATE)
    add_account_item(80, "regions.index", _l("Regions"), OperatorPermission.OPERATE)

    def can(permission: Any, subject: Any) -> bool:
        return allows(session.current_user(), permission, subject)

    app.jinja_env.globals["can"] = can
    app.context_processor(lambda: {"current_user": session.current_user()})
