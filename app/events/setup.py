"""What events offer to the features below and beside: what invitations give, token scopes, cloners, menus, checks."""

from flask import Flask

from app.accounts import invitations, scopes
from app.accounts.models import User
from app.core import navigation
from app.core.db import db
from app.core.i18n import _l
from app.events import calendar, checklist, cloners
from app.events.policies import EventPermission
from app.events.services import granting
from app.events.terms import STATE_TONES

invitations.on_accept("event_role")(granting.accept_role)
cloners.register()
checklist.register()


@scopes.provide_events
def events_for_tokens(user: User) -> list[tuple[int, str]]:
    return [(event.id, event.name) for event in db.session.scalars(calendar.my_events(user).limit(100))]


def init_app(app: Flask) -> None:
    """Put this feature's pages into the menus and its words into templates."""
    app.jinja_env.globals |= {"EventPermission": EventPermission, "STATE_TONES": STATE_TONES}
    navigation.add_site_item(10, "events.calendar", _l("Shared calendar"))
    navigation.add_account_item(10, "events.desk", _l("My events"))
    navigation.add_account_item(15, "events.invitations", _l("Invitations to co-host"))
    navigation.add_manage_item(10, "events.overview", _l("Overview"), EventPermission.SEE)
    navigation.add_manage_item(12, "events.go_live", _l("Before opening"), EventPermission.MANAGE)
    navigation.add_manage_item(80, "events.overlaps", _l("Overlaps"), EventPermission.MANAGE)
    navigation.add_manage_item(85, "events.roles", _l("Roles"), EventPermission.GRANT_ROLES)
    navigation.add_manage_item(90, "events.settings", _l("Settings"), EventPermission.MANAGE)
    navigation.add_manage_item(95, "events.audit", _l("Who did what"), EventPermission.SEE_AUDIT)
