"""Background work of accounts."""

from datetime import timedelta

import sqlalchemy as sa

from app.accounts import idempotency, throttle
from app.accounts.models import OneTimeSecret, UserSession
from app.accounts.services import people
from app.core import clock
from app.core.db import db
from app.jobs.registry import handler, periodic

_SECRETS_KEPT = timedelta(days=90)
_SESSIONS_KEPT = timedelta(days=90)


@handler("accounts.reset_requested")
def send_reset_link(email: str) -> None:
    """Look for the account here and not in the request: known and unknown addresses take the same time there (AU13)."""
    people.send_reset_link(email)


@periodic("accounts.swept", seconds=3600)
def sweep() -> None:
    """Delete what is of no use any more: counters, kept answers, ended sessions and secrets of long ago."""
    throttle.sweep()
    idempotency.sweep()
    now = clock.now()
    for statement in (
        sa.delete(OneTimeSecret).where(OneTimeSecret.expires_at < now - _SECRETS_KEPT),
        sa.delete(UserSession).where(UserSession.expires_at < now - _SESSIONS_KEPT),
        sa.delete(UserSession).where(UserSession.ended_at < now - _SESSIONS_KEPT),
    ):
        db.session.execute(statement, execution_options={"synchronize_session": False})
