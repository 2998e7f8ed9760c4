"""Factories of prints and batches."""

import factory

from app.badges.models import BadgeBatch, BadgeDesign, BadgePrint, BadgeSize
from app.core import clock
from tests.factories.accounts import UserFactory
from tests.factories.base import Factory
from tests.factories.events import EventFactory
from tests.factories.registrations import RegistrationFactory


class BadgeDesignFactory(Factory):
    class Meta:
        model = BadgeDesign

    event_id = factory.LazyAttribute(lambda o: EventFactory().id)
    name = factory.LazyAttribute(lambda o: o.size.value)
    size = BadgeSize.A6
    fields = factory.LazyFunction(lambda: {"unit": True, "category": True})


class BadgeBatchFactory(Factory):
    class Meta:
        model = BadgeBatch

    event_id = factory.LazyAttribute(lambda o: EventFactory().id)
    design = factory.SubFactory(BadgeDesignFactory, event_id=factory.SelfAttribute("..event_id"))
    total = 1
    created_by_id = factory.LazyAttribute(lambda o: UserFactory().id)
    created_at = factory.LazyFunction(clock.now)


class BadgePrintFactory(Factory):
    """The first print of a person."""

    class Meta:
        model = BadgePrint
        exclude = ("person",)

    person = factory.SubFactory(RegistrationFactory)
    event_id = factory.LazyAttribute(lambda o: o.person.event_id)
    registration_id = factory.LazyAttribute(lambda o: o.person.id)
    badge_code = factory.LazyAttribute(lambda o: o.person.badge_code)
    printed_at = factory.LazyFunction(clock.now)
