"""Numbers that laws fix: each with issuer, number and validity, read from norms.json beside this module.

A new norm is a new row with its own `valid_from`; the row it replaces gets `valid_until`. Past events keep the norm
of their date.
"""

import functools
import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("norms.json")
NATION = "VN"


@dataclass(frozen=True)
class Norm:
    """One number with its source.

    Attributes:
        value: the unit is the last word of `key`.
        jurisdiction: "VN", or the code of the province whose council decided.
    """

    key: str
    value: int
    issuer: str
    number: str
    issued_on: date | None
    valid_from: date
    valid_until: date | None = None
    jurisdiction: str = NATION

    @property
    def citation(self) -> str:
        """Return "81/2018/NĐ-CP, Chính phủ, 22/05/2018"."""
        day = f"{self.issued_on:%d/%m/%Y}" if self.issued_on else ""
        return ", ".join(filter(None, (self.number, self.issuer, day)))

    def is_valid(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


@functools.cache
def norms() -> tuple[Norm, ...]:
    """Return all norms of the file, past and present."""
    return tuple(map(_norm, json.loads(_FILE.read_text(encoding="utf-8"))))


def _norm(row: dict[str, Any]) -> Norm:
    days = {name: date.fromisoformat(row[name]) for name in ("issued_on", "valid_from", "valid_until") if row.get(name)}
    return Norm(**(row | days))


def norm(key: str, day: date, jurisdiction: str = NATION) -> Norm:
    """Return the norm in force on `day`, that of the province before that of the nation.

    Before the first known norm its first version is returned: a date typed wrong must not stop a form.

    Raises:
        LookupError: nobody knows the key, a programming error.
    """
    rows = sorted((row for row in norms() if row.key == key), key=lambda row: row.valid_from)
    for place in (jurisdiction, NATION):
        for row in reversed(rows):
            if row.jurisdiction == place and row.is_valid(day):
                return row
    if not rows:
        raise LookupError(f"no norm {key}")
    return rows[0]
