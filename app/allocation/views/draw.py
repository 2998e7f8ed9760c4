"""The public draw: the seed, and the order that follows from it, for everybody to check."""

import sqlalchemy as sa
from flask.typing import ResponseReturnValue

from app.allocation import queries
from app.allocation.problem import draw_key
from app.allocation.views.blueprint import bp
from app.core.db import db
from app.core.errors import NotFound
from app.core.web import page
from app.events.access import public_event
from app.events.models import Event
from app.registrations.models import Application
from app.registrations.terms import ApplicationState


@bp.get("/events/<string:event_slug>/draw")
@public_event
def draw(event: Event) -> ResponseReturnValue:
    rules = queries.rules_of(event)
    if rules.seed_published_at is None:
        raise NotFound
    taking_part = (ApplicationState.SUBMITTED, ApplicationState.ACCEPTED, ApplicationState.WAITLISTED)
    # Codes only: who applied is not public before it is accepted.
    codes = db.session.scalars(
        sa.select(Application.code).where(Application.event_id == event.id, Application.state.in_(taking_part))
    )
    drawn = sorted((draw_key(rules.seed, code), code) for code in codes)
    return page("allocation/draw.html", event=event, rules=rules, drawn=drawn)
