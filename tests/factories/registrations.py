"""Factories of applications and registrations."""

import factory

from app.core import clock
from app.core.codes import digest, new_secret, random_code
from app.core.text import name_sort_key
from app.registrations import search
from app.registrations.models import Application, ApplicationState, Category, Registration, RegistrationState
from tests.factories.accounts import OrganisationFactory
from tests.factories.base import Factory
from tests.factories.events import EventFactory


class RegistrationFactory(Factory):
    """A confirmed visitor without contact data."""

    class Meta:
        model = Registration

    event_id = factory.LazyAttribute(lambda o: EventFactory().id)
    badge_code = factory.LazyFunction(lambda: "EV1" + random_code(20))
    short_code = factory.LazyFunction(lambda: random_code(8))
    category = Category.VISITOR
    state = RegistrationState.CONFIRMED
    full_name = factory.Sequence(lambda n: f"Giàng A Páo {n}")
    unit = ""
    phone = ""
    search_key = factory.LazyAttribute(lambda o: search.search_key(o.full_name, o.unit, o.short_code, phone=o.phone))
    sort_key = factory.LazyAttribute(lambda o: name_sort_key(o.full_name))
    created_at = factory.LazyFunction(clock.now)
    changed_at = factory.LazyFunction(clock.now)


class ApplicationFactory(Factory):
    """A sent application of a new company, without a booth."""

    class Meta:
        model = Application

    event_id = factory.LazyAttribute(lambda o: EventFactory().id)
    code = factory.Sequence(lambda n: f"HCKC26DK{n:04d}")
    organisation = factory.SubFactory(OrganisationFactory)
    state = ApplicationState.SUBMITTED
    link_digest = factory.LazyFunction(lambda: digest(new_secret()))
    contact_name = "Giàng A Páo"
    contact_phone = "+84912345001"
    contact_email = factory.Sequence(lambda n: f"don-vi-{n}@example.vn")
    created_at = factory.LazyFunction(clock.now)
    submitted_at = factory.LazyFunction(clock.now)
