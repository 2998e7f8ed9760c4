"""Reads of mails."""

import sqlalchemy as sa

from app.core.db import db
from app.core.errors import NotFound
from app.mail.models import Message, MessageState


def recent_messages() -> sa.Select[tuple[Message]]:
    """Return the statement for all mails, the latest first; page it."""
    return sa.select(Message).order_by(Message.id.desc())


def get_message(message_id: int) -> Message:
    """Return the mail. Raises: NotFound."""
    message = db.session.get(Message, message_id)
    if message is None:
        raise NotFound
    return message


def count_by_state() -> dict[MessageState, int]:
    """Return the number of mails in each state, zeros included."""
    counted = db.session.execute(sa.select(Message.state, sa.func.count()).group_by(Message.state))
    return dict.fromkeys(MessageState, 0) | {state: number for state, number in counted}
