"""Every door, tried by people it is not for: nobody, a stranger, the organiser of another event, another event's phone."""

import pytest
from flask import Flask

from app.accounts.models import ApiToken
from app.core import clock
from app.core.codes import digest
from app.events.models import EventState, Role
from tests.factories.accounts import UserFactory
from tests.factories.checkin import DeviceFactory, GateFactory
from tests.factories.events import EventFactory, person_with
from tests.support.client import DemandingClient


def doors(app: Flask, kind: str) -> list[tuple[str, str, str]]:
    """Return (method, path with {slug}, permission) of all routes of this kind of door."""
    found = []
    for rule in app.url_map.iter_rules():
        access = getattr(app.view_functions[rule.endpoint], "access", None)
        if access is None or access.kind != kind:
            continue
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
            values = {name: 1 if "Integer" in type(rule._converters[name]).__name__ else "x" for name in rule.arguments}
            path = rule.build(values | {"event_slug": "SLUG"}, append_unknown=False)[1]
            found.append((method, path, access.permission))
    assert found, f"no door of kind {kind}"
    return found


def answers(client, found: list[tuple[str, str, str]], slug: str, **kwargs) -> dict[tuple[str, str], int]:
    return {
        (method, path): client.open(path.replace("SLUG", slug), method=method, **kwargs).status_code
        for method, path, _ in found
    }


def others(found: dict[tuple[str, str], int], *allowed: int) -> dict[tuple[str, str], int]:
    return {where: status for where, status in found.items() if status not in allowed}


@pytest.fixture
def client(app: Flask, db) -> DemandingClient:
    """A client that only looks at the status: hundreds of refusals are all the same page."""
    plain = app.test_client()
    plain.checks_pages = False
    return plain


@pytest.fixture
def draft(db):
    return EventFactory(slug="draft-event", state=EventState.DRAFT)


@pytest.fixture
def shown(db):
    return EventFactory(slug="public-event")


def test_nobody_is_sent_to_sign_in(app: Flask, client, shown) -> None:
    for kind in ("event_permission", "signed_in", "admin_only"):
        assert others(answers(client, doors(app, kind), shown.slug), 302) == {}


def test_a_stranger_does_not_learn_that_a_draft_exists(app: Flask, client, draft) -> None:
    client.sign_in(UserFactory())
    assert others(answers(client, doors(app, "event_permission"), draft.slug), 404) == {}


def test_a_stranger_is_refused_at_the_desk_of_a_public_event(app: Flask, client, shown) -> None:
    client.sign_in(UserFactory())
    assert others(answers(client, doors(app, "event_permission"), shown.slug), 403) == {}


def test_the_organiser_of_another_event_is_a_stranger_here(app: Flask, client, shown, draft) -> None:
    client.sign_in(person_with(Role.ORGANISER, EventFactory()))
    assert others(answers(client, doors(app, "event_permission"), draft.slug), 404) == {}
    assert others(answers(client, doors(app, "event_permission"), shown.slug), 403) == {}


def test_only_operators_pass_the_door_of_operators(app: Flask, client, db) -> None:
    client.sign_in(UserFactory())
    assert others(answers(client, doors(app, "admin_only"), "x"), 403) == {}


def test_a_role_opens_something(app: Flask, client, shown) -> None:
    """The negative tests above would pass if everything were refused."""
    client.sign_in(person_with(Role.ORGANISER, shown))
    gets = [door for door in doors(app, "event_permission") if door[0] == "GET" and "/1" not in door[1] and "/x" not in door[1]]
    # The next edition is planned by those who plan for the organisation, not by every organiser.
    found = answers(client, [door for door in gets if not door[1].endswith("/clone")], shown.slug)
    assert others(found, 200, 302, 303, 404) == {}


def test_an_auditor_changes_nothing(app: Flask, client, shown) -> None:
    client.sign_in(person_with(Role.AUDITOR, shown))
    posts = [door for door in doors(app, "event_permission") if door[0] != "GET"]
    reading = {"reports.export", "badges.see", "agenda.see", "registrations.see_applications", "events.see"}
    found = answers(client, [door for door in posts if door[2] not in reading], shown.slug)
    assert others(found, 403, 404) == {}


def test_programs_need_a_token(app: Flask, client, shown) -> None:
    for kind in ("event_token", "gate_device"):
        assert others(answers(client, doors(app, kind), shown.slug), 401) == {}


def test_a_token_of_a_stranger_opens_nothing(app: Flask, client, db, shown, draft) -> None:
    db.add(ApiToken(user_id=UserFactory().id, name="x", digest=digest("stranger"), created_at=clock.now()))
    headers = {"Authorization": "Bearer stranger"}
    assert others(answers(client, doors(app, "event_token"), draft.slug, headers=headers), 404) == {}
    # Everybody with a token may hold booths of a public event; booth x is not there.
    found = [door for door in doors(app, "event_token") if door[2] != "booths.hold"]
    assert others(answers(client, found, shown.slug, headers=headers), 403) == {}


def test_a_phone_of_another_event_finds_nothing(app: Flask, client, shown) -> None:
    DeviceFactory(of_gate=GateFactory(event_id=EventFactory().id), token="elsewhere")
    headers = {"Authorization": "Bearer elsewhere"}
    assert others(answers(client, doors(app, "gate_device"), shown.slug, headers=headers), 404) == {}
