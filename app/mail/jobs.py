"""Sends what was written."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from flask import Flask, current_app

from app.core import clock
from app.core.db import db
from app.jobs.errors import GiveUp, TryLater
from app.jobs.registry import handler
from app.mail import services, transport
from app.mail.errors import MailRefused, MailServerDown
from app.mail.models import Message, MessageState

# When the mail server stays down this long, a person has to look.
PATIENCE = timedelta(days=3)


def _note_parked(message_id: int) -> None:
    services.mark_failed(message_id)


@handler("mail.requested", slow=True, when_parked=_note_parked)
def send(message_id: int) -> Callable[[], None] | None:
    """Give the mail to the mail server, outside of any transaction."""
    message = db.session.get(Message, message_id)
    if message is None or message.state in (MessageState.SENT, MessageState.ERASED):
        return None
    letter, written_at = _letter(message), message.created_at
    # Nothing of the database is held while the mail server thinks.
    db.session.rollback()
    try:
        transport.deliver(_app(), letter)
    except MailServerDown as error:
        if clock.now() - written_at > PATIENCE:
            raise GiveUp(str(error)) from error
        raise TryLater(str(error)) from error
    except MailRefused as error:
        raise GiveUp(str(error)) from error
    return partial(services.mark_sent, message_id, emptied=transport.leaves_the_house(_app()))


def _app() -> Flask:
    return current_app._get_current_object()  # type: ignore[attr-defined,no-any-return]


def _letter(message: Message) -> transport.Letter:
    return transport.Letter(
        to=message.recipient,
        locale=message.locale,
        subject=message.subject,
        text=message.text,
        html=message.html,
        message_id=message.message_id,
        created_at=message.created_at,
        template=message.template,
        attachments=tuple(message.attachments),
    )
