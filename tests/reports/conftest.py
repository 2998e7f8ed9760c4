"""A fair that is over, its organiser, and the list of what a summary of it says."""

import pytest

from app.documents import charts
from app.events.models import Role
from tests.factories.events import person_with
from tests.factories.reports import make_past_fair


@pytest.fixture
def fair(db):
    return make_past_fair(slug="ocop", code="OCOP26", name="Hội chợ OCOP")


@pytest.fixture
def desk(client, fair):
    """The organiser's browser."""
    return client.sign_in(person_with(Role.ORGANISER, fair))


@pytest.fixture
def organiser(fair):
    return person_with(Role.ORGANISER, fair)


@pytest.fixture
def run(app, db):
    def call(*arguments: str):
        db.commit()
        return app.test_cli_runner().invoke(args=list(arguments))

    return call


@pytest.fixture
def no_drawing(monkeypatch) -> None:
    """Leave the pictures out where only words and doors matter: each costs a second of the drawing program."""
    monkeypatch.setattr(charts, "_drawn", lambda _spec, _locale: '<svg viewBox="0 0 460 200"><g/></svg>')
