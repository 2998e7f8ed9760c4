"""Registering, changing and erasing people."""

import pytest
import sqlalchemy as sa

from app.audit.models import AuditEntry
from app.core.db import Base
from app.core.db import db as database
from app.core.errors import Conflict
from app.registrations import queries, services
from app.registrations.errors import LinkUnknown, NoPlacesLeft, StateChanged
from app.registrations.models import Capacity, Category, ConsentPurpose, Registration, RegistrationState
from app.registrations.services import Person
from tests.factories.accounts import UserFactory
from tests.factories.events import EventFactory
from tests.factories.registrations import RegistrationFactory

PAO = Person(full_name="Giàng A Páo", unit="Hợp tác xã Chè Shan Tả Lèng Xanh", phone="+84912345001")


def used(event) -> int | None:
    return database.session.scalar(sa.select(Capacity.used).where(Capacity.event_id == event.id))


def test_a_person_gets_a_badge_code_and_a_short_code(db) -> None:
    registration = services.register(EventFactory(), PAO)
    assert (registration.badge_code[:3], len(registration.badge_code), len(registration.short_code)) == ("EV1", 23, 8)
    assert registration.state == RegistrationState.CONFIRMED


def test_a_secret_used_before_registers_nobody_twice(db) -> None:
    event = EventFactory()
    services.register(event, PAO, link_secret="s" * 43)
    with pytest.raises(Conflict):
        services.register(event, PAO, link_secret="s" * 43)
    assert db.scalar(sa.select(sa.func.count()).select_from(Registration)) == 1


def test_the_last_place_is_given_once(db) -> None:
    event = EventFactory(delegate_capacity=2)
    for _number in range(2):
        services.register(event, PAO, category=Category.DELEGATE)
    with pytest.raises(NoPlacesLeft):
        services.register(event, PAO, category=Category.DELEGATE)
    assert (used(event), queries.places_left(event)) == (2, 0)


def test_a_party_takes_as_many_places_as_people(db) -> None:
    event = EventFactory(delegate_capacity=12)
    services.register(event, PAO, category=Category.DELEGATE, party_size=12)
    with pytest.raises(NoPlacesLeft):
        services.register(event, PAO, category=Category.DELEGATE)
    assert queries.count_people(event) == {Category.DELEGATE: 12}


def test_visitors_are_not_limited_by_the_places_of_delegates(db) -> None:
    event = EventFactory(delegate_capacity=0)
    assert services.register(event, PAO).category == Category.VISITOR


def test_people_who_were_there_before_the_limit_count(db) -> None:
    event = EventFactory(delegate_capacity=1)
    RegistrationFactory(event_id=event.id, category=Category.DELEGATE)
    with pytest.raises(NoPlacesLeft):
        services.register(event, PAO, category=Category.DELEGATE)


def test_cancelling_frees_the_place(db) -> None:
    event = EventFactory(delegate_capacity=1)
    registration = services.register(event, PAO, category=Category.DELEGATE)
    services.cancel(registration, by=UserFactory())
    assert (registration.state, queries.places_left(event)) == (RegistrationState.CANCELLED, 1)


def test_a_second_cancellation_is_refused_and_frees_nothing(db) -> None:
    event = EventFactory(delegate_capacity=5)
    registration = services.register(event, PAO, category=Category.DELEGATE)
    services.cancel(registration, by=UserFactory())
    with pytest.raises(StateChanged):
        services.cancel(registration, by=UserFactory())
    assert used(event) == 0


def test_a_blocked_person_can_come_back(db) -> None:
    event, officer = EventFactory(delegate_capacity=1), UserFactory()
    registration = services.register(event, PAO, category=Category.DELEGATE)
    services.block(registration, by=officer, reason="gây rối")
    assert (registration.state, queries.places_left(event)) == (RegistrationState.BLOCKED, 1)
    services.unblock(event, registration, by=officer, reason="đã giải quyết")
    assert (registration.state, queries.places_left(event)) == (RegistrationState.CONFIRMED, 0)


def test_a_change_keeps_the_codes_and_is_found_by_the_new_name(db) -> None:
    event = EventFactory()
    registration = services.register(event, PAO)
    code = registration.short_code
    services.change_person(registration, Person(full_name="Tẩn Mẩy Mẩy"), by="ticket")
    assert [row.short_code for row in queries.search(event, "tan may").rows] == [code]
    assert queries.search(event, "giang").rows == []


def test_the_trail_names_changed_fields_but_no_personal_data(db) -> None:
    registration = services.register(EventFactory(), PAO)
    services.change_person(registration, Person(full_name="Tẩn Mẩy Mẩy", phone="+84912345002"), by="ticket")
    entry = db.scalar(sa.select(AuditEntry).where(AuditEntry.action == "registrations.person_changed"))
    assert entry.data == {"fields": ["full_name", "phone", "unit"]}


def test_erasing_takes_the_person_out_and_leaves_the_count(db) -> None:
    event = EventFactory()
    registration = services.register(event, PAO, link_secret="s" * 43)
    services.erase(registration, by="ticket")
    assert (registration.full_name, registration.phone, registration.unit) == ("đã xóa theo yêu cầu", "", "")
    assert queries.count_people(event) == {Category.VISITOR: 1}
    assert queries.search(event, "giang").rows == []
    with pytest.raises(LinkUnknown):
        queries.get_ticket(event, "s" * 43)


def test_after_erasing_the_name_stands_in_no_table(db) -> None:
    event = EventFactory()
    person = Person(full_name="Qzxw Hoàng Yến", unit="Tổ Qzxw", phone="+84912345009", email="qzxw@example.vn")
    registration = services.register(event, person, link_secret="s" * 43)
    services.tell_ticket(registration, event, "s" * 43)
    services.change_person(registration, person, by="ticket")
    services.erase(registration, by="ticket", reason="own request")
    db.flush()
    canaries = ("Qzxw", "qzxw", "912345009")
    found = [
        (table.name, canary)
        for table in Base.metadata.sorted_tables
        for row in db.execute(sa.select(table))
        for canary in canaries
        if canary in str(tuple(row))
    ]
    assert found == []


def test_nobody_is_erased_twice(db) -> None:
    registration = RegistrationFactory()
    services.erase(registration, by=UserFactory())
    with pytest.raises(StateChanged):
        services.erase(registration, by=UserFactory())


def test_only_changes_of_will_are_noted(db) -> None:
    registration = RegistrationFactory()
    services.record_consents(registration, {ConsentPurpose.PARTICIPATION: True, ConsentPurpose.PHOTOS: False})
    services.record_consents(registration, {ConsentPurpose.PARTICIPATION: True, ConsentPurpose.PHOTOS: True})
    services.record_consents(registration, {ConsentPurpose.PHOTOS: False})
    told = [(row.purpose, row.granted) for row in queries.history_of(registration)]
    assert told == [
        (ConsentPurpose.PARTICIPATION, True),
        (ConsentPurpose.PHOTOS, True),
        (ConsentPurpose.PHOTOS, False),
    ]
    assert queries.consents_of(registration)[ConsentPurpose.PHOTOS] is False


def test_a_consent_told_by_phone_names_the_officer(db) -> None:
    registration, officer = RegistrationFactory(), UserFactory()
    services.record_consents(registration, {ConsentPurpose.PARTICIPATION: True}, channel="phone", by=officer)
    row = queries.history_of(registration)[0]
    assert (row.channel, row.recorded_by_id, row.text_version) == ("phone", officer.id, "2026-10")
