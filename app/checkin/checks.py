"""Invariants of check-in for `flask doctor` (I7–I10)."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from app.checkin.models import Direction, Entry, Scan
from app.checkin.queries.facts import is_undone
from app.checkin.terms import COUNTED, ELIGIBLE
from app.core.db import db
from app.registrations.models import Registration

_scan: Any = Scan.__table__
_entry: Any = Entry.__table__
_person: Any = Registration.__table__
_IS_ENTRY = sa.and_(_scan.c.reason.in_(ELIGIBLE), _scan.c.direction == Direction.ENTRY)
# Such a scan counts for the entry of its window.
_LEFT = sa.and_(_IS_ENTRY, _scan.c.window != "", ~is_undone())


def find_entries_without_scan() -> Iterable[str]:
    """I7: each entry has the scan that made it, stored once and not taken back."""
    scan = sa.and_(_scan.c.device_id == _entry.c.device_id, _scan.c.scan_uuid == _entry.c.scan_uuid, _LEFT)
    same = sa.and_(scan, _scan.c.registration_id == _entry.c.registration_id, _scan.c.scanned_at == _entry.c.entered_at)
    statement = sa.select(_entry.c.registration_id, _entry.c.window).where(~sa.exists().where(same))
    for person_id, window in db.session.connection().execute(statement):
        yield f"entry {person_id} {window} has no scan"


def find_double_counts() -> Iterable[str]:
    """I8: no more scans of a person were answered "counted", and not taken back, than the person has entries."""
    entries = (
        sa.select(sa.func.count()).where(_entry.c.registration_id == _scan.c.registration_id).correlate(_scan).scalar_subquery()
    )
    statement = (
        sa.select(_scan.c.registration_id, sa.func.count(), sa.func.min(entries))
        .where(_scan.c.counted, ~is_undone())
        .group_by(_scan.c.registration_id)
        .having(sa.func.count() > sa.func.min(entries))
    )
    for person_id, counted, number in db.session.connection().execute(statement):
        yield f"registration {person_id} was counted {counted} times with {number} entries"


def find_late_entries() -> Iterable[str]:
    """I9: the entry of a window is the earliest scan of it that was not taken back."""
    first = (
        sa.select(_scan.c.registration_id, _scan.c.window, sa.func.min(_scan.c.scanned_at).label("at"))
        .where(_LEFT)
        .group_by(_scan.c.registration_id, _scan.c.window)
        .subquery()
    )
    same = (_entry.c.registration_id == first.c.registration_id, _entry.c.window == first.c.window)
    statement = (
        sa.select(first.c.registration_id)
        .outerjoin(_entry, sa.and_(*same, _entry.c.entered_at == first.c.at))
        .where(_entry.c.registration_id.is_(None))
    )
    for (person_id,) in db.session.connection().execute(statement):
        yield f"registration {person_id}: the first scan is no entry"


def find_wrong_counted() -> Iterable[str]:
    """I8: only visitors are counted as visitors."""
    statement = (
        sa.select(_scan.c.id)
        .join(_person, _person.c.id == _scan.c.registration_id)
        .where(_scan.c.counted, _person.c.category.not_in(COUNTED))
    )
    for (scan_id,) in db.session.connection().execute(statement):
        yield f"scan {scan_id} counts somebody who is no visitor"


def find_admitted_without_entry() -> Iterable[str]:
    """I10: who was ever let in has an entry, so a second admission always shows beside the first."""
    statement = (
        sa.select(_scan.c.id)
        .outerjoin(_entry, _entry.c.registration_id == _scan.c.registration_id)
        .where(_LEFT, _entry.c.registration_id.is_(None))
    )
    for (scan_id,) in db.session.connection().execute(statement):
        yield f"scan {scan_id} let somebody in without an entry"
