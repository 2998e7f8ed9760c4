"""The one way an application changes its state: a conditional update, so that one of many deciders wins (BK08)."""

from typing import Any

import sqlalchemy as sa

from app.core import failpoints
from app.core.db import db
from app.registrations.errors import AlreadyDecided
from app.registrations.models import Application
from app.registrations.terms import TRANSITIONS, ApplicationState


def move(
    application: Application, target: ApplicationState, *, seen: ApplicationState | None = None, **values: Any
) -> ApplicationState:
    """Move `application` to `target`, and set `values` with it.

    Args:
        seen: the state that the person saw when deciding; by default the one that this transaction read.
    Returns: the state before.
    Raises:
        AlreadyDecided: the step is not possible from there, or somebody else was faster.
    """
    db.session.flush()
    before = seen or application.state
    condition = Application.state == before
    # The negative control of the race test switches the guard off.
    if failpoints.reach("registrations.decision"):
        condition = sa.true()
    elif target not in TRANSITIONS[before]:
        raise AlreadyDecided(before.label)
    changed = db.session.execute(
        sa.update(Application).where(Application.id == application.id, condition).values(state=target, **values),
        execution_options={"synchronize_session": False},
    )
    db.session.refresh(application)
    if changed.rowcount != 1:  # type: ignore[attr-defined]
        raise AlreadyDecided(application.state.label)
    return before
