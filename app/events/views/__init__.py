"""Pages of events. All modules put their routes on one blueprint, so that endpoints read `events.calendar`."""

from app.events.views import calendar, cloning, desk, hosting, overlaps, people, planning, public, settings, states
from app.events.views.blueprint import bp

__all__ = [
    "bp",
    "calendar",
    "cloning",
    "desk",
    "hosting",
    "overlaps",
    "people",
    "planning",
    "public",
    "settings",
    "states",
]
