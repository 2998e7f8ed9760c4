"""Reads of people, organisations and their secrets."""

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.models import ApiToken, User
from app.core import clock
from app.core.codes import digest
from app.core.db import db


def find_api_token(secret: str) -> ApiToken | None:
    """Return the live token with this secret and its active owner, or None."""
    return db.session.scalar(
        sa.select(ApiToken)
        .options(joinedload(ApiToken.user))
        .join(User, User.id == ApiToken.user_id)
        .where(
            ApiToken.digest == digest(secret),
            ApiToken.revoked_at.is_(None),
            sa.or_(ApiToken.expires_at.is_(None), ApiToken.expires_at > clock.now()),
            User.is_active.is_(True),
        )
    )
