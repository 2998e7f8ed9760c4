"""Several applications are decided at once: all or none, each with its own letter and trail."""

import pytest
import sqlalchemy as sa

from app.audit.models import AuditEntry
from app.booths.models import ClaimState
from app.events.models import Role
from app.mail.models import Message
from app.registrations import services
from app.registrations.models import ApplicationState
from tests.factories.booths import make_fair
from tests.factories.events import person_with
from tests.factories.registrations import ApplicationFactory
from tests.factories.stands import book
from tests.support.queries import count_queries

LIST = "/manage/events/ocop/applications"
PAGE = f"{LIST}/decide"


@pytest.fixture
def fair(db):
    return make_fair(3, slug="ocop", code="HCKC26")


@pytest.fixture
def event(fair):
    return fair[0]


@pytest.fixture
def desk(client, event):
    return client.sign_in(person_with(Role.REVIEWER, event))


def sent(event, *numbers: int):
    return [ApplicationFactory(event_id=event.id, code=f"HCKC26DK{number:04d}") for number in numbers]


def address(*applications) -> str:
    return PAGE + "?" + "&".join(f"code={application.code}" for application in applications)


def test_the_list_lets_the_reviewer_choose_what_is_not_decided(desk, event) -> None:
    open_one, done = sent(event, 1, 2)
    services.decline(event, done, by=person_with(Role.REVIEWER, event), reason="Hết gian")
    shown = desk.get(LIST).text
    assert [f'name="code" value="{row.code}"' in shown for row in (open_one, done)] == [True, False]


def test_three_are_accepted_together_and_each_is_told(desk, event, db) -> None:
    rows = sent(event, 1, 2, 3)
    answer = desk.submit(address(*rows), {"decision": "accept"}, form="decide")
    assert answer.status_code == 303
    assert {row.state for row in rows} == {ApplicationState.ACCEPTED}
    noted = db.scalars(sa.select(AuditEntry.subject_id).where(AuditEntry.action == "registrations.application_accepted"))
    assert (len(set(noted)), db.scalar(sa.select(sa.func.count()).select_from(Message))) == (3, 3)
    assert "Đã quyết định 3 hồ sơ" in desk.get(LIST).text


def test_declining_needs_a_reason_and_keeps_what_was_chosen(desk, event) -> None:
    rows = sent(event, 1, 2)
    refused = desk.submit(address(*rows), {"decision": "decline"}, form="decide")
    assert (refused.status_code, 'id="reason-error"' in refused.text) == (422, True)
    assert all(f'name="chosen" value="{row.code}"' in refused.text for row in rows)
    desk.submit(address(*rows), {"decision": "decline", "reason": "Hết gian"}, form="decide")
    assert {(row.state, row.review_note) for row in rows} == {(ApplicationState.DECLINED, "Hết gian")}


def test_of_many_none_is_decided_when_one_has_changed(desk, event, db) -> None:
    rows = sent(event, 1, 2)
    stale = {"chosen": [row.code for row in rows], "decision": "accept"} | {f"seen-{row.id}": "submitted" for row in rows}
    services.waitlist(event, rows[1], by=person_with(Role.REVIEWER, event))
    db.commit()
    answer = desk.post(PAGE, data=stale)
    assert (answer.status_code, rows[1].code in answer.text) == (409, True)
    db.expire_all()
    assert [row.state for row in rows] == [ApplicationState.SUBMITTED, ApplicationState.WAITLISTED]


def test_only_what_fits_all_is_offered_and_nothing_chosen_says_so(desk, event) -> None:
    rows = sent(event, 1, 2)
    services.waitlist(event, rows[1], by=person_with(Role.REVIEWER, event))
    shown = desk.get(address(*rows)).text
    assert ('value="accept"' in shown, 'value="waitlist"' in shown) == (True, False)
    assert "Vui lòng chọn ít nhất một hồ sơ" in desk.get(PAGE).text
    assert desk.post(PAGE, data={"decision": "accept"}).status_code == 422


def test_readers_cannot_decide_and_applications_of_others_are_not_touched(client, event, db) -> None:
    (row,) = sent(event, 1)
    other = ApplicationFactory(event_id=make_fair(1, slug="khac")[0].id, code="KHAC26DK0001")
    assert client.sign_in(person_with(Role.AUDITOR, event)).get(address(row)).status_code == 403
    client.sign_in(person_with(Role.REVIEWER, event))
    client.post(PAGE, data={"chosen": [row.code, other.code], "decision": "accept"})
    assert (row.state, other.state) == (ApplicationState.ACCEPTED, ApplicationState.SUBMITTED)


def test_the_page_asks_as_often_for_three_as_for_one(desk, event) -> None:
    rows = sent(event, 1, 2, 3)
    paths = [address(rows[0]), address(*rows)]
    desk.get(paths[0])
    asked = []
    for path in paths:
        with count_queries() as seen:
            desk.get(path)
        asked.append(len(seen))
    assert asked[0] == asked[1]


@pytest.mark.parametrize("state", [ClaimState.SOLD, ClaimState.OCCUPIED])
def test_the_list_names_booths_that_are_paid_or_handed_over(desk, fair, state) -> None:
    event, booths = fair
    book(event, booths[0], claim=state)
    assert booths[0].code in desk.get(LIST).text
