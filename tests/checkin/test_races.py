"""Several processes against one real database: one person is let in once, one scan is stored once, order does not matter."""

import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.checkin.models import Entry, Scan
from app.checkin.queries.devices import GateDevice, find_device
from app.checkin.rules import Sighting
from app.checkin.services.batching import record_scans
from app.checkin.services.scanning import record_scan
from app.checkin.terms import Direction
from app.core.db import db as database
from app.core.db import transaction, unit_of_work
from tests.checkin.test_scans import MORNING
from tests.factories.checkin import DeviceFactory, GateFactory
from tests.factories.events import EventFactory
from tests.factories.registrations import RegistrationFactory
from tests.support.race import make_app, run_together

GATES, ROUNDS = 3, 20
TOKENS = [f"token of gate {number}" for number in range(GATES)]


def prepare(url: str, folder: Path) -> list[str]:
    """Make a fair with gates and people in a real database; return the badge codes."""
    app = make_app(url, folder)
    with app.app_context():
        database.create_all()
        with transaction():
            event = EventFactory()
            for token in TOKENS:
                DeviceFactory(of_gate=GateFactory(event_id=event.id), token=token)
            codes = [RegistrationFactory(event_id=event.id).badge_code for _ in range(ROUNDS)]
        database.session.remove()
        database.engine.dispose()
    return codes


def seen(code: str, **values: Any) -> Sighting:
    fields: dict[str, Any] = {"scan_uuid": str(uuid.uuid4()), "direction": Direction.ENTRY, "scanned_at": MORNING}
    return Sighting(**fields | {"code": code, "received_at": MORNING} | values)


def device(index: int) -> GateDevice:
    found = find_device(TOKENS[index])
    assert found is not None
    return found


def scan_all(app: Any, barrier: Any, index: int, codes: list[str]) -> list[str]:
    """Scan the same badges as the other gates, each at the same instant; return what was told."""
    told = []
    for code in codes:
        barrier.wait(timeout=60)
        told.append(unit_of_work(lambda code=code: record_scan(device(index), seen(code))).reason.value)
    return told


@pytest.mark.race
@pytest.mark.own_database
def test_a_badge_at_all_gates_at_once_comes_in_once(own_database: str, tmp_path: Path) -> None:
    codes = prepare(own_database, tmp_path)
    told = run_together(GATES, scan_all, own_database, tmp_path, codes)
    assert [sorted(answers) for answers in zip(*told, strict=True)] == [["already_in"] * (GATES - 1) + ["ok"]] * ROUNDS
    assert counts(own_database, tmp_path) == (GATES * ROUNDS, ROUNDS)


@pytest.mark.race
@pytest.mark.own_database
def test_without_the_guard_more_than_one_comes_in(own_database: str, tmp_path: Path) -> None:
    codes = prepare(own_database, tmp_path)[:5]
    told = run_together(GATES, scan_all, own_database, tmp_path, codes, FAIR_FAILPOINTS="checkin.entry=off")
    assert max(answers.count("ok") for answers in zip(*told, strict=True)) > 1


def send_again(app: Any, barrier: Any, index: int, sightings: list[Sighting]) -> list[tuple[str, bool]]:
    """Send the same scans of one device as every other process does; return answers and who is told the scan was counted."""
    told = []
    for number, sighting in enumerate(sightings):
        barrier.wait(timeout=60)
        if number % 2:
            outcome = unit_of_work(lambda sighting=sighting: record_scan(device(0), sighting))
        else:
            outcome = unit_of_work(lambda sighting=sighting: record_scans(device(0), [sighting]))[0]
        told.append((outcome.reason.value, outcome.counted))
    return told


@pytest.mark.race
@pytest.mark.own_database
def test_a_scan_sent_by_many_at_once_is_stored_once(own_database: str, tmp_path: Path) -> None:
    codes = prepare(own_database, tmp_path)
    told = run_together(GATES, send_again, own_database, tmp_path, [seen(code) for code in codes])
    assert [set(answers) for answers in zip(*told, strict=True)] == [{("ok", True)}] * ROUNDS
    assert counts(own_database, tmp_path) == (ROUNDS, ROUNDS)


def counts(url: str, folder: Path) -> tuple[int, int]:
    app = make_app(url, folder)
    with app.app_context():
        numbers = tuple(database.session.scalar(sa.select(sa.func.count()).select_from(table)) for table in (Scan, Entry))
        database.session.remove()
        database.engine.dispose()
    return numbers  # type: ignore[return-value]


ONE_SCAN = st.tuples(
    st.integers(0, GATES - 1),  # device
    st.integers(0, 2),  # person
    st.integers(0, 6),  # minute
    st.sampled_from([Direction.ENTRY, Direction.ENTRY, Direction.EXIT]),
)


def state(sightings: list[tuple[int, Sighting]], cuts: list[int]) -> list[tuple[Any, ...]]:
    """Deliver scans in this order, in batches that end at `cuts`, some twice; return the entries, and undo all of it."""
    with database.session.begin_nested() as savepoint:
        batch: list[tuple[int, Sighting]] = []
        for number, item in enumerate(sightings, 1):
            batch.append(item)
            if number in cuts or number == len(sightings):
                for index in {place for place, _sighting in batch}:
                    record_scans(device(index), [sighting for place, sighting in batch if place == index])
                batch = batch[-1:] if number < len(sightings) else []
        entries = database.session.execute(
            sa.select(Entry.registration_id, Entry.window, Entry.entered_at, Entry.scan_uuid, Entry.gate_id).order_by(
                Entry.registration_id, Entry.window
            )
        ).all()
        stored = database.session.scalar(sa.select(sa.func.count()).select_from(Scan))
        savepoint.rollback()
    return [*map(tuple, entries), (stored,)]


@pytest.fixture
def fair(db, clock) -> list[str]:
    clock.move_to(MORNING)
    event = EventFactory()
    for token in TOKENS:
        DeviceFactory(of_gate=GateFactory(event_id=event.id), token=token)
    return [RegistrationFactory(event_id=event.id).badge_code for _ in range(3)]


@settings(
    max_examples=15, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)
@given(data=st.data(), made=st.lists(ONE_SCAN, min_size=2, max_size=10))
def test_order_batches_and_repetitions_do_not_matter(fair: list[str], data: Any, made: list[Any]) -> None:
    sightings = [
        (
            place,
            seen(
                fair[person],
                scan_uuid=str(uuid.UUID(int=number + 1)),
                scanned_at=MORNING + timedelta(minutes=minute),
                direction=direction,
                offline=True,
            ),
        )
        for number, (place, person, minute, direction) in enumerate(made)
    ]
    other = data.draw(st.permutations(sightings))
    cuts = data.draw(st.lists(st.integers(1, len(sightings))))
    assert state(other, cuts) == state(sightings, [])
