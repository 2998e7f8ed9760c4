"""Reads of mails."""

import sqlalchemy as sa

from app.core.db import db
from app.core.errors import NotFound
from app.mail.models import Message


def recent_messages() -> sa.Select[tuple[Message]]:
    """Return the statement for all mails, the latest first; page it."""
    return sa.select(Message).order_by(Message.id.desc())


def get_message(message_id: int) -> Message:
    """Return the mail. Raises: NotFound."""
    message = db.session.get(Message, message_id)
    if message is None:
        raise NotFound
    return message
