"""What was uploaded or produced: a row per file, content by its hash."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, WithId


class StoredFile(WithId, Base):
    """A complete file in the storage under its SHA-256. Several rows may share one content."""

    __tablename__ = "stored_file"

    sha256: Mapped[str] = mapped_column(sa.String(64), index=True)
    size_bytes: Mapped[int] = mapped_column(sa.BigInteger)
    media_type: Mapped[str] = mapped_column(sa.String(100))
    display_name: Mapped[str] = mapped_column(sa.String(150))
    event_id: Mapped[int | None] = mapped_column(sa.ForeignKey("event.id"), index=True)
    uploaded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    created_at: Mapped[datetime]
