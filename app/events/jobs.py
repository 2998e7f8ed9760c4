"""Work that the clock asks for."""

from app.events.services import states
from app.jobs.registry import periodic


@periodic("events.clock_ticked", seconds=300)
def take_due_steps() -> None:
    """Start events whose time has come and end those that are over."""
    states.take_due_steps()
