"""Write the exhibitor manual and the terms for exhibitors."""

from dataclasses import asdict, dataclass
from datetime import datetime

import sqlalchemy as sa

from app.accounts.models import User
from app.audit import services as audit
from app.core.db import db
from app.events.models import Event
from app.registrations.models import ExhibitorTerms
from app.stands import chapters
from app.stands.models import ManualSection


@dataclass(frozen=True, kw_only=True)
class Terms:
    """Last days and what belongs to a booth; None: no last day."""

    fascia_due_at: datetime | None
    staff_due_at: datetime | None
    products_due_at: datetime | None
    fascia_chars: int = 30
    staff_per_9m2: int = 2


def set_terms(event: Event, terms: Terms, *, by: User | str) -> ExhibitorTerms:
    """Set what holds for exhibitors of the event."""
    row = db.session.get(ExhibitorTerms, event.id)
    if row is None:
        row = ExhibitorTerms(event_id=event.id)
        db.session.add(row)
    for name, value in asdict(terms).items():
        setattr(row, name, value)
    db.session.flush()
    audit.record(by, "stands.terms_set", event, event=event, data=asdict(terms))
    return row


def write_chapter(event: Event, key: str, texts: dict[str, tuple[str, str]], *, by: User | str) -> ManualSection:
    """Write one chapter of the manual.

    Args:
        texts: (title, body) by language; Vietnamese is needed, others may be missing.
    """
    row = db.session.scalar(sa.select(ManualSection).where(ManualSection.event_id == event.id, ManualSection.key == key))
    if row is None:
        row = ManualSection(event_id=event.id, key=key, position=chapters.KEYS.index(key))
        db.session.add(row)
    row.title, row.body = texts["vi"]
    others = {code: text for code, text in texts.items() if code != "vi" and any(text)}
    row.translations = {code: {"title": title, "body": body} for code, (title, body) in others.items()}
    db.session.flush()
    audit.record(by, "stands.manual_written", row, data={"chapter": key})
    return row


def copy_to_next(source: Event, target: Event) -> None:
    """Give the next edition the chapters and the numbers of the terms; last days are set anew."""
    for row in db.session.scalars(
        sa.select(ManualSection).where(ManualSection.event_id == source.id).order_by(ManualSection.id)
    ):
        columns = {name: getattr(row, name) for name in ("key", "position", "title", "body", "translations")}
        db.session.add(ManualSection(event_id=target.id, **columns))
    terms = db.session.get(ExhibitorTerms, source.id)
    if terms is not None:
        numbers = {"fascia_chars": terms.fascia_chars, "staff_per_9m2": terms.staff_per_9m2}
        db.session.add(ExhibitorTerms(event_id=target.id, **numbers))
    db.session.flush()
