"""What a phone keeps for work without a connection, and what changed since it last asked.

Twenty thousand people fit into 450 kB packed, so rows are lists and of a badge code only the first characters travel: enough
to tell twenty thousand badges apart, and a lost phone holds no code that could be printed.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from app.badges.models import RevokedCode
from app.checkin.errors import CursorUnreadable
from app.checkin.models import GateNote
from app.checkin.queries.devices import GateDevice
from app.core import clock
from app.core.db import db
from app.registrations.models import Registration

# Characters of a badge code behind "EV1" that a phone knows: 26^10 possibilities.
KEY_LENGTH = 10
FIELDS = (
    "key",
    "short_code",
    "name",
    "unit",
    "category",
    "state",
    "party_size",
    "valid_from",
    "valid_until",
    "note_kind",
    "note",
)
# A transaction that began earlier may become visible later: the next question looks back this far.
_OVERLAP = timedelta(seconds=60)
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Cursor:
    """Up to where a phone knows changes of people, and replaced badges. Opaque outside."""

    changed_at: datetime = _EPOCH
    id: int = 0
    revoked_at: datetime = _EPOCH

    def __str__(self) -> str:
        return f"{_micros(self.changed_at)}.{self.id}.{_micros(self.revoked_at)}"

    @classmethod
    def read(cls, text: str) -> "Cursor":
        """Return the cursor that `text` is; the beginning for an empty one.

        Raises:
            CursorUnreadable: it is none of ours.
        """
        if not text:
            return cls()
        try:
            changed, last_id, revoked = (int(part) for part in text.split("."))
            return cls(_instant(changed), _in_range(last_id), _instant(revoked))
        except (ValueError, OverflowError) as error:
            raise CursorUnreadable from error


@dataclass(frozen=True, slots=True)
class Delta:
    """One page of changes. `revoked` are beginnings of replaced badge codes with the short code of their person."""

    people: list[list[Any]]
    revoked: list[list[str]]
    cursor: Cursor
    more: bool


def _micros(at: datetime) -> int:
    return (at - _EPOCH) // timedelta(microseconds=1)


def _instant(micros: int) -> datetime:
    if micros < 0:
        raise ValueError("before the beginning")
    return _EPOCH + timedelta(microseconds=micros)


def _in_range(number: int) -> int:
    if not 0 <= number < 2**31:
        raise ValueError("no key of the database")
    return number


_person: Any = Registration.__table__
_revoked: Any = RevokedCode.__table__
_note: Any = GateNote.__table__


def changes_since(device: GateDevice, cursor: Cursor, *, limit: int) -> Delta:
    """Return people and replaced badges that changed behind `cursor`, oldest change first.

    On the last page the cursor stands a minute back, so that nothing that was just being written is missed.
    """
    people = _people(device.event_id, cursor, limit + 1)
    more = len(people) > limit
    people = people[:limit]
    revoked = _replaced(device.event_id, cursor, limit)
    horizon = clock.now() - _OVERLAP
    last = Cursor(people[-1].changed_at, people[-1].id) if people else cursor
    if not more and last.changed_at > horizon:
        last = Cursor(max(horizon, cursor.changed_at))
    revoked_at = revoked[-1].revoked_at if len(revoked) == limit else max(cursor.revoked_at, horizon)
    return Delta(
        people=[_row(row) for row in people],
        revoked=[[row.badge_code[3 : 3 + KEY_LENGTH], row.short_code] for row in revoked],
        cursor=Cursor(last.changed_at, last.id, revoked_at),
        more=more or len(revoked) == limit,
    )


def _people(event_id: int, cursor: Cursor, limit: int) -> Any:
    columns = (
        _person.c.id,
        _person.c.changed_at,
        _person.c.badge_code,
        _person.c.short_code,
        _person.c.full_name,
        _person.c.unit,
        _person.c.category,
        _person.c.state,
        _person.c.party_size,
        _person.c.valid_from_on,
        _person.c.valid_until_on,
        _note.c.kind.label("note_kind"),
        _note.c.text.label("note"),
    )
    behind = sa.tuple_(_person.c.changed_at, _person.c.id) > sa.tuple_(
        sa.literal(cursor.changed_at, _person.c.changed_at.type), sa.literal(cursor.id)
    )
    noted = _person.outerjoin(_note, _note.c.registration_id == _person.c.id)
    statement = sa.select(*columns).select_from(noted).where(_person.c.event_id == event_id, behind)
    return db.session.connection().execute(statement.order_by(_person.c.changed_at, _person.c.id).limit(limit)).all()


def _replaced(event_id: int, cursor: Cursor, limit: int) -> Any:
    statement = (
        sa.select(_revoked.c.badge_code, _revoked.c.revoked_at, _person.c.short_code)
        .join(_person, _person.c.id == _revoked.c.registration_id)
        .where(_revoked.c.event_id == event_id, _revoked.c.revoked_at > cursor.revoked_at)
        .order_by(_revoked.c.revoked_at, _revoked.c.badge_code)
        .limit(limit)
    )
    return db.session.connection().execute(statement).all()


def _row(row: Any) -> list[Any]:
    """Return a person as FIELDS say; what is usual is left out at the end."""
    values = [
        row.badge_code[3 : 3 + KEY_LENGTH],
        row.short_code,
        row.full_name,
        row.unit,
        row.category.value,
        row.state.value,
        row.party_size,
        row.valid_from_on.isoformat() if row.valid_from_on else None,
        row.valid_until_on.isoformat() if row.valid_until_on else None,
        row.note_kind.value if row.note else None,
        row.note or None,
    ]
    while len(values) > 7 and values[-1] is None:
        del values[-1]
    if len(values) == 7 and values[6] == 1:
        del values[6:]
    return values
