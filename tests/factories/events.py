"""Factories of events and what belongs to them."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import factory

from app.core import clock
from app.core.text import fold
from app.events.models import Event, EventHost, EventKind, EventRole, EventState, Hall, HostRole, HostState, Role, Venue
from tests.factories.accounts import DepartmentFactory, OrganisationFactory, UserFactory
from tests.factories.base import Factory

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


class VenueFactory(Factory):
    class Meta:
        model = Venue

    name = factory.Sequence(lambda n: f"Trung tâm Hội chợ mẫu {n}")
    search_key = factory.LazyAttribute(lambda o: fold(o.name))


class EventFactory(Factory):
    """A published fair from 05 to 10/12/2026."""

    class Meta:
        model = Event

    slug = factory.Sequence(lambda n: f"hoi-cho-mau-{n}")
    code = factory.Sequence(lambda n: f"HCM{n}")
    kind = EventKind.FAIR
    state = EventState.OPEN
    name = factory.Sequence(lambda n: f"Hội chợ mẫu {n}")
    owner = factory.SubFactory(DepartmentFactory)
    starts_at = datetime(2026, 12, 5, 8, 0, tzinfo=HANOI)
    ends_at = factory.LazyAttribute(lambda o: o.starts_at + timedelta(days=5, hours=14))
    venue = factory.SubFactory(VenueFactory)
    created_at = factory.LazyFunction(clock.now)


class DraftEventFactory(EventFactory):
    state = EventState.DRAFT


class HallFactory(Factory):
    class Meta:
        model = Hall

    event_id = factory.LazyAttribute(lambda o: EventFactory().id)
    name = factory.Sequence(lambda n: f"Nhà {n}")
    width_m = 120
    depth_m = 80


class EventHostFactory(Factory):
    class Meta:
        model = EventHost

    event_id = factory.LazyAttribute(lambda o: EventFactory().id)
    organisation = factory.SubFactory(OrganisationFactory)
    role = HostRole.CO_HOST
    state = HostState.ACCEPTED


class EventRoleFactory(Factory):
    class Meta:
        model = EventRole

    event_id = factory.LazyAttribute(lambda o: EventFactory().id)
    user = factory.SubFactory(UserFactory)
    role = Role.ORGANISER
    created_at = factory.LazyFunction(clock.now)


def person_with(role: Role, event: Event) -> "UserFactory":
    """Return a new person with `role` in `event`."""
    return EventRoleFactory(event_id=event.id, role=role).user
