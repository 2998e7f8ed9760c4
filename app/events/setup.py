"""What events offer to the features below and beside: what invitations give, token scopes, cloners, menus, checks."""

from flask import Flask

from app.accounts import invitations, scopes
from app.accounts.models import User
from app.core import navigation, registry
from app.core.db import db
from app.core.i18n import _l
from app.events import calendar, checklist, cloners, invariants, trail, trail_words
from app.events.policies import EventPermission
from app.events.services import granting
from app.events.terms import STATE_TONES

# Importing the checks of `flask doctor` and the words of the trail registers them.
__all__ = ["init_app", "invariants", "trail_words"]

invitations.on_accept("event_role")(granting.accept_role)
cloners.register()
checklist.register()
registry.name_subjects(
    {
        "event": _l("event"),
        "event_role": _l("role"),
        "event_host": _l("host"),
        "hall": _l("hall"),
        "organisation": _l("unit"),
        "user": _l("account"),
    }
)
registry.name_deeds(
    {
        "events.planned": _l("Event planned"),
        "events.moved": _l("Dates changed"),
        "events.relocated": _l("Place changed"),
        "events.facts_changed": _l("Facts changed"),
        "events.texts_changed": _l("Texts changed"),
        "events.deadlines_changed": _l("Deadlines changed"),
        "events.money_changed": _l("Account and terms of payment changed"),
        "events.hall_added": _l("Hall added"),
        "events.hall_changed": _l("Hall changed"),
        "events.hall_removed": _l("Hall removed"),
        "events.state_changed": _l("State changed"),
        "events.host_invited": _l("Organisation invited to host"),
        "events.host_answered": _l("Invitation to host answered"),
        "events.host_removed": _l("Host removed"),
        "events.invitees_set": _l("Invited organisations changed"),
        "events.overlap_answered": _l("Overlap answered"),
        "events.role_given": _l("Role given"),
        "events.role_taken": _l("Role taken away"),
        "events.cloned": _l("Made from an earlier edition"),
    }
)


@scopes.provide_events
def events_for_tokens(user: User) -> list[tuple[int, str]]:
    return [(event.id, event.name) for event in db.session.scalars(calendar.my_events(user).limit(100))]


def init_app(app: Flask) -> None:
    """Put this feature's pages into the menus and its words into templates."""
    app.jinja_env.globals |= {"EventPermission": EventPermission, "STATE_TONES": STATE_TONES, "deed": registry.deed}
    app.jinja_env.globals["subject_words"] = registry.subject
    app.jinja_env.globals["details_of"] = trail.details_of
    app.jinja_env.filters["fixed"] = registry.fixed_words
    navigation.add_site_item(10, "events.calendar", _l("Shared calendar"))
    navigation.add_account_item(10, "events.desk", _l("My events"))
    navigation.add_account_item(15, "events.invitations", _l("Invitations to co-host"))
    navigation.add_manage_item(10, "events.overview", _l("Overview"), EventPermission.SEE)
    navigation.add_manage_item(12, "events.go_live", _l("Opening and state"), EventPermission.MANAGE)
    navigation.add_manage_item(80, "events.overlaps", _l("Overlaps"), EventPermission.MANAGE)
    navigation.add_manage_item(85, "events.roles", _l("Roles"), EventPermission.GRANT_ROLES)
    navigation.add_manage_item(90, "events.settings", _l("Settings"), EventPermission.MANAGE)
    navigation.add_manage_item(95, "events.audit", _l("Who did what"), EventPermission.SEE_AUDIT)
