"""Factories of the agenda."""

import uuid
from datetime import timedelta

import factory

from app.agenda.models import Room, Session, SessionKind, Speaker, Talk
from app.core.text import name_sort_key
from tests.factories.base import Factory
from tests.factories.events import EventFactory


class RoomFactory(Factory):
    class Meta:
        model = Room

    event_id = factory.LazyAttribute(lambda o: EventFactory().id)
    name = factory.Sequence(lambda n: f"Phòng {n}")
    capacity = 120


class SessionFactory(Factory):
    """A session without taken slots; `services.sessions.add_session` makes real ones."""

    class Meta:
        model = Session
        exclude = ("event",)

    event = factory.SubFactory(EventFactory)
    event_id = factory.LazyAttribute(lambda o: o.event.id)
    room_id = factory.LazyAttribute(lambda o: RoomFactory(event_id=o.event.id).id)
    kind = SessionKind.PAPER
    title = factory.Sequence(lambda n: f"Tham luận {n}")
    starts_at = factory.LazyAttribute(lambda o: o.event.starts_at + timedelta(hours=1))
    ends_at = factory.LazyAttribute(lambda o: o.starts_at + timedelta(minutes=10))
    uid = factory.LazyFunction(lambda: str(uuid.uuid4()))


class SpeakerFactory(Factory):
    class Meta:
        model = Speaker

    event_id = factory.LazyAttribute(lambda o: EventFactory().id)
    full_name = factory.Sequence(lambda n: f"Đặng Ngọc Ánh {n}")
    sort_key = factory.LazyAttribute(lambda o: name_sort_key(o.full_name))
    email = factory.Sequence(lambda n: f"dien-gia{n}@example.vn")


class TalkFactory(Factory):
    class Meta:
        model = Talk

    event_id = factory.LazyAttribute(lambda o: EventFactory().id)
    session_id = factory.LazyAttribute(lambda o: SessionFactory(event_id=o.event_id).id)
    speaker_id = factory.LazyAttribute(lambda o: SpeakerFactory(event_id=o.event_id).id)
