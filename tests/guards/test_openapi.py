"""The API answers what its document says, whatever it is sent: no 5xx, declared statuses, declared bodies."""

import re
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance, status_code_conformance

from app.accounts.models import ApiToken
from app.booths.models import BoothKind, BoothPrice
from app.core import clock
from app.core.codes import digest
from app.core.db import db
from app.events.models import Role
from app.factory import create_app
from tests.conftest import load_places, testing_settings
from tests.factories.badges import PrintStationFactory
from tests.factories.checkin import DeviceFactory, GateFactory
from tests.factories.events import EventFactory, HallFactory, person_with

PERSON, DEVICE, STATION = "a person's token of the test", "a device's token of the test", "a station's token of the test"
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


def site(folder: Path) -> Flask:
    """Return an application over a database of its own with one open fair, a person and a phone."""
    app = create_app(testing_settings(f"sqlite:///{folder}/api.sqlite", folder) | {"PROPAGATE_EXCEPTIONS": False})
    with app.app_context():
        db.create_all()
        load_places()
        event = EventFactory(slug="fair", code="FAIR26")
        HallFactory(event_id=event.id)
        db.session.add(BoothPrice(event_id=event.id, kind=BoothKind.STANDARD, per_booth_vnd=4_500_000))
        person = person_with(Role.ORGANISER, event)
        db.session.add(ApiToken(user_id=person.id, name="test", digest=digest(PERSON), created_at=clock.now()))
        DeviceFactory(of_gate=GateFactory(event_id=event.id), token=DEVICE)
        PrintStationFactory(event_id=event.id, token=STATION)
        db.session.commit()
        db.session.remove()
    return app


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Any:
    app = site(tmp_path_factory.mktemp("api"))
    return app, schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)


def test_the_document_names_every_operation_of_the_contract(api) -> None:
    _app, schema = api
    paths = set(schema.raw_schema["paths"])
    wanted = {
        "/api/v1/devices/pair",
        "/api/v1/events/{event_slug}/snapshot",
        "/api/v1/events/{event_slug}/scans",
        "/api/v1/events/{event_slug}/scans/batch",
        "/api/v1/events/{event_slug}/conflicts",
        "/api/v1/events/{event_slug}/registrations",
        "/api/v1/events/{event_slug}/booths",
        "/api/v1/events/{event_slug}/booths/{code}/hold",
        "/api/v1/events/{event_slug}/agenda",
        "/api/v1/events/{event_slug}/stats",
    }
    assert wanted - paths == set()


@pytest.mark.slow
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["valid", "invalid"])
def test_no_request_makes_the_api_break_its_word(api, mode: GenerationMode) -> None:
    """Generated requests without chance, so that the suite gives the same answer every time."""
    app, schema = api
    for result in schema.get_all_operations():
        operation = result.ok()
        try:
            cases = operation.as_strategy(generation_mode=mode, path_parameters=_path_of(operation))
        except Unsatisfiable:
            continue
        _try_out(app, operation, cases)


def _try_out(app: Flask, operation: Any, cases: Any) -> None:
    token = {"gate_device": DEVICE, "print_station": STATION}.get(_door_of(app, operation), PERSON)

    @settings(max_examples=10, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(case=cases)
    def run(case: Any) -> None:
        response = case.call(headers={"Authorization": f"Bearer {token}", "Accept-Encoding": "identity"})
        case.validate_response(response, checks=CHECKS)

    try:
        run()
    except Unsatisfiable:
        return  # nothing invalid can be said to an operation without parameters


def _path_of(operation: Any) -> dict[str, Any] | None:
    """Ask about the one event there is; other parts of the path are generated, but never empty."""
    names = set(re.findall(r"{(\w+)}", operation.path))
    values = {"event_slug": "fair", "code": "A01", "job_id": 1}
    return {name: values[name] for name in names} or None


def _door_of(app: Flask, operation: Any) -> str:
    endpoint = operation.definition.raw["operationId"]
    found = (rule.endpoint for rule in app.url_map.iter_rules() if rule.endpoint.replace(".", "_") == endpoint)
    return next((app.view_functions[name].access.kind for name in found), "")
