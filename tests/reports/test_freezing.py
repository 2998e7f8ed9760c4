"""Frozen summaries: after the end, numbered, unchanged by what comes later."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.audit.models import AuditEntry
from app.events.models import EventState, Role
from app.reports import queries, services
from app.reports.errors import NoSuchSummary, NotOverYet
from app.reports.models import FrozenSummary
from app.reports.setup import freeze_summary, report_due
from tests.factories.booths import make_fair
from tests.factories.events import person_with
from tests.factories.reports import count_visits

pytestmark = pytest.mark.usefixtures("no_drawing")
PAGE = "/manage/events/ocop/report"
LEAD = "/leadership/events/ocop"


def test_figures_are_frozen_by_a_button(desk, db, fair) -> None:
    answer = desk.submit(PAGE, form="freeze")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{PAGE}?number=1")
    entry = db.scalars(sa.select(AuditEntry).where(AuditEntry.event_id == fair.id)).one()
    assert (entry.action, entry.data) == ("reports.summary_frozen", {"number": 1})


def test_before_the_end_nothing_is_frozen(client, db, organiser) -> None:
    event, _booths = make_fair(1, slug="sap-toi")
    client.sign_in(person_with(Role.ORGANISER, event))
    assert "report/freeze" not in client.get("/manage/events/sap-toi/report").text
    answer = client.post("/manage/events/sap-toi/report/freeze")
    assert (answer.status_code, db.scalar(sa.select(sa.func.count()).select_from(FrozenSummary))) == (409, 0)
    with pytest.raises(NotOverYet):
        services.freeze(event, by=organiser)


def test_later_changes_do_not_alter_it(desk, fair, organiser) -> None:
    services.freeze(fair, by=organiser)
    count_visits(fair, ((0, 10, 7),))
    fair.name = "Tên khác"
    frozen, live = desk.get(f"{PAGE}?number=1").text, desk.get(PAGE).text
    assert ("Hội chợ OCOP: 400 lượt khách" in frozen, "Tên khác: 407 lượt khách" in live) == (True, True)


def test_each_gets_the_next_number(fair, organiser) -> None:
    assert [services.freeze(fair, by=organiser).number for _time in range(2)] == [1, 2]
    assert [row.number for row in queries.frozen_of(fair)] == [2, 1]


def test_a_number_is_given_once(db, fair, organiser) -> None:
    first = services.freeze(fair, by=organiser)
    same = {"event_id": fair.id, "number": 1, "figures": {}, "frozen_by_id": organiser.id, "frozen_at": first.frozen_at}
    with pytest.raises(sa.exc.IntegrityError), db.begin_nested():
        db.execute(sa.insert(FrozenSummary).values(**same))


@pytest.mark.parametrize("number", [0, 3, 99_999_999_999])
def test_a_number_that_was_not_given_is_not_found(desk, fair, number: int) -> None:
    assert desk.get(f"{PAGE}?number={number}").status_code == 404
    with pytest.raises(NoSuchSummary):
        queries.get_frozen(fair, number)


def test_leaders_read_what_was_reported_and_may_ask_for_now(client, fair, organiser) -> None:
    services.freeze(fair, by=organiser)
    count_visits(fair, ((0, 10, 7),))
    client.sign_in(person_with(Role.LEADERSHIP, fair))
    assert "400 lượt khách" in client.get(LEAD).text
    assert "407 lượt khách" in client.get(f"{LEAD}?live=1").text


def test_reading_writes_nothing(desk, db, fair) -> None:
    for path in (PAGE, LEAD, "/leadership", f"{PAGE}/summary.csv"):
        assert desk.get(path).status_code == 200
    assert db.scalar(sa.select(sa.func.count()).select_from(FrozenSummary)) == 0


def test_the_desk_asks_to_freeze_and_names_the_deadline(app, fair, organiser) -> None:
    with app.test_request_context():
        assert (report_due(fair).value, freeze_summary(fair).title) == ("10/11/2026", "Chốt số liệu tổng hợp")
        services.freeze(fair, by=organiser)
        assert freeze_summary(fair) is None
        fair.state = EventState.REPORTED
        assert report_due(fair) is None


def test_a_fair_that_runs_is_not_reported_yet(app, fair, clock) -> None:
    clock.move_to(fair.ends_at - timedelta(hours=1))
    with app.test_request_context():
        assert (report_due(fair), freeze_summary(fair)) == (None, None)
