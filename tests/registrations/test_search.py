"""Finding people without accents, by beginnings, ends of phone numbers and codes."""

import pytest

from app.registrations import queries, services
from app.registrations.models import Category
from app.registrations.services import Person
from tests.factories.events import EventFactory
from tests.factories.registrations import RegistrationFactory
from tests.support.queries import count_queries


@pytest.fixture
def event(db):
    found = EventFactory()
    people = [
        Person(full_name="Giàng A Páo", unit="Hợp tác xã Chè Shan Tả Lèng Xanh", phone="+84912345001"),
        Person(full_name="H’Lan Ayŭn", unit="Công ty Hoà Bình", email="hlan@example.vn"),
        Person(full_name="Páo", unit="Xã Ea H’Leo"),
        Person(full_name="Đặng Ngọc Ánh", unit="Viện Công nghiệp"),
    ]
    for person in people:
        services.register(found, person)
    return found


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("giang a pao", ["Giàng A Páo"]),
        ("GIÀNG", ["Giàng A Páo"]),
        ("pao", ["Giàng A Páo", "Páo"]),
        ("001", ["Giàng A Páo"]),
        ("345001", ["Giàng A Páo"]),
        ("0912 345 001", ["Giàng A Páo"]),
        ("0912345001", ["Giàng A Páo"]),
        ("hlan ayun", ["H’Lan Ayŭn"]),
        ("hoa binh", ["H’Lan Ayŭn"]),
        ("hòa bình", ["H’Lan Ayŭn"]),
        ("dang", ["Đặng Ngọc Ánh"]),
        ("ng dan", ["Đặng Ngọc Ánh"]),
        ("HLAN@example.vn", ["H’Lan Ayŭn"]),
        ("nobody", []),
        ("!!!", []),
        ("", []),
        ('" OR 1=1 --', []),
        ("* ) AND", []),
    ],
)
def test_people_are_found(event, text: str, names: list[str]) -> None:
    assert [row.full_name for row in queries.search(event, text).rows] == names


def test_codes_are_found_as_typed_and_as_scanned(event) -> None:
    person = queries.search(event, "giang").rows[0]
    typed = f"{person.short_code[:4]}-{person.short_code[4:]}".lower()
    assert queries.find_by_code(event, typed) == person
    assert queries.find_by_code(event, person.badge_code.lower()) == person
    assert queries.search(event, person.badge_code).rows == [person]
    assert queries.search(event, person.short_code).rows == [person]


def test_people_of_another_event_are_not_found(event) -> None:
    other = EventFactory()
    assert queries.search(other, "giang").rows == []
    assert queries.find_by_code(other, queries.search(event, "giang").rows[0].badge_code) is None


def test_a_search_can_be_narrowed(event) -> None:
    services.register(event, Person(full_name="Giàng Thị Mai"), category=Category.PRESS)
    assert [row.full_name for row in queries.search(event, "giang", category=Category.PRESS).rows] == ["Giàng Thị Mai"]


def test_pages_of_a_search_follow_one_another(event) -> None:
    RegistrationFactory.create_batch(5, event_id=event.id, full_name="Vàng A Sa")
    first = queries.search(event, "vang", limit=3)
    second = queries.search(event, "vang", after=first.after, limit=3)
    assert (len(first.rows), len(second.rows), second.after) == (3, 2, "")
    assert len({row.id for row in first.rows + second.rows}) == 5


def test_people_are_listed_by_given_name_page_by_page(event) -> None:
    first = queries.people(event, limit=3)
    second = queries.people(event, after=first.after, limit=3)
    names = [row.full_name for row in first.rows + second.rows]
    assert names == ["Đặng Ngọc Ánh", "H’Lan Ayŭn", "Giàng A Páo", "Páo"]


@pytest.mark.parametrize("text", ["vang", "001"])
def test_a_search_asks_the_database_once_whatever_it_finds(event, text: str) -> None:
    RegistrationFactory.create_batch(3, event_id=event.id, full_name="Vàng A Sa")
    with count_queries() as seen:
        queries.search(event, text)
    assert len(seen) == 1


def test_renamed_people_leave_the_index(event, db) -> None:
    person = queries.search(event, "giang").rows[0]
    services.erase(person, by="ticket")
    db.expire_all()
    assert queries.search(event, "xanh").rows == []
    assert queries.search(event, "xoa theo yeu cau").rows == [person]
