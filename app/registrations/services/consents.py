"""Statements of will: only added, never changed. What was said last for a purpose counts."""

from collections.abc import Mapping

from app.accounts.models import User
from app.core import clock
from app.core.db import db
from app.registrations import queries
from app.registrations.consent_texts import VERSION
from app.registrations.models import Consent
from app.registrations.queries.consents import Subject, column_of
from app.registrations.terms import ConsentPurpose


def record_consents(
    subject: Subject,
    given: Mapping[ConsentPurpose, bool],
    *,
    channel: str = "web",
    by: User | None = None,
    basis: str = "",
) -> list[Consent]:
    """Note what the person agreed to or withdrew; what has not changed is not noted again.

    Args:
        channel: web, phone, paper, import.
        by: the officer who noted it for the person (A-23).
        basis: for papers and imports, where the statement can be read.
    Returns: the new rows, flushed. Nothing is noted for "no" that was never a "yes".
    """
    before = queries.consents_of(subject)
    column = column_of(subject)
    rows = [
        Consent(
            event_id=subject.event_id,
            purpose=purpose,
            granted=granted,
            text_version=VERSION,
            channel=channel,
            recorded_by_id=by.id if by is not None else None,
            basis=basis,
            given_at=clock.now(),
            **{column: subject.id},
        )
        for purpose, granted in given.items()
        if granted != before.get(purpose, False)
    ]
    db.session.add_all(rows)
    db.session.flush()
    return rows
