"""Pages of the agenda. All modules put their routes on one blueprint."""

from app.agenda.views import planning, public, rooms, speaker, speakers, talks
from app.agenda.views.blueprint import bp

__all__ = ["bp", "planning", "public", "rooms", "speaker", "speakers", "talks"]
