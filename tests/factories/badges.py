"""Factories of prints and batches."""

import factory

from app.badges.layouts.starting import starting_layout
from app.badges.models import BadgeBatch, BadgeDesign, BadgePrint, BadgeSize, PrintStation
from app.badges.print_queue import Desk
from app.core import clock
from app.core.codes import digest, new_secret
from app.core.db import db
from app.events.models import Event
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
    layout = factory.LazyAttribute(lambda o: starting_layout(o.size).kept())


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


class PrintStationFactory(Factory):
    """A printer desk that is paired; `token` may be given."""

    class Meta:
        model = PrintStation
        exclude = ("token",)

    token = factory.LazyFunction(new_secret)
    event_id = factory.LazyAttribute(lambda o: EventFactory().id)
    name = factory.Sequence(lambda n: f"Quầy {n + 1}")
    token_digest = factory.LazyAttribute(lambda o: digest(o.token))
    created_at = factory.LazyFunction(clock.now)
    paired_at = factory.LazyFunction(clock.now)


def desk_of(station: PrintStation) -> Desk:
    """Return the station as its tab's token shows it."""
    event = db.session.get_one(Event, station.event_id)
    return Desk(station.id, station.name, event.id, event.slug, event.name, event.ends_at, event.timezone, None)
