"""A mail as it was written: the row that the job sends and that stays as proof."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, WithId
from app.core.i18n import _l


class MessageState(StrEnum):
    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"
    # The reader asked to be forgotten; nothing of the mail is left and it is not sent any more.
    ERASED = "erased"

    @property
    def label(self) -> Any:
        return _LABELS[self]


_LABELS = {
    MessageState.QUEUED: _l("Waiting to be sent"),
    MessageState.SENT: _l("Mail sent"),
    MessageState.FAILED: _l("Mail not delivered"),
    MessageState.ERASED: _l("Mail erased"),
}


class Message(WithId, Base):
    """One mail to one address. `message_id` stays the same for every try, so the reader's program recognises a double."""

    __tablename__ = "mail_message"
    __table_args__ = (
        sa.UniqueConstraint("message_id", name="uq_mail_message_message_id"),
        sa.UniqueConstraint("dedupe_key", name="uq_mail_message_dedupe_key"),
        sa.Index("ix_mail_message_event_id", "event_id", "id"),
        sa.Index("ix_mail_message_recipient", "recipient"),
    )

    # A number without foreign key: events know mails, mails do not know events.
    event_id: Mapped[int | None]
    template: Mapped[str] = mapped_column(sa.String(80))
    recipient: Mapped[str] = mapped_column(sa.String(320))
    locale: Mapped[str] = mapped_column(sa.String(8))
    subject: Mapped[str] = mapped_column(sa.String(400))
    text: Mapped[str] = mapped_column(sa.Text)
    html: Mapped[str] = mapped_column(sa.Text)
    # Holds a link that opens something: the parts are emptied once the mail is on its way.
    confidential: Mapped[bool] = mapped_column(default=False)
    # [{"name", "content_type", "base64"}]; small ones only, see services.Attachment.
    attachments: Mapped[list[Any]] = mapped_column(default=list)
    message_id: Mapped[str] = mapped_column(sa.String(200))
    dedupe_key: Mapped[str | None] = mapped_column(sa.String(200))
    state: Mapped[MessageState] = mapped_column(default=MessageState.QUEUED)
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(sa.Text, default="")
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
