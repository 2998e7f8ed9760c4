"""Contractors: valid on build and strike days only, named within limits, never visitors."""

from datetime import date, datetime
from uuid import uuid4

import pytest

from app.audit.models import AuditEntry
from app.checkin.terms import COUNTED
from app.core.codes import digest
from app.events.models import Role
from app.registrations import services
from app.registrations.errors import ContractorsClosed, DaysOutOfOrder, TooManyContractors
from app.registrations.links import secret_for
from app.registrations.models import ApplicationState, Category, Registration, RegistrationState
from app.registrations.queries.contractors import contractors_of
from app.registrations.services import ContractorDays, Person
from tests.factories.accounts import UserFactory
from tests.factories.checkin import Phone
from tests.factories.events import EventFactory, person_with
from tests.factories.registrations import ApplicationFactory
from tests.support.queries import count_queries

# The fair is from 5 to 10 December 2026.
DAYS = ContractorDays(date(2026, 12, 3), date(2026, 12, 4), date(2026, 12, 11), date(2026, 12, 11), 2)


@pytest.fixture
def event(db):
    return EventFactory()


@pytest.fixture
def officer(db):
    return UserFactory()


@pytest.fixture
def open_days(event, officer):
    services.set_contractor_days(event, DAYS, by=officer)


@pytest.fixture
def application(event):
    row = ApplicationFactory(event_id=event.id, state=ApplicationState.ACCEPTED)
    row.link_digest = digest(secret_for(row.code))
    return row


def name(event, officer, text="Vàng A Sử", **more):
    return services.name_contractor(event, Person(full_name=text, unit="Cty Dựng Gian"), by=officer, **more)


def test_a_pass_spans_build_and_strike_and_follows_changed_days(db, event, officer, open_days) -> None:
    row = name(event, officer)
    assert (row.category, row.state) == (Category.CONTRACTOR, RegistrationState.CONFIRMED)
    assert (row.valid_from_on, row.valid_until_on) == (date(2026, 12, 3), date(2026, 12, 11))

    services.set_contractor_days(event, ContractorDays(date(2026, 12, 1), date(2026, 12, 4), None, None, 2), by=officer)
    db.refresh(row)

    assert (row.valid_from_on, row.valid_until_on) == (date(2026, 12, 1), date(2026, 12, 4))


@pytest.mark.parametrize(
    ("at", "reason", "why"),
    [
        ("2026-12-02T09:00:00+07:00", "not_yet_valid", "from_day"),
        ("2026-12-03T09:00:00+07:00", "ok", None),
        ("2026-12-05T09:00:00+07:00", "wrong_day", "from_day"),
        ("2026-12-10T09:00:00+07:00", "wrong_day", "from_day"),
        ("2026-12-11T09:00:00+07:00", "ok", None),
        ("2026-12-11T23:30:00+07:00", "ok", None),
    ],
)
def test_gates_admit_contractors_on_their_days_only_and_say_why(
    client, event, officer, open_days, clock, at, reason, why
) -> None:
    row = name(event, officer)
    phone = Phone(client, event)
    clock.move_to(datetime.fromisoformat(at))

    answer = phone.post("scans", {"scan_uuid": str(uuid4()), "code": row.badge_code, "scanned_at": at}).json

    assert (answer["reason"], (answer.get("why") or {}).get("key")) == (reason, why)
    assert answer["counted"] is False


def test_phones_learn_the_days(client, event, officer, open_days) -> None:
    told = Phone(client, event).get("snapshot").json["event"]["contractor_days"]
    assert told == [["2026-12-03", "2026-12-04"], ["2026-12-11", "2026-12-11"]]


def test_contractors_are_never_visitors() -> None:
    assert Category.CONTRACTOR not in COUNTED


def test_an_exhibitor_names_as_many_as_allowed(event, officer, open_days, application) -> None:
    first = name(event, officer, "Một", application=application)
    name(event, officer, "Hai", application=application)
    with pytest.raises(TooManyContractors):
        name(event, officer, "Ba", application=application)

    services.cancel(first, by=officer)

    assert name(event, officer, "Ba", application=application).application_id == application.id
    assert name(event, officer, "Bốn").application_id is None


def test_nobody_is_named_without_days_ahead(event, officer, clock) -> None:
    with pytest.raises(ContractorsClosed):
        name(event, officer)
    services.set_contractor_days(event, DAYS, by=officer)
    clock.move_to(event.ends_at.replace(month=12, day=12))
    with pytest.raises(ContractorsClosed):
        name(event, officer)


def test_days_come_in_order_and_in_pairs(event, officer) -> None:
    for days in (
        ContractorDays(date(2026, 12, 4), date(2026, 12, 3), None, None, 5),
        ContractorDays(date(2026, 12, 4), None, None, None, 5),
    ):
        with pytest.raises(DaysOutOfOrder):
            services.set_contractor_days(event, days, by=officer)


def test_passes_end_with_the_application(db, event, officer, open_days, application) -> None:
    row = name(event, officer, application=application)

    services.withdraw(event, application, by=officer, reason="không tham gia")

    assert db.get(Registration, row.id, populate_existing=True).state is RegistrationState.CANCELLED


def test_the_organiser_sets_days_names_and_cancels(client, db, event) -> None:
    client.sign_in(person_with(Role.ORGANISER, event))
    path = f"/manage/events/{event.slug}/contractors"
    days = {"build_from_on": "2026-12-03", "build_until_on": "2026-12-04", "per_exhibitor": "3"}
    wrong = client.post(f"{path}/days", data=days | {"build_until_on": "2026-12-01"})
    assert (wrong.status_code, "2026-12-01" in wrong.text) == (422, True)
    assert client.post(f"{path}/days", data=days).status_code == 303

    assert client.post(path, data={"full_name": "", "firm": "Cty"}).status_code == 422
    client.post(path, data={"full_name": "Vàng A Sử", "firm": "Cty Dựng", "insurance": "Bảo Việt 123"})
    row = db.query(Registration).one()
    assert "Bảo Việt 123" in client.get(path).text
    client.post(f"{path}/{row.short_code}/remove")
    assert db.get(Registration, row.id).state is RegistrationState.CANCELLED
    assert {"registrations.contractor_named", "registrations.contractor_days_changed"} <= {
        entry.action for entry in db.query(AuditEntry)
    }


def test_the_exhibitor_names_contractors_by_link(client, db, event, officer, open_days, application) -> None:
    path = f"/exhibitor/{secret_for(application.code)}/contractors"
    for number in (1, 2):
        client.post(path, data={"full_name": f"Thợ {number}", "firm": "Cty Dựng"})
    refused = client.post(path, data={"full_name": "Thợ 3", "firm": "Cty Dựng"})
    assert (refused.status_code, len(contractors_of(application))) == (422, 2)
    assert client.get(f"/exhibitor/{secret_for(application.code)}/contractors.pdf").mimetype == "application/pdf"

    client.post(f"{path}/{contractors_of(application)[0].short_code}/remove")
    assert [row.full_name for row in contractors_of(application)] == ["Thợ 2"]
    other = name(event, officer)
    assert client.post(f"{path}/{other.short_code}/remove").status_code == 404


def test_the_list_asks_as_often_for_one_as_for_three(client, event, officer, open_days) -> None:
    client.sign_in(person_with(Role.ORGANISER, event))
    costs = []
    for number in (1, 2):
        for _each in range(number):
            name(event, officer)
        client.get(f"/manage/events/{event.slug}/contractors")
        with count_queries() as asked:
            client.get(f"/manage/events/{event.slug}/contractors")
        costs.append(len(asked))
    assert costs[0] == costs[1]
