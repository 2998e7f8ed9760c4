"""What the doctor finds, and that it finds nothing where all is well."""

import sqlalchemy as sa

from app.events import invariants, services
from app.events.models import EventState, Role, VenueHour
from tests.factories.accounts import MembershipFactory
from tests.factories.events import EventFactory, EventRoleFactory


def test_events_that_hold_their_venue_are_sound(db) -> None:
    for changes in ({}, {"state": EventState.CANCELLED}, {"is_rehearsal": True}, {"venue": None}):
        services.hold_venue(EventFactory(**changes))
    assert list(invariants.venues_are_held()) == []


def test_a_missing_and_a_superfluous_hour_are_found(db) -> None:
    short, off = EventFactory(), EventFactory()
    for event in (short, off):
        services.hold_venue(event)
    db.execute(sa.delete(VenueHour).where(VenueHour.event_id == short.id, VenueHour.hour % 2 == 0))
    db.execute(sa.update(type(off)).where(type(off).id == off.id).values(state=EventState.CANCELLED))
    assert [line.split(" (")[0] for line in invariants.venues_are_held()] == [f"event {short.id}", f"event {off.id}"]


def test_an_event_that_nobody_can_organise_is_found(db) -> None:
    alone, by_role, by_unit = EventFactory(), EventFactory(), EventFactory()
    EventRoleFactory(event_id=by_role.id, role=Role.ORGANISER)
    EventRoleFactory(event_id=alone.id, role=Role.STEWARD)
    MembershipFactory(organisation=by_unit.owner)
    assert list(invariants.events_have_organisers()) == [f"event {alone.id} ({alone.slug}): nobody can organise it"]
