"""Several processes against one real database: one person is let in once, one scan is stored once, a hall is never overfull.

RACE_ROUNDS (default 20) sets how often the gates meet, RACE_GATES (default 3) how many: reliability asks for 1,000 and 2 to 4.
"""

import os
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.checkin.models import Entry, Scan, Zone
from app.checkin.queries.board import bounds
from app.checkin.queries.conflicts import conflicts_of
from app.checkin.queries.crowd import people_by_place
from app.checkin.queries.devices import GateDevice, find_device
from app.checkin.rules import Sighting
from app.checkin.services.batching import record_scans
from app.checkin.services.scanning import record_scan
from app.checkin.services.undoing import Mistake, undo_of_device
from app.checkin.terms import Direction, WhenFull
from app.core import doctor
from app.core.db import db as database
from app.core.db import transaction, unit_of_work
from app.events.models import Event
from tests.checkin.test_scans import MORNING
from tests.factories.checkin import DeviceFactory, GateFactory
from tests.factories.events import EventFactory
from tests.factories.registrations import RegistrationFactory
from tests.support.race import make_app, run_together

GATES, ROUNDS = int(os.environ.get("RACE_GATES", "3")), int(os.environ.get("RACE_ROUNDS", "20"))
TOKENS = [f"token of gate {number}" for number in range(GATES)]


def prepare(url: str, folder: Path, *, most: int | None = None) -> list[str]:
    """Make a fair with gates and people in a real database; return the badge codes. `most`: the gates lead into such a hall."""
    app = make_app(url, folder)
    with app.app_context():
        with transaction():
            event = EventFactory()
            zone_id = None
            if most is not None:
                zone = Zone(event_id=event.id, name="Hội trường", most=most, when_full=WhenFull.REFUSE)
                database.session.add(zone)
                database.session.flush()
                zone_id = zone.id
            for token in TOKENS:
                DeviceFactory(of_gate=GateFactory(event_id=event.id, zone_id=zone_id), token=token)
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


def fill_hall(app: Any, barrier: Any, index: int, codes: list[str]) -> list[str]:
    """Let a share of the people of one's own in, each at the same instant as the other gates do."""
    told = []
    for code in codes[index::GATES][: ROUNDS // GATES]:
        barrier.wait(timeout=60)
        told.append(unit_of_work(lambda code=code: record_scan(device(index), seen(code))).reason.value)
    return told


@pytest.mark.race
@pytest.mark.own_database
@pytest.mark.parametrize("guarded", [True, False])
def test_a_hall_takes_as_many_as_it_may_hold(own_database: str, tmp_path: Path, guarded: bool) -> None:
    codes = prepare(own_database, tmp_path, most=GATES)
    # The control has no guard, and SQLite's one writer is one.
    settings = {} if guarded else {"FAIR_FAILPOINTS": "checkin.room=off"}
    told = sum(run_together(GATES, fill_hall, own_database, tmp_path, codes, **settings), [])
    assert (told.count("ok") == GATES) is guarded


def undo_and_scan(app: Any, barrier: Any, index: int, sightings: list[Sighting]) -> None:
    """The first device takes each scan back while the others scan the same badge."""
    for sighting in sightings:
        barrier.wait(timeout=60)
        if index == 0:
            mistake = Mistake(str(uuid.uuid4()), sighting.scan_uuid, "Nhầm", MORNING)
            unit_of_work(lambda mistake=mistake: undo_of_device(device(0), [mistake], MORNING))
        else:
            unit_of_work(lambda sighting=sighting: record_scan(device(index), seen(str(sighting.code))))


@pytest.mark.race
@pytest.mark.own_database
def test_who_is_scanned_while_a_scan_is_taken_back_is_in(own_database: str, tmp_path: Path) -> None:
    sightings = [seen(code) for code in prepare(own_database, tmp_path)]
    app = make_app(own_database, tmp_path)
    with app.app_context():
        for sighting in sightings:
            unit_of_work(lambda sighting=sighting: record_scan(device(0), sighting))
        database.session.remove()
        database.engine.dispose()
    run_together(GATES, undo_and_scan, own_database, tmp_path, sightings)
    assert counts(own_database, tmp_path) == (GATES * ROUNDS, ROUNDS)
    with app.app_context():
        broken = [item.key for item in doctor.examine() if item.key in ("I7", "I8", "I9", "I10") and not item.ok]
        database.session.remove()
        database.engine.dispose()
    assert broken == []


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


def state(sightings: list[tuple[int, Sighting | Mistake]], cuts: list[int]) -> list[tuple[Any, ...]]:
    """Deliver scans and undos in this order, in batches that end at `cuts`, some twice.

    Returns: entries, who is where, conflicts and the number of scans; all of it is undone.
    """
    with database.session.begin_nested() as savepoint:
        batch: list[tuple[int, Sighting | Mistake]] = []
        for number, item in enumerate(sightings, 1):
            batch.append(item)
            if number in cuts or number == len(sightings):
                for index in {place for place, _item in batch}:
                    own = [one for place, one in batch if place == index]
                    undo_of_device(device(index), [one for one in own if isinstance(one, Mistake)], MORNING)
                    record_scans(device(index), [one for one in own if isinstance(one, Sighting)])
                batch = batch[-1:] if number < len(sightings) else []
        columns = (Entry.registration_id, Entry.window, Entry.entered_at, Entry.scan_uuid, Entry.gate_id, Entry.entered_on)
        entries = database.session.execute(sa.select(*columns).order_by(Entry.registration_id, Entry.window)).all()
        event = database.session.scalars(sa.select(Event)).one()
        places = people_by_place(event.id, *bounds(event, MORNING.date()))
        odd = sorted((odd.kind.value, *(one.scan_uuid for one in odd.scans)) for odd in conflicts_of(event))
        stored = database.session.scalar(sa.select(sa.func.count()).select_from(Scan))
        savepoint.rollback()
    return [*map(tuple, entries), tuple(sorted(places.items())), *odd, (stored,)]


@pytest.fixture
def fair(db, clock) -> list[str]:
    clock.move_to(MORNING)
    event = EventFactory()
    for token in TOKENS:
        DeviceFactory(of_gate=GateFactory(event_id=event.id), token=token)
    return [RegistrationFactory(event_id=event.id).badge_code for _ in range(3)]


@pytest.fixture
def halls(db, clock) -> list[str]:
    """A fair whose first gate leads onto the ground, the others each into a hall of its own; 40 people."""
    clock.move_to(MORNING)
    event = EventFactory()
    for number, token in enumerate(TOKENS):
        zone_id = None
        if number:
            zone = Zone(event_id=event.id, name=f"Nhà {number}")
            db.add(zone)
            db.flush()
            zone_id = zone.id
        DeviceFactory(of_gate=GateFactory(event_id=event.id, zone_id=zone_id), token=token)
    return [RegistrationFactory(event_id=event.id).badge_code for _ in range(40)]


@settings(
    max_examples=3, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)
@given(chance=st.randoms(use_true_random=False))
def test_200_scans_and_undos_of_three_devices_end_alike_in_every_order(halls: list[str], chance: Any) -> None:
    items: list[tuple[int, Sighting | Mistake]] = []
    for number in range(200):
        place, at = chance.randrange(GATES), MORNING + timedelta(seconds=chance.randrange(600))
        direction = chance.choice([Direction.ENTRY, Direction.ENTRY, Direction.EXIT])
        name = str(uuid.UUID(int=number + 1))
        scan = seen(chance.choice(halls), scan_uuid=name, scanned_at=at, direction=direction, offline=True)
        items.append((place, scan))
        if number % 8 == 0:
            later = at + timedelta(seconds=chance.choice([20, 90, 200]))
            items.append((place, Mistake(str(uuid.UUID(int=1000 + number)), name, "Nhầm", later)))
    other = items[:]
    chance.shuffle(other)
    assert state(other, [chance.randrange(len(other)) for _ in range(12)]) == state(items, [])


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
