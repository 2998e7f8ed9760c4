"""What a summary says: findings, bases, changes against the last edition, and nothing where nobody counted."""

from datetime import timedelta

import pytest

from app.core.i18n import force_locale
from app.events.models import EventKind, Series
from app.registrations.terms import Category
from app.reports import documents, queries
from tests.factories.accounts import DepartmentFactory
from tests.factories.booths import BoothClaimFactory, make_fair
from tests.factories.events import EventFactory
from tests.factories.registrations import ApplicationFactory, RegistrationFactory
from tests.factories.reports import STARTS_AT, count_visits, make_past_fair


def figure(event, label: str, number: int | None = None):
    with force_locale("en"):
        return next(item for item in documents.summary_of(event, "en", number).figures if item.label == label)


@pytest.fixture
def series(db, fair):
    """Put the fair into a series."""
    row = Series(name="Hội chợ OCOP", owner_id=DepartmentFactory().id)
    db.add(row)
    db.flush()
    fair.series_id = row.id
    return row


@pytest.fixture
def last_year(series):
    starts_at = STARTS_AT - timedelta(days=365)
    last = EventFactory(name="Hội chợ OCOP 2025", series_id=series.id, starts_at=starts_at)
    count_visits(last, ((0, 10, 500),))
    return last


def test_the_findings_stand_in_the_titles(fair) -> None:
    with force_locale("en"):
        told = documents.summary_of(fair, "en")
    assert (told.title, [part.title for part in told.parts]) == (
        "Hội chợ OCOP: 400 visits",
        [
            "Most exhibitors come from Quảng Ninh: 66.7\xa0%",
            "75\xa0% of the booths are let",
            "The busiest day was 10 Oct 2026: 300 visits",
            "Peak at 18:00–19:00: 75\xa0% of all visits",
        ],
    )


def test_a_booth_that_is_held_or_wished_is_not_let(fair) -> None:
    event, booths = make_fair(3)
    for booth, state in zip(booths, ("held", "applied", "reserved"), strict=True):
        BoothClaimFactory(of=booth, state=state)
    assert figure(event, "Booths let").value == "1"


def test_what_nobody_counted_is_not_zero(db) -> None:
    event, _booths = make_fair(1)
    assert (figure(event, "Visits").value, figure(event, "Booths let").value) == ("–", "0")


def test_without_a_last_edition_there_is_no_change(fair) -> None:
    assert {item.change for item in documents.summary_of(fair, "vi").figures} == {""}


def test_the_change_names_its_base(last_year, fair) -> None:
    with force_locale("en"):
        told = documents.summary_of(fair, "en")
        assert (told.compared_with, documents.line_of(told)[-1]) == ("Hội chợ OCOP 2025", "changes against Hội chợ OCOP 2025")
    assert (figure(fair, "Visits").change, figure(fair, "Visits").tone) == ("▼ 20\xa0%", "down")


def test_a_change_from_nothing_is_a_dash(last_year, fair) -> None:
    assert (figure(fair, "Booths let").change, figure(fair, "Exhibitors").change) == ("–", "–")


def test_the_share_of_no_payment_requests_is_a_dash(fair) -> None:
    assert figure(fair, "Received").base == "₫0 of ₫0 due (–)"


def test_units_from_abroad_are_told_apart(db, fair) -> None:
    ApplicationFactory(event_id=fair.id, state="accepted", organisation__country="JP")
    assert figure(fair, "Exhibitors").base == "from 2 provinces, 1 from abroad"


def test_a_conference_tells_of_delegates(db) -> None:
    event = EventFactory(kind=EventKind.CONFERENCE, name="Hội nghị")
    for province in (12, 12, 22):
        RegistrationFactory(event_id=event.id, category=Category.DELEGATE, province_code=province)
    with force_locale("en"):
        told = documents.summary_of(event, "en")
    assert [(item.label, item.value) for item in told.figures] == [("Delegates who came", "–")]
    assert [(part.title, part.rows) for part in told.parts] == [
        ("Delegates from 2 provinces", [("Lai Châu", 2), ("Quảng Ninh", 1)])
    ]


def test_an_event_without_anything_has_a_page(client, db) -> None:
    event = EventFactory()
    assert [part.key for part in documents.summary_of(event, "vi").parts] == []
    assert queries.figures_of(event)["visits"] == {"total": None, "by_day": [], "by_hour": []}


def test_a_rehearsal_is_no_last_edition(series, fair) -> None:
    starts_at = STARTS_AT - timedelta(days=200)
    make_past_fair(series_id=series.id, is_rehearsal=True, starts_at=starts_at, ends_at=starts_at + timedelta(hours=9))
    assert queries.previous_edition(fair) is None
