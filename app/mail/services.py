"""Send mails: the row and its job are written in the caller's transaction."""

import base64
import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.errors import MessageError
from email.headerregistry import Address
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app.core import clock
from app.core.db import db
from app.jobs import services as jobs
from app.mail import messages
from app.mail.errors import BadAddress
from app.mail.models import Message, MessageState

# Larger files go as a link: many mail servers refuse 10 MB, and the row is kept.
MOST_ATTACHED_BYTES = 512 * 1024


@dataclass(frozen=True)
class Attachment:
    """A small file that goes with a mail, for example a calendar entry."""

    name: str
    content_type: str
    content: bytes

    def as_json(self) -> dict[str, str]:
        return {
            "name": self.name,
            "content_type": self.content_type,
            "base64": base64.b64encode(self.content).decode("ascii"),
        }


def send(
    *,
    template: str,
    to: str,
    locale: str,
    context: dict[str, Any] | None = None,
    event: Any = None,
    event_id: int | None = None,
    dedupe_key: str | None = None,
    confidential: bool = False,
    attachments: Sequence[Attachment] = (),
) -> Message:
    """Write the mail and ask for its sending, both in the caller's transaction.

    Args:
        template: "feature/name" under templates/mail.
        to: one address.
        event: the tenant; or its `event_id`.
        context: what the template needs.
        confidential: the mail holds a link that opens something: once sent it is kept without its parts. A context with a
            `secret` makes it so too.
        dedupe_key: a second mail with this key is not written, ever; the first is returned.
        attachments: together at most 512 KiB.
    Returns: the flushed row.
    Raises:
        BadAddress: `to` is no single address, or holds a line break.
    """
    if sum(len(attachment.content) for attachment in attachments) > MOST_ATTACHED_BYTES:
        raise ValueError("attachments are too large; send a link")
    recipient = checked_address(to)
    if dedupe_key is not None and (known := _with_key(dedupe_key)) is not None:
        return known
    # Whom to ask stands under every mail of an event.
    contact = {"contact": event.contact} if event is not None else {}
    message = _written(template, recipient, locale, contact | (context or {}))
    message.event_id = event.id if event is not None else event_id
    message.dedupe_key = dedupe_key
    message.confidential |= confidential
    message.attachments = [attachment.as_json() for attachment in attachments]
    with _first_with(dedupe_key) as first:
        db.session.add(message)
    if first:
        return first[0]
    jobs.enqueue("mail.requested", message_id=message.id)
    return message


def _written(template: str, recipient: str, locale: str, context: dict[str, Any]) -> Message:
    rendered = messages.render(template, locale, context)
    return Message(
        template=template,
        recipient=recipient,
        locale=locale,
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
        confidential="secret" in context,
        message_id=messages.new_message_id(),
        created_at=clock.now(),
    )


@contextlib.contextmanager
def _first_with(dedupe_key: str | None) -> Iterator[list[Message]]:
    """Flush the block; when another transaction was faster with this key, give its mail instead."""
    first: list[Message] = []
    try:
        with db.session.begin_nested():
            yield first
    except IntegrityError:
        known = _with_key(dedupe_key) if dedupe_key is not None else None
        if known is None:
            raise
        first.append(known)


def _with_key(dedupe_key: str) -> Message | None:
    return db.session.scalar(sa.select(Message).where(Message.dedupe_key == dedupe_key))


def checked_address(text: str) -> str:
    """Return `text` as one address for an envelope. Raises: BadAddress."""
    if any(ord(char) < 33 or ord(char) == 127 or char in ",;<>" for char in text) or len(text) > 320:
        raise BadAddress("not one plain address")
    try:
        Address(addr_spec=text)
    except (ValueError, IndexError, MessageError) as error:
        raise BadAddress("not one plain address") from error
    if text.count("@") != 1:
        raise BadAddress("not one plain address")
    return text


def mark_sent(message_id: int, *, emptied: bool = False) -> None:
    """Note that the mail server took the mail; empty its parts when they hold a secret that only the reader may have."""
    _change(message_id, state=MessageState.SENT, sent_at=clock.now(), error="", attempts=Message.attempts + 1)
    if emptied:
        parts = {"text": "", "html": "", "attachments": []}
        db.session.execute(sa.update(Message).where(Message.id == message_id, Message.confidential.is_(True)).values(**parts))


def forget(address: str, *, event_id: int | None) -> None:
    """Take everything personal out of the mails to `address` about this event; those that wait are not sent any more."""
    if not address:
        return
    nothing = {
        "recipient": "",
        "subject": "",
        "text": "",
        "html": "",
        "attachments": [],
        "error": "",
        "state": MessageState.ERASED,
    }
    db.session.flush()
    db.session.execute(sa.update(Message).where(Message.recipient == address, Message.event_id == event_id).values(**nothing))


def mark_failed(message_id: int, error: str = "") -> None:
    """Note that the mail will not be tried again by itself."""
    _change(message_id, state=MessageState.FAILED, error=error, attempts=Message.attempts + 1)


def _change(message_id: int, **values: Any) -> None:
    finished = (MessageState.SENT, MessageState.ERASED)
    statement = sa.update(Message).where(Message.id == message_id, Message.state.not_in(finished)).values(**values)
    db.session.execute(statement)
