"""What the public page of a fair tells of its exhibitors."""

from app.core.registry import Fact
from app.events.models import EventKind
from app.registrations import setup
from app.registrations.terms import ApplicationState
from tests.factories.accounts import OrganisationFactory
from tests.factories.events import EventFactory
from tests.factories.registrations import ApplicationFactory

ACCEPTED = ApplicationState.ACCEPTED


def test_accepted_exhibitors_and_their_provinces_are_counted(app, db) -> None:
    event = EventFactory()
    for code in (22, 22, 12, None):
        ApplicationFactory(event_id=event.id, organisation=OrganisationFactory(province_code=code), state=ACCEPTED)
    ApplicationFactory(event_id=event.id, organisation=OrganisationFactory(province_code=25))
    ApplicationFactory(organisation=OrganisationFactory(province_code=25), state=ACCEPTED)
    with app.test_request_context(headers={"Accept-Language": "vi"}):
        assert setup.exhibitors_and_provinces(event) == [Fact("2", "tỉnh, thành phố tham gia"), Fact("4", "đơn vị tham gia")]


def test_nothing_is_told_before_somebody_takes_part_or_of_a_conference(db) -> None:
    assert setup.exhibitors_and_provinces(EventFactory()) is None
    assert setup.exhibitors_and_provinces(EventFactory(kind=EventKind.CONFERENCE)) is None
