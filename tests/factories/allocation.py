"""Factories of wishes."""

import factory

from app.allocation.models import BoothWish, WishState
from app.booths.models import BoothKind
from app.core import clock
from app.registrations.models import ApplicationState
from tests.factories.base import Factory
from tests.factories.registrations import ApplicationFactory


class BoothWishFactory(Factory):
    """A waiting wish for one standard booth, of an exhibitor on the waiting list."""

    class Meta:
        model = BoothWish
        exclude = ("of",)

    event_id = None
    of = factory.LazyAttribute(lambda o: ApplicationFactory(event_id=o.event_id, state=ApplicationState.WAITLISTED))
    application_id = factory.LazyAttribute(lambda o: o.of.id)
    state = WishState.WAITING
    kind = BoothKind.STANDARD
    queued_at = factory.LazyFunction(clock.now)
