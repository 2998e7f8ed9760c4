"""The exhibitor manual as the organiser wrote it."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, WithId


class ManualSection(WithId, Base):
    """One chapter. While a chapter has no row, the default text of `app.stands.manual` stands there."""

    __tablename__ = "manual_section"
    __table_args__ = (sa.UniqueConstraint("event_id", "key"),)

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    key: Mapped[str] = mapped_column(sa.String(40))
    position: Mapped[int] = mapped_column(default=0)
    title: Mapped[str] = mapped_column(sa.String(120))
    body: Mapped[str] = mapped_column(sa.Text)
    # {"en": {"title": …, "body": …}}; Vietnamese where that is missing.
    translations: Mapped[dict[str, Any]] = mapped_column(default=dict)

    def text(self, field: str, language: str) -> str:
        """Return `title` or `body` in `language`, Vietnamese where that is missing."""
        return str((self.translations or {}).get(language, {}).get(field) or getattr(self, field))
