"""Writes of events: planning, settings, states, hosts, roles, cloning. What other features call is named here."""

from app.events.services.numbering import next_number
from app.events.services.occupancy import hold_venue
from app.events.services.planning import Plan, plan_event
from app.events.services.siting import Place, find_place
from app.events.services.states import change_state

__all__ = ["Place", "Plan", "change_state", "find_place", "hold_venue", "next_number", "plan_event"]
