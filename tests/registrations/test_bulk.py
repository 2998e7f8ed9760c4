"""Many registrations at once."""

import pytest

from app.registrations.services import people
from app.registrations.services.people import Person, new_row
from app.registrations.terms import Category
from tests.factories.events import EventFactory


def test_short_codes_of_a_bulk_are_all_different(db, monkeypatch: pytest.MonkeyPatch) -> None:
    """A million codes of eight letters hold a pair with near certainty; here the second is drawn alike on purpose."""
    event, drawn = EventFactory(), set()
    codes = iter(["SAMESAME", "X", "SAMESAME", "OTHER222", "Y"])
    monkeypatch.setattr(people, "random_code", lambda _length: next(codes))
    rows = [new_row(event, Person(full_name="Páo"), category=Category.VISITOR, source="import", drawn=drawn) for _ in range(2)]
    assert [row["short_code"] for row in rows] == ["SAMESAME", "OTHER222"]
