"""The chapters of the exhibitor manual: what the organiser wrote, else the default texts."""

from dataclasses import dataclass

import sqlalchemy as sa

from app.core.db import db
from app.core.i18n import force_locale
from app.events.models import Event
from app.stands import chapters
from app.stands.models import ManualSection


@dataclass(frozen=True)
class Chapter:
    """One chapter in one language. `is_default`: nobody has written it yet."""

    key: str
    title: str
    body: str
    is_default: bool

    @property
    def paragraphs(self) -> list[list[str]]:
        """The body as paragraphs of lines; lines that begin with "- " are a list."""
        return [block.splitlines() for block in self.body.replace("\r", "").split("\n\n") if block.strip()]


def sections_of(event: Event, language: str) -> list[Chapter]:
    """Return all chapters in their order. One query. A chapter whose text was emptied is left out."""
    rows = {row.key: row for row in db.session.scalars(sa.select(ManualSection).where(ManualSection.event_id == event.id))}
    with force_locale(language):
        defaults = chapters.defaults(event)
    found = []
    for key, title, body in defaults:
        row = rows.get(key)
        if row is None:
            found.append(Chapter(key, title, body, is_default=True))
        else:
            found.append(Chapter(key, row.text("title", language), row.text("body", language), is_default=False))
    return found
