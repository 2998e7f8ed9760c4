"""Which lines a badge shows, and which size is chosen beforehand."""

import sqlalchemy as sa

from app.accounts.models import User
from app.audit import services as audit
from app.badges import queries
from app.badges.models import BadgeDesign, BadgeSize
from app.core.db import db, refusing
from app.core.errors import Conflict
from app.events.models import Event


def ensure_design(event: Event, size: BadgeSize) -> BadgeDesign:
    """Return the kept design of this size; the first one who needs it makes it."""
    design = queries.find_design(event, size)
    if design is not None:
        return design
    try:
        with refusing("uq_badge_design_event_id", Conflict("made by somebody else")):
            design = queries.new_design(event, size)
            db.session.add(design)
    except Conflict:
        found = queries.find_design(event, size)
        if found is None:
            raise
        return found
    return design


def show_fields(event: Event, size: BadgeSize, shown: set[str], *, by: User) -> BadgeDesign:
    """Let badges of this size show these lines; the name, the code and the event always stand there."""
    design = ensure_design(event, size)
    design.fields = {field: field in shown for field in queries.FIELDS}
    audit.record(by, "badges.design_changed", design, data={"size": size.value, "fields": sorted(shown)})
    return design


def choose_default(event: Event, size: BadgeSize, *, by: User) -> None:
    """Let pages offer this size first."""
    designs = [ensure_design(event, known) for known in BadgeSize]
    db.session.execute(
        sa.update(BadgeDesign).where(BadgeDesign.event_id == event.id).values(is_default=BadgeDesign.size == size),
        execution_options={"synchronize_session": False},
    )
    for design in designs:
        db.session.refresh(design)
    audit.record(by, "badges.default_chosen", queries.design_of(event, size), data={"size": size.value})
