"""One way to page a list: work grows with the page, not with the table."""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import sqlalchemy as sa

from app.core.db import db

T = TypeVar("T")


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of rows. `number` starts at 1; no total is counted."""

    rows: list[T]
    number: int
    has_next: bool

    @property
    def previous(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        return self.number + 1 if self.has_next else None


def paginate(statement: sa.Select[Any], number: int, *, per_page: int = 50) -> Page[Any]:
    """Return page `number` of the entities of `statement`, which must be ordered."""
    number = min(max(number, 1), 10_000)
    rows = db.session.scalars(statement.limit(per_page + 1).offset((number - 1) * per_page)).all()
    return Page(list(rows[:per_page]), number, len(rows) > per_page)
