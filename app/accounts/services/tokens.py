"""API tokens: shown once, kept as digests, limited to an event and a time if wanted."""

from datetime import timedelta

from app.accounts.models import ApiToken, User
from app.audit import services as audit
from app.core import clock
from app.core.codes import digest, new_secret
from app.core.db import db
from app.core.errors import NotFound

PREFIX = "fg_"


def create(user: User, name: str, *, days: int | None, event_id: int | None = None) -> tuple[str, ApiToken]:
    """Make a token with the rights of `user`, for all their events or one. Returns: its text, shown once, and the flushed row.

    Args:
        days: until it ends; None: never.
    """
    secret, now = PREFIX + new_secret(), clock.now()
    token = ApiToken(
        user_id=user.id,
        event_id=event_id,
        name=name,
        digest=digest(secret),
        created_at=now,
        expires_at=now + timedelta(days=days) if days else None,
    )
    db.session.add(token)
    db.session.flush()
    audit.record(user, "accounts.token_created", token)
    return secret, token


def revoke(user: User, token_id: int) -> None:
    """End a token of `user` at once.

    Raises:
        NotFound: no such token of this person.
    """
    token = db.session.get(ApiToken, token_id)
    if token is None or token.user_id != user.id or token.revoked_at is not None:
        raise NotFound
    token.revoked_at = clock.now()
    audit.record(user, "accounts.token_revoked", token)
