"""One-time secrets: opaque, 256 bits, only their digest is kept, used once and in time."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from app.accounts.errors import LinkUsed
from app.accounts.models import OneTimeSecret, SecretPurpose, User
from app.core import clock
from app.core.codes import digest, new_secret
from app.core.db import db


def issue(
    purpose: SecretPurpose,
    *,
    lifetime: timedelta,
    user: User | None = None,
    email: str = "",
    data: dict[str, Any] | None = None,
) -> tuple[str, OneTimeSecret]:
    """Write a secret and return its text, for the one mail it is for, and its flushed row."""
    secret, now = new_secret(), clock.now()
    row = OneTimeSecret(
        purpose=purpose,
        digest=digest(secret),
        user_id=user.id if user is not None else None,
        email=email,
        data=data or {},
        created_at=now,
        expires_at=now + lifetime,
    )
    db.session.add(row)
    db.session.flush()
    return secret, row


def use(purpose: SecretPurpose, secret: str) -> OneTimeSecret:
    """Mark the secret as used and return it: of callers at the same time exactly one succeeds.

    Raises:
        LinkUsed: unknown, used, replaced, or too old.
    """
    now = clock.now()
    statement = (
        sa.update(OneTimeSecret)
        .where(
            OneTimeSecret.digest == digest(secret),
            OneTimeSecret.purpose == purpose,
            OneTimeSecret.used_at.is_(None),
            OneTimeSecret.expires_at > now,
        )
        .values(used_at=now)
        .returning(OneTimeSecret)
    )
    row: OneTimeSecret | None = db.session.scalar(statement, execution_options={"populate_existing": True})
    if row is None:
        raise LinkUsed
    return row


def withdraw(user: User, *purposes: SecretPurpose) -> None:
    """End all open secrets of `user` with these purposes."""
    db.session.execute(
        sa.update(OneTimeSecret)
        .where(OneTimeSecret.user_id == user.id, OneTimeSecret.purpose.in_(purposes), OneTimeSecret.used_at.is_(None))
        .values(used_at=clock.now())
    )
