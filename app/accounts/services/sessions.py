"""Ends sessions: at once, in every worker, since each request asks the table."""

import sqlalchemy as sa

from app.accounts.models import User, UserSession
from app.core import clock
from app.core.db import db
from app.core.errors import NotFound


def end(user: User, session_id: int) -> None:
    """End one session of `user`.

    Raises:
        NotFound: no open session of this person.
    """
    open_one = sa.update(UserSession).where(
        UserSession.id == session_id, UserSession.user_id == user.id, UserSession.ended_at.is_(None)
    )
    if db.session.execute(open_one.values(ended_at=clock.now())).rowcount != 1:  # type: ignore[attr-defined]
        raise NotFound


def end_all(user: User, *, but: UserSession | None = None) -> None:
    """End all sessions of `user`, except `but`."""
    statement = sa.update(UserSession).where(UserSession.user_id == user.id, UserSession.ended_at.is_(None))
    if but is not None:
        statement = statement.where(UserSession.id != but.id)
    db.session.execute(statement.values(ended_at=clock.now()))
