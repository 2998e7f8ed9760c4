"""Places in categories that may be limited: taken and given back by conditional updates of one counter row (I2)."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from app.core import failpoints
from app.core.db import db
from app.events.models import Event
from app.registrations.errors import NoPlacesLeft
from app.registrations.models import Capacity, Registration
from app.registrations.terms import Category, RegistrationState

# Visitors of a free fair are not limited, so that they need no common row.
COUNTED = frozenset({Category.DELEGATE})
# States that occupy a place.
OCCUPYING = frozenset({RegistrationState.PENDING, RegistrationState.CONFIRMED})


def take(event: Event, category: Category, number: int = 1) -> None:
    """Take `number` places of `category`; nothing happens for categories without a counter.

    Callers of one event queue for the row, so at most `event.delegate_capacity` places are ever taken.

    Raises:
        NoPlacesLeft: fewer than `number` are left.
    """
    if category not in COUNTED:
        return
    most = event.delegate_capacity
    # The negative control of the race test switches the guard off.
    guarded = most is not None and not failpoints.reach("registrations.capacity")
    change = _change(event, category).values(used=Capacity.used + number, most=most if guarded else None)
    if guarded:
        change = change.where(Capacity.used + number <= most)
    if db.session.scalar(change.returning(Capacity.used)) is not None:
        return
    # Refused, or the first place of this event: then the row is made, and a full counter is found full again.
    _make(event, category)
    if db.session.scalar(change.returning(Capacity.used)) is None:
        raise NoPlacesLeft


def give_back(event_id: int, category: Category, number: int = 1) -> None:
    """Free `number` places."""
    if category in COUNTED:
        statement = sa.update(Capacity).where(Capacity.event_id == event_id, Capacity.category == category)
        db.session.execute(statement.values(used=Capacity.used - number).execution_options(synchronize_session=False))


def _change(event: Event, category: Category) -> sa.Update:
    statement = sa.update(Capacity).where(Capacity.event_id == event.id, Capacity.category == category)
    return statement.execution_options(synchronize_session=False)


def _make(event: Event, category: Category) -> None:
    """Make the counter's row from the people there are, unless somebody was faster."""
    insert = (postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite).insert
    row = {"event_id": event.id, "category": category, "used": occupied(event.id, category)}
    db.session.execute(insert(Capacity).values(row).on_conflict_do_nothing())


def occupied(event_id: int, category: Category) -> int:
    """Return the places that the registrations of `category` occupy, counted row by row."""
    statement = sa.select(sa.func.coalesce(sa.func.sum(Registration.party_size), 0)).where(
        Registration.event_id == event_id, Registration.category == category, Registration.state.in_(OCCUPYING)
    )
    return int(db.session.scalar(statement) or 0)


def recount(event: Event, category: Category = Category.DELEGATE) -> None:
    """Set the counter to what the rows say, after rows were written in bulk."""
    used = occupied(event.id, category)
    _make(event, category)
    most = event.delegate_capacity
    values = {"used": used, "most": most if most is not None and used <= most else None}
    db.session.execute(_change(event, category).values(**values))
