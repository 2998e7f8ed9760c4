"""How many people are where, from the last passage of each."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.checkin.models import Scan
from app.checkin.queries.facts import is_undone
from app.checkin.terms import ELIGIBLE
from app.core.db import db
from app.registrations.models import Registration

_person: Any = Registration.__table__
_scan: Any = Scan.__table__


def count_in_zones(event_id: int, zones: Iterable[int], since: datetime, *, but: int = 0) -> int:
    """Return the people whose last passage since `since` led into one of `zones`, without the registration `but`.

    Looks only at passages into these zones and what the same people did afterwards: as much work as the zone is large.
    """
    later = _scan.alias("later")
    afterwards = sa.exists().where(
        later.c.registration_id == _scan.c.registration_id,
        later.c.scanned_at >= _scan.c.scanned_at,
        sa.tuple_(later.c.scanned_at, later.c.scan_uuid) > sa.tuple_(_scan.c.scanned_at, _scan.c.scan_uuid),
        later.c.place.is_not(None),
        later.c.reason.in_(ELIGIBLE),
        ~is_undone(later),
    )
    statement = (
        sa.select(sa.func.coalesce(sa.func.sum(_person.c.party_size), 0))
        .select_from(_scan.join(_person, _person.c.id == _scan.c.registration_id))
        .where(
            _scan.c.event_id == event_id,
            _scan.c.place.in_(list(zones)),
            _scan.c.place > 0,  # lets the partial index serve
            _scan.c.scanned_at >= since,
            _scan.c.reason.in_(ELIGIBLE),
            _scan.c.registration_id != but,
            ~is_undone(),
            ~afterwards,
        )
    )
    return int(db.session.connection().scalar(statement) or 0)


def people_by_place(event_id: int, begins_at: datetime, ends_at: datetime) -> dict[int, int]:
    """Return how many people are at which place, by their last passage in this time: zones, GROUND; nobody OUTSIDE."""
    latest = (
        sa.select(
            _scan.c.registration_id,
            _scan.c.place,
            sa.func.row_number()
            .over(
                partition_by=_scan.c.registration_id,
                order_by=(_scan.c.scanned_at.desc(), _scan.c.scan_uuid.desc(), _scan.c.device_id.desc()),
            )
            .label("number"),
        )
        .where(
            _scan.c.event_id == event_id,
            _scan.c.scanned_at >= begins_at,
            _scan.c.scanned_at < ends_at,
            _scan.c.reason.in_(ELIGIBLE),
            _scan.c.place.is_not(None),
            ~is_undone(),
        )
        .subquery()
    )
    statement = (
        sa.select(latest.c.place, sa.func.sum(_person.c.party_size))
        .join(_person, _person.c.id == latest.c.registration_id)
        .where(latest.c.number == 1, latest.c.place >= 0)
        .group_by(latest.c.place)
    )
    return {place: int(number) for place, number in db.session.connection().execute(statement)}
