"""A fair with rooms and people who plan its agenda."""

import io
from datetime import datetime, timedelta

import pytest

from app.agenda.models import SessionKind
from app.agenda.services import presentations, sessions, speakers
from app.agenda.services.sessions import Plan
from app.events.models import Role
from tests.factories.agenda import RoomFactory
from tests.factories.events import HANOI, EventFactory, person_with
from tests.support import samples

PDF = samples.pdf()
START = datetime(2026, 12, 6, 14, 0, tzinfo=HANOI)


@pytest.fixture
def event(db):
    return EventFactory()


@pytest.fixture
def room(event):
    return RoomFactory(event_id=event.id, name="Phòng A")


@pytest.fixture
def organiser(event):
    return person_with(Role.ORGANISER, event)


@pytest.fixture
def add_session(event, room):
    def add(title: str = "Tham luận", minutes: int = 0, length: int = 30, **changes):
        start = START + timedelta(minutes=minutes)
        values = {"room": room, "kind": SessionKind.PAPER, "title": title, "starts_at": start}
        return sessions.add_session(event, Plan(**values | {"ends_at": start + timedelta(minutes=length)} | changes), by=None)

    return add


@pytest.fixture
def add_speaker(event):
    def add(full_name: str = "Đặng Ngọc Ánh", email: str = "anh@example.vn", **changes):
        return speakers.add_speaker(event, speakers.Person(full_name, title="TS.", email=email, **changes), by=None)

    return add


@pytest.fixture
def talk(event, add_session, add_speaker):
    return speakers.add_talk(event, add_session(), add_speaker(), by=None)


@pytest.fixture
def link(event, talk):
    """The path of the speaker's page."""
    return speakers.invite(event, talk.speaker, by=None).removeprefix("http://localhost")


@pytest.fixture
def upload(event):
    """Upload a small PDF for a talk as its speaker."""

    def send(talk, name: str = "Báo cáo.pdf", *, is_public: bool = True, content: bytes = b""):
        stream = io.BytesIO(content or PDF)
        return presentations.submit_presentation(event, talk, stream, name, by=None, is_public=is_public)

    return send
